"""The place-and-date opening of a release: ``VIENNA/KYIV, 5 May 2020 –``."""

import re
from dataclasses import dataclass

from kg.documents.dates import DATE, FoundDate, read_match
from kg.model import Span

_DASH = r"(?:--|[-–—―−])"
_WORD = r"[^\W\d_][\w’'.\-]*"
_PLACES = rf"(?P<places>{_WORD}(?:[ ,/]{{1,3}}(?:and |und |et |e |и |y |& )?{_WORD}){{0,11}}?)"
_AGENCY = r"(?:\s?\((?:OSCE|CSCE|OSZE|ОБСЕ|ODIHR|OSCE/ODIHR)\))?"
_DATED = re.compile(rf"{_PLACES},?\s(?P<date>{DATE}){_AGENCY}\s?(?P<dash>{_DASH}|:)\s?(?=\S)", re.IGNORECASE)
_DATE_FIRST = re.compile(rf"(?P<date>{DATE}),?\s{_PLACES}{_AGENCY}\s{_DASH}\s(?=\S)", re.IGNORECASE)
_DATE_ALONE = re.compile(rf"(?P<date>{DATE}){_AGENCY}\s?{_DASH}\s(?=\S)", re.IGNORECASE)
_UPPER = r"[^\W\d_a-zа-яё][^\W_a-zа-яёà-ÿ]+(?:[’'.\-][^\W_a-zа-яё]+)*"
_UNDATED = re.compile(rf"(?P<places>{_UPPER}(?:[ ,/]{{1,3}}{_UPPER}){{0,5}}){_AGENCY},?\s{_DASH}\s(?=\S)")
_SEPARATOR = re.compile(r"\s?/\s?|\s(?:and|und|et|и|y|&)\s(?=[^\W\d_])|\s[–—]\s")
_LONGEST = 160
_MOST = 80
_NOT_PLACES = re.compile(r"^(?:on|in|at|the|by|since|from|until|am|im|le|la|il|el|в|на)(?:\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline that opens a line: ``text`` as printed without the closing dash; ranges count from its start."""

    text: str
    span: Span
    places: tuple[Span, ...]
    date: FoundDate | None


def read_dateline(line: str) -> Dateline | None:
    """Read the dateline that opens a line.

    :param line: a paragraph in canonical form
    :returns: the dateline, or nothing if the paragraph opens otherwise

    >>> found = read_dateline("VIENNA/KYIV, 5 May 2020 – The mission said")
    >>> found.text, [found.text[s.start:s.end] for s in found.places], found.date.value.value
    ('VIENNA/KYIV, 5 May 2020', ['VIENNA', 'KYIV'], '2020-05-05')
    >>> read_dateline("On 5 May 2020 - as planned") is None
    True
    """
    head = line[:_LONGEST]
    for pattern in (_DATED, _DATE_FIRST, _DATE_ALONE, _UNDATED):
        match = pattern.match(head)
        if match and _plausible(match):
            return _dateline(match)
    return None


def _plausible(match: re.Match[str]) -> bool:
    """Refuse openings of sentences that merely look like a dateline."""
    places = match.groupdict().get("places")
    if places is None or places.isupper() or places.startswith("The Hague"):
        return places is None or len(places) <= _MOST
    return len(places) <= _MOST and not _NOT_PLACES.match(places)


def _dateline(match: re.Match[str]) -> Dateline:
    groups = match.groupdict()
    places = _split(match) if groups.get("places") else ()
    date = read_match(match) if groups.get("date") else None
    ends = [date.end if date else 0, match.end("places") if groups.get("places") else 0]
    end = max(ends)
    return Dateline(match.string[:end], Span(0, end), places, date)


def _split(match: re.Match[str]) -> tuple[Span, ...]:
    """Take several places apart: ``VIENNA/KYIV``, ``VIENNA and KYIV``; a comma keeps town and country together."""
    start, spans = match.start("places"), []
    position = start
    for separator in [*_SEPARATOR.finditer(match.string, start, match.end("places")), None]:
        end = separator.start() if separator else match.end("places")
        if end > position:
            spans.append(Span(position, end))
        position = separator.end() if separator else end
    return tuple(spans)
