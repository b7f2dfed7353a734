"""A census of sources: what was read, in which form, and what was not and why; nothing is converted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.documents import parse_all
from kg.errors import SourceError
from kg.model import Document, Page, Unreadable
from kg.pipeline.converting import pages_of
from kg.pipeline.pool import chunks
from kg.pipeline.progress import Progress
from kg.processes import spread
from kg.regexes import late

_FIGURES = late(r"'[^']*'|https?://\S+|\d[\d,.]*")
_NONE = "none"


@dataclass(slots=True)
class Census:
    """Counts over sources.

    ``records`` are pages and what came in their place; ``documents`` what was read of them, rows of listings
    included. Each counter maps a value to documents, ``years`` the year of issue, ``evidence`` the ground that the
    date stands on; ``unread`` maps kind and reason to records, ``lost`` is bytes of damaged archives.
    """

    records: int = 0
    documents: int = 0
    keys: set[str] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    evidence: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    unread: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: int = 0

    def count(self, result: Document | Unreadable) -> None:
        """Count one document or one reason."""
        if isinstance(result, Unreadable):
            self.unread[(result.kind, _FIGURES.sub("…", result.reason))] += 1
            self.lost += result.lost
            return
        self.documents += 1
        self.keys.add(result.key)
        self.forms[result.form] += 1
        self.kinds[result.genre or result.kind] += 1
        self.languages[result.language] += 1
        self.years[result.issued.value[:4] if result.issued else _NONE] += 1
        self.evidence[result.issued.evidence if result.issued else _NONE] += 1
        self.places[result.places[0].evidence if result.places else _NONE] += 1
        self.notes.update(_FIGURES.sub("…", note) for note in result.notes)

    def add(self, other: "Census") -> None:
        """Add the counts of another part of the sources."""
        self.records += other.records
        self.documents += other.documents
        self.keys |= other.keys
        self.lost += other.lost
        for name in ("forms", "kinds", "languages", "years", "evidence", "places", "notes", "unread"):
            getattr(self, name).update(getattr(other, name))


def take_census(sources: Iterable[Path | str], jobs: int, progress: Progress) -> Census:
    """Read every page of the sources and count.

    :param sources: files and folders
    :param jobs: number of processes
    :param progress: hears of pages
    :raises UnreadableSource: if a source does not exist, or holds nothing that is input
    :raises SourceError: if a process dies
    """
    progress.stage("pages")
    whole = Census()
    for part in _parts(chunks(pages_of(sources)), jobs):
        whole.add(part)
        progress.advance(part.records)
    return whole


def _parts(pages: Iterator[list[Page | Unreadable]], jobs: int) -> Iterator[Census]:
    if jobs == 1:
        return map(census_of, pages)
    died = SourceError("a worker process died (out of memory?): count again with fewer --jobs")
    return spread(census_of, pages, jobs, begin=Census, arguments=(), died=died)


def census_of(pages: list[Page | Unreadable]) -> Census:
    """Count some pages.

    >>> counted = census_of([Page(source="a", content=b"<main><h1>Talks held</h1><p>They met in Osh.</p></main>")])
    >>> counted.documents, dict(counted.kinds)
    (1, {'document': 1})
    """
    part = Census(records=len(pages))
    for page in pages:
        for result in parse_all(page) if isinstance(page, Page) else (page,):
            part.count(result)
    return part
