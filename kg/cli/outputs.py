"""Where a command writes: standard output, or a file that is whole or untouched."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

import click

from kg.errors import ReleaseError


@contextmanager
def output(path: str) -> Iterator[TextIO]:
    """Open an output for text in UTF-8.

    :param path: a file (compressed if its name ends in ``.gz``), or ``-`` for standard output
    :returns: a stream; a file appears under its name when the block ends without an exception; a reader of
        standard output that leaves early ends the command well
    :raises ReleaseError: if the file cannot be written
    """
    if path == "-":
        text = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n", write_through=False)
        try:
            yield text
            text.flush()
        except BrokenPipeError:
            _forget_standard_output()
            raise click.exceptions.Exit(0) from None
        finally:
            text.detach()
        return
    from tempfile import mkstemp  # with a file to write

    final = Path(path)
    try:
        handle, name = mkstemp(prefix=f".{final.name}.", dir=final.parent)
    except OSError as error:
        raise _refused(path, error) from None
    yield from _replacing(Path(name), handle, final)


def _forget_standard_output() -> None:
    """Let what is still buffered go nowhere, so that nothing fails on it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _replacing(beside: Path, handle: int, final: Path) -> Iterator[TextIO]:
    """Lend a file beside the final one, and rename it in the end."""
    try:
        with os.fdopen(handle, "wb") as raw, _text(raw, final) as stream:
            yield stream
        mask = os.umask(0o022)
        os.umask(mask)
        beside.chmod(0o666 & ~mask)
        beside.replace(final)
    except OSError as error:
        raise _refused(str(final), error) from None
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _text(raw: IO[bytes], final: Path) -> Iterator[TextIO]:
    import gzip  # with a file to write

    packed = gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) if final.suffix == ".gz" else None
    with io.TextIOWrapper(packed or raw, encoding="utf-8", newline="\n") as text:
        yield text


def _refused(path: str, error: OSError) -> ReleaseError:
    return ReleaseError(f"{path!r} was not written: {error.strerror or error}; check the folder and the free space")
