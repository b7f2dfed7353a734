"""Dates as press releases print them, in the six languages of the site."""

import re

from kg.errors import ImpossibleDate
from kg.model import PartialDate

#: The CSCE opened in 1973; what is dated earlier, or far ahead, is a slip.
FIRST_YEAR, LAST_YEAR = 1973, 2049

_MONTH_NAMES = (
    "january januar janvier gennaio января январь enero jan",
    "february februar février febbraio февраля февраль febrero feb",
    "march märz mars marzo марта март mar",
    "april avril aprile апреля апрель abril apr",
    "may mai maggio мая май mayo",
    "june juni juin giugno июня июнь junio jun",
    "july juli juillet luglio июля июль julio jul",
    "august août agosto августа август aug",
    "september septembre settembre сентября сентябрь septiembre sept sep",
    "october oktober octobre ottobre октября октябрь octubre oct",
    "november novembre ноября ноябрь noviembre nov",
    "december dezember décembre dicembre декабря декабрь diciembre dec",
)
MONTHS: dict[str, int] = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_MONTH = "(?P<month{0}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"

#: One date with a day, the year being optional: ``1 May 2021``, ``May 1, 2021``, ``1. Mai 2021``, ``1 мая 2021 г.``
DAY_PATTERN = (
    r"(?:(?P<day1>\d{1,2})(?:st|nd|rd|th|\.|º|er)?\s+(?:de\s+)?"
    + _MONTH.format(1)
    + r"(?:,?\s+(?:de\s+)?(?P<year1>\d{4})(?:\s*(?:г\.|года|Uhr))?)?"
    + "|"
    + _MONTH.format(2)
    + r"\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year2>\d{4}))?)"
)
_DAY = re.compile(DAY_PATTERN, re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4}-\d{2}-\d{2})(?!\d)")
_NUMERIC = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_MONTH_YEAR = re.compile(_MONTH.format("") + r"\s+(?:de\s+)?(?P<year>\d{4})", re.IGNORECASE)


def from_match(match: re.Match[str]) -> tuple[int | None, int, int]:
    """Read a match of :data:`DAY_PATTERN`: year (absent if not printed), month, day."""
    form = "1" if match["month1"] else "2"
    year = match[f"year{form}"]
    return int(year) if year else None, MONTHS[match[f"month{form}"].casefold()], int(match[f"day{form}"])


def day(year: int, month: int, day_of_month: int) -> PartialDate:
    """Make a date with the precision of a day.

    :raises ImpossibleDate: if the calendar or the OSCE's lifetime has no such day
    """
    date = PartialDate(f"{year:04}-{month:02}-{day_of_month:02}")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDate(f"{date.value!r} lies outside {FIRST_YEAR}-{LAST_YEAR}: check the page's date")
    return date


def parse_date(text: str) -> PartialDate | None:
    """Find the date that a labelled field or a metadata value gives.

    :param text: e.g. ``1 May 2021``, ``May 1, 2021``, ``2021-05-01T00:00:00+02:00``, ``01.05.2021``, ``May 2021``
    :returns: the first date printed; absent if there is none with a year
    :raises ImpossibleDate: if the day does not exist or lies outside the OSCE's lifetime

    >>> parse_date("Saturday, May 1, 2021").value, parse_date("1 мая 2021 г.").value, parse_date("May 2021").value
    ('2021-05-01', '2021-05-01', '2021-05')
    """
    if iso := _ISO.search(text):
        year, month, day_of_month = (int(part) for part in iso[1].split("-"))
        return day(year, month, day_of_month)
    for match in _DAY.finditer(text):
        printed_year, month, day_of_month = from_match(match)
        if printed_year:
            return day(printed_year, month, day_of_month)
    if numeric := _NUMERIC.search(text):
        return day(int(numeric[3]), int(numeric[2]), int(numeric[1]))
    if month_year := _MONTH_YEAR.search(text):
        return PartialDate(f"{month_year['year']}-{MONTHS[month_year['month'].casefold()]:02}")
    return None
