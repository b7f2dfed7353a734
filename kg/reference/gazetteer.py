"""The gazetteer: every name that the register knows, and what it denotes when."""

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kg import assets
from kg.kept import code, kept, key_of
from kg.namespaces import DEFAULT_BASE
from kg.reference.periods import may_include
from kg.reference.sections import Period, body_of
from kg.regexes import late

Kind = Literal["state", "org", "place", "post", "person", "meeting", "concept", "doc"]
Form = Literal["name", "former", "demonym", "abbreviation", "short"]

PARENTHESIS = late(r"\s*\([^)]*\)")
#: What a gazetteer has that is no plain value.
_OF_OBJECTS = ("names", "posts", "sections")
LANGUAGES = ("en", "fr", "de", "it", "ru", "es")


class Name(NamedTuple):
    """One name of one thing.

    ``exact_case`` names match only as written (abbreviations); others also in capitals. ``valid_from`` and
    ``valid_until`` bound the dates (ISO 8601, any precision) of texts in which the name denotes the thing.
    """

    text: str
    target: str
    kind: Kind
    form: Form
    language: str = "en"
    exact_case: bool = False
    valid_from: str | None = None
    valid_until: str | None = None


class Holder(NamedTuple):
    """One tenure of a post: its IRI, the holder's IRI and name, and the period (either end may be unknown).

    ``state`` is the State that chairs, for a Chairperson-in-Office. ``after`` and ``before`` are the first and the last
    date possible where the others in the post narrow a begin or an end (:mod:`kg.reference.succession`); ``seen`` are
    days on which a source names the holder in office, and ``acting`` marks one who stood in.
    """

    tenure: str
    holder: str
    name: str
    begin: str | None
    end: str | None
    state: str | None = None
    seen: tuple[str, ...] = ()
    acting: bool = False
    after: str | None = None
    before: str | None = None

    def may_hold(self, date: str) -> bool:
        """Tell whether nothing that is known says that the post was not held on a date (ISO 8601, any precision)."""
        return may_include(self.after or self.begin, self.before or self.end, date)

    def holds(self, date: str) -> bool:
        """Tell whether sources say that the post was held on a date: between days that are known, and nobody else's."""
        return self.may_hold(date) and self._is_near(date, 0, 0)

    def is_likely(self, date: str) -> bool:
        """Tell whether a date is close enough to days that are known for words of an unnamed holder to be this one's.

        That is a year where somebody followed or came before, for another whom no source names may have been between;
        three years, the usual term, after the last day of who was not followed yet.
        """
        return self.may_hold(date) and self._is_near(date, 1, 1 if self.end or self.before else 3)

    def _is_near(self, date: str, earlier: int, later: int) -> bool:
        """Tell whether a date is between the days that are known, or so many years before or after them.

        A begin or an end counts to its own precision: one known to a year is not narrowed by a day in that year on
        which a source names the holder.
        """
        first = self.begin or next(iter(self.seen), self.end)
        last = self.end or next(reversed(self.seen), self.begin)
        return bool(first and last and may_include(_years(first, -earlier), _years(last, later), date))


