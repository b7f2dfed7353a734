"""Reading anybody's RDF: any syntax that Oxigraph knows, streamed, errors with their place."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import RdfSyntaxError, UnreadableSource

#: Suffix of a file → its syntax.
SYNTAXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".turtle": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}
#: Name on the command line → syntax.
NAMES = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_AROUND = 60
_PLACE = re.compile(r"^Parser error (?:at line \d+ column \d+|between .*? column \d+ and .*? column \d+): ")


def read_rdf(path: str | Path, syntax: ox.RdfFormat | None = None) -> Iterator[ox.Quad]:
    """Read a file, quad by quad.

    :param path: a file, or ``-`` for standard input
    :param syntax: its syntax; by default that of its suffix, and Turtle on standard input
    :returns: its quads; blank nodes are renamed, so that those of two files differ
    :raises UnreadableSource: if the file cannot be opened or its syntax is not known
    :raises RdfSyntaxError: if it does not parse: file, line, column and the text around; or a term is a triple
    """
    name = str(path)
    syntax = syntax or syntax_of(name)
    try:
        source = {"input": sys.stdin.buffer} if name == "-" else {"path": name}
        for quad in ox.parse(format=syntax, rename_blank_nodes=True, **source):
            if isinstance(quad.object, ox.Triple):
                raise RdfSyntaxError(f"{name}: {quad.subject} has a triple for its object: only RDF 1.1 is read")
            yield quad
    except SyntaxError as error:
        raise RdfSyntaxError(told(name, error)) from None
    except UnicodeDecodeError as error:
        raise RdfSyntaxError(f"{name}: is not UTF-8 at byte {error.start:,}: save it as UTF-8") from None
    except OSError as error:
        raise UnreadableSource(f"{name!r} cannot be read ({error.strerror or error}): name an RDF file") from None


def syntax_of(name: str) -> ox.RdfFormat:
    """Tell the syntax of a file by its suffix.

    :raises UnreadableSource: if the suffix is of no known syntax

    >>> syntax_of("data.ttl").media_type
    'text/turtle'
    """
    if name == "-":
        return ox.RdfFormat.TURTLE
    suffix = Path(name).suffix.lower()
    if suffix not in SYNTAXES:
        known = ", ".join(sorted(SYNTAXES))
        raise UnreadableSource(f"{name!r} has the suffix {suffix!r}, of no known RDF syntax: use one of {known}")
    return SYNTAXES[suffix]


def told(name: str, error: SyntaxError) -> str:
    """Tell a syntax error in one line: file, line, column, cause and the text around."""
    message = _PLACE.sub("", str(error.msg), count=1)
    where = f"{name}:{error.lineno}:{error.offset}" if error.lineno else name
    text = (error.text or _line(name, error.lineno) or "").strip()
    around = f" in {text[:_AROUND]!r}" if text else ""
    return f"{where}: {message}{around}: correct the syntax"


def _line(name: str, number: int | None) -> str | None:
    """Read one line of a file again."""
    if name == "-" or not number:
        return None
    with Path(name).open(encoding="utf-8", errors="replace") as stream:
        for line, text in enumerate(stream, 1):
            if line == number:
                return text
    return None
