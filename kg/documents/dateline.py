"""The place-and-date opening of a release: ``VIENNA/KYIV, 5 May 2020 –``."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kg.documents.dates import DATE, MONTH, WEEKDAY, FoundDate, find_date, read_match
from kg.documents.labels import KINDS
from kg.documents.towns import state_named, town_of
from kg.model import Span
from kg.regexes import late

_DASH = r"(?:--|[-–—―−])"
_WORD = r"[^\W\d_][\w’'.\-]*"
_GLOSS = r"(?:\s\[[^\[\]\d]{2,30}\])?"
_PLACES = rf"(?P<places>{_WORD}(?:[ ,/]{{1,3}}(?:and |und |et |e |и |та |y |i |& )?{_WORD}){{0,11}}?)"
#: What follows the dash is the text, not the second day of a range.
_TEXT = rf"(?=\S)(?!\d{{1,2}}\.?\s?{MONTH}|\d{{1,2}}:\d\d)"
_AGENCY = r"(?:\s?\((?:OSCE|CSCE|OSZE|ОБСЕ|ODIHR|OSCE/ODIHR|OSCE PA|[^\W\d_][^()\d]{2,30})\)|\s?/[A-Z][A-Z -]{2,20}/)?"
#: ``March 25, 2011, Loom Agency –``
_BY_NAME = rf"(?:,\s(?-i:[^\W\d_a-zа-яё])[\w’'-]+(?:\s(?-i:[^\W\d_a-zа-яё])[\w’'-]+){{0,3}}(?=\s{_DASH}))?"
_UPPER = r"[^\W\d_a-zа-яё][^\W_a-zа-яёà-ÿ]+(?:[’'.\-][^\W_a-zа-яё]+)*"
_DAY_NAME = rf"(?:{WEEKDAY},?\s)?"
_DATED = late(
    rf"{_PLACES}{_GLOSS}(?:,?\s|,(?=\d)){_DAY_NAME}(?P<date>{DATE})\.?{_AGENCY}{_BY_NAME}\s?(?P<dash>{_DASH}|:)"
    rf"(?:\s{_DASH})?\s?{_TEXT}",
    re.IGNORECASE,
)
#: ``25 June 2024 – 26 June will be``: the day behind a whole date is the text's.
_DATED_THEN = late(
    rf"{_PLACES},?\s(?P<date>{DATE})(?:(?<=\d{{4}})|(?<=г\.)|(?<=р\.)){_AGENCY}\s{_DASH}\s(?=\d{{1,2}}\.?\s{MONTH}\s(?!\d))",
    re.IGNORECASE,
)
_DASH_DATED = late(rf"{_PLACES}{_AGENCY}\s{_DASH}\s{_DAY_NAME}(?P<date>{DATE})\s?{_DASH}\s?{_TEXT}", re.IGNORECASE)
_DATE_FIRST = late(rf"(?P<date>{DATE}),?\s{_PLACES}{_AGENCY}\s{_DASH}\s{_TEXT}", re.IGNORECASE)
_DATE_ALONE = late(rf"(?P<date>{DATE}){_AGENCY}\s?{_DASH}\s{_TEXT}", re.IGNORECASE)
_UNDATED = late(rf"(?P<places>{_UPPER}(?:[ ,/]{{1,3}}{_UPPER}){{0,5}}){_AGENCY},?(?:\s{_DASH}\s|—)(?=\S)")
_TOWN = rf"(?P<places>{_WORD}(?:[ /-]{{1,3}}{_WORD}){{0,3}})"
#: ``Podgorica, (MINA) –``: an agency in brackets, the town in small letters.
_SLASHED = late(rf"{_TOWN}\s/[^/\d]{{2,30}}/\.?\s?(?:{_DASH}\s?)?(?=[^\W\d_])")
#: ``(Tashkent) - The``.
_TOWN_IN_BRACKETS = late(rf"\({_TOWN}\)\s?{_DASH}\s?(?=[^\W\d_])")
#: ``Warsaw, 23.11-24.11.2022. The``, ``Astana. May 12, 2010. The``: a town that the table has.
_STOP_TOWN = late(
    rf"(?P<places>(?P<town>{_WORD}(?:[ -]{_WORD}){{0,2}}))[.,]\s(?P<date>{DATE})\.\s(?=(?-i:[^\W\d_a-zа-я]))",
    re.IGNORECASE,
)
#: ``Today, (25.01.2023) the minister``: a day, and no place.
_DAY_IN_BRACKETS = late(rf"[^\W\d_]{{2,12}},?\s\({_DAY_NAME}(?P<date>{DATE})\)\s(?=[^\W\d_])", re.IGNORECASE)
#: ``10.04. Warszawa - The``.
_FIGURES_FIRST = late(rf"\d{{1,2}}\.\d{{1,2}}\.?,?\s{_TOWN}(?:\s\([^()]{{2,20}}\))?\s{_DASH}\s(?=[^\W\d_])")
#: ``Bec, Agency. - The``.
_COMMA_AGENCY = late(rf"{_TOWN},\s[^\W\d_a-zа-я]\w{{2,15}}\.\s{_DASH}\s(?=\S)")
#: ``8 September, Minsk /Agency/.``
_DATE_SLASHED = late(rf"(?P<date>{DATE}),\s{_TOWN}\s/[^/\d]{{2,30}}/[.,]?\s(?=[^\W\d_])", re.IGNORECASE)
#: ``YEREVAN, AUGUST 31, AGENCY.``, ``MOSCOW, August 31. /AGENCY/.``
_BY_AGENCY = late(
    rf"{_PLACES},\s(?P<date>{DATE})(?:,?\s(?-i:[^\W\d_a-zа-я]{{3,20}})[.:]|[.,]?\s/[^/\d]{{2,30}}/[.-]?)\s(?=\S)",
    re.IGNORECASE,
)
#: ``MINSK. AGENCY -``.
_AFTER_STOP = late(
    rf"(?P<places>[^\W\d_][\w’'-]*(?:[ /-]{{1,3}}[^\W\d_][\w’'-]*){{0,2}})\.\s[^\W\d_a-zа-я]{{3,20}}\s?{_DASH}\s(?=\S)"
)
#: ``Bishkek. 6 April. Agency -``: the year is that of another line.
_STOPS = late(
    rf"(?P<places>[^\W\d_][\w’'-]*(?:[ /-]{{1,3}}[^\W\d_][\w’'-]*){{0,2}})[.,]\s(?P<date>{DATE})[.,]?\s"
    rf"[^\W\d_]\w{{1,20}}(?:[./]\w{{2,10}})?\s?{_DASH}\s{_TEXT}",
    re.IGNORECASE,
)
#: ``ASHGABAT, Turkmenistan, March 6. The``; ``WIEN. In``.
_STOP_DATED = late(
    rf"(?P<places>(?-i:{_UPPER})(?:, (?-i:[^\W\d_a-zа-я])[\w’'-]+)?),\s(?P<date>{DATE})\.\s(?=(?-i:[^\W\d_a-zа-я]))",
    re.IGNORECASE,
)
_STOP_ALONE = late(rf"(?P<places>{_UPPER})\.\s(?=[^\W\d_a-zа-я])")
#: ``Permanent Council No. 1419, Vienna, 20 April 2023``: town and date at the end of a line.
_CAPITAL = r"(?-i:[^\W\d_a-zа-я])[\w’'-]*"
_AT_END = late(
    rf"(?P<before>.*[\w)](?:,?\s|,))(?P<open>\()?(?P<places>{_CAPITAL}(?: {_CAPITAL}){{0,2}}),\s{_DAY_NAME}"
    rf"(?P<date>{DATE})(?(open)\))\.?$",
    re.IGNORECASE,
)
_BEFORE_TOWN = late(r"\b(?:in|at|to|from|of|for|and|the|à|de|von|zu|nach|und|a|e|en|y|в|на|из|и|у|s|u)$", re.IGNORECASE)
#: A dateline anywhere in a line.
_WITHIN = late(rf"(?:^|(?<=\s)){_UPPER}(?:\s?/\s?{_UPPER}){{0,3}},\s(?i:{_DAY_NAME}{DATE}{_AGENCY})\s?{_DASH}\s")
_REPORTED = late(rf"{_TOWN},?\s\([^()\d]{{2,40}}\)\s?{_DASH}\s(?=\S)")
#: ``(Pristina, 22 February 2000) The``.
_IN_BRACKETS = late(
    rf"\({_PLACES},?\s{_DAY_NAME}(?P<date>{DATE})(?:[.,]\s[^()\d]{{2,30}})?\)\s?{_DASH}?\s?(?=[^\W\d_])", re.IGNORECASE
)
#: ``VIENNA, (NEWS / AGENCY - 05th Dec, 2020) The``.
_DATE_IN_BRACKETS = late(
    rf"(?P<town>){_PLACES},?\s\((?:[^()\d]{{2,60}}?[\s,–-]+)?{_DAY_NAME}(?P<date>{DATE})\)\s?{_DASH}?\s?(?=[^\W\d_])",
    re.IGNORECASE,
)
_MARKER = "(?:" + "|".join(sorted(map(re.escape, KINDS), key=len, reverse=True)) + r")[,:]\s"
#: ``Wien, 7. Dezember 2017 Aussendung``
_MARKED = r"\s(?:[|–-]\s)?(?:" + "|".join(sorted(map(re.escape, KINDS), key=len, reverse=True)) + ")"
_TIME = r"(?:,?\s\d{1,2}:\d\d(?::\d\d)?)?"
#: The number of a newsletter: ``16 February 2000, nr. 1``.
_NUMBER = r",?\s(?:nr\.?|no\.?|n°|№|number|issue|broj)\s?\d{1,5}(?:/\d{1,6})*"
_NUMBERED = late(rf"{_NUMBER}\.?$", re.IGNORECASE)
_DATE_LINE = late(
    rf"(?:{_MARKER})?(?:(?!{WEEKDAY},?\s(?:\d|{MONTH}))(?:{_PLACES}),?\s(?:{_MARKER})?)?{_DAY_NAME}(?P<date>{DATE})"
    rf"{_TIME}(?:,?\s{WEEKDAY}|{_NUMBER}|{_MARKED})?\.?$",
    re.IGNORECASE,
)
_GLUED = late(
    rf"(?:(?<=[a-zа-я0-9.)\]])|(?<=\)\s))(?={_UPPER}(?:\s?/\s?{_UPPER}){{0,3}},\s(?i:{_DAY_NAME}{DATE}{_AGENCY})\s?{_DASH})"
)
#: What a line has that opens with a dateline: a dash or a colon with a letter or a figure before it.
_CLOSING = late(r"[-–—―−:](?:(?<=[\w.)].)|(?<=[\w.)]\s.))")
_AGENCY_NAMED = late(r"\s/[^/\d]{2,30}/|\w\.\s[^\W\d_a-zа-я]{3,20}\s?[-–—]|[^\W_],?\s[^\W\d_a-zа-я]{3,20}[.:]\s")
_STOPPED = late(r"[^\W\d_][^\d.,]{1,40}[.,]\s(?:\d{1,2}|[^\W\d_]{3,12}\.? \d)")
_IN_CAPITALS = late(r"[^\W\d_a-zа-я]{3}[^\W\d_a-zа-я-]*(?:, [^.]{0,60}\d?)?\.\s")
_BRACKETED = late(r"\([^()]{0,80}\d[^()]{0,40}\)\s?\S")
_DIGIT = late(r"\d")
_DIGIT_RUN_ON = late(r"[\d.)\]][A-ZА-ЯЁ]{3,}|\)\s[A-ZА-ЯЁ]{3,}[^()]{0,40}\d")
_RUN_ON = late(r"[a-zа-я][A-ZА-ЯЁ]{3,}")
_SEPARATOR = late(r"\s?/\s?|\s(?:and|und|et|и|та|y|i|&)\s(?=[^\W\d_])|\s[–—]\s")
_LONGEST = 160
_MOST = 80
_NOT_PLACES = late(r"^(?:on|in|at|the|by|since|from|until|am|im|le|la|il|el|в|на)(?:\s|$)", re.IGNORECASE)
_NO_TOWN = late(
    r"\b(?:UNITED NATIONS|NATIONS UNIES|UN|NATO|EU|OSCE|CSCE|OSZE|ОБСЕ|ООН|ODIHR|AMBASSADOR|MINISTER|PRESIDENT|PRESS"
    r"|RELEASE|STATEMENT|NEWS|REPORT|EMBARGO(?:ED)?|UPDATE|MR|MRS|MS|DR|UNTIL|MISSION|OFFICE|CENTRE"
    r"|(?:MON|TUES?|WED(?:NES)?|THU(?:RS)?|FRI|SAT(?:UR)?|SUN)(?:DAY)?)\b",
    re.IGNORECASE,
)
#: A title begins so: ``Ruritania, Parliamentary Elections, 4 May 2019: Final Report``.
_OCCASION = late(
    r"\b(?:elections?|referend(?:um|a)|run-?off|meeting|conference|session|seminar|forum|выборы|wahl(?:en)?|élections?"
    r"|elezioni|elecciones)\b",
    re.IGNORECASE,
)
_NAME = late(r"[^\W\d_a-zа-яё][\w’'.\-]*(?: [^\W\d_a-zа-яё][\w’'.\-]*){0,2}(?:, ?[^\W\d_a-zа-яё][\w’'. \-]*)?")


class Dateline(NamedTuple):
    """A dateline that opens a line: ``text`` as printed without the closing dash; ranges count from its start."""

    text: str
    span: Span
    places: tuple[Span, ...]
    date: FoundDate | None


@lru_cache(maxsize=2048)
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
    closed = _CLOSING.search(head) or _BRACKETED.search(head) or _AGENCY_NAMED.search(head)
    if not (closed or _IN_CAPITALS.match(head) or _STOPPED.match(head)):
        return None
    for pattern in _patterns(head):
        match = pattern.match(head)
        if match and _plausible(match):
            return _dateline(match)
    return None


def _patterns(head: str) -> tuple[re.Pattern[str], ...]:
    """List the forms that an opening can have, by what is in it."""
    dated = (_DATED, _DATED_THEN, _DASH_DATED, _DATE_FIRST, _DATE_ALONE) if _DIGIT.search(head) else ()
    bracketed = (_IN_BRACKETS, _DATE_IN_BRACKETS, _DAY_IN_BRACKETS) if _BRACKETED.search(head) else ()
    agencies = (_BY_AGENCY, _SLASHED, _DATE_SLASHED, _AFTER_STOP) if _AGENCY_NAMED.search(head) else ()
    stopped = (_STOPS, _STOP_TOWN) if _STOPPED.match(head) else ()
    bracketed = (*bracketed, _TOWN_IN_BRACKETS) if head.startswith("(") else bracketed
    stopped = (*stopped, _FIGURES_FIRST) if head[:1].isdigit() else stopped
    agencies = (*agencies, _COMMA_AGENCY) if ". " in head[:_MOST] and "," in head[:_MOST] else agencies
    capitals = (_STOP_DATED, _STOP_ALONE) if _IN_CAPITALS.match(head) else ()
    return (*dated, *bracketed, _UNDATED, *((_REPORTED,) if "(" in head else ()), *agencies, *stopped, *capitals)


def datelines_in(line: str) -> int:
    """Count the datelines in capitals anywhere in a line.

    >>> datelines_in("Talks, 9 May 2016 OSH, 9 May 2016 – They met. VIENNA, 8 May 2016 – They spoke.")
    2
    """
    return sum(1 for _ in _WITHIN.finditer(line)) if ", " in line and _DIGIT.search(line) else 0


@lru_cache(maxsize=2048)
def read_date_line(line: str) -> Dateline | None:
    """Read a line that holds a date and nothing else, but for a town before it.

    :param line: a line in canonical form

    >>> found = read_date_line("ZADAR 24 September 2003")
    >>> found.date.value.value, [found.text[s.start:s.end] for s in found.places]
    ('2003-09-24', ['ZADAR'])
    >>> found = read_date_line("Berne, Communiqué de presse, 27.11.2014")
    >>> found.date.value.value, [found.text[s.start:s.end] for s in found.places]
    ('2014-11-27', ['Berne'])
    >>> read_date_line("Thu, 09/16/2021").date.value.value
    '2021-09-16'
    >>> read_date_line("Report 24 September 2003") is None
    True
    """
    match = _DATE_LINE.match(line) if len(line) <= _MOST and _DIGIT.search(line) else None
    if not match or not match.group("date"):
        return None
    places = match["places"]
    if places and not (
        town_of(places.split("/")[0])
        or (places.isupper() and not (_NO_TOWN.search(places) or _OCCASION.search(places)))
    ):
        return None
    return _dateline(match)


def is_numbered(line: str) -> bool:
    """Tell whether a line is the day and the number of a newsletter.

    >>> is_numbered("16 February 2000, nr. 1"), is_numbered("16 February 2000")
    (True, False)
    """
    return bool(read_date_line(line) and _NUMBERED.search(line))


def has_days(line: str) -> bool:
    """Tell whether a line with a date has the days of a meeting, not one day.

    >>> has_days("20 – 22 January 2009"), has_days("Warsaw 29 January 2009")
    (True, False)
    """
    found = find_date(line)
    return bool(found and found.value and found.note)


@lru_cache(maxsize=2048)
def read_dated_end(line: str) -> Dateline | None:
    """Read the town and the date that a title, or a line below it, ends with.

    :returns: both, counted from the start of the line; nothing where the town belongs to the words before it

    >>> found = read_dated_end("OSCE Permanent Council No. 1419, Vienna, 20 April 2023")
    >>> found.date.value.value, [found.text[s.start:s.end] for s in found.places]
    ('2023-04-20', ['Vienna'])
    >>> read_dated_end("Talks in Vienna, 20 April 2023") is None
    True
    """
    match = _AT_END.match(line) if len(line) <= 2 * _LONGEST and _DIGIT.search(line[-14:]) else None
    if not match or _BEFORE_TOWN.search(match["before"].rstrip()) or not town_of(match["places"]):
        return None
    return _dateline(match)


@lru_cache(maxsize=2048)
def glued_dateline(line: str) -> int:
    """Find where a dateline begins that is glued to the end of a caption.

    :returns: its offset in the line; 0 where there is none

    >>> glued_dateline("Mara QuintelCOPENHAGEN, 28 June 2018 - The Chair said")
    12
    """
    head = line[: 2 * _LONGEST]
    found = _GLUED.search(head) if _RUN_ON.search(head) or _DIGIT_RUN_ON.search(head) else None
    return found.start() if found else 0


def _plausible(match: re.Match[str]) -> bool:
    """Refuse openings of sentences that merely look like a dateline; without a date only known towns open one."""
    groups = match.groupdict()
    places = groups.get("places")
    if places is None:
        return True
    if (
        len(places) > _MOST
        or _RUN_ON.search(places)
        or _OCCASION.search(places)
        or (_NOT_PLACES.match(places) and not places.isupper() and not town_of(places))
    ):
        return False
    towns = [match.string[span.start : span.end] for span in _split(match)]
    if not groups.get("date") or "town" in groups:
        return bool(towns) and all(map(town_of, towns)) and not _NO_TOWN.search(places)
    return places.isupper() or (bool(towns) and not _NO_TOWN.search(places) and all(map(_is_name, towns)))


def _is_name(place: str) -> bool:
    return bool(town_of(place) or _NAME.fullmatch(place))


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
        if end > position and not _NO_TOWN.search(match.string, position, end):
            spans.append(Span(position, end))
        position = separator.end() if separator else end
    return tuple(_listed(match.string, _merged(match.string, spans)))


def _merged(line: str, spans: list[Span]) -> list[Span]:
    """Bring two names of one town together: ``PRISHTINË/PRIŠTINA``."""
    merged: list[Span] = []
    for span in spans:
        town, above = town_of(line[span.start : span.end]), merged[-1] if merged else None
        if town and above and town == town_of(line[above.start : above.end]):
            merged[-1] = Span(above.start, span.end)
        else:
            merged.append(span)
    return merged


def _listed(line: str, spans: list[Span]) -> Iterator[Span]:
    """Take towns apart in a row: ``Moscow, Paris, Washington DC``; a State after its largest town of a name is left."""
    for span in spans:
        parts = line[span.start : span.end].split(", ")
        town = town_of(parts[0]) if len(parts) == 2 and state_named(parts[1]) else None
        if town and town.state == state_named(parts[1]):
            yield Span(span.start, span.start + len(parts[0]))
            continue
        if len(parts) == len(spans) + 1 == 2 and state_named(parts[0]) and town_of(parts[1]):
            yield Span(span.end - len(parts[1]), span.end)
            continue
        if len(parts) < 2 or state_named(parts[-1]) or not all(map(town_of, parts)):
            yield span
            continue
        start = span.start
        for part in parts:
            yield Span(start, start + len(part))
            start += len(part) + 2
