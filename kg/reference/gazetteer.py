"""The gazetteer: every name that the register knows, and what it denotes when."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import starmap
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from kg.iris import Iris, slug
from kg.kept import code, kept, key_of
from kg.namespaces import DEFAULT_BASE
from kg.reference.periods import may_include
from kg.reference.posts import post_labels
from kg.reference.rows import Row, Tables
from kg.reference.sections import Period, body_of, sections_of
from kg.reference.tables import load
from kg.reference.tenures import chair_state, person_key
from kg.regexes import late

Kind = Literal["state", "org", "place", "post", "person", "meeting", "concept", "doc"]
Form = Literal["name", "former", "demonym", "abbreviation", "short"]

_PARENTHESIS = late(r"\s*\([^)]*\)")
#: What a gazetteer has that is no plain value.
_OF_OBJECTS = ("names", "posts", "sections")
_LANGUAGES = ("en", "fr", "de", "it", "ru", "es")


@dataclass(frozen=True, slots=True)
class Name:
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


@dataclass(frozen=True, slots=True)
class Holder:
    """One tenure of a post: its IRI, the holder's IRI and name, and the period (either end may be unknown).

    ``state`` is the State that chairs, for a Chairperson-in-Office. ``after`` and ``before`` bound an unknown begin or
    end by what is known of the others in the post; ``seen`` are days on which a source names the holder in office, and
    ``acting`` marks one who stood in.
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
        return may_include(self.begin or self.after, self.end or self.before, date)

    def holds(self, date: str) -> bool:
        """Tell whether sources say that the post was held on a date: between days that are known."""
        known = sorted(day for day in (self.begin, *self.seen, self.end) if day)
        return bool(known) and known[0][: len(date)] <= date[: len(known[0])] and date[: len(known[-1])] <= known[-1]


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """What texts and printed fields are matched with; immutable, picklable."""

    base: str
    names: tuple[Name, ...]
    posts: dict[str, tuple[Holder, ...]] = field(repr=False)
    labels: dict[str, str] = field(repr=False)
    fields: dict[str, str] = field(repr=False)
    sources: dict[str, str] = field(repr=False)
    capitals: dict[str, str] = field(repr=False, default_factory=dict)
    hosts: dict[str, str] = field(repr=False, default_factory=dict)
    sections: dict[str, tuple[Period, ...]] = field(repr=False, default_factory=dict)

    def field_of_work(self, printed: str) -> str | None:
        """Find the concept that a printed field of work names, in any of the site's languages."""
        return self.fields.get(_key(printed))

    def issuer(self, printed: str) -> str | None:
        """Find the body that a printed source names; ``OSCE`` in front and a bracket behind do not matter."""
        for form in (printed, _PARENTHESIS.sub("", printed)):
            key = _key(form).removeprefix("the ")
            for candidate in (key, key.removeprefix("osce "), f"osce {key}"):
                if candidate in self.sources:
                    return self.sources[candidate]
        return None

    def issuer_of_section(self, section: str, day: str | None) -> str | None:
        """Find the body whose section of the site a page is in, if there was one such body on its day."""
        return body_of(self.sections.get(section, ()), day)

    def place(self, printed: str) -> str | None:
        """Find the place that a dateline or a place field names; what follows a comma narrows it only for readers."""
        for form in (printed, printed.partition(",")[0]):
            if (target := self._places.get(_key(form))) is not None:
                return target
        return None

    @cached_property
    def _places(self) -> dict[str, str]:
        return {_key(name.text): name.target for name in self.names if name.kind == "place"}

    def label(self, iri: str) -> str | None:
        """Give the English label of a thing of the register."""
        return self.labels.get(iri)

    def tenures(self, post: str) -> tuple[Holder, ...]:
        """List the tenures of a post, by its IRI, in order of begin."""
        return self.posts.get(post, ())

    def holders(self, post: str, date: str) -> tuple[Holder, ...]:
        """List who may have held a post on a date (ISO 8601, any precision); several where the register overlaps.

        Where an end is not known, the next holder's first day known bounds it, and so on for a begin.
        """
        return tuple(holder for holder in self.tenures(post) if holder.may_hold(date))


def _key(printed: str) -> str:
    return " ".join(printed.replace("’", "'").casefold().split()).strip(" .:")


def load_gazetteer(base: str = DEFAULT_BASE, tables: Path | None = None) -> Gazetteer:
    """Make the gazetteer of the reference tables.

    :param base: base IRI of the build
    :param tables: folder of the CSV files; by default the project's own
    :raises BrokenTable: as :func:`kg.reference.tables.load`
    """
    if tables is not None:
        return _made(base, tables)
    key = key_of(*code("reference", "iris.py", "model.py"), base)
    return kept("gazetteer", key, lambda: _made(base, None), _parts, _restored)


