"""JSON-LD from sorted lines: the prefixes as context, one object a named graph, streamed.

Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.graph.terms import read_literal, split_line
from kg.namespaces import DEFAULT_BASE, RDF, compact, prefixes

Node = dict[str, object]


def jsonld(lines: Iterable[str], base: str = DEFAULT_BASE) -> Iterator[str]:
    """Write JSON-LD.

    :param lines: N-Quads or N-Triples lines, those of one graph together, and in it those of one subject
    :param base: base IRI of the build
    :returns: pieces of one JSON document
    """
    names = prefixes(base)
    yield '{"@context": ' + json.dumps(names) + ',\n"@graph": ['
    first = True
    for graph, inside in groupby(map(split_line, lines), key=lambda parts: parts[3]):
        for piece in _graph(graph, inside, names):
            yield ("\n" if first else ",\n") + piece if piece.startswith("{") else piece
            first = False
    yield "\n]}\n"


def _graph(graph: str, parts: Iterable[tuple[str, str, str, str]], names: dict[str, str]) -> Iterator[str]:
    nodes = (_node(subject, group, names) for subject, group in groupby(parts, key=lambda each: each[0]))
    if not graph:
        yield from (json.dumps(node, ensure_ascii=False) for node in nodes)
        return
    yield '{"@id": ' + json.dumps(_identifier(graph)) + ', "@graph": ['
    for number, node in enumerate(nodes):
        yield ("," if number else "") + "\n " + json.dumps(node, ensure_ascii=False)
    yield "]}"


def _node(subject: str, parts: Iterable[tuple[str, str, str, str]], names: dict[str, str]) -> Node:
    node: Node = {"@id": _identifier(subject)}
    for predicate, group in groupby(parts, key=lambda each: each[1]):
        values = list(dict.fromkeys(each[2] for each in group))
        if predicate == f"<{RDF}type>":
            node["@type"] = [compact(_identifier(value), names) for value in values]
        else:
            node[compact(predicate[1:-1], names)] = [_value(value, names) for value in values]
    return node


def _value(term: str, names: dict[str, str]) -> dict[str, str]:
    parts = read_literal(term)
    if not parts:
        return {"@id": _identifier(term)}
    if parts.language:
        return {"@value": parts.text, "@language": parts.language}
    if parts.datatype:
        return {"@value": parts.text, "@type": compact(parts.datatype, names)}
    return {"@value": parts.text}


def _identifier(term: str) -> str:
    return term[1:-1] if term.startswith("<") else term
