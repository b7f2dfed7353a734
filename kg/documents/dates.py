"""Dates as printed in six languages, read to the precision that is printed."""

import re
from dataclasses import dataclass

from kg.errors import ImpossibleDate
from kg.model import PartialDate

_MONTHS = (
    "january jan januar jänner janvier janv gennaio января январь янв enero",
    "february feb februar feber février févr fevrier febbraio февраля февраль фев febrero",
    "march mar märz mars marzo марта март мар",
    "april apr avril avr aprile апреля апрель апр abril",
    "may mai maggio мая май mayo",
    "june jun juni juin giugno июня июнь июн junio",
    "july jul juli juillet juil luglio июля июль июл julio",
    "august aug août aout agosto августа август авг",
    "september sept sep septembre settembre сентября сентябрь сен сент septiembre setiembre",
    "october oct oktober okt octobre ottobre октября октябрь окт octubre",
    "november nov novembre ноября ноябрь ноя noviembre",
    "december dec dezember dez décembre decembre déc dicembre декабря декабрь дек diciembre",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_DAY = r"\d{1,2}"
_ORDINAL = r"(?:st|nd|rd|th|er|º|°|ª|-го|\.)?"
_YEAR = r"(?:19|20|21)\d{2}"
_SPAN = rf"(?:{_DAY}\s?[-–—]\s?|{_DAY}{_ORDINAL}\s(?:and|und|et|e|и|y)\s)?"

#: A printed date; groups ``d1 m1 y1`` (day first), ``m2 d2 y2`` (month first), ``iso``, ``d4 m4 y4`` (figures).
DATE = (
    rf"(?:(?P<iso>{_YEAR}-\d{{2}}-\d{{2}})(?!\d)"
    rf"|(?P<d4>{_DAY})[./](?P<m4>\d{{1,2}})[./](?P<y4>{_YEAR})(?!\d)"
    rf"|(?:le\s|am\s|den\s|il\s|el\s)?{_SPAN}(?P<d1>{_DAY}){_ORDINAL}\s?(?:de\s|d')?(?P<m1>{_MONTH})(?![^\W\d_])\.?"
    rf"(?:,?\s(?:de\s|del\s)?(?P<y1>{_YEAR})(?!\d)(?:\s?(?:года|год|г\.))?)?"
    rf"|(?P<m2>{_MONTH})(?![^\W\d_])\.?\s{_SPAN}(?P<d2>{_DAY})(?!\d){_ORDINAL}(?:,?\s(?P<y2>{_YEAR})(?!\d))?)"
)
_FULL = re.compile(rf"(?<![\w]){DATE}", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"(?<!\w)(?P<m>{_MONTH})(?![^\W\d_])\.?,?\s(?:de\s)?(?P<y>{_YEAR})(?!\d)", re.IGNORECASE)
_YEAR_ONLY = re.compile(rf"(?<!\d)(?P<y>{_YEAR})(?!\d)")
_RANGE = re.compile(rf"{_DAY}\s?[-–—]\s?{_DAY}|{_DAY}{_ORDINAL}\s(?:and|und|et|e|и|y)\s{_DAY}")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: its value (absent if the year is not printed or no calendar has it) and its range."""

    value: PartialDate | None
    start: int
    end: int
    note: str | None = None


def find_date(text: str, *, whole: bool = True) -> FoundDate | None:
    """Find the first printed date.

    :param text: a line in canonical form
    :param whole: take nothing less precise than a day (else also ``May 2021`` and ``2021``)
    :returns: value and range, or nothing if no date is printed

    >>> find_date("on 1 May 2021,").value.value, find_date("le 1er mai 2021").value.value
    ('2021-05-01', '2021-05-01')
    >>> find_date("May 2021", whole=False).value.value
    '2021-05'
    """
    if match := _FULL.search(text):
        return read_match(match)
    return None if whole else _less_precise(text)


def read_match(match: re.Match[str]) -> FoundDate:
    """Read a match of :data:`DATE`."""
    year, month, day = _parts(match)
    start, end = _range(match)
    printed = match.string[start:end]
    if year is None:
        return FoundDate(None, start, end, f"the date {printed!r} has no year")
    try:
        value = PartialDate(f"{year}-{month:02d}-{day:02d}")
    except ImpossibleDate:
        return FoundDate(None, start, end, f"the date {printed!r} is not in the calendar and is not used")
    note = f"the date {printed!r} is a range: its last day is used" if _RANGE.search(printed) else None
    return FoundDate(value, start, end, note)


def _parts(match: re.Match[str]) -> tuple[str | None, int, int]:
    """Year as printed, month and day as numbers."""
    if match["iso"]:
        year, month, day = match["iso"].split("-")
        return year, int(month), int(day)
    if match["y4"]:
        return match["y4"], int(match["m4"]), int(match["d4"])
    if match["m1"]:
        return match["y1"], MONTHS[match["m1"].lower()], int(match["d1"])
    return match["y2"], MONTHS[match["m2"].lower()], int(match["d2"])


def _range(match: re.Match[str]) -> tuple[int, int]:
    """Find the outermost range of the date's groups in a longer match."""
    if "date" in match.re.groupindex:
        return match.span("date")
    return match.span()


def _less_precise(text: str) -> FoundDate | None:
    if match := _MONTH_YEAR.search(text):
        return FoundDate(PartialDate(f"{match['y']}-{MONTHS[match['m'].lower()]:02d}"), *match.span())
    if match := _YEAR_ONLY.search(text):
        return FoundDate(PartialDate(match["y"]), *match.span())
    return None
