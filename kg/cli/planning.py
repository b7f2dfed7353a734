"""How data are validated: in memory or on disk, whole or in shares, beside a release or alone."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.cli.inputs import LINES, is_partial_of, known_of, source_of
from kg.errors import SourceError
from kg.memory import address_limit, memory_limit
from kg.validation.apart import matters
from kg.validation.known import Known
from kg.validation.loading import Loaded, Source, load
from kg.validation.names import Names
from kg.validation.places import Place
from kg.validation.report import Report
from kg.validation.shapes import ShapesGraph
from kg.validation.validating import validate, validate_in_shares

#: Bytes in memory that a byte of a file may become, by its syntax; of Turtle and the others, and of compressed files.
_TIMES = {".nt": 2.5, ".nq": 2.5}
_TIMES_OTHERS, _TIMES_COMPRESSED = 8, 40
#: Bytes of addresses that programs, libraries, register and what the store sets aside for loading take, without data.
_ADDRESSES = 400 << 20
#: Above this size it pays to find out first which triples the shapes can see.
_SMALL = 1 << 22
#: Of files of this size at most, the few nodes are looked at, and not all that is known beside them.
_FEW_BYTES = 1 << 16
#: So many times larger than the files a release is, at least, beside which they are validated.
_FEW = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked to validate."""

    files: tuple[str, ...]
    shape_files: tuple[Path, ...]
    context: tuple[str, ...]
    engine: str
    given: str | None
    limit: int | None
    base: str


class _Way(NamedTuple):
    """How data are validated.

    :param is_partial: whether they are judged beside others, about which nothing is reported
    :param accepted: the release of the context beside which they are few, if there is one
    :param is_large: whether it pays to load only what the shapes can see
    :param fits: whether the data graph may be in memory
    :param jobs: processes for which there is memory
    """

    is_partial: bool
    accepted: str | None
    is_large: bool
    fits: bool
    jobs: int


def validated(
    asked: Asked, shapes: ShapesGraph, scratch: Path, jobs: int
) -> tuple[Report, Sequence[tuple[Place, str]]]:
    """Validate in whatever way suits the data, and report what did not parse."""
    files, way = asked.files, _way_of(asked, jobs)
    sees = _seen(shapes) if asked.engine == "fast" and way.is_large else None
    known = [
        *(source_of(file) for file in asked.context if file != way.accepted),
        *known_of(files, asked.shape_files, asked.context, asked.base),
    ]
    sources = [source_of(file, asked.given) for file in files]
    if way.fits and sees is not None and _is_shared(files):
        return _in_shares(asked, shapes, way, partial(_loaded, sources, known, noting=way.is_partial))
    is_narrow = way.accepted is not None or (way.is_partial and _is_small(files))
    opening = None if way.accepted is None else partial(_copied, way.accepted)
    loaded = (_apart(asked, sources, shapes) if is_narrow else None) or load(
        sources, known, None if way.fits else scratch, opening=opening, sees=sees, noting=way.is_partial
    )
    with closing(loaded.data) as data:
        about = loaded.subjects if way.is_partial else None
        report = validate(
            data, shapes, engine=asked.engine, limit=asked.limit, about=about, narrow=is_narrow, jobs=way.jobs
        )
        if not asked.shape_files and not way.is_large and _needed(files) < _SMALL * _TIMES_OTHERS:
            report = _with_names(report, asked, sources, loaded)
    return report, loaded.broken


def _way_of(asked: Asked, jobs: int) -> _Way:
    accepted = _accepted(asked.files, asked.context)
    needed, there = _needed(asked.files), memory_limit()
    return _Way(
        is_partial=is_partial_of(asked.files, asked.shape_files, asked.context),
        accepted=accepted,
        is_large=accepted is None and _size((*asked.files, *asked.context)) > _SMALL,
        fits=accepted is None and _fits(needed, there),
        jobs=jobs if needed * (jobs + 1) < there / 2 else 1,
    )


