"""Why a triple stands in a release: who asserts it with which words, or which rule entails it from what."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.closure import Closure, Triple
from kg.closure.explanation import Explainer, Step
from kg.errors import ExplanationNotFound, ImpossibleDate, QueryError
from kg.iris import Iris
from kg.model import PartialDate
from kg.namespaces import prefixes
from kg.regexes import late
from kg.release.dumps import read_compressed
from kg.release.evidence import Ground, asking, grounds, written
from kg.release.manifest import read_manifest
from kg.release.store import open_release
from kg.sparql import slashed_name

_DAY = late(r"\d{4}-\d{2}(?:-\d{2})?")
_NAME = late(r"([^\W\d_][\w.-]*|):([^\s<>\"]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A proof with the grounds of each asserted triple in it."""

    proof: Step
    grounds: dict[Triple, tuple[Ground, ...]]


def read_triple(terms: tuple[str, str, str], base: str) -> ox.Triple:
    """Read three terms as Turtle writes them, prefixes known.

    :param terms: subject, predicate and object: ``state:sweden``, ``<https://…>``, ``a``, ``"text"@en``, ``https://…``,
        a day or month as it is: ``2021-05-01``, ``2021-05`` (a year alone is a number in Turtle)
    :raises QueryError: if they are not a triple
    """
    known = prefixes(base)
    header = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in known.items())
    text = header + " ".join(_as_turtle(term, known, base) for term in terms) + " ."
    try:
        quads = list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise QueryError(f"{' '.join(terms)!r} is not a triple ({error.msg}): write terms as in Turtle") from None
    if len(quads) != 1:
        raise QueryError(f"{' '.join(terms)!r} is not one triple: give one subject, predicate and object")
    quad = quads[0]
    return ox.Triple(quad.subject, quad.predicate, quad.object)


def _as_turtle(term: str, known: dict[str, str], base: str) -> str:
    """Accept a bare IRI, a day or a month; refuse a name with a slash or an unknown prefix, and say how to write it."""
    if term.startswith(("http://", "https://", "urn:")):
        return f"<{term}>"
    if _DAY.fullmatch(term):
        return f'"{term}"^^<{_datatype(term)}>'
    name = _NAME.fullmatch(term)
    if not name:
        return term
    space = known.get(name[1], f"{base}id/" if name[1] == "id" else "")
    if not space:
        raise QueryError(f"{term!r} has the unknown prefix {name[1]}: write the whole IRI, <https://…>")
    if "/" in name[2] or name[1] == "id":
        raise QueryError(slashed_name(term, space, base))
    return term


def _datatype(day: str) -> str:
    try:
        return PartialDate(day).datatype
    except ImpossibleDate as error:
        raise QueryError(str(error)) from None


def explain(folder: Path, terms: tuple[str, str, str], limit: int = 1) -> list[Explanation]:
    """Explain a triple of a release.

    :param folder: a release
    :param terms: subject, predicate, object as in Turtle
    :param limit: how many proofs to give at most, the smallest first
    :raises ExplanationNotFound: if the release neither states nor entails the triple
    :raises QueryError: if the terms are not a triple
    """
    base = read_manifest(folder).base
    store = open_release(folder)
    triple = read_triple(terms, base)
    if stated := tuple(grounds(asking(store, base), triple, base)):
        return [Explanation(proof=Step(written(triple)), grounds={written(triple): stated})]
    proofs = next(
        filter(None, (_proofs(lines, triple, base, limit) for lines in _wider(folder, store, triple, base))), []
    )
    if not proofs:
        raise ExplanationNotFound(
            f"{' '.join(written(triple))} is not in {str(folder)!r}, nor does it follow from what is"
        )
    return [Explanation(proof=proof, grounds=dict(_leaves(store, proof, base))) for proof in proofs]


def _proofs(lines: Iterator[str], triple: ox.Triple, base: str, limit: int) -> list[Step]:
    closure = Closure(base)
    closure.extend(lines)
    return Explainer(closure).proofs(written(triple), limit)


def _wider(folder: Path, store: ox.Store, triple: ox.Triple, base: str) -> Iterator[Iterator[str]]:
    """Where to look: the register with the graphs that name subject or object, then everything."""
    yield _near(store, triple, base)
    yield read_compressed(folder / "osce-kg.nq.gz")


def _near(store: ox.Store, triple: ox.Triple, base: str) -> Iterator[str]:
    iris = Iris(base)
    ends = [triple.subject, *([triple.object] if isinstance(triple.object, ox.NamedNode) else [])]
    graphs = {iris.graph("register")}
    for end in ends:
        for quad in (*store.quads_for_pattern(end, None, None, None), *store.quads_for_pattern(None, None, end, None)):
            graphs.add(getattr(quad.graph_name, "value", ""))
    for graph in sorted(graphs - {iris.graph("inferred"), iris.graph("meta"), ""}):
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            yield f"{quad.subject} {quad.predicate} {quad.object} .\n"


def _leaves(store: ox.Store, proof: Step, base: str) -> Iterator[tuple[Triple, tuple[Ground, ...]]]:
    for leaf in dict.fromkeys(proof.leaves()):
        terms = next(iter(ox.parse(" ".join(leaf) + " .", format=ox.RdfFormat.N_TRIPLES))).triple
        yield leaf, tuple(grounds(asking(store, base), terms, base))
