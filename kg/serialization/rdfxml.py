"""RDF/XML from sorted lines, streamed; graphs are left out.

Source: RDF 1.1 XML Syntax, https://www.w3.org/TR/rdf-syntax-grammar/; names of elements: Namespaces in XML 1.0.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from kg.errors import RdfSyntaxError
from kg.namespaces import DEFAULT_BASE, RDF
from kg.regexes import late
from kg.serialization.names import Names, look_ahead
from kg.serialization.terms import read_literal, split_line

_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_SPLIT = late(rf"^(.*?)([{_START}][{_START}.0-9\xb7\u0300-\u036f\u203f-\u2040-]*)$")
_NODE = late(f"[{_START}]")
_FORBIDDEN = late("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Names of the syntax itself, which no predicate can have (§5.1, §7.2.5).
_RESERVED = frozenset(
    f"<{RDF}{name}>"
    for name in "Description RDF ID about parseType resource nodeID datatype li aboutEach aboutEachPrefix bagID".split()
)


def rdfxml(lines: Iterable[str], base: str = DEFAULT_BASE) -> Iterator[str]:
    """Write RDF/XML.

    :param lines: N-Quads or N-Triples lines, those of one subject together
    :param base: base IRI of the build
    :returns: pieces of one XML document
    :raises RdfSyntaxError: if RDF/XML has no way to say a predicate, a character of a text or a base direction
    """
    names = Names(base)
    names.used.add("rdf")
    groups = groupby(map(split_line, lines), key=lambda parts: parts[0])
    pieces = look_ahead(_description(subject, group, names) for subject, group in groups)
    declared = "".join(f"\n    xmlns:{prefix}={quoteattr(space)}" for prefix, space in names.declared().items())
    names.freeze()
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'
    yield from pieces
    yield "</rdf:RDF>\n"


def _description(subject: str, group: Iterable[tuple[str, str, str, str]], names: Names) -> str:
    triples = dict.fromkeys((parts[1], parts[2]) for parts in group)
    properties = "".join(_property(predicate, value, names) for predicate, value in triples)
    return f"  <rdf:Description {_reference('about', subject)}>\n{properties}  </rdf:Description>\n"


def _reference(name: str, term: str) -> str:
    """Name a thing in an attribute: by its IRI, or a blank node by its label."""
    if term.startswith("_:"):
        # A label of N-Triples may begin with a digit and contain a colon; a name of XML may not.
        label = term[2:].replace(":", "..")
        return f'rdf:nodeID="{label if _NODE.match(label) else f"_..{label}"}"'
    return f"rdf:{name}={_attribute(term[1:-1])}"


def _property(predicate: str, value: str, names: Names) -> str:
    tag, opening = _tag(predicate, names)
    parts = read_literal(value)
    if not parts:
        return f"    <{opening} {_reference('resource', value)}/>\n"
    if parts.language and "--" in parts.language:
        raise _unsayable(f"the base direction of {value[:80]}")
    if parts.language:
        opening += f" xml:lang={_attribute(parts.language)}"
    elif parts.datatype:
        opening += f" rdf:datatype={_attribute(parts.datatype)}"
    return f"    <{opening}>{escape(_writable(parts.text), {chr(13): '&#13;'})}</{tag}>\n"


def _tag(predicate: str, names: Names) -> tuple[str, str]:
    """Name an element after a predicate: its name, and the name with the declaration that it needs."""
    match = _SPLIT.match(predicate[1:-1])
    if not match or not match[1] or predicate in _RESERVED:
        raise _unsayable(f"the predicate {predicate}")
    short = names.short(predicate[1:-1])
    if short and short.partition(":")[2] == match[2]:
        return short, short
    tag = f"ns:{match[2]}"
    return tag, f"{tag} xmlns:ns={_attribute(match[1])}"


def _unsayable(what: str) -> RdfSyntaxError:
    return RdfSyntaxError(f"RDF/XML cannot write {what}: choose another format, such as turtle")


def _attribute(value: str) -> str:
    return quoteattr(_writable(value))


def _writable(text: str) -> str:
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        raise _unsayable(f"the character U+{ord(forbidden[0]):04X}")
    return text
