"""What a command that validates is given: files, folders, releases, and what the project's shapes take for known."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kg import release
from kg.errors import SourceError
from kg.graph.reading import NAMES, SYNTAXES, read_rdf
from kg.validation.known import Known
from kg.validation.loading import Source, parts_of
from kg.validation.validating import class_hierarchy

#: Suffixes of files that are read in parts.
LINES = (".nt", ".nq")


def files_of(names: Iterable[str]) -> tuple[str, ...]:
    """Put in the place of a folder that is no release the RDF files below it, in order; if it has none, its tables.

    Files and folders whose names begin with a point are left out.

    :param names: files, folders and releases
    :raises SourceError: if a folder has neither
    """
    return tuple(file for name in names for file in _below(name))


def _below(name: str) -> list[str]:
    folder = Path(name)
    if not folder.is_dir():
        return [name]
    from kg.release.manifest import NAME as MANIFEST  # with what reads releases

    if (folder / MANIFEST).exists():
        return [name]
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not _is_hidden(file.relative_to(folder))]
    rdf = [str(file) for file in files if Path(file.name.removesuffix(".gz")).suffix.lower() in SYNTAXES]
    found = rdf or [str(file) for file in files if file.suffix.casefold() == ".csv"]
    if not found:
        raise SourceError(
            f"{name!r} is not a release (it has no {MANIFEST}), and no RDF file is below it: name a release, or files"
            f" that end in {', '.join(sorted(SYNTAXES))}"
        )
    return found


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def source_of(file: str, given: str | None = None) -> Source:
    """Say how a file or a release is read.

    :param file: RDF, a release, or ``-`` for standard input
    :param given: name of its syntax, if its suffix does not show it
    """
    if Path(file).is_dir():
        store = release.open_release(file)
        return Source(file, partial(store.quads_for_pattern, None, None, None, ox.DefaultGraph()))
    base = None if file == "-" else Path(file).absolute().as_uri()
    quads = partial(read_rdf, file, NAMES[given] if given else None, base)
    is_lines = given is None and Path(file).suffix in LINES
    return Source(file, quads, partial(parts_of, Path(file)) if is_lines else None)


def known_of(
    files: tuple[str, ...], shape_files: tuple[Path, ...], context: tuple[str, ...], base: str
) -> Iterator[Source]:
    """Name what the project's shapes take for known: which class is under which, the concepts, and the register.

    Every release has the concepts and the register in it.
    """
    if shape_files:
        return
    has_register = any(Path(each).is_dir() and release.read_manifest(each).base == base for each in context)
    if not has_register and not all(Path(file).is_dir() for file in files):
        known = Known(base)
        yield Source("known", known.quads, known.parts)
    else:
        yield Source("ontology", partial(class_hierarchy, base))


def is_partial_of(files: tuple[str, ...], shape_files: tuple[Path, ...], context: tuple[str, ...]) -> bool:
    """Tell whether results about other nodes than the files' own are to be left out."""
    return bool(context) or (not shape_files and not all(Path(file).is_dir() for file in files))
