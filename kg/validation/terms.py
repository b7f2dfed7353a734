"""Terms of Oxigraph, which shapes and data are made of, and how they are written in N-Triples."""

from typing import TypeAlias

import pyoxigraph as ox

from kg.validation.vocabulary import XSD

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

#: The boolean true as it is written where ``1`` does not count.
TRUE = ox.Literal(True)


def is_true(term: Term | None) -> bool:
    """Tell whether a term is the boolean true, written ``true`` or ``1``.

    >>> is_true(ox.Literal("1", datatype=XSD.boolean)), is_true(ox.Literal("true"))
    (True, False)
    """
    return isinstance(term, ox.Literal) and term.datatype == XSD.boolean and term.value.lower() in ("true", "1")


def integer(term: Term | None) -> int | None:
    """Read an ``xsd:integer``; None if a term is not one.

    >>> integer(ox.Literal("05", datatype=XSD.integer)), integer(ox.Literal("5"))
    (5, None)
    """
    if not isinstance(term, ox.Literal) or term.datatype != XSD.integer:
        return None
    try:
        return int(term.value)
    except ValueError:
        return None


def value_of(term: str) -> str:
    """Take the characters out of a written IRI, or leave the term as it is.

    >>> value_of("<http://example.org/a>"), value_of('"x"@en')
    ('http://example.org/a', '"x"@en')
    """
    return term[1:-1] if term.startswith("<") and term.endswith(">") else term