def _parts(gazetteer: Gazetteer) -> tuple[object, ...]:
    """Give a gazetteer as plain values."""
    names = tuple(map(_cells(Name), gazetteer.names))
    posts = {post: tuple(map(_cells(Holder), held)) for post, held in gazetteer.posts.items()}
    sections = {section: tuple(map(_cells(Period), bodies)) for section, bodies in gazetteer.sections.items()}
    whole = {each.name: getattr(gazetteer, each.name) for each in fields(gazetteer)}
    return names, posts, sections, {name: value for name, value in whole.items() if name not in _OF_OBJECTS}


def _cells(kind: Any) -> Callable[[Any], Any]:
    return attrgetter(*(each.name for each in fields(kind)))


def _restored(parts: Any) -> Gazetteer:
    """Make a gazetteer of what :func:`_parts` gave."""
    names, posts, sections, others = parts
    return Gazetteer(
        names=tuple(starmap(Name, names)),
        posts={post: tuple(starmap(Holder, held)) for post, held in posts.items()},
        sections={section: tuple(starmap(Period, bodies)) for section, bodies in sections.items()},
        **others,
    )


def _made(base: str, tables: Path | None) -> Gazetteer:
    rows, iris = load(tables), Iris(base)
    names = [*_state_names(rows, iris), *_body_names(rows, iris), *_place_names(rows, iris)]
    labels = {iris.state(row["id"]): row["label_en"] for t in ("participating_states", "partners") for row in rows[t]}
    labels |= {iris.org(row["id"]): row["name"] for t in ("structures", "field_operations") for row in rows[t]}
    posts = _posts(rows, iris)
    labels |= post_labels(rows, iris) | {each.holder: each.name for held in posts.values() for each in held}
    return Gazetteer(
        base=base,
        names=tuple(dict.fromkeys(names)),
        posts=posts,
        labels=labels,
        fields=_fields(rows, iris),
        sources=_sources(rows, iris, names),
        capitals=_capitals(rows, iris),
        hosts={
            iris.org(r["id"]): iris.state(r["host_state_id"]) for r in rows["field_operations"] if r["host_state_id"]
        },
        sections=sections_of(rows, iris),
    )


def _capitals(tables: Tables, iris: Iris) -> dict[str, str]:
    """Give the State of each capital, both as IRIs."""
    rows = [row for name in ("participating_states", "partners") for row in tables[name]]
    return {iris.place(slug(row["capital"])): iris.state(row["id"]) for row in rows if row["capital"]}


def _state_names(tables: Tables, iris: Iris) -> list[Name]:
    found = []
    renamed = {row["id"] for row in tables["names_history"] if row["kind"] == "country name"}
    for row in (*tables["participating_states"], *tables["partners"]):
        state = iris.state(row["id"])
        english = dict.fromkeys([row["name"], row["label_en"], row["official_name"], *row.list("alt_names_en")])
        found += [Name(text, state, "state", "name", exact_case=len(text) <= 3) for text in english]
        found += [Name(text, state, "state", "demonym") for text in row.list("demonyms_en")]
        for language in _LANGUAGES[1:]:
            others = [row[f"label_{language}"], *row.list(f"altlabel_{language}")]
            found += [Name(text, state, "state", "name", language) for text in others]
    for row in tables["former_states"]:
        text = row["name"].partition(" (")[0]
        found.append(Name(text, iris.state(row["id"]), "state", "former", valid_until=row["participation_to"] or None))
    for row in tables["names_history"]:
        if row["kind"] == "country name" and row["id"] in renamed:
            found.append(
                Name(row["name"], iris.state(row["id"]), "state", "former" if row["to"] else "name", row["lang"])
            )
    return found


def _body_names(tables: Tables, iris: Iris) -> list[Name]:
    found = []
    for row in tables["posts"]:
        if row["in_texts"]:
            found += _structure_names(row, iris.post(row["id"]), "post")
    for row in tables["structures"]:
        if row["in_texts"] != "no":
            found += _structure_names(row, iris.org(row["id"]), "org")
    for row in tables["body_names"]:
        if row["in_texts"]:
            found += _with_prefix(row["name"], iris.org(row["org"]), "org")
    for row in tables["field_operations"]:
        target = iris.org(row["id"])
        formers = [_PARENTHESIS.sub("", name) for name in row.list("former_names")]
        for text in (row["name"], *formers, *([row["short_name"]] if len(row["short_name"]) > 4 else [])):
            found += _with_prefix(text, target, "org")
        if 2 < len(row["short_name"]) <= 4:
            found.append(Name(row["short_name"], target, "org", "abbreviation", exact_case=True))
    return found


