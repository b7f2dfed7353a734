"""JSON-LD from sorted lines: one object a thing, one a named graph, a short context of the prefixes used, streamed.

One form everywhere: IRIs are shortened by prefix, values are objects in lists, texts keep datatype and language.
Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from kg.namespaces import DEFAULT_BASE, TYPE
from kg.serialization.names import Names, look_ahead
from kg.serialization.terms import read_literal, split_line

Node = dict[str, object]
Parts = tuple[str, str, str, str]


def jsonld(lines: Iterable[str], base: str = DEFAULT_BASE) -> Iterator[str]:
    """Write JSON-LD.

    :param lines: N-Quads or N-Triples lines, those of one graph together, and in it those of one subject
    :param base: base IRI of the build
    :returns: pieces of one JSON document
    """
    names = Names(base)
    groups = groupby(map(split_line, lines), key=lambda parts: parts[3])
    pieces = look_ahead(piece for graph, inside in groups for piece in _graph(graph, inside, names))
    context = json.dumps(names.declared())
    names.freeze()
    yield f'{{"@context": {context},\n"@graph": ['
    separator = "\n"
    for piece in pieces:
        yield separator + piece if piece.startswith("{") else piece
        separator = ",\n"
    yield "\n]}\n"


def _graph(graph: str, parts: Iterable[Parts], names: Names) -> Iterator[str]:
    nodes = (_node(subject, list(group), names) for subject, group in groupby(parts, key=lambda each: each[0]))
    if not graph:
        yield from (json.dumps(node, ensure_ascii=False) for node in nodes)
        return
    head = json.dumps(_Writing(names, [graph]).head(graph), ensure_ascii=False)
    yield head.removesuffix("}") + ', "@graph": ['
    for number, node in enumerate(nodes):
        yield ("," if number else "") + "\n " + json.dumps(node, ensure_ascii=False)
    yield "]}"


def _node(subject: str, parts: list[Parts], names: Names) -> Node:
    writing = _Writing(names, chain((subject, parts[0][3]), *((each[1], each[2]) for each in parts)))
    node = writing.head(subject)
    for predicate, group in groupby(parts, key=lambda each: each[1]):
        values = list(dict.fromkeys(each[2] for each in group))
        if predicate == TYPE and not any(value.startswith('"') for value in values):
            node["@type"] = [writing.iri(value) for value in values]
        else:
            node[writing.iri(predicate)] = [writing.value(value) for value in values]
    return node


class _Writing:
    """Writes the terms of one object.

    :param names: shortens IRIs
    :param terms: all terms of the object and the graph around it: a prefix that is the scheme of one of these IRIs
        (``<geo:48.2,16.3>``) means nothing in it
    """

    def __init__(self, names: Names, terms: Iterable[str]) -> None:
        self._names = names
        self._off = {scheme for scheme in map(_scheme, terms) if scheme in names.prefixes}

    def head(self, subject: str) -> Node:
        """Begin the object of a thing."""
        context: Node = {"@context": dict.fromkeys(sorted(self._off))} if self._off else {}
        return context | {"@id": self.iri(subject)}

    def iri(self, term: str) -> str:
        """Write an IRI or a blank node."""
        value = term[1:-1] if term.startswith("<") else term
        if self._off:
            return value
        return self._names.short(value) or value

    def value(self, term: str) -> Node:
        """Write a value object, or a reference to another thing."""
        parts = read_literal(term)
        if not parts:
            return {"@id": self.iri(term)}
        node: Node = {"@value": parts.text}
        if parts.language:
            language, _, direction = parts.language.partition("--")
            node["@language"] = language
            if direction:
                node["@direction"] = direction
        elif parts.datatype:
            node["@type"] = self.iri(f"<{parts.datatype}>")
        return node


def _scheme(term: str) -> str:
    """Find the scheme of an IRI or of a literal's datatype.

    >>> _scheme("<geo:48.2,16.3>"), _scheme('"x"^^<xsd:mine>'), _scheme('"<geo:1>"')
    ('geo', 'xsd', '')
    """
    if term.startswith('"'):
        term = term[term.rindex('"') :].removeprefix('"^^')
    return term[1:].partition(":")[0] if term.startswith("<") else ""
