"""Ways to write the register's names that its own tables do not have, in English and in other languages."""

import csv
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.errors import BrokenTable
from kg.facts.expressions import expression
from kg.facts.tables import FOLDER, entries
from kg.reference.gazetteer import Kind, Name

_COLUMNS = ["text", "thing", "language", "from", "until", "note"]
_ENDED = ["thing", "language", "stem", "endings", "note"]
#: The Organization's name in full behind an article: "dell'organizzazione per …".
_IN_FULL = expression("osce in full without its article")
_KINDS: dict[str, Kind] = {"org": "org", "state": "state", "place": "place", "post": "post"}


def variants(base: str) -> Iterator[Name]:
    """Give the names of ``variants.csv``, each with the days on which it denotes its thing.

    :param base: base IRI of the build
    :raises BrokenTable: if a row has other cells, or names a thing of no known kind
    """
    path = FOLDER / "variants.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        head, *rows = list(csv.reader(handle))
    for number, row in enumerate(rows, start=2):
        kind = row[1].partition("/")[0] if len(row) == len(_COLUMNS) else ""
        if head != _COLUMNS or kind not in _KINDS:
            raise BrokenTable(f"{path.name}, row {number}: write {', '.join(_COLUMNS)}, thing as org/… or state/…")
        yield Name(
            row[0],
            f"{base}id/{row[1]}",
            _KINDS[kind],
            "name",
            language=row[2],
            exact_case=" " not in row[0],
            valid_from=row[3] or None,
            valid_until=row[4] or None,
        )


def holds(name: Name, day: str | None) -> bool:
    """Tell whether a name denotes its thing on a day; one of some years only does not on an unknown day.

    >>> holds(Name("Mission", "x", "org", "name", valid_until="2010-12-16"), "2004-05-07")
    True
    """
    if day is None:
        return not (name.valid_from or name.valid_until)
    return (name.valid_from or "") <= day and (not name.valid_until or day < name.valid_until)


def called_then(base: str, printed: str, day: str | None) -> str | None:
    """Find the body that a name denoted on a day, where others bore it on other days, or in another language.

    :param base: base IRI of the build
    :param printed: the name as printed: "OSCE Mission to Skopje" in 2004, "Центр ОБСЕ в Ашхабаде"
    :param day: a day, without which no name of some years is found
    """
    names = (each for each in _called(base).get(printed.removeprefix("OSCE "), ()) if holds(each, day))
    fitting = {each.target for each in names if each.valid_from or each.valid_until or each.language != "en"}
    return fitting.pop() if len(fitting) == 1 else None


def called_so(base: str, printed: str) -> str | None:
    """Find the body of which a name is another way to write its own, on whatever day.

    :param base: base IRI of the build
    :param printed: the name as printed: "OSCE Special Representative on Combating Trafficking in Human Beings"
    """
    fitting = {each.target for each in _called(base).get(printed.removeprefix("OSCE "), ()) if holds(each, None)}
    return fitting.pop() if len(fitting) == 1 else None


@lru_cache(maxsize=4)
def _called(base: str) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = {}
    for name in variants(base):
        if name.kind == "org":
            found.setdefault(name.text.removeprefix("OSCE "), []).append(name)
    return found


def inflected(base: str) -> Iterator[Name]:
    """Give the names of ``adjectives.csv``, a name for each ending of a stem: "österreichisch" with "e", "en", "er".

    :param base: base IRI of the build
    :raises BrokenTable: if a row has other cells
    """
    path = FOLDER / "adjectives.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        head, *rows = list(csv.reader(handle))
    for number, row in enumerate(rows, start=2):
        if head != _ENDED or len(row) != len(_ENDED) or not row[3]:
            raise BrokenTable(f"{path.name}, row {number}: write {', '.join(_ENDED)}, with - for no ending")
        for ending in row[3].split():
            text = row[2] + ending.removeprefix("-")
            exact = " " not in text
            yield Name(text, f"{base}id/{row[0]}", "state", "name", language=row[1], exact_case=exact)


def spelled_out(names: Iterable[Name]) -> Iterator[Name]:
    """Give names of bodies and posts with the name of the Organization in full, with and without its letters behind it.

    Names in English have their own rows; the name of the Organization alone has its own too.

    :param names: the names of ``variants.csv``
    """
    known = list(names)
    texts = {(name.text.lower().replace("’", "'"), name.language) for name in known}
    full = [(entry.term.lower(), entry.value) for entry in entries("organization_names") if entry.value]
    for name in known:
        text = name.text.lower().replace("’", "'")
        for short, long in full:
            before, found, after = text.partition(_IN_FULL.sub(short, long, count=1))
            if not found or name.language == "en" or text == short or before[-1:].isalpha() or after[:1].isalpha():
                continue
            for written in (f"{before}{long}{after}", f"{before}{long} ({short}){after}"):
                if (written, name.language) not in texts:
                    texts.add((written, name.language))
                    yield name._replace(text=written, exact_case=False)


def respelled(names: Iterable[Name]) -> Iterator[Name]:
    """Give names of bodies and posts in the spellings of ``spellings.csv``: "OSCE Center in Ashgabat".

    :param names: the register's names
    """
    known = list(names)
    texts = {name.text for name in known}
    for name in known:
        text = name.text
        for spelling in entries("spellings"):
            text = text.replace(spelling.term, spelling.value)
            if name.kind in ("org", "post") and name.language == "en" and text not in texts:
                texts.add(text)
                yield name._replace(text=text)
