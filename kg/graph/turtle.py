"""Turtle and TriG from sorted lines, in one pass and in constant memory; the same lines give the same bytes.

Source: RDF 1.1 Turtle, https://www.w3.org/TR/turtle/, and TriG, https://www.w3.org/TR/trig/.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.graph.terms import split_line
from kg.namespaces import DEFAULT_BASE, RDF, prefixes

_LOCAL = re.compile(r"^[A-Za-z_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$")
_DATATYPE = re.compile(r"\^\^<([^>]*)>$")


class Shortener:
    """Writes IRIs as prefixed names where no character needs an escape.

    :param base: base IRI of the build
    """

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.prefixes = prefixes(base)
        self._names = {namespace: prefix for prefix, namespace in self.prefixes.items()}
        self._known: dict[str, str] = {}

    def header(self) -> str:
        """Declare the prefixes."""
        return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in self.prefixes.items())

    def iri(self, term: str) -> str:
        """Shorten a written IRI.

        >>> Shortener().iri("<http://www.w3.org/2004/02/skos/core#Concept>")
        'skos:Concept'
        >>> Shortener().iri("<https://w3id.org/osce-kg/id/state/malta>")
        '<https://w3id.org/osce-kg/id/state/malta>'
        """
        value = term[1:-1]
        cut = max(value.rfind("#"), value.rfind("/")) + 1
        prefix = self._names.get(value[:cut])
        return f"{prefix}:{value[cut:]}" if prefix and _LOCAL.match(value[cut:]) else term

    def term(self, term: str) -> str:
        """Shorten a written IRI, or the datatype of a written literal."""
        if term.startswith("<"):
            return self.iri(term)
        return _DATATYPE.sub(lambda match: f"^^{self._cached(f'<{match[1]}>')}", term)

    def predicate(self, term: str) -> str:
        """Shorten a predicate; ``rdf:type`` is ``a``."""
        return "a" if term == f"<{RDF}type>" else self._cached(term)

    def _cached(self, term: str) -> str:
        if term not in self._known:
            self._known[term] = self.iri(term)
        return self._known[term]


def turtle(lines: Iterable[str], base: str = DEFAULT_BASE) -> Iterator[str]:
    """Write Turtle; graphs are left out.

    :param lines: N-Quads or N-Triples lines, those of one subject together
    :param base: base IRI of the build
    :returns: pieces of text, one a subject, after the prefixes
    """
    shortener = Shortener(base)
    yield shortener.header()
    for subject, group in groupby(map(split_line, lines), key=lambda parts: parts[0]):
        yield "\n" + _block(subject, group, shortener, "")


def trig(lines: Iterable[str], base: str = DEFAULT_BASE) -> Iterator[str]:
    """Write TriG.

    :param lines: N-Quads lines, those of one graph together, and in it those of one subject
    :param base: base IRI of the build
    :returns: pieces of text, one a subject, after the prefixes
    """
    shortener = Shortener(base)
    yield shortener.header()
    for graph, inside in groupby(map(split_line, lines), key=lambda parts: parts[3]):
        yield f"\n{shortener.iri(graph)} {{\n" if graph else "\n{\n"
        for subject, group in groupby(inside, key=lambda parts: parts[0]):
            yield _block(subject, group, shortener, "    ")
        yield "}\n"


def _block(subject: str, parts: Iterable[tuple[str, str, str, str]], shortener: Shortener, indent: str) -> str:
    predicates = [
        f"{shortener.predicate(predicate)} {_objects(group, shortener)}"
        for predicate, group in groupby(parts, key=lambda each: each[1])
    ]
    predicates.sort(key=lambda each: not each.startswith("a "))
    return f"{indent}{shortener.term(subject)} " + f" ;\n{indent}    ".join(predicates) + " .\n"


def _objects(group: Iterable[tuple[str, str, str, str]], shortener: Shortener) -> str:
    """Write the objects of one predicate; a triple that two graphs state is written once."""
    return ", ".join(dict.fromkeys(shortener.term(parts[2]) for parts in group))
