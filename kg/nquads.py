"""Formatting of N-Quads lines: the shortest way from facts to bytes.

No graph object stands on the hot path; a quad is one line of text that ends in a newline.
Source: RDF 1.1 N-Quads, https://www.w3.org/TR/n-quads/.
"""

from functools import cache

from kg.model import PartialDate
from kg.namespaces import DEFAULT_BASE, XSD, prefixes
from kg.namespaces import TYPE as TYPE
from kg.regexes import late

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_TO_ESCAPE = late(r'[\\"\n\r]')
_NOT_IN_IRI = late(r'[\x00-\x20<>"{}|^`\\]')


def iri(value: str) -> str:
    """Write an IRI term.

    :param value: an absolute IRI; characters that N-Quads forbids are percent-encoded
    :returns: the IRI in angle brackets

    >>> iri("http://example.org/a b")
    '<http://example.org/a%20b>'
    """
    return f"<{_NOT_IN_IRI.sub(lambda match: f'%{ord(match[0]):02X}', value)}>"


def literal(value: str, language: str | None = None, datatype: str | None = None) -> str:
    r"""Write a literal term.

    :param value: lexical form; lone surrogates must have been removed
    :param language: BCP 47 tag, written in lower case as canonical N-Quads do
    :param datatype: datatype IRI; ``xsd:string`` is left out
    :returns: the quoted, escaped literal

    >>> literal('say "hi"', language="en")
    '"say \\"hi\\""@en'
    >>> literal("2021-05", datatype="http://www.w3.org/2001/XMLSchema#gYearMonth")
    '"2021-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    quoted = f'"{_TO_ESCAPE.sub(lambda match: _ESCAPES[match[0]], value)}"'
    if language:
        return f"{quoted}@{language.lower()}"
    if datatype and datatype != f"{XSD}string":
        return f"{quoted}^^<{datatype}>"
    return quoted


def quad(subject: str, predicate: str, value: str, graph: str) -> str:
    r"""Join four written terms into one line.

    >>> quad("<s>", "<p>", "<o>", "<g>")
    '<s> <p> <o> <g> .\n'
    """
    return f"{subject} {predicate} {value} {graph} .\n"


@cache
def _expanded(curie: str, base: str) -> str:
    prefix, _, name = curie.partition(":")
    return f"<{prefixes(base)[prefix]}{name}>"


class QuadWriter:
    r"""Collects the lines of one named graph; subjects and values are IRIs in full, predicates CURIEs.

    :param graph: IRI of the graph
    :param base: base IRI of the build, which the ``osce:`` prefix stands on

    >>> writer = QuadWriter("http://example.org/g")
    >>> writer.text("http://example.org/s", "rdfs:label", "Wien", "de")
    >>> writer.lines
    ['<http://example.org/s> <http://www.w3.org/2000/01/rdf-schema#label> "Wien"@de <http://example.org/g> .\n']
    """

    __slots__ = ("_base", "_graph", "lines")

    def __init__(self, graph: str, base: str = DEFAULT_BASE) -> None:
        self._graph = iri(graph)
        self._base = base
        self.lines: list[str] = []

    def _add(self, subject: str, predicate: str, value: str) -> None:
        self.lines.append(f"{iri(subject)} {_expanded(predicate, self._base)} {value} {self._graph} .\n")

    def type(self, subject: str, *classes: str) -> None:
        """State that a thing is of some classes, given as CURIEs."""
        for name in classes:
            self._add(subject, "rdf:type", _expanded(name, self._base))

    def link(self, subject: str, predicate: str, target: str) -> None:
        """State a relation to another thing."""
        self._add(subject, predicate, iri(target))

    def mark(self, subject: str, predicate: str, term: str) -> None:
        """State a relation to a term of a vocabulary, given as a CURIE."""
        self._add(subject, predicate, _expanded(term, self._base))

    def text(self, subject: str, predicate: str, value: str, language: str | None = None) -> None:
        """State a string, with its language tag if it has one."""
        self._add(subject, predicate, literal(value, language))

    def typed(self, subject: str, predicate: str, value: str, datatype: str) -> None:
        """State a literal of a datatype, given as its IRI."""
        self._add(subject, predicate, literal(value, datatype=datatype))

    def date(self, subject: str, predicate: str, value: str) -> None:
        """State a day, month or year.

        :raises ImpossibleDate: if the value is not a date
        """
        self.typed(subject, predicate, value, PartialDate(value).datatype)

    def label(self, subject: str, value: str, language: str = "en") -> None:
        """Name a thing: one ``rdfs:label`` and the equal ``skos:prefLabel``."""
        self.text(subject, "rdfs:label", value, language)
        self.text(subject, "skos:prefLabel", value, language)
