"""From closed axioms to rules for data.

Each function reads one kind of axiom; the order of kinds is the order in which the tables of OWL 2 RL list their rules.
What a rule would conclude only trivially is not compiled: see :func:`kg.closure.rule.is_trivial`.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import combinations

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.closure.rule import DIFFERENT, NOTHING, SAME, THING, TYPE, Rule, Triple
from kg.closure.schema import closed, to_term
from kg.namespaces import RDFS as RDFS_NS

X, Y, Z = "?x", "?y", "?z"


@lru_cache(maxsize=8)
def compile_rules(axioms: frozenset[Triple]) -> tuple[Rule, ...]:
    """Compile axioms into rules for data.

    :param axioms: written triples about the vocabulary
    :returns: rules, each once, in a fixed order
    """
    graph = closed(axioms)
    found = {rule: None for read in _READERS for rule in read(graph)}
    found.update(dict.fromkeys(_ALWAYS))
    return tuple(sorted(filter(_says_something, found), key=lambda rule: (rule.name, rule.body, rule.head or ())))


def _says_something(rule: Rule) -> bool:
    """Leave out what concludes its own premise, or the type of everything."""
    if rule.head is None:
        return True
    return rule.head not in rule.body and rule.head[2] != THING and rule.head[2] != f"<{RDFS_NS}Resource>"


_ALWAYS = (
    Rule("eq-sym", ((X, SAME, Y),), (Y, SAME, X)),
    Rule("eq-trans", ((X, SAME, Y), (Y, SAME, Z)), (X, SAME, Z)),
    Rule("eq-diff1", ((X, SAME, Y), (X, DIFFERENT, Y)), None),
    Rule("eq-diff1", ((X, DIFFERENT, X),), None),
    Rule("cls-nothing2", ((X, TYPE, NOTHING),), None),
)


def _pairs(graph: Graph, predicate: URIRef) -> Iterator[tuple[Triple, str, str]]:
    """List the axioms of one predicate between different terms, with their two ends written."""
    for subject, value in graph.subject_objects(predicate):
        if subject != value and not isinstance(subject, Literal):
            one, other = to_term(subject), to_term(value)
            yield (one, f"<{predicate}>", other), one, other


def _of_kind(graph: Graph, kind: URIRef) -> Iterator[tuple[Triple, str]]:
    for subject in graph.subjects(RDF.type, kind):
        yield (to_term(subject), TYPE, f"<{kind}>"), to_term(subject)


def _members(graph: Graph, head: Node) -> list[str]:
    return [to_term(each) for each in Collection(graph, head)]


def _domains_and_ranges(graph: Graph) -> Iterator[Rule]:
    for axiom, property_, kind in _pairs(graph, RDFS.domain):
        yield Rule("prp-dom", ((X, property_, Y),), (X, TYPE, kind), (axiom,))
    for axiom, property_, kind in _pairs(graph, RDFS.range):
        yield Rule("prp-rng", ((X, property_, Y),), (Y, TYPE, kind), (axiom,))


def _keys(graph: Graph) -> Iterator[Rule]:
    for axiom, property_ in _of_kind(graph, OWL.FunctionalProperty):
        yield Rule("prp-fp", ((X, property_, Y), (X, property_, Z)), (Y, SAME, Z), (axiom,), (Y, Z))
    for axiom, property_ in _of_kind(graph, OWL.InverseFunctionalProperty):
        yield Rule("prp-ifp", ((X, property_, Z), (Y, property_, Z)), (X, SAME, Y), (axiom,), (X, Y))
    for kind, listed in graph.subject_objects(OWL.hasKey):
        keys = [(X, key, f"?k{i}") for i, key in enumerate(_members(graph, listed))]
        same = [(Y, key, value) for _, key, value in keys]
        axiom = (to_term(kind), f"<{OWL.hasKey}>", to_term(listed))
        body = ((X, TYPE, to_term(kind)), *keys, *same, (Y, TYPE, to_term(kind)))
        yield Rule("prp-key", body, (X, SAME, Y), (axiom,), (X, Y))


def _characters(graph: Graph) -> Iterator[Rule]:
    for axiom, property_ in _of_kind(graph, OWL.IrreflexiveProperty):
        yield Rule("prp-irp", ((X, property_, X),), None, (axiom,))
    for axiom, property_ in _of_kind(graph, OWL.SymmetricProperty):
        yield Rule("prp-symp", ((X, property_, Y),), (Y, property_, X), (axiom,))
    for axiom, property_ in _of_kind(graph, OWL.AsymmetricProperty):
        yield Rule("prp-asyp", ((X, property_, Y), (Y, property_, X)), None, (axiom,))
    for axiom, property_ in _of_kind(graph, OWL.TransitiveProperty):
        yield Rule("prp-trp", ((X, property_, Y), (Y, property_, Z)), (X, property_, Z), (axiom,))


def _hierarchies(graph: Graph) -> Iterator[Rule]:
    for axiom, lower, upper in _pairs(graph, RDFS.subPropertyOf):
        yield Rule("prp-spo1", ((X, lower, Y),), (X, upper, Y), (axiom,))
    for axiom, one, other in _pairs(graph, OWL.inverseOf):
        yield Rule("prp-inv1", ((X, one, Y),), (Y, other, X), (axiom,))
        yield Rule("prp-inv2", ((X, other, Y),), (Y, one, X), (axiom,))
    for subject in graph.subjects(OWL.inverseOf):
        if (subject, OWL.inverseOf, subject) in graph:
            term = to_term(subject)
            yield Rule("prp-inv1", ((X, term, Y),), (Y, term, X), ((term, f"<{OWL.inverseOf}>", term),))
    for axiom, lower, upper in _pairs(graph, RDFS.subClassOf):
        yield Rule("cax-sco", ((X, TYPE, lower),), (X, TYPE, upper), (axiom,))


def _chains(graph: Graph) -> Iterator[Rule]:
    for property_, listed in graph.subject_objects(OWL.propertyChainAxiom):
        steps = _members(graph, listed)
        body = tuple((f"?u{i}", step, f"?u{i + 1}") for i, step in enumerate(steps))
        axiom = (to_term(property_), f"<{OWL.propertyChainAxiom}>", to_term(listed))
        yield Rule("prp-spo2", body, ("?u0", to_term(property_), f"?u{len(steps)}"), (axiom,))


def _disjoint_properties(graph: Graph) -> Iterator[Rule]:
    for axiom, one, other in _pairs(graph, OWL.propertyDisjointWith):
        yield Rule("prp-pdw", ((X, one, Y), (X, other, Y)), None, (axiom,))
    for axiom, listed in _of_kind(graph, OWL.AllDisjointProperties):
        for one, other in _all_pairs(graph, listed):
            yield Rule("prp-adp", ((X, one, Y), (X, other, Y)), None, (axiom,))


def _all_pairs(graph: Graph, written: str) -> Iterator[tuple[str, str]]:
    subject = next(each for each in graph.subjects(RDF.type) if to_term(each) == written)
    for listed in (*graph.objects(subject, OWL.members), *graph.objects(subject, OWL.distinctMembers)):
        yield from combinations(sorted(_members(graph, listed)), 2)


def _negative_assertions(graph: Graph) -> Iterator[Rule]:
    for node, source in graph.subject_objects(OWL.sourceIndividual):
        property_ = graph.value(node, OWL.assertionProperty)
        individual, value = graph.value(node, OWL.targetIndividual), graph.value(node, OWL.targetValue)
        if property_ is None or (target := value if individual is None else individual) is None:
            continue
        name = "prp-npa1" if individual is not None else "prp-npa2"
        axiom = (to_term(node), f"<{OWL.sourceIndividual}>", to_term(source))
        yield Rule(name, ((to_term(source), to_term(property_), to_term(target)),), None, (axiom,))


def _restrictions(graph: Graph) -> Iterator[Rule]:
    for node, property_ in graph.subject_objects(OWL.onProperty):
        kind, term = to_term(node), to_term(property_)
        axiom = (kind, f"<{OWL.onProperty}>", term)
        for filler in graph.objects(node, OWL.someValuesFrom):
            yield _some(kind, term, to_term(filler), axiom)
        for filler in graph.objects(node, OWL.allValuesFrom):
            yield Rule("cls-avf", ((X, TYPE, kind), (X, term, Y)), (Y, TYPE, to_term(filler)), (axiom,))
        for value in graph.objects(node, OWL.hasValue):
            yield Rule("cls-hv1", ((X, TYPE, kind),), (X, term, to_term(value)), (axiom,))
            yield Rule("cls-hv2", ((X, term, to_term(value)),), (X, TYPE, kind), (axiom,))
        yield from _cardinalities(graph, node, kind, term, axiom)


def _some(kind: str, property_: str, filler: str, axiom: Triple) -> Rule:
    if filler == THING:
        return Rule("cls-svf2", ((X, property_, Y),), (X, TYPE, kind), (axiom,))
    return Rule("cls-svf1", ((X, property_, Y), (Y, TYPE, filler)), (X, TYPE, kind), (axiom,))


def _cardinalities(graph: Graph, node: Node, kind: str, property_: str, axiom: Triple) -> Iterator[Rule]:
    held = (X, TYPE, kind)
    for number in graph.objects(node, OWL.maxCardinality):
        if _is_number(number, 0):
            yield Rule("cls-maxc1", (held, (X, property_, Y)), None, (axiom,))
        if _is_number(number, 1):
            yield Rule("cls-maxc2", (held, (X, property_, Y), (X, property_, Z)), (Y, SAME, Z), (axiom,), (Y, Z))
    if graph.value(node, OWL.onDataRange) is not None:
        return  # OWL 2 RL has no rule for it: cls-maxqc counts things of a class
    for number in graph.objects(node, OWL.maxQualifiedCardinality):
        filler = to_term(graph.value(node, OWL.onClass) or OWL.Thing)
        typed = [] if filler == THING else [(Y, TYPE, filler)]
        if _is_number(number, 0):
            yield Rule(f"cls-maxqc{1 if typed else 2}", (held, (X, property_, Y), *typed), None, (axiom,))
        if _is_number(number, 1):
            other = [] if filler == THING else [(Z, TYPE, filler)]
            body = (held, (X, property_, Y), *typed, (X, property_, Z), *other)
            yield Rule(f"cls-maxqc{3 if typed else 4}", body, (Y, SAME, Z), (axiom,), (Y, Z))


def _is_number(node: Node, number: int) -> bool:
    return isinstance(node, Literal) and node.value == number


def _boolean_classes(graph: Graph) -> Iterator[Rule]:
    for kind, listed in graph.subject_objects(OWL.intersectionOf):
        body = tuple((X, TYPE, member) for member in _members(graph, listed) if member != THING)
        axiom = (to_term(kind), f"<{OWL.intersectionOf}>", to_term(listed))
        if body:
            yield Rule("cls-int1", body, (X, TYPE, to_term(kind)), (axiom,))
    for kind, listed in graph.subject_objects(OWL.unionOf):
        axiom = (to_term(kind), f"<{OWL.unionOf}>", to_term(listed))
        for member in _members(graph, listed):
            yield Rule("cls-uni", ((X, TYPE, member),), (X, TYPE, to_term(kind)), (axiom,))
    for kind, listed in graph.subject_objects(OWL.oneOf):
        axiom = (to_term(kind), f"<{OWL.oneOf}>", to_term(listed))
        for member in _members(graph, listed):
            if not member.startswith('"'):
                yield Rule("cls-oo", (), (member, TYPE, to_term(kind)), (axiom,))


def _disjoint_classes(graph: Graph) -> Iterator[Rule]:
    for axiom, one, other in _pairs(graph, OWL.complementOf):
        yield Rule("cls-com", ((X, TYPE, one), (X, TYPE, other)), None, (axiom,))
    for node, value in graph.subject_objects(OWL.disjointWith):
        axiom = (to_term(node), f"<{OWL.disjointWith}>", to_term(value))
        yield Rule("cax-dw", tuple(sorted({(X, TYPE, axiom[0]), (X, TYPE, axiom[2])})), None, (axiom,))
    for axiom, listed in _of_kind(graph, OWL.AllDisjointClasses):
        for one, other in _all_pairs(graph, listed):
            yield Rule("cax-adc", ((X, TYPE, one), (X, TYPE, other)), None, (axiom,))


def _different(graph: Graph) -> Iterator[Rule]:
    for axiom, listed in _of_kind(graph, OWL.AllDifferent):
        for one, other in _all_pairs(graph, listed):
            yield Rule("eq-diff2", ((one, SAME, other),), None, (axiom,))


_READERS: tuple[Callable[[Graph], Iterator[Rule]], ...] = (
    _domains_and_ranges,
    _keys,
    _characters,
    _hierarchies,
    _chains,
    _disjoint_properties,
    _negative_assertions,
    _restrictions,
    _boolean_classes,
    _disjoint_classes,
    _different,
)
