"""Formatting of N-Quads lines: the shortest way from facts to bytes.

No graph object stands on the hot path; a quad is one line of text that ends in a newline.
Source: RDF 1.1 N-Quads, https://www.w3.org/TR/n-quads/.
"""

import re

from kg.namespaces import RDF, XSD

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_TO_ESCAPE = re.compile(r'[\\"\n\r]')
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')

TYPE = f"<{RDF}type>"


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
