"""The opening of a release: ``VIENNA/KYIV, 5 May 2020 – …``."""

import re
from dataclasses import dataclass

from kg.documents.dates import DAY_PATTERN, day, from_match
from kg.errors import ImpossibleDate
from kg.model import PartialDate

_DASH = r"(?:\s*[–—―]\s*|\s+-{1,2}\s+|\s*--\s*|(?<=\d)-\s+)"
_NAME = r"[^\W\d_][\w'’.\- ]*"
_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-яё]"
_CAPITALS = rf"{_CAPITAL}(?:{_CAPITAL}|['’.\- ]){{2,}}"
_DATED = re.compile(
    rf"^(?P<places>{_NAME}(?:\s*[/,&]\s*{_NAME}){{0,4}}?)\s*(?:,\s*|\s+|,?\s*\()(?P<date>{DAY_PATTERN})\)?{_DASH}",
    re.IGNORECASE,
)
_UNDATED = re.compile(rf"^(?P<places>{_CAPITALS}(?:\s*[/&]\s*{_CAPITALS}){{0,3}}(?:,\s*{_NAME})?){_DASH}")
_BETWEEN = re.compile(r"\s*/\s*|\s+&\s+|\s+and\s+|\s*;\s*")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline in a paragraph: ``printed`` is its text up to the dash, ``end`` where the dash ends.

    ``date`` is absent where no day with a year is printed; ``problem`` tells why a printed one was refused.
    """

    printed: str
    end: int
    places: tuple[str, ...]
    date: PartialDate | None
    problem: str | None = None


def split_places(printed: str) -> tuple[str, ...]:
    """Part several places that are printed as one.

    >>> split_places("VIENNA/KYIV"), split_places("SHYMKENT, Kazakhstan")
    (('VIENNA', 'KYIV'), ('SHYMKENT, Kazakhstan',))
    """
    return tuple(place for part in _BETWEEN.split(printed) if (place := part.strip(" ,")))


def find_dateline(paragraph: str) -> Dateline | None:
    """Read the dateline that opens a paragraph.

    :param paragraph: one line of canonical text
    :returns: the dateline, or nothing where the paragraph opens without one

    >>> find_dateline("VIENNA/KYIV, 5 May 2020 – The Mission said").places
    ('VIENNA', 'KYIV')
    >>> find_dateline("Warsaw, May 1, 2021 - Text").date.value
    '2021-05-01'
    >>> find_dateline("BUDVA, 1 August – Text").date is None
    True
    >>> find_dateline("The Mission - as ever - said") is None
    True
    """
    head = paragraph[:_LONGEST]
    if dated := _DATED.match(head):
        places, end = dated["places"], dated.end()
        if places[0].isupper() and len(places.split()) <= 10:
            date, problem = _date(dated)
            return Dateline(head[: dated.end("date")].rstrip(), end, split_places(places), date, problem)
    if undated := _UNDATED.match(head):
        places = undated["places"].strip()
        return Dateline(places, undated.end(), split_places(places), None)
    return None


def _date(match: re.Match[str]) -> tuple[PartialDate | None, str | None]:
    year, month, day_of_month = from_match(match)
    if year is None:
        return None, "the dateline prints no year"
    try:
        return day(year, month, day_of_month), None
    except ImpossibleDate as error:
        return None, f"dateline: {error}"
