"""RDF/XML from sorted lines, streamed; graphs are left out.

Source: RDF 1.1 XML Syntax, https://www.w3.org/TR/rdf-syntax-grammar/.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from kg.errors import RdfSyntaxError
from kg.graph.terms import read_literal, split_line
from kg.namespaces import DEFAULT_BASE, prefixes

_SPLIT = re.compile(r"^(.*?)([A-Za-z_][A-Za-z0-9_.-]*)$")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def rdfxml(lines: Iterable[str], base: str = DEFAULT_BASE) -> Iterator[str]:
    """Write RDF/XML.

    :param lines: N-Quads or N-Triples lines, those of one subject together
    :param base: base IRI of the build
    :returns: pieces of one XML document
    :raises RdfSyntaxError: if a predicate has no XML name at its end or a text has a character that XML 1.0 forbids
    """
    names = prefixes(base)
    declared = "".join(f"\n    xmlns:{prefix}={quoteattr(namespace)}" for prefix, namespace in names.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'
    known = {namespace: prefix for prefix, namespace in names.items()}
    for subject, group in groupby(map(split_line, lines), key=lambda parts: parts[0]):
        triples = dict.fromkeys((parts[1], parts[2]) for parts in group)
        properties = "".join(_property(predicate, value, known) for predicate, value in triples)
        yield f"  <rdf:Description rdf:about={_attribute(subject[1:-1])}>\n{properties}  </rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _property(predicate: str, value: str, known: dict[str, str]) -> str:
    match = _SPLIT.match(predicate[1:-1])
    if not match:
        raise RdfSyntaxError(f"RDF/XML cannot write the predicate {predicate}: choose another format, such as turtle")
    prefix = known.get(match[1])
    tag = f"{prefix}:{match[2]}" if prefix else f"ns:{match[2]}"
    opening = tag if prefix else f"{tag} xmlns:ns={_attribute(match[1])}"
    parts = read_literal(value)
    if not parts:
        return f"    <{opening} rdf:resource={_attribute(value[1:-1])}/>\n"
    if parts.language:
        opening += f" xml:lang={_attribute(parts.language)}"
    elif parts.datatype:
        opening += f" rdf:datatype={_attribute(parts.datatype)}"
    return f"    <{opening}>{escape(_writable(parts.text), {chr(13): '&#13;'})}</{tag}>\n"


def _attribute(value: str) -> str:
    return quoteattr(_writable(value))


def _writable(text: str) -> str:
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        raise RdfSyntaxError(
            f"RDF/XML cannot write the character U+{ord(forbidden[0]):04X}: choose another format, such as turtle"
        )
    return text
