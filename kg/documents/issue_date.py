"""The date of issue, by rank of evidence; what disagrees, cannot be, or has two readings is noted.

A labelled field comes first, then metadata, then the dateline, then a line with the date. The day of an event is none.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from kg.documents.dateline import Dateline, read_dated_end
from kg.documents.dates import FoundDate, find_date
from kg.documents.draft import Draft
from kg.model import Evidence, PartialDate, Printed, Span
from kg.regexes import late

#: The CSCE's preparatory talks opened on 22 November 1972; a page of a later year than the second figure is a slip.
PLAUSIBLE_YEARS = (1972, 2049)


_ISSUED = late(
    r"\bissued on (?=\d)|^(?:[\w ]{2,20}: )?Spot Report\b.*?,\s(?=\d{1,2} [A-Z][a-z]+ \d{4}$)", re.IGNORECASE
)
#: ``Remarks at the Council (04/12/2014)``, ``Déclaration de M. Untel, à Bâle le 4 décembre 2014``.
_AT_END = late(r"\((?=[^()–-]*\d{4}\)$)|,?\sà\s[^\W\d_a-z][\w’'-]+,?\sle\s(?=\d[^,–-]*\d{4}$)")
#: ``05/04/2021``; with a weekday before it, it is at the end of so many characters.
_FIGURES = late(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:19|20)\d\d(?![\d/])")
_WITH_WEEKDAY = 24
_BASED = late(r"\bas of\b|\bbased on\b", re.IGNORECASE)


_IN_ADDRESS = late(
    r"^https?://[^/]+/(?:[^?#]*/)?((?:19|20)\d\d)(?:/(\d{1,2})/(\d{1,2})(?:/|$)|-(\d\d)-(\d\d)(?:[-_/]|$))"
)


_MONTH_IN_ADDRESS = late(r"^https?://[^/]+/(?:[^?#]*/)?((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
#: ``Discours de Mme Untel le 4 décembre 2014``, ``Statement by A. Madeup on 4 December 2014``: a name before the day.
_SPOKEN = late(
    r"^(?:[\w-]+ ){0,2}(?:(?:intervention|discours|allocution|déclaration) d[eu’']"
    r"|(?:statement|remarks|speech|address) by|(?:rede|ansprache|erklärung) (?:von|de[sr])"
    r"|(?:intervento|discorso|dichiarazione|discurso|declaración) d[ei]"
    r"|(?:выступление|заявление)\s).*(?-i:[^\W\d_a-zа-я])[\w’'.-]+,?\s(?:le|am|il|el|on)\s(?=\d[^,–-]*\d{4}$)",
    re.IGNORECASE,
)


_SYMBOL = late(r"\(?[A-Z]{2,6}(?:\(\d+\))?\.[A-Z.]{2,9}/\s?\d+(?:/\d+)*(?: of|,)?\s(?=\d{1,2} [A-Z][a-z]+ \d{4})")
#: ``No: 123, 4 May 2016, Press release regarding lamps``: the number and the day of a release in its title.
_NUMBERED = late(r"^(?:No|Nr|№|QA|SC)\.?:?\s?[\w/-]{1,12},\s(?=\d{1,2} [^\W\d_]+ \d{4}\b)")
#: Lines of the head of an official document, and characters of one.
_HEAD, _LONGEST_HEAD = 8, 300
#: ``041735 MET oct 96``: when a wire sent a text.
_SENT = late(r"(\d\d)\d{4} [A-Z]{3,4} ([a-z]{3}) (\d\d)")
#: Lines of a text in which a day may settle figures.
_TOLD = 3


class Ground(NamedTuple):
    """Where on the page a date may be: its parts, with the ranges of fields and of the date line in the text.

    ``at`` is the offset of the dateline's paragraph; ``retrieved`` the moment of capture, which no date may follow;
    ``language`` that of the text.
    """

    draft: Draft
    values: dict[int, tuple[Span, ...]]
    opening: Dateline | None
    at: int
    date_line: Span | None
    retrieved: str | None
    language: str = "und"


class _Candidate(NamedTuple):
    value: PartialDate
    evidence: Evidence
    span: Span | None
    either: tuple[PartialDate, ...] = ()


def issue_date(ground: Ground) -> tuple[Printed | None, list[str]]:
    """Choose the date of issue.

    :returns: the date with its ground, or nothing; and notes on every other date that is not used
    """
    notes: list[str] = []
    found = [*_labelled(ground, notes), *_metadata(ground), *_from_dateline(ground, notes), *_from_line(ground, notes)]
    found = found or _from_title(ground) or _from_symbol(ground)
    found = [*found, *_from_stamp(ground), *_from_address(ground)]
    settled = [one for one in found if not one.either]
    usable = [one for one in _settle(found, settled, ground, notes) if _possible(one, ground.retrieved, notes)]
    if not usable:
        return None, list(dict.fromkeys(notes))
    chosen = usable[0]
    for other in usable[1:]:
        if not _agree(chosen.value, other.value):
            notes.append(
                f"dates disagree: {chosen.value} ({chosen.evidence}) is used, {other.value} ({other.evidence}) is not"
            )
    return Printed(value=chosen.value.value, evidence=chosen.evidence, span=chosen.span), list(dict.fromkeys(notes))


def _convention(ground: Ground) -> int | None:
    """Tell which figure the page writes first: 0 for the day, 1 for the month, nothing where it does not show.

    Languages but English write the day first. A page in English shows it by a figure over twelve or a weekday.
    """
    if ground.language not in ("en", "und"):
        return 0
    shown = set()
    for line in (*ground.draft.body, *(text for _, text in ground.draft.parts), *ground.draft.beside):
        for figures in _FIGURES.finditer(line) if "/" in line else ():
            first, found = figures[1].zfill(2), find_date(line[: figures.end()][-_WITH_WEEKDAY:])
            if found and found.value and figures[1].zfill(2) != figures[2].zfill(2):
                shown.add(0 if found.value.value.endswith(f"-{first}") else 1)
    return shown.pop() if len(shown) == 1 else None


def _settle(found: list[_Candidate], settled: list[_Candidate], ground: Ground, notes: list[str]) -> list[_Candidate]:
    """Give figures with two readings that of another date of the page or of its address, else of its convention."""
    convention, month = _convention(ground), _month_in_address(ground.draft.address)
    result = []
    for one in found:
        values = [other.value for other in settled if other.value in one.either]
        values = values or [value for value in one.either if month and value.value.startswith(month)]
        values = values or [value for value in one.either if value.value in _days_told(ground.draft)]
        if not one.either:
            result.append(one)
        elif values:
            result.append(_Candidate(values[0], one.evidence, one.span))
        elif convention is not None and len(one.either) == 2:
            first = ("day", "month")[convention]
            notes.append(f"figures are read {first} first, as the page's language or its other days show")
            result.append(_Candidate(one.either[convention], one.evidence, one.span))
        else:
            readings = " or ".join(value.value for value in one.either)
            notes.append(f"the date may be {readings} ({one.evidence}): the page does not say which, none is used")
    return result


def _days_told(draft: Draft) -> list[str]:
    """List the whole days of the first lines, of which one is often the day of the page."""
    found = (find_date(line[:_LONGEST_HEAD]) for line in draft.body[:_TOLD])
    return [day.value.value for day in found if day and day.value]


def _labelled(ground: Ground, notes: list[str]) -> list[_Candidate]:
    field = ground.draft.first("date")
    if not field:
        return []
    span = ground.values[id(field)][0]
    found = find_date(field.values[0], whole=False)
    if not found:
        notes.append(f"the field {field.label!r} holds no date: {field.values[0]!r}")
    return _candidates(found, "label", span.start, notes)


def _metadata(ground: Ground) -> list[_Candidate]:
    """Metadata has no range in the text."""
    found = [one for value in ground.draft.metadata.dates if (one := find_date(value, whole=False))]
    return list(chain.from_iterable(_candidates(one, "metadata", None, []) for one in found))


def _from_dateline(ground: Ground, notes: list[str]) -> list[_Candidate]:
    found = ground.opening.date if ground.opening else None
    if ground.opening and found and found.note and found.value and _is_stopped(ground.draft, ground.opening):
        notes.append(f"the dateline {ground.opening.text!r} has the days of a meeting: none is used")
        return []
    if ground.opening and found and not found.value and not found.either:
        found = _with_year(ground.draft, ground.opening.text, found)
    return _candidates(found, "dateline", ground.at, notes)


def _is_stopped(draft: Draft, opening: Dateline) -> bool:
    """Whether a full stop, not a dash, ends a dateline."""
    return any(line.startswith(f"{opening.text}. ") for line in draft.body)


def _with_year(draft: Draft, line: str, found: FoundDate) -> FoundDate:
    """Give a dateline without a year the year of a field or a line that has the same day and month."""
    day = line[found.start : found.end].rstrip(". ")
    month = _month_in_address(draft.address)
    if month and (dated := find_date(f"{day} {month[:4]}")) and dated.value and dated.value.value.startswith(month):
        return FoundDate(dated.value, found.start, found.end)
    others = [one.values[0] for one in draft.fields if one.field in ("other", "date") and one.values]
    if sent := next((_SENT.fullmatch(line) for line in reversed(draft.body) if _SENT.fullmatch(line)), None):
        others.append(f"{sent[1]} {sent[2]} {'20' if sent[3] < '72' else '19'}{sent[3]}")
    for printed in [*others, draft.stamp, draft.date_line, *draft.beside]:
        whole = find_date(printed)
        readings = [whole.value, *whole.either] if whole else []
        for value in filter(None, readings):
            dated = find_date(f"{day} {value.value[:4]}")
            if dated and dated.value == value:
                return FoundDate(value, found.start, found.end)
    return found


def _from_line(ground: Ground, notes: list[str]) -> list[_Candidate]:
    if not ground.date_line:
        return []
    found = find_date(ground.draft.date_line)
    if found and found.either:
        others = (part for part in _other_days(ground) if part.value in found.either)
        found = next(others, found)
    if found and found.note and found.value:
        notes.append(f"the line {ground.draft.date_line!r} has the days of a meeting: none is used")
        return []
    return _candidates(found, "date-line", ground.date_line.start, notes)


def _other_days(ground: Ground) -> Iterator[FoundDate]:
    """Read the days of the other lines that hold one."""
    for kind, text in ground.draft.parts:
        if kind == "date-line" and text != ground.draft.date_line and (found := find_date(text)):
            yield found


def _from_stamp(ground: Ground) -> list[_Candidate]:
    """Read the day on which an agency passed the text on; the text's own counts more."""
    return _candidates(find_date(ground.draft.stamp), "metadata", None, [])