#: Bodies that adopt decisions and issue no releases.
_COUNCILS = ("council", "summit", "forum-for-security-co-operation", "id/org/osce")


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """What texts and printed fields are matched with; immutable, picklable.

    ``key`` names the tables that it was made of, for who keeps what is derived from it; empty for tables of a test.
    """

    base: str
    names: tuple[Name, ...] = field(repr=False)
    posts: dict[str, tuple[Holder, ...]] = field(repr=False)
    labels: dict[str, str] = field(repr=False)
    fields: dict[str, str] = field(repr=False)
    sources: dict[str, str] = field(repr=False)
    capitals: dict[str, str] = field(repr=False, default_factory=dict)
    hosts: dict[str, str] = field(repr=False, default_factory=dict)
    sections: dict[str, tuple[Period, ...]] = field(repr=False, default_factory=dict)
    key: str = ""

    def field_of_work(self, printed: str) -> str | None:
        """Find the concept that a printed field of work names, in any of the site's languages."""
        return self.fields.get(folded(printed))

    def issuer(self, printed: str) -> str | None:
        """Find the body that a printed source names; ``OSCE`` in front and a bracket behind do not matter."""
        for form in (printed, PARENTHESIS.sub("", printed)):
            key = folded(form).removeprefix("the ")
            for candidate in (key, key.removeprefix("osce "), f"osce {key}"):
                if candidate in self.sources:
                    return self.sources[candidate]
        return None

    def issuer_of_section(self, section: str, day: str | None) -> str | None:
        """Find the body whose section of the site a page is in, if there was one such body on its day."""
        return body_of(self.sections.get(section, ()), day)

    def before_it(self, body: str, day: str | None) -> str:
        """Find the body whose place a later one took, where a page of its time names the later one as its source."""
        own = self._sections_of.get(body, [])
        there = any(one.body == body and (day is None or one.holds(day)) for periods in own for one in periods)
        then = {earlier for periods in own if (earlier := body_of(periods, day))}
        return body if there or len(then) != 1 else then.pop()

    def has_section(self, body: str) -> bool:
        """Tell whether a body has a section of the site; the councils, which issue decisions only, do not count."""
        return body in self._with_section

    @cached_property
    def _sections_of(self) -> dict[str, list[tuple[Period, ...]]]:
        """The sections of the site that were a body's in some years, each with everybody's years."""
        found: dict[str, list[tuple[Period, ...]]] = {}
        for periods in self.sections.values():
            for body in dict.fromkeys(period.body for period in periods):
                found.setdefault(body, []).append(periods)
        return found

    @cached_property
    def _with_section(self) -> frozenset[str]:
        bodies = {period.body for periods in self.sections.values() for period in periods}
        return frozenset(body for body in bodies if not body.endswith(_COUNCILS))

    def place(self, printed: str) -> str | None:
        """Find the place that a dateline or a place field names; what follows a comma narrows it only for readers."""
        for form in (printed, printed.partition(",")[0]):
            if (target := self._places.get(folded(form))) is not None:
                return target
        return None

    @cached_property
    def _places(self) -> dict[str, str]:
        return {folded(name.text): name.target for name in self.names if name.kind == "place"}

    @cached_property
    def demonyms(self) -> frozenset[str]:
        """English adjectives and nouns that come from the names of States: "Norwegian"."""
        return frozenset(name.text for name in self.names if name.form == "demonym" and name.language == "en")

    def label(self, iri: str) -> str | None:
        """Give the English label of a thing of the register."""
        return self.labels.get(iri)

    def tenures(self, post: str) -> tuple[Holder, ...]:
        """List the tenures of a post, by its IRI, in order of begin."""
        return self.posts.get(post, ())

    def holders(self, post: str, date: str) -> tuple[Holder, ...]:
        """List who may have held a post on a date (ISO 8601, any precision); several where the register overlaps.

        Where an end is not known, the holder left at most the day before the next is first known in office, and so on
        for a begin.
        """
        return tuple(holder for holder in self.tenures(post) if holder.may_hold(date))


def _years(date: str, years: int) -> str:
    """Move a date (ISO 8601, any precision) by years."""
    return f"{int(date[:4]) + years:04}{date[4:]}"


def folded(printed: str) -> str:
    """Fold a printed name into the key under which it is looked up."""
    return " ".join(printed.replace("’", "'").casefold().split()).strip(" .:")


def load_gazetteer(base: str = DEFAULT_BASE, tables: Path | None = None) -> Gazetteer:
    """Make the gazetteer of the reference tables.

    :param base: base IRI of the build
    :param tables: folder of the CSV files; by default the project's own
    :raises BrokenTable: as :func:`kg.reference.tables.load`
    """
    if tables is not None:
        return _made(base, tables)
    sources = key_of(*code("reference", "iris.py", "model.py"), assets.TABLES_FOLDER, base)
    found = kept("gazetteer", sources, lambda: _made(base, None), _parts, _restored)
    return replace(found, key=sources.hex())


def _parts(gazetteer: Gazetteer) -> tuple[object, ...]:
    """Give a gazetteer as plain values."""
    names = tuple(map(tuple, gazetteer.names))
    posts = {post: tuple(map(tuple, held)) for post, held in gazetteer.posts.items()}
    sections = {section: tuple(map(tuple, bodies)) for section, bodies in gazetteer.sections.items()}
    whole = {each.name: getattr(gazetteer, each.name) for each in fields(gazetteer)}
    return names, posts, sections, {name: value for name, value in whole.items() if name not in _OF_OBJECTS}


def _restored(parts: Any) -> Gazetteer:
    """Make a gazetteer of what :func:`_parts` gave."""
    names, posts, sections, others = parts
    return Gazetteer(
        names=tuple(map(Name._make, names)),
        posts={post: tuple(map(Holder._make, held)) for post, held in posts.items()},
        sections={section: tuple(map(Period._make, bodies)) for section, bodies in sections.items()},
        **others,
    )


def _made(base: str, tables: Path | None) -> Gazetteer:
    from kg.reference.gathering import gathered  # with all that reads and checks the tables

    return gathered(base, tables)
