"""What portraits are made of: links, spans of time, sections; and the one way to ask a release for them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from endpoint.engine.service import Generation
from endpoint.face.answers import Cell, Solution, rows
from endpoint.face.language import chosen, gettext, in_words
from endpoint.face.questions import names, settled
from endpoint.face.things.names import link_of, why_of

if TYPE_CHECKING:
    from endpoint.face.things.portraits.lineage import Lineage
    from endpoint.face.things.times import Times


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and the address of the page that they lead to; no address where there is none.

    ``language`` is the language of the words where it is another than that of the page; ``why`` is the address of
    what stands behind the fact that they say.
    """

    text: str
    address: str = ""
    language: str = ""
    why: str = ""


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

    def is_borne_out_on(self, day: str) -> bool:
        """Say whether the record bears out that it goes on on a day, rather than that no end of it is known.

        >>> seen = Span("2006", seen="2007-05-16")
        >>> seen.is_borne_out_on("2007-01-01"), seen.is_borne_out_on("2014-04-11"), Span("1973").is_borne_out_on("2014")
        (True, False, True)
        """
        return self.holds_on(day) and (bool(self.end) or not self.seen or day[: len(self.seen)] <= self.seen)

    def __str__(self) -> str:
        """Write it as people do, an unknown end said or left out."""
        if self.begin and self.end:
            return in_words(self.begin) if self.begin == self.end else f"{in_words(self.begin)} – {in_words(self.end)}"
        if self.begin:
            day = in_words(self.begin, inside=True)
            if self.seen and not self.before:
                return gettext("since %(day)s (last attested: %(seen)s)", day=day, seen=in_words(self.seen))
            return gettext("from %(day)s", day=day) if self.before else gettext("since %(day)s", day=day)
        if self.end:
            return gettext("until %(day)s", day=in_words(self.end, inside=True))
        if self.seen:
            return gettext("in office on %(day)s", day=in_words(self.seen))
        return gettext("dates not known")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a section: cells, its time, the words that say it and the document they are in.

    ``record`` is the address of the relation itself, with its sources, ``why`` that of what stands behind a row that
    has no record; ``is_gap`` says that the row is a time in which nothing is known.
    """

    cells: tuple[Link, ...]
    span: Span | None = None
    words: str = ""
    source: Link | None = None
    note: str = ""
    record: str = ""
    why: str = ""
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a heading, rows under column names; a timeline is drawn where rows have times."""

    heading: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    more: Link | None = None
    is_timeline: bool = False

    @property
    def has_days(self) -> bool:
        """Whether any row says when, or where it is written."""
        return any(line.span or line.source or line.record or line.note for line in self.lines)

    def bars(self, now: str) -> "list[tuple[float, float] | None]":
        """Place each row on the time of all, in hundredths of its length: where it begins, how long it is.

        Nothing where a row has no beginning, or where there is nothing to compare.

        :param now: the day up to which the release knows of things, for what has no end; empty if it is not known
        """
        spans = [line.span for line in self.lines]
        first = min((_year(span.begin) for span in spans if span and span.begin), default=0.0)
        ends = [
            _year(span.end or span.before or span.seen or now or span.begin, last=True)
            for span in spans
            if span and span.begin
        ]
        last = max(ends, default=0.0)
        if not self.is_timeline or len(ends) < 2 or last - first < 1:
            return []
        return [_bar(span, first, last) for span in spans]


def _year(day: str, *, last: bool = False) -> float:
    """Write a date of any precision as a year with its part that is over."""
    month = int(day[5:7] or (12 if last else 1))
    number = int(day[8:10] or (31 if last else 1))
    return int(day[:4]) + (month - 1 + (number - 1) / 31) / 12


def _bar(span: Span | None, first: float, last: float) -> tuple[float, float] | None:
    if span is None or not span.begin:
        return None
    end = span.end or span.before or span.seen
    begin, close = _year(span.begin), _year(end, last=True) if end else last
    scale = 100 / (last - first)
    return round((begin - first) * scale, 1), round(max((close - begin) * scale, 1), 1)


