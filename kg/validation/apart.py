"""Whether what is known beside some new data can matter to what is found about the data's own subjects.

Where the data shares no thing with what is known, a path that leads on from a new node meets new nodes, texts and
classes alone, and so does a query all of whose patterns begin at its focus node. Then the classes suffice, and the
register need not be loaded, which takes longer than all the rest. Whatever is not clearly of that kind counts as
something that matters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

from kg.kept import Memo, code, key_of
from kg.namespaces import RDF
from kg.regexes import late
from kg.terminals import Terminal, each
from kg.validation.dataset import DATA_GRAPH, SUBCLASS, TYPE, DataGraph
from kg.validation.known import Known
from kg.validation.shapes import Shape, ShapesGraph
from kg.validation.sparql import prologue
from kg.validation.terms import Term
from kg.validation.vocabulary import SH

#: A step from a node, there or back, or one of several.
_STEP = r"(?:<[^<>]*>|\^\(<[^<>]*>\))"
_ONE_STEP = late(rf"{_STEP}|\({_STEP}(?:\|{_STEP})*\)")
_VALUE = ("?value", "$value")
#: What a path is written with, apart from names. A step that may be none binds without a triple.
_ON_PATHS, _MAY_BE_NONE = frozenset("/|()^+"), frozenset("*?!")
_OPEN = {"(": 1, ")": -1}


@dataclass(frozen=True, slots=True)
class _Data:
    """What the new data is made of: terms in N-Triples, predicates without brackets."""

    things: frozenset[str]
    classes: frozenset[str]
    predicates: frozenset[str]

    @classmethod
    def of(cls, data: DataGraph) -> "_Data":
        things, classes, predicates = set[str](), set[str](), set[str]()
        for quad in data.store.quads_for_pattern(None, None, None, DATA_GRAPH):
            predicates.add(quad.predicate.value)
            things.update(str(term) for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode))
            if quad.predicate.value == TYPE:
                classes.add(str(quad.object))
        return cls(frozenset(things), frozenset(classes), frozenset(predicates))


def matters(data: DataGraph, shapes: ShapesGraph, known: Known) -> bool:
    """Tell whether results about the data's subjects may depend on more of what is known than its classes.

    :param data: the new data, with the classes of what is known
    :param shapes: the shapes
    :param known: what is known
    :raises ShapesError: if a query declares an incomplete prefix
    """
    if not known.is_exact or shapes.custom or shapes.has_empty_paths:
        return True
    new = _Data.of(data)
    if any(known.mentions(each) or _is_unknown(each, data, known.base) for each in new.things):
        return True
    if not all(_stays(shape, shapes) for shape in shapes.all()):
        return True
    return any(_is_asked(shapes, node, query, data, new) for node, query in shapes.graph.pairs(SH.sparql))


def _is_unknown(thing: str, data: DataGraph, base: str) -> bool:
    """Tell whether a thing of ours is not described: what is known has the right name of it, perhaps."""
    return thing.startswith((f"<{base}id/", f"<{base}scheme/")) and not data.describes(thing[1:-1])


def _stays(shape: Shape, shapes: ShapesGraph) -> bool:
    """Tell whether a shape's path leads from new nodes to what the new data says alone."""
    text = shape.path_text
    if text is None:
        return True
    if isinstance(shape.path, ox.NamedNode):
        return shape.path.value != SUBCLASS
    # A step back must begin at a thing: from a text or a class, it could lead anywhere.
    is_step = _ONE_STEP.fullmatch(text) is not None and TYPE not in text and SUBCLASS not in text
    return is_step and not shape.targets and _begins_at_things(shape.node, shapes)


def _begins_at_things(node: Term, shapes: ShapesGraph) -> bool:
    """Tell whether a property shape is asked of nothing but the instances of classes."""
    for above in shapes.graph.naming(node):
        if not shapes.graph.has(above, SH.property, node) or shapes.graph.naming(above):
            return False
        parent = shapes.shape(above)
        if parent.path is not None or any(kind != SH.targetClass for kind, _ in parent.targets):
            return False
    return True


def _is_asked(shapes: ShapesGraph, node: Term, query: Term, data: DataGraph, new: _Data) -> bool:
    """Tell whether a query may look beyond the new data, and may have a result about it."""
    select = shapes.graph.value(query, SH.select)
    if select is None:
        return True
    text = prologue(shapes.graph, query) + select.value
    kind, *names = _queries.get(text, lambda: _read(text))
    if kind == _OF_NODE:
        return False
    shape = shapes.shape(node)
    is_nested = not shape.targets or bool(shapes.graph.naming(node))
    if kind == _OF_ANY or is_nested or any(_is_target(*target, data, new) for target in shape.targets):
        return True
    return not new.predicates.isdisjoint(names)