def _in_shares(
    asked: Asked, shapes: ShapesGraph, way: _Way, loading: Callable[[Collection[str] | None], Loaded]
) -> tuple[Report, Sequence[tuple[Place, str]]]:
    """Validate large files share by share of the shapes, of which each sees a part of the data."""
    from kg.validation.shares import shares_of, weigh

    shares = shares_of(shapes, weigh(map(Path, asked.files)), max(2, way.jobs))
    return validate_in_shares(loading, shapes, shares, limit=asked.limit, is_partial=way.is_partial, jobs=way.jobs)


def _with_names(report: Report, asked: Asked, sources: list[Source], loaded: Loaded) -> Report:
    """Add what is wrong with names of ours in a little data: terms and things that there are not."""
    broken = {where.file for where, _ in loaded.broken}
    quads = (quad for source in sources if source.name not in broken for quad in source.quads())
    names = Names(asked.base, loaded.data.describes, loaded.data.described)
    return report.with_results(names.results(quads), asked.limit)


def _apart(asked: Asked, sources: list[Source], shapes: ShapesGraph) -> Loaded | None:
    """Load a little data alone, where no more of what is known can matter than its classes."""
    if asked.shape_files or asked.context or asked.engine != "fast":
        return None
    known = Known(asked.base)
    loaded = load(sources, [Source("classes", known.quads, known.classes)])
    if not matters(loaded.data, shapes, known):
        return loaded
    loaded.data.close()
    return None


def _copied(release: str, folder: Path) -> ox.Store:
    from kg.release.scratch import open_scratch

    return open_scratch(release, folder)


def _seen(shapes: ShapesGraph) -> Collection[str] | None:
    from kg.validation.visibility import visible_predicates

    return visible_predicates(shapes)


def _loaded(sources: list[Source], known: list[Source], sees: Collection[str] | None, *, noting: bool) -> Loaded:
    return load(sources, known, sees=sees, noting=noting)


def _is_small(files: tuple[str, ...]) -> bool:
    return all(Path(file).is_file() for file in files) and _size(files) <= _FEW_BYTES


def _is_shared(files: tuple[str, ...]) -> bool:
    """Tell whether files are large, and can be read again for each share."""
    from kg.validation.shares import SHARED

    paths = [Path(file) for file in files]
    return all(path.is_file() and path.suffix in LINES for path in paths) and _size(files) >= SHARED


def _size(names: Iterable[str]) -> int:
    """Add up the bytes of files, and of the releases among them."""
    files = (each for name in names for each in (Path(name).rglob("*") if Path(name).is_dir() else [Path(name)]))
    return sum(each.stat().st_size for each in files if each.is_file())


def _accepted(files: tuple[str, ...], context: tuple[str, ...]) -> str | None:
    """Name the release among the contexts beside which the files are few; of several the largest, None if none is."""
    releases = [each for each in context if Path(each).is_dir()]
    if not releases or any(Path(file).is_dir() for file in files):
        return None
    largest = max(releases, key=lambda each: _size([each]))
    return largest if _size(files) * _FEW < _size([largest]) else None


def _needed(names: Iterable[str]) -> float:
    """Estimate the bytes of memory that the data graph of files needs."""
    files = [file for file in map(Path, names) if file.is_file()]
    return sum(
        file.stat().st_size * (_TIMES_COMPRESSED if file.suffix == ".gz" else _TIMES.get(file.suffix, _TIMES_OTHERS))
        for file in files
    )


def _fits(needed: float, there: int) -> bool:
    """Tell whether a data graph may lie in memory; it may on disk otherwise.

    :param needed: bytes that it is expected to need, there may be twice as many
    :param there: bytes of memory for this process
    :raises SourceError: if the shell allows too few addresses for either: neither would end well
    """
    addresses = address_limit()
    wanted = _ADDRESSES + 2 * needed
    if addresses is not None and addresses < wanted:
        raise SourceError(
            f"ulimit -v allows {addresses / 2**20:,.0f} MiB of addresses, and validating this needs about "
            f"{wanted / 2**20:,.0f} MiB: allow as much, or validate fewer files at once"
        )
    return needed < there / 4
