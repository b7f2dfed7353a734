"""Lines that say when a page was put up, and by whom: ``21/09/2022 u 18:55 h``, ``By A. Writer | 12 May 2023``."""

import re
from functools import lru_cache

from kg.documents.dates import WEEKDAY, find_date
from kg.documents.labels import KINDS, WEEKDAYS
from kg.documents.letterheads import names_site
from kg.documents.tables import table
from kg.documents.towns import state_named, town_of
from kg.model import Span
from kg.regexes import late

_LONGEST = 140
#: Of a line with a clock or a word of publishing, so many characters may be something else, such as a name.
_OTHER = 60
_CLOCK = late(r"\b\d{1,2}(?::|h|\.)\d\d(?::\d\d)?(?:\s?(?:[ap]\.?m\.?|h|uhr|hrs?|часов|ч))?(?![\w.])", re.IGNORECASE)
_BESIDE = late(r"^(?:[\s,|@·•—–/()\[\]-]|\b(?:at|u|um|à|alle|ore|a las|в|о|година)\b){0,6}$", re.IGNORECASE)
_PUBLISHING = late(
    r"^(?:by|par|von|di|por|автор|autor|published|posted|submitted|originally published|created|added|released"
    r"|first published|veröffentlicht|erstellt|publié|mis en ligne|pubblicato|publicado"
    r"|publicerad|publicerat|publisert|julkaistu|offentliggjort|публикувано|опубликовано|опубліковано"
    r"|размещено|objavljeno|објављено|publikuar|publicat)\b",
    re.IGNORECASE,
)
_WORDS = late(
    rf"\b(?:{WEEKDAY}|on|at|the|in|by|of|h|u|um|uhr|le|am|il|el|à|alle|ore|в|г|года|год|published|posted|view original"
    r"|last modified|local time|gmt|utc|cet|cest|eet|msk|edt|est|[ap]m"
    r"|publié|veröffentlicht|pubblicato|publicado|опубликовано|опубліковано|objavljeno"
    r"|time|min(?:utes?)? read|read|views?|hits"
    rf"|просмотр(?:ов|ы)|прочитано|comments?"
    r"|last updated|updated|mis à jour|aggiornato|actualizado|обновлено|оновлено"
    r"|pdf|pretvori u pdf|odštampaj tekst|prosledi tekst|print|share|e-?mail"
    rf"|{'|'.join(WEEKDAYS)})\b|[\d\W_]+",
    re.IGNORECASE,
)
_TODAY = late(rf"\W*(?:{'|'.join(WEEKDAYS)}),?\s", re.IGNORECASE)
#: What every date has, and few other lines.
_YEAR = late(r"\d{4}|['’]\d\d|\d\.\d\d? ?\.\d\d")
#: ``Dokument objavljen:``, ``Date posted:``.
_LABELLED = late(
    r"[^:]{0,30}(?:publi|posted|issued|released|objavljen|објављен|опублик|опубліков|veröffentlicht|erschienen|publikuar"
    r"|datum|датум|дата|date|fecha)[^:]{0,20}:\s$",
    re.IGNORECASE,
)
#: ``Parlamentskorrespondenz Nr. 500 vom 12.05.2016``
_SERIES = late(r"(?:[^\W\d_][\w-]+ )?(?:Nr|No|№|n°)\.? ?\d+(?:/\d+)?,? (?:vom|of|du|от|від|del|od|z) ", re.IGNORECASE)
#: The pages after it: ``, стр. 6``
_PAGES = late(r"\W*(?:,\s(?:стр|с|pp?|S)\.?\s?\d+)?\W*")
#: A paper or an agency before the day on which it printed a text: ``The Madeup Post - 18.10.2005``.
_PAPER = late(table("kinds")["reprints"]["papers"])
#: ``Courier 06.10.2016``, ``RTV 11.05.2018 | Agency``: the name of a medium and a day in figures.
_OF_MEDIUM = late(
    r"[^\W\d_a-zа-я][\w.-]*(?: [^\W\d_][\w.-]*){0,2},? (?:\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\.?)(?: \| [^|\d]{2,30})?$"
)
#: ``31 mars 2017 (paper.example)``
_SITE = late(r"\(\S+\.\w{2,7}\)")
#: Between a town, a day and the name of an agency on one line; a comma parts them as well.
_SEPARATOR = late(r"\s?[|/•·–—]\s?|\s-\s|,\s?|^\s|\s$")
#: ``DEPARTMENT OF Town, 15 December 1997 FOREIGN AFFAIRS``: two columns that a converter ran together.
_WITHIN = late(r"(?P<name>.{10,}) (?P<town>[^\W\d_a-zа-я][^\W\d_]+),\s$")
_CLOSED = late(r"(?:\d|[^\W\d_]),\s[^\W\d_a-zа-я]{4,20}\.?$")
_MAY_BE_PLACED = late(r"\d{4}|['’]\d\d|\d\s?/.*/$|\d[^\d,]{0,14},\s[^\W\d_a-zа-я]{4,20}\.?$")
_LONGEST_PLACED, _MOST_PARTS = 90, 4
_PART = late(
    r"(?:[Bb]y )?(?:[A-ZА-Я]\. ?)?[^\W_a-zа-я](?:[^.!?:;()«»“”\"]|(?<=\b[A-ZА-Я])\.){1,50}"
    r"(?:\.[a-z]{2,6}\b)?[^.!?:;()]{0,20}|\d{1,2}[:.]\d\d"
)
_DASHES = " -–—,|"
_NOT_ISSUED = late(r"\bas of\b|\bbased on\b|\bfrom\b.*\bto\b|\buntil\b|\bby \d|\bdeadline\b", re.IGNORECASE)
_MARKS = late("|".join(rf"\b{re.escape(kind)}\b" for kind in sorted(KINDS, key=len, reverse=True)), re.IGNORECASE)
_WEEKDAY_BEFORE = late(rf"{WEEKDAY},?\s$", re.IGNORECASE)
_BAR_BEFORE = late(r"[|•·]\s?$")
_KIND_AFTER = late(
    rf"\d{{4}}\s?[|•·]\s?(?:{'|'.join(re.escape(kind) for kind in sorted(KINDS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)
_BREAK = late(r"\s?[|•·]\s?|\s[-–—]\s|,\s")


@lru_cache(maxsize=2048)
def is_stamp(line: str) -> bool:
    """Tell whether a line says when a page was put up, and holds no more than that, a kind or a name.

    :param line: a line in canonical form

    >>> is_stamp("21/09/2022 u 18:55 h"), is_stamp("01.10.2014 - Pressemitteilung"), is_stamp("Talks on 1 May 2021")
    (True, True, False)
    >>> is_stamp("Kurir 06.10.2016"), is_stamp("They met in Osh on 06.10.2016")
    (True, False)
    """
    if len(line) > _LONGEST or not _YEAR.search(line) or _NOT_ISSUED.search(line):
        return False
    found = find_date(line)
    if not found or not (found.value or found.either):
        return False
    after = line[found.end :]
    # The day of the last change is often beside that of publishing.
    if (changed := find_date(after)) and changed.value:
        after = f"{after[: changed.start]}|{after[changed.end :]}"
    rest = f"{line[: found.start]}|{after}"
    others = _MARKS.sub("", _WORDS.sub(" ", _CLOCK.sub(" ", rest))).strip()
    if (
        not others
        or (not after and names_site(line[: found.start].strip(_DASHES), None))
        or _SITE.fullmatch(rest.strip("| "))
    ):
        return True
    if len(others) > _OTHER:
        return False
    if _SERIES.fullmatch(line[: found.start]) and _PAGES.fullmatch(line[found.end :]):
        return True
    if not line[found.end :].strip(" .") and _PAPER.search(line[: found.start].strip(_DASHES).casefold()):
        return True
    return (
        bool(_OF_MEDIUM.match(line) or _PUBLISHING.match(line) or _LABELLED.match(line[: found.start]))
        or _has_clock(line, found.start, found.end)
        or _is_part(line, found.start)
    )


def is_today(line: str) -> bool:
    """Tell whether a line at the top of a page may be the day on which the page was visited: weekday, day and no hour.

    >>> is_today("Понеділок, 14 квітня 2025"), is_today("14 April 2025"), is_today("Monday, 14 April 2025 10:20")
    (True, False, False)
    """
    return bool(_TODAY.match(line)) and is_stamp(line) and not _CLOCK.search(line)


@lru_cache(maxsize=2048)
def is_named(line: str, address: str | None) -> bool:
    """Tell whether an address has the day of a line in figures: day and month, with the year or the month beside it.

    >>> is_named("Friday, 29 August 1997", "https://paper.example/archive/Aug97/2908/5.html")
    True
    """
    found = find_date(line)
    if not address or not found or not found.value:
        return False
    year, month, day = found.value.value.split("-")
    figures = re.sub(r"[-_/.]", "", address.casefold())
    near = f"{day}{month}" in figures or f"{month}{day}" in figures
    return near and (year in figures or year[2:] in figures)


def placed_day(line: str) -> Span | None:
    """Find the town of a line that holds a day, a town, and at most an hour and the names of an agency and an author.

    :returns: its range; nothing where the line is no such line

    >>> line = "12 May 2003 / Skopje"
    >>> span = placed_day(line)
    >>> line[span.start : span.end], placed_day("Winter meeting, Vienna, 12 May 2003")
    ('Skopje', None)
    """
    found = find_date(line) if len(line) <= _LONGEST_PLACED and _MAY_BE_PLACED.search(line) else None
    named = (line.endswith("/") and line.count("/") > 1) or bool(_CLOSED.search(line))
    if not found or not (found.value or found.either or named) or (found.note and found.value):
        return None
    before, after = line[: found.start], line[found.end :].rstrip(" .")
    if (within := _WITHIN.match(before)) and town_of(within["town"]) and names_site(f"{within['name']}{after}", None):
        return Span(*within.span("town"))
    if (before and not _SEPARATOR.search(before[-3:])) or (after and not _SEPARATOR.search(after[:3])):
        return None
    parts = [part.strip() for part in (*_SEPARATOR.split(before), *_SEPARATOR.split(after)) if part.strip()]
    towns = [part for part in parts if part[:1].isupper() and town_of(part)]
    others = [part for part in parts if part not in towns and not state_named(part)]
    named = all(_PART.fullmatch(part) for part in others) and len(others) < _MOST_PARTS
    if len(towns) > 1 and ", ".join(towns) in line:
        del towns[1:]
    shown = not others or _CLOCK.search(line) or found.start == 0 or not found.value
    if len(towns) != 1 or not named or not shown:
        return None
    at = line.index(towns[0])
    return Span(at, at + len(towns[0]))


def parts_of(line: str) -> list[str]:
    """Take a line apart at bars, dashes and commas.

    >>> parts_of("01.10.2014 - Pressemitteilung")
    ['01.10.2014', 'Pressemitteilung']
    """
    return [part for part in _BREAK.split(line) if part]


def _has_clock(line: str, start: int, end: int) -> bool:
    """Whether a time of day is right before or right after the date."""
    return any(
        _BESIDE.match(line[end : clock.start()]) if clock.start() >= end else _BESIDE.match(line[clock.end() : start])
        for clock in _CLOCK.finditer(line)
        if clock.start() >= end or clock.end() <= start
    )


def _is_part(line: str, start: int) -> bool:
    """Whether bars set the date apart from the rest, or from the kind of the document."""
    if _KIND_AFTER.search(line, start):
        return True
    return bool(_BAR_BEFORE.search(_WEEKDAY_BEFORE.sub("", line[:start])))