def _from_address(ground: Ground) -> list[_Candidate]:
    """Read the day in an address such as ``/2017/05/10/talks-held`` or ``/2017-05-10-talks-held``."""
    dated = _IN_ADDRESS.search(ground.draft.address or "")
    figures = [part.zfill(2) for part in dated.groups() if part] if dated else []
    found = find_date("-".join(figures)) if figures else None
    return _candidates(found, "address", None, [])


def _month_in_address(address: str | None) -> str:
    """Read the month in an address such as ``/2005/05/12talks/``: ``2005-05``; empty where there is none."""
    dated = _MONTH_IN_ADDRESS.search(address or "")
    return f"{dated[1]}-{dated[2]}" if dated else ""


def _from_title(ground: Ground) -> list[_Candidate]:
    """Read the day that a report's title ends with, or says it was issued on; not the day that it is based on."""
    title = ground.draft.title
    if ended := read_dated_end(title):
        # Several days are those of the meeting that the title names.
        return [] if ended.date and ended.date.note else _candidates(ended.date, "body", 0, [])
    said = _NUMBERED.match(title) or _ISSUED.search(title) or _AT_END.search(title) or _SPOKEN.match(title)
    if not said or _BASED.search(title):
        return []
    return _candidates(find_date(title[said.end() :].rstrip(")")), "body", said.end(), [])


