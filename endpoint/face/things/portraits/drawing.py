"""What portraits are made of: links, spans of time, sections; and the one way to ask a release for them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from endpoint.engine.service import Generation
from endpoint.face.answers import rows
from endpoint.face.things.names import link_of
from kg.namespaces import prefixes

_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and the address of the page that they lead to; no address where there is none."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A time with both ends as the record has them: ISO 8601 of any precision; empty where an end is not known.

    ``seen`` is the last day that it is known to have gone on, where no end is. ``before`` is the day by which it was
    over, where an end is not known but somebody else follows.
    """

    begin: str = ""
    end: str = ""
    seen: str = ""
    before: str = ""

    def holds_on(self, day: str) -> bool:
        """Say whether a day is in it, by the precision that both have; ends count, an unknown end does not end it.

        >>> Span("1993-04", "1999").holds_on("1993-04-02"), Span("1993", "1999-05").holds_on("1999-06-01")
        (True, False)
        >>> Span("2006", before="2007-12").holds_on("2014-04-11")
        False
        """
        end = self.end or self.before
        if not self.begin and not self.end:
            return False
        return day[: len(self.begin)] >= self.begin and (not end or day[: len(end)] <= end)

    def __str__(self) -> str:
        """Write it as people do, an unknown end said or left out."""
        if self.begin and self.end:
            return in_words(self.begin) if self.begin == self.end else f"{in_words(self.begin)} – {in_words(self.end)}"
        if self.begin:
            return f"{'from' if self.before else 'since'} {in_words(self.begin)}"
        if self.end:
            return f"until {in_words(self.end)}"
        return f"in office on {in_words(self.seen)}" if self.seen else "dates not known"


def in_words(day: str) -> str:
    """Write a date of any precision as people do.

    >>> in_words("2014-04-11"), in_words("1993-04"), in_words("1975")
    ('11 April 2014', 'April 1993', '1975')
    """
    parts = day[:10].split("-")
    if not all(part.isdecimal() for part in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return day
    return " ".join(
        reversed([parts[0], *(_MONTHS[int(part) - 1] for part in parts[1:2]), *(str(int(p)) for p in parts[2:])])
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a section: cells, its time, the words that say it and the document they are in."""

    cells: tuple[Link, ...]
    span: Span | None = None
    words: str = ""
    source: Link | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a heading, rows under column names; a timeline is drawn where rows have times."""

    heading: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    more: Link | None = None
    is_timeline: bool = False


@dataclass(slots=True)
class Portrait:
    """A page about one thing: sentences, short facts, sections; empty sections are left out."""

    sentences: list[str] = field(default_factory=list)
    facts: list[tuple[str, list[Link]]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def add(self, section: Section) -> None:
        """Add a section if it has rows."""
        if section.lines:
            self.sections.append(section)

    def add_fact(self, name: str, links: list[Link]) -> None:
        """Add a fact if there is one."""
        if links:
            self.facts.append((name, links))


Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that a page is about, and how the release is asked about it.

    ``day`` is the day that the page is seen on, ISO 8601; empty: all times. ``catalogue`` lists documents.
    """

    iri: str
    generation: Generation
    day: str = ""

    @property
    def base(self) -> str:
        """The base IRI of the release."""
        return self.generation.release.base

    def ask(self, pattern: str, order: str = "", limit: int = 500) -> list[Row]:
        """Ask for solutions in which ``?this`` is the subject; each ``?x`` that is a thing has its name as ``?x_name``.

        :param pattern: SELECT's variables and the pattern, as ``"?a ?b { … }"``
        :param order: an ORDER BY expression
        """
        head, _, body = pattern.partition("{")
        values = f"VALUES ?this {{ <{self.iri}> }}"
        query = f"SELECT DISTINCT {head} {{ {values} {body}"
        query += f" ORDER BY {order}" if order else ""
        return [
            {name: end["value"] for name, end in row.items()} for row in rows(self.generation, f"{query} LIMIT {limit}")
        ]

    def link(self, row: Row, name: str) -> Link:
        """Make a link of a variable and its name, carried to the day that the page is seen on."""
        iri = row.get(name, "")
        if not iri:
            return Link("")
        address = link_of(iri, self.base)
        if "/page/" in address and self.day:
            address += f"?on={self.day}"
        return Link(row.get(f"{name}_name") or iri.rpartition("/")[2], address)

    def namespaces(self) -> dict[str, str]:
        """Prefixes of the release."""
        return prefixes(self.base)


def named(name: str) -> str:
    """Write the pattern that gives a variable's name in English as ``?<variable>_name``."""
    return (
        f"OPTIONAL {{ ?{name} skos:prefLabel|dcterms:title|foaf:name ?{name}_name"
        f' FILTER(LANG(?{name}_name) IN ("en", "")) }}'
    )


def maybe(subject: str, path: str, name: str) -> str:
    """Write the pattern for a value that need not be there, with its name.

    >>> maybe("act", "osce:addressee", "to").startswith("OPTIONAL { ?act osce:addressee ?to OPTIONAL {")
    True
    """
    return f"OPTIONAL {{ ?{subject} {path} ?{name} {named(name)} }}"


def kept(lines: Iterator[Line], day: str) -> tuple[Line, ...]:
    """Keep what holds on a day; all of it where no day is given."""
    return tuple(line for line in lines if not day or line.span is None or line.span.holds_on(day))


def is_day(text: str) -> bool:
    """Say whether a text is a calendar day, ISO 8601."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