@dataclass(slots=True)
class Portrait:
    """A page about one thing: sentences, short facts, sections, maybe a small graph; empty sections are left out."""

    sentences: list[Link] = field(default_factory=list)
    facts: list[tuple[str, list[Link]]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    lineage: "Lineage | None" = None
    organization: "Lineage | None" = None

    def add(self, section: Section) -> None:
        """Add a section if it has rows."""
        if section.lines:
            self.sections.append(section)


Row = dict[str, str]
_THIS = re.compile(r"\?this\b")


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that a page is about, and how the release is asked about it.

    ``day`` is the day that the page is seen on, ISO 8601; empty: all times. ``names`` has the names of that day.
    """

    iri: str
    generation: Generation
    day: str = ""
    names: "Times | None" = None

    @property
    def base(self) -> str:
        """The base IRI of the release."""
        return self.generation.release.base

    def ask(self, pattern: str, order: str = "", limit: int = 500) -> list[Row]:
        """Ask for solutions in which ``?this`` is the subject; each ``?x`` that is a thing has its name as ``?x_name``.

        Names are looked up with those of the whole page, not by the query, and so order what the limit left.

        :param pattern: SELECT's variables and the pattern, as ``"?a ?b { … }"``
        :param order: variables in the order that they sort by, each maybe as ``DESC(?a)``
        """
        head, _, body = pattern.partition("{")
        called = [name[1:].removesuffix("_name") for name in head.split() if name.endswith("_name")]
        for name in called:
            body = body.replace(named(name), "")
        shown = " ".join(name for name in head.split() if not name.endswith("_name"))
        # The thing itself in the place of a variable: engines join a table of one row last.
        query = f"SELECT DISTINCT {shown} {{ {_THIS.sub(f'<{self.iri}>', body)}"
        keys = order.split()
        first = [key for key in keys if "_name" not in key]
        query += f" ORDER BY {' '.join(first)}" if first else ""
        query = f"{query} LIMIT {limit}"

        def answer() -> list[Row]:
            found = self._with_names(rows(self.generation, query), called)
            return _sorted(found, keys if len(first) < len(keys) else [])

        return settled((query, order, *called), answer)

    def _with_names(self, found: list[Solution], called: list[str]) -> list[Row]:
        things = {row[name]["value"]: None for row in found for name in called if _is_thing(row.get(name))}
        known = names(self.generation, things) if things else {}
        return [
            flat(row | {f"{name}_name": known[row[name]["value"]] for name in called if _of(row, name) in known})
            for row in found
        ]

    def link(self, row: Row, name: str) -> Link:
        """Make a link of a variable and its name, on the day that the page is seen on if it had another then."""
        iri = row.get(name, "")
        if not iri:
            return Link("")
        then = self.names.name_on(iri, self.day) if self.names else ""
        text = then or row.get(f"{name}_name") or iri.rpartition("/")[2]
        return Link(text, self.address(iri), "" if then else row.get(f"{name}_name@", ""))

    def address(self, iri: str) -> str:
        """Give the address of the page of a thing."""
        return link_of(iri, self.base)

    def why(self, path: str, value: str) -> str:
        """Give the address of what stands behind a fact of this thing.

        :param path: properties from this thing to the value
        """
        return why_of(self.iri, self.base, path, value)


def _is_thing(cell: Cell | None) -> bool:
    return cell is not None and cell["type"] == "uri"


def _of(row: Solution, name: str) -> str:
    return row[name]["value"] if name in row else ""


def _sorted(found: list[Row], keys: list[str]) -> list[Row]:
    """Sort solutions by variables, the first one first."""
    for key in reversed(keys):
        name = key.removeprefix("DESC(").rstrip(")").lstrip("?")
        found.sort(key=lambda row, name=name: row.get(name, ""), reverse=key.startswith("DESC("))  # type: ignore[misc]
    return found


def flat(row: dict[str, dict[str, str]]) -> Row:
    """Take the values out of a solution; the language of ``?x`` is kept as ``x@`` where it is not that of the page."""
    found = {name: end["value"] for name, end in row.items()}
    tags = {name: end["xml:lang"] for name, end in row.items() if "xml:lang" in end}
    return found | {f"{name}@": tag for name, tag in tags.items() if tag != chosen()} if tags else found


_NAMES = "skos:prefLabel|dcterms:title|foaf:name"


def named(name: str) -> str:
    """Write the pattern that gives a variable's name as ``?<variable>_name``: in the reader's language, else English.

    What has a name in other languages alone goes by one of those.
    """
    if chosen() == "en":
        own = f'OPTIONAL {{ ?{name} {_NAMES} ?{name}_en FILTER(LANG(?{name}_en) IN ("en", "")) }}'
        known = f"?{name}_en"
    else:
        own = (
            f'OPTIONAL {{ ?{name} {_NAMES} ?{name}_own FILTER(LANG(?{name}_own) = "{chosen()}") }}'
            f' OPTIONAL {{ ?{name} {_NAMES} ?{name}_en FILTER(LANG(?{name}_en) IN ("en", "")) }}'
        )
        known = f"?{name}_own, ?{name}_en"
    rest = f"OPTIONAL {{ ?{name} {_NAMES} ?{name}_any FILTER(!BOUND(?{name}_en)) }}"
    return f"{own} {rest} BIND(COALESCE({known}, ?{name}_any) AS ?{name}_name)"


def maybe(subject: str, path: str, name: str) -> str:
    """Write the pattern for a value that need not be there, with its name.

    >>> maybe("act", "osce:addressee", "to").startswith("OPTIONAL { ?act osce:addressee ?to OPTIONAL {")
    True
    """
    return f"OPTIONAL {{ ?{subject} {path} ?{name} {named(name)} }}"


def kept(lines: Iterable[Line], day: str) -> tuple[Line, ...]:
    """Keep what holds on a day; all of it where no day is given."""
    return tuple(line for line in lines if not day or line.span is None or line.span.holds_on(day))


def happened(lines: Iterable[Line], day: str) -> tuple[Line, ...]:
    """Keep what had happened by a day; all of it where no day is given.

    >>> lines = [Line((), Span("1999-11-18", "1999-11-18")), Line((), Span("2010-12", "2010-12")), Line(())]
    >>> [str(line.span) for line in happened(lines, "2010-12-01")]
    ['18 November 1999', 'December 2010', 'None']
    """
    return tuple(
        line for line in lines if not day or line.span is None or line.span.begin <= day[: len(line.span.begin)]
    )