def _is_target(kind: ox.NamedNode, value: Term, data: DataGraph, new: _Data) -> bool:
    if kind == SH.targetClass:
        return not new.classes.isdisjoint(data.with_subclasses(value.value))
    return kind == SH.targetNode or value.value in new.predicates


#: What a query's results rest on: triples of new nodes alone; whatever; or, of those about a value, triples of some
#: predicates.
_OF_NODE, _OF_ANY, _OF_PREDICATES = "node", "any", "predicates"


def _read(text: str) -> tuple[str, ...]:
    """Tell what a query's results rest on, with the predicates of the triples that ``?value`` must be in."""
    words = list(each(text))
    marks = [word.text for word in words]
    first, last = marks.index("{"), len(marks) - marks[::-1].index("}")
    body = words[first + 1 : last - 1]
    if _is_of_node(body):
        return (_OF_NODE,)
    if "GRAPH" in map(str.upper, marks) or any(
        before.says("AS") and word.text in _VALUE for before, word in pairwise(words)
    ):
        return (_OF_ANY,)
    if not {*_VALUE, "*"} & set(marks[:first]):
        return (_OF_PREDICATES,)
    names = _beside_value(body, _prefixes(words[:first]))
    return (_OF_ANY,) if names is None else (_OF_PREDICATES, *sorted(names))


def _is_of_node(body: Sequence[Terminal]) -> bool:
    """Tell whether every pattern of a query's only group has ``$this`` for its subject and leads on from there."""
    if any(word.text in "{}[^" or "subClassOf" in word.text for word in body):
        return False
    depth, begins, is_call = 0, True, False
    for word, following in zip(body, [*body[1:], Terminal("mark", ".", 0)], strict=True):
        is_expression = word.says("FILTER") or word.says("BIND")
        if depth == 0 and is_expression:
            if following.text != "(":
                return False
            begins, is_call = False, True
        elif depth == 0 and begins and word.text not in ("$this", "?this", "."):
            return False
        elif depth == 0 and word.kind == "word" and word.text not in ("a", "true", "false"):
            return False
        else:
            begins = depth == 0 and word.text == "."
        depth += _OPEN.get(word.text, 0)
        if depth == 0 and word.text == ")" and is_call:
            begins, is_call = True, False
    return True


def _beside_value(body: Sequence[Terminal], prefixes: dict[str, str]) -> set[str] | None:
    """Name the predicates of the patterns that ``?value`` is in; None if that may be any."""
    found: set[str] = set()
    depth = 0
    for place, word in enumerate(body):
        depth += _OPEN.get(word.text, 0)
        is_list = word.text == "(" and depth == 1 and place and body[place - 1].kind in ("name", "iri")
        if is_list or (depth == 0 and body[place].text == ","):
            return None
        if word.text in _VALUE and depth == 0:
            path = [*_path(body[place + 1 :]), *_path(body[:place][::-1])]
            names = {_resolved(each, prefixes) for each in path if each.kind != "mark"}
            if not names or None in names or any(each.text in _MAY_BE_NONE for each in path):
                return None
            found |= {name for name in names if name}
    return found


def _path(words: Sequence[Terminal]) -> Iterator[Terminal]:
    """Give the words up to the end of the path that they begin with."""
    for word in words:
        if word.kind not in ("name", "iri") and word.text not in _ON_PATHS | _MAY_BE_NONE | {"a"}:
            return
        yield word


def _resolved(word: Terminal, prefixes: dict[str, str]) -> str | None:
    if word.text == "a":
        return f"{RDF}type"
    if word.kind == "iri":
        return word.text[1:-1]
    prefix, _, local = word.text.partition(":")
    return None if prefix not in prefixes or "\\" in local else prefixes[prefix] + local


def _prefixes(head: Sequence[Terminal]) -> dict[str, str]:
    triples = zip(head, head[1:], head[2:], strict=False)
    return {name.text.rstrip(":"): iri.text[1:-1] for word, name, iri in triples if word.says("PREFIX")}


#: To read a query takes a millisecond, and the queries of the project's shapes are ever the same.
_queries = Memo("apart", lambda: key_of(*code("validation/apart.py", "terminals.py")))
