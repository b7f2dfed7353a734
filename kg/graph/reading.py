"""Reading anybody's RDF: any syntax that Oxigraph knows, streamed, errors with their place."""

import gzip
import sys
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import RdfSyntaxError, UnreadableSource
from kg.graph.contexts import OwnContext
from kg.graph.entities import Entities
from kg.regexes import late

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
_PLACE = late(
    r"^Parser error (?:at line \d+ (?:column \d+|between columns \d+ and \d+)"
    r"|between .*? column \d+ and .*? column \d+): "
)
_REMOTE = "No LoadDocumentCallback"


def read_rdf(
    path: str | Path,
    syntax: ox.RdfFormat | None = None,
    base: str | None = None,
    rest: tuple[IO[bytes], int] | None = None,
) -> Iterator[ox.Quad]:
    """Read a file, quad by quad.

    :param path: a file, compressed if its name ends in ``.gz``, or ``-`` for standard input
    :param syntax: its syntax; by default that of its suffix, and Turtle on standard input
    :param base: IRI that relative IRIs are resolved against; without one they are errors
    :param rest: the file, open where somebody else has stopped reading, and the number of lines before
    :returns: its quads; blank nodes are renamed, so that those of two files differ
    :raises UnreadableSource: if the file cannot be opened or its syntax is not known
    :raises RdfSyntaxError: if it does not parse: file, line, column and the text around; if a term is a triple, or
        longer than 16 MiB; if an entity of RDF/XML could swell
    """
    name = str(path)
    syntax = syntax or syntax_of(name)
    quad, (begun, lines) = None, (0, 0) if rest is None else (rest[0].tell(), rest[1])
    try:
        with _opened(name) if rest is None else nullcontext(rest[0]) as opened:
            stream = _guarded(opened, syntax, name)
            for quad in ox.parse(stream, format=syntax, base_iri=base, rename_blank_nodes=True):  # type: ignore[arg-type]
                if isinstance(quad.object, ox.Triple):
                    raise RdfSyntaxError(f"{name}: {quad.subject} has a triple for its object: only RDF 1.1 is read")
                yield quad
    except SyntaxError as error:
        error.lineno = (error.lineno or 0) + lines
        raise RdfSyntaxError(told(name, error), error.lineno, error.offset or 0) from None
    except MemoryError as error:
        raise RdfSyntaxError(f"{name}: {_too_long(error, quad)}") from None
    except (EOFError, zlib.error) as error:
        raise UnreadableSource(f"{name!r} is not a complete gzip file ({error}): fetch it again") from None
    except UnicodeDecodeError as error:
        raise RdfSyntaxError(f"{name}: is not UTF-8 at byte {begun + error.start:,}: save it as UTF-8") from None
    except OSError as error:
        raise UnreadableSource(f"{name!r} cannot be read ({error.strerror or error}): name an RDF file") from None


def _guarded(stream: IO[bytes], syntax: ox.RdfFormat, name: str) -> IO[bytes] | Entities | OwnContext:
    """Put between a stream and the parser what the syntax needs."""
    if syntax == ox.RdfFormat.RDF_XML:
        return Entities(stream, name)
    return OwnContext(stream) if syntax == ox.RdfFormat.JSON_LD else stream


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    """Open a file behind its byte order mark, if it has one."""
    if name == "-":
        yield behind_mark(sys.stdin.buffer)
        return
    with gzip.open(name) if name.endswith(".gz") else Path(name).open("rb") as stream:
        yield behind_mark(stream)  # type: ignore[arg-type]


def behind_mark(stream: IO[bytes]) -> IO[bytes]:
    """Skip the byte order mark that a stream may begin with."""
    peek: Callable[[int], bytes] | None = getattr(stream, "peek", None)
    if peek is not None and peek(len(BOM_UTF8)).startswith(BOM_UTF8):
        stream.read(len(BOM_UTF8))
    return stream


def syntax_of(name: str) -> ox.RdfFormat:
    """Tell the syntax of a file by its suffix.

    :raises UnreadableSource: if the suffix is of no known syntax

    >>> syntax_of("data.ttl").media_type
    'text/turtle'
    """
    if name == "-":
        return ox.RdfFormat.TURTLE
    suffix = Path(name.removesuffix(".gz")).suffix.lower()
    if suffix not in SYNTAXES:
        known = ", ".join(sorted(SYNTAXES))
        raise UnreadableSource(f"{name!r} has the suffix {suffix!r}, of no known RDF syntax: use one of {known}")
    return SYNTAXES[suffix]


def _too_long(error: MemoryError, before: ox.Quad | None) -> str:
    """Tell where the parser's buffer did not suffice; it gives no line.

    :raises MemoryError: if it is memory that did not suffice
    """
    if "buffer" not in str(error):
        raise error
    where = f"behind the statement about {str(before.subject)[:_AROUND]} " if before is not None else ""
    return f"a term {where}is longer than 16 MiB, or a quotation mark is missing: keep such texts in files of their own"


def told(name: str, error: SyntaxError) -> str:
    """Tell a syntax error in one line: file, line, column, cause and the text around."""
    message = _PLACE.sub("", str(error.msg), count=1)
    if message.startswith(_REMOTE):
        return (
            f"{name}: a context at another address than the project's is not fetched: write the context into the file"
        )
    where = f"{name}:{error.lineno}:{error.offset}" if error.lineno else name
    text = (error.text or _line(name, error.lineno) or "").strip()
    around = f" in {text[:_AROUND]!r}" if text else ""
    return f"{where}: {message}{around}: correct the syntax"


def _line(name: str, number: int | None) -> str | None:
    """Read one line of a file again."""
    if name == "-" or name.endswith(".gz") or not number:
        return None
    with Path(name).open(encoding="utf-8", errors="replace") as stream:
        for line, text in enumerate(stream, 1):
            if line == number:
                return text
    return None