def _structure_names(row: Row, target: str, kind: Kind) -> list[Name]:
    found = []
    for text in (row["name"], *(_PARENTHESIS.sub("", name) for name in row.list("alt_names"))):
        found += _with_prefix(text, target, kind, exact_case=text.isupper())
    if len(row["abbreviation"]) > 2:
        found.append(Name(row["abbreviation"], target, kind, "abbreviation", exact_case=True))
    return found


def _with_prefix(text: str, target: str, kind: Kind, *, exact_case: bool = False) -> list[Name]:
    """Give a name with and without ``OSCE`` in front."""
    if text.startswith("CSCE/OSCE "):
        return [
            *_with_prefix(text.removeprefix("CSCE/"), target, kind),
            *_with_prefix(text[:4] + text[9:], target, kind),
        ]
    bare = text.removeprefix("OSCE ")
    forms = [Name(text, target, kind, "name", exact_case=exact_case)]
    if bare != text and " " in bare:
        forms.append(Name(bare, target, kind, "short"))
    elif bare == text and not text.startswith(("OSCE", "CSCE", "Organization", "Conference")):
        forms.append(Name(f"OSCE {text}", target, kind, "name", exact_case=exact_case))
    return forms


def _place_names(tables: Tables, iris: Iris) -> list[Name]:
    cities = {row["seat_city"] for row in tables["field_operations"]} | {row["seat"] for row in tables["structures"]}
    cities |= {row["city"] for row in tables["meetings"]}
    cities |= {row["capital"] for name in ("participating_states", "partners") for row in tables[name]}
    found = [Name(city, iris.place(slug(city)), "place", "name") for city in sorted(cities - {""})]
    found.append(Name("Kosovo", iris.place("kosovo"), "place", "name"))
    for row in tables["place_names"]:
        found.append(
            Name(
                row["name"],
                iris.place(row["place"]),
                "place",
                "former",
                valid_from=row["from"] or None,
                valid_until=row["to"] or None,
            )
        )
    return found


def _fields(tables: Tables, iris: Iris) -> dict[str, str]:
    found = {}
    for row in tables["fields_of_work"]:
        for language in _LANGUAGES:
            found[_key(row[f"label_{language}"])] = iris.concept("field-of-work", row["id"])
        for name in row.list("alt_names"):
            found[_key(_PARENTHESIS.sub("", name))] = iris.concept("field-of-work", row["id"])
    return found


def _sources(tables: Tables, iris: Iris, names: list[Name]) -> dict[str, str]:
    found = {_key(name.text): name.target for name in names if name.kind == "org"}
    found |= {_key(row["name"]): iris.org(row["org"]) for row in tables["source_names"]}
    return found


def _posts(tables: Tables, iris: Iris) -> dict[str, tuple[Holder, ...]]:
    found: dict[str, list[Holder]] = {}
    for row in tables["chairpersonships"]:
        if row["chairperson"] and chair_state(row):
            holder = _holder(row, row["chairperson"], iris, iris.state(chair_state(row)))
            found.setdefault(iris.post("chairperson-in-office"), []).append(holder)
    for row in tables["officials"]:
        found.setdefault(iris.post(row["office_id"]), []).append(_holder(row, row["person"], iris))
    return {post: _bounded(holders) for post, holders in found.items()}


def _holder(row: Row, name: str, iris: Iris, state: str | None = None) -> Holder:
    return Holder(
        tenure=iris.thing("tenure", row["id"]),
        holder=iris.thing("person", person_key(row) or slug(name)),
        name=name,
        begin=row["from"] or None,
        end=row["to"] or None,
        state=state,
        seen=tuple(sorted(row.list("attested"))),
        acting=row["kind"] == "acting",
    )


def _bounded(holders: list[Holder]) -> tuple[Holder, ...]:
    """Put the holders of a post in order, and bound unknown begins and ends by their neighbours' known days."""
    ordered = sorted(holders, key=_first_known)
    return tuple(
        replace(
            holder,
            after=next((_last_known(each) for each in reversed(ordered[:at]) if _last_known(each)), None),
            before=next((_first_known(each) for each in ordered[at + 1 :] if _first_known(each)), None),
        )
        for at, holder in enumerate(ordered)
    )


def _first_known(holder: Holder) -> str:
    return holder.begin or (holder.seen[0] if holder.seen else holder.end or "")


def _last_known(holder: Holder) -> str:
    return holder.end or (holder.seen[-1] if holder.seen else holder.begin or "")
