"""What has changed between an earlier release and the one that is being written, from their sorted dumps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from kg.iris import Iris
from kg.release.dumps import INFERRED, QUADS, inferred_quads, read_compressed, sha256_of
from kg.release.manifest import read_manifest
from kg.release.store import NAME as STORE
from kg.validation.again import Change

#: Of so many lines of a release, one may have changed: where more have, to write all anew is faster.
_ONE_OF = 8


@dataclass(slots=True)
class Changes:
    """Quads that were added to an earlier release or taken away.

    :ivar since: the folder of that release
    """

    since: Path
    added: list[ox.Quad] = field(default_factory=list)
    removed: list[ox.Quad] = field(default_factory=list)

    def told(self, lines: Iterable[str]) -> None:
        """Count the quads of the new description among the added ones; what stays as it was is no change."""
        new = list(map(_quad, lines))
        both = set(new) & set(self.removed)
        self.added += [quad for quad in new if quad not in both]
        self.removed = [quad for quad in self.removed if quad not in both]

    def about(self) -> Change:
        """Tell what the changed triples are about."""
        return Change.of([*self.added, *self.removed])


def changes_since(since: Path | None, fingerprint: str, plain: Path, folder: Path, iris: Iris) -> Changes | None:
    """Compare the asserted and the inferred quads of two releases.

    :param since: the earlier release
    :param fingerprint: of the software and the tables of this one
    :param plain: its asserted quads, sorted
    :param folder: it, with its inferred triples
    :returns: nothing where there is no earlier release of the same software whose files are whole, or so much has
        changed that to compare further is not worth it
    """
    if since is None or not (since / STORE).is_dir() or read_manifest(since).fingerprint != fingerprint:
        return None
    if not all(is_as_written(since, name) for name in (QUADS, INFERRED)):
        return None
    changes, limit = Changes(since), plain.stat().st_size // _ONE_OF
    with plain.open(encoding="utf-8", newline="\n") as lines:
        asserted = _differences(read_compressed(since / QUADS), lines)
        inferred = _differences(inferred_quads(since, iris), inferred_quads(folder, iris))
        for is_new, line in chain(asserted, inferred):
            limit -= len(line)
            if limit < 0:
                return None
            (changes.added if is_new else changes.removed).append(_quad(line))
    return changes


def is_as_written(release: Path, name: str) -> bool:
    """Tell whether a file of a release has the digest that the manifest gives; a damaged one is not built upon."""
    path = release / name
    return path.is_file() and read_manifest(release).files.get(name) == sha256_of(path)


def _differences(old: Iterator[str], new: Iterator[str]) -> Iterator[tuple[bool, str]]:
    """Compare sorted lines: those that are new, marked so, and those that are no more."""
    before, after = next(old, None), next(new, None)
    while before is not None or after is not None:
        if before == after:
            before, after = next(old, None), next(new, None)
        elif after is None or (before is not None and before < after):
            yield False, before or ""
            before = next(old, None)
        else:
            yield True, after
            after = next(new, None)


def _quad(line: str) -> ox.Quad:
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    return ox.Quad(*quad)