def _from_symbol(ground: Ground) -> list[_Candidate]:
    """Read the day beside the symbol of an official document: ``(MC.DEC/99/05 of 6 December 2005)``."""
    for line in (*ground.draft.body[:_HEAD], *(text for _, text in ground.draft.parts[:_HEAD])):
        if (found := _SYMBOL.match(line[:_LONGEST_HEAD])) and (day := find_date(line[found.end() :], whole=False)):
            return _candidates(day, "body", None, [])
    return []


def _candidates(found: FoundDate | None, evidence: Evidence, offset: int | None, notes: list[str]) -> list[_Candidate]:
    if found and found.note:
        notes.append(found.note)
    value = found.value or next(iter(found.either), None) if found else None
    if not found or not value:
        return []
    span = Span(found.start + offset, found.end + offset) if offset is not None else None
    return [_Candidate(value, evidence, span, found.either)]


def _possible(one: _Candidate, retrieved: str | None, notes: list[str]) -> bool:
    """Refuse a date after the capture or outside the years of the OSCE and its predecessor."""
    value = one.value.value
    if retrieved and value > retrieved[: len(value)]:
        notes.append(f"the date {value} ({one.evidence}) is after the capture on {retrieved[:10]} and is not used")
        return False
    if not PLAUSIBLE_YEARS[0] <= int(value[:4]) <= PLAUSIBLE_YEARS[1]:
        notes.append(
            f"the date {value} ({one.evidence}) is outside {PLAUSIBLE_YEARS[0]}–{PLAUSIBLE_YEARS[1]} and is not used"
        )
        return False
    return True


def _agree(one: PartialDate, other: PartialDate) -> bool:
    """Whether the less precise of two dates holds the other."""
    return one.value.startswith(other.value) or other.value.startswith(one.value)
