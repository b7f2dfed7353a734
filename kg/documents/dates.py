"""Dates as printed in the languages of the OSCE and of its field, read to the precision that is printed."""

import datetime
import re
from typing import NamedTuple

from kg.errors import ImpossibleDate
from kg.model import PartialDate
from kg.regexes import late

#: Month by month, names as printed in each language, in the case in which a date has them; a name means one month
#: in all languages here (Polish is left out: its *listopada* is November, the Croatian one October).
_MONTHS = (
    "january jan januar jänner janvier janv gennaio января январь янв enero січня січень januara siječnja "
    "siječanj јануар јануара јануари януари janar ianuarie yanvar ýanwar январи қаңтар հունվարի იანვარი "
    "იანვარს ocak студзеня ene gen janeiro januari ledna januára januarja",
    "february feb februar feber février févr fevrier febbraio февраля февраль фев февр febrero лютого "
    "лютий februara veljače veljača фебруар фебруара февруари shkurt februarie fevral fewral феврали "
    "ақпан փետրվարի თებერვალი თებერვალს şubat лютага fevereiro februari února februára februarja",
    "march mar märz mars marzo марта март мар березня березень mart marta ožujka ožujak martie марти "
    "наурыз մարտի მარტი მარტს сакавіка março maart března marca",
    "april apr avril avr aprile апреля апрель апр abril квітня квітень aprila travnja travanj април "
    "априла prill aprilie aprel апрели сәуір ապրիլի აპრილი აპრილს nisan красавіка abr avr dubna apríla",
    "may mai maggio мая май mayo травня травень maj maja svibnja svibanj мај маја maý майи мамыр մայիսի "
    "მაისი მაისს mayıs mag maio mei května mája",
    "june jun juni juin giugno июня июнь июн junio червня червень juna lipnja lipanj јун јуна јуни юни "
    "qershor iunie iyun iýun июни маусым հունիսի ივნისი ივნისს haziran чэрвеня giu junho června júna junija",
    "july jul juli juillet juil luglio июля июль июл julio липня липень jula srpnja srpanj јул јула јули "
    "юли korrik iulie iyul iýul июли шілде հուլիսի ივლისი ივლისს temmuz ліпеня lug julho července júla julija",
    "august aug août aout agosto августа август авг серпня серпень avgust avgusta augusta kolovoza "
    "kolovoz gusht avqust awgust августи тамыз օգոստոսի აგვისტო აგვისტოს ağustos жніўня ago augustus augusti srpna",
    "september sept sep septembre settembre сентября сентябрь сен сент septiembre setiembre вересня "
    "вересень septembar septembra rujna rujan септембар септембра септември shtator septembrie sentyabr "
    "sentabr sentýabr сентябри қыркүйек սեպտեմբերի სექტემბერი სექტემბერს eylül верасня setembro září",
    "october oct oktober okt octobre ottobre октября октябрь окт octubre жовтня жовтень oktobar oktobra "
    "listopada listopad октобар октобра октомври tetor octombrie oktyabr oktabr oktýabr октябри қазан "
    "հոկտեմբերի ოქტომბერი ოქტომბერს ekim кастрычніка ott outubro října októbra",
    "november nov novembre ноября ноябрь ноя нояб noviembre листопада листопад novembar novembra "
    "studenoga studenog studeni новембар новембра ноември nëntor noiembrie noyabr noýabr ноябри қараша "
    "նոյեմբերի ნოემბერი ნოემბერს kasım лістапада listopadu",
    "december dec dezember dez décembre decembre déc dicembre декабря декабрь дек diciembre грудня "
    "грудень decembar decembra prosinca prosinac децембар децембра декември dhjetor decembrie dekabr "
    "декабри желтоқсан դեկտեմբերի დეკემბერი დეკემბერს aralık снежня dic dezembro desember prosince",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_DAY = r"\d{1,2}"
_ORDINAL = r"(?:st|nd|rd|th|er|º|°|ª|-го|\.)?"
_YEAR = r"(?:19|20|21)\d{2}"
_DASHES = r"\s?[-–—]\s?"
#: The first part of a range: ``3-``, ``3 and``, ``30 April-``, ``31 December 2020 –``, ``30 April to``.
_SPAN = (
    rf"(?:{_DAY}{_ORDINAL}(?:\s{MONTH}(?![^\W\d_])(?:,?\s{_YEAR})?)?"
    rf"(?:{_DASHES}|\s(?:and|to|und|bis|et|au|e|al|и|по|до|y|i|do)\s))?"
)
_AFTER_YEAR = r"(?:\.?\s?(?:года|год|року|рік|г\.|р\.|god(?:ine|\.)|год(?:ине|ина|\.)|წელი|թ\.))?"

#: A printed date; groups ``d1 m1 y1`` (day first), ``m2 d2 y2`` (month first), ``iso``, ``d4 m4 y4`` (figures with
#: dots), ``d5 m5 y5`` (figures with slashes, of which only the reader knows which is the day).
DATE = (
    rf"(?:(?P<iso>{_YEAR}-\d{{2}}-\d{{2}})(?!\d)"
    rf"|(?:{_DAY}\.(?:\d{{1,2}}\.?)?\s?[-–—]\s?)?(?P<d4>{_DAY})\.\s?(?P<m4>\d{{1,2}})\.\s?(?P<y4>{_YEAR}|\d\d(?=,?\s(?:\d{{1,2}}:\d\d|/[^\W\d_])))(?!\d)"
    rf"|(?P<d5>{_DAY})(?P<s5>[/-])(?P<m5>\d{{1,2}})(?P=s5)(?P<y5>{_YEAR})(?![\d-])"
    rf"|(?:le\s|am\s|den\s|il\s|el\s)?{_SPAN}(?P<d1>{_DAY}){_ORDINAL}\s?(?:de\s|d')?(?P<m1>{MONTH})(?![^\W\d_])\.?"
    rf"(?:(?:,?\s(?:de\s|del\s)?|(?=['’]))(?P<y1>{_YEAR}|['’]\d\d)(?!\d){_AFTER_YEAR})?"
    rf"|(?P<y6>{_YEAR})(?:\.|[-\s]?(?:წლის|жылғы|жылдын|m\.|gada))\s(?P<d6>{_DAY})[-.]?\s?(?P<m6>{MONTH})(?![^\W\d_])"
    rf"|(?P<m2>{MONTH})(?![^\W\d_])\.?\s{_SPAN}(?P<d2>{_DAY})(?!\d){_ORDINAL}(?:(?:,\s?|\s)(?:\d\d:\d\d:\d\d\s)?(?P<y2>{_YEAR})(?!\d))?)"
)
_FULL = late(rf"(?<!\d:)(?<![\w]){DATE}", re.IGNORECASE)
_MONTH_YEAR = late(rf"(?<!\w)(?P<m>{MONTH})(?![^\W\d_])\.?,?\s(?:de\s)?(?P<y>{_YEAR})(?!\d)", re.IGNORECASE)
_YEAR_MONTH = late(rf"(?<![\d-])(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])(?![\d-])")
_YEAR_ONLY = late(rf"(?<!\d)(?P<y>{_YEAR})(?!\d)")
#: A range has two days, which is much faster to see than the range.
_SHORT_NUMBER = late(r"(?<!\d)\d{1,2}(?!\d)")
_FIRST = late(rf"(?P<d>{_DAY}){_ORDINAL}(?:\s(?P<m>{MONTH}))?(?:,?\s(?P<y>{_YEAR}))?", re.IGNORECASE)
_RANGE = late(
    rf"{_DAY}{_ORDINAL}(?:\s{MONTH}(?:,?\s{_YEAR})?)?(?:{_DASHES}|\s(?:and|to|und|bis|et|au|e|al|и|по|до|y|i|do)\s){_DAY}"
    rf"|{MONTH}\.?\s{_DAY}{_ORDINAL}(?:{_DASHES}|\s(?:and|to)\s){_DAY}",
    re.IGNORECASE,
)
#: What is between two whole dates of a range: a dash, and the weekday of the second.
_BETWEEN = late(rf"{_DASHES}(?:[^\W\d_]{{2,12}}\.?,?\s)?(?=\d)")
#: Weekdays, Monday first: how each begins in the languages of the site.
_WEEKDAYS = (
    "mon lun пн пон mo ponedj po",
    "tue mar вт уто di utor ut",
    "wed mer mié mie ср сре mi srij sr",
    "thu jeu gio jue чт чет do četv če",
    "fri ven vie пт пят fr peta pe",
    "sat sam sab sáb сб суб sa subo su",
    "sun dim dom вс вос so nedj ne",
)
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?)"
_WEEKDAY = late(r"([^\W\d_]{2,12})\.?,?\s(?:den\s|le\s)?$")


class FoundDate(NamedTuple):
    """A date in a text: its value (absent if the year is not printed or no calendar has it) and its range.

    ``either`` are the two readings of figures such as ``05/04/2021`` that nothing beside them settles.
    """

    value: PartialDate | None
    start: int
    end: int
    note: str | None = None
    either: tuple[PartialDate, ...] = ()


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
        return _until(text, read_match(match))
    return None if whole else _less_precise(text)


def _until(text: str, found: FoundDate) -> FoundDate:
    """See whether a whole date is the first day of a range whose last day is whole, too: ``7.4.2014 – 9.4.2014``."""
    between = _BETWEEN.match(text, found.end)
    match = _FULL.match(text, between.end()) if between and found.value else None
    last = read_match(match) if match else None
    if not (last and last.value and found.value and last.value.value > found.value.value):
        return found
    printed = text[found.start : last.end]
    return FoundDate(last.value, found.start, last.end, f"the date {printed!r} is a range: its last day is used")


def read_match(match: re.Match[str]) -> FoundDate:
    """Read a match of :data:`DATE`."""
    start, end = _range(match)
    printed = match.string[start:end]
    if match["y5"]:
        return _figures(match, start, end)
    year, month, day = _parts(match)
    if year is None:
        return FoundDate(None, start, end, f"the date {printed!r} has no year")
    try:
        value = PartialDate(f"{year}-{month:02d}-{day:02d}")
    except ImpossibleDate:
        return FoundDate(None, start, end, f"the date {printed!r} is not in the calendar and is not used")
    ranged = not match["iso"] and len(_SHORT_NUMBER.findall(printed)) > 1 and _RANGE.search(printed)
    note = f"the date {printed!r} is a range: its last day is used" if ranged else None
    return FoundDate(value, start, end, note)


def _figures(match: re.Match[str], start: int, end: int) -> FoundDate:
    """Read ``05/04/2021``: the weekday before it, or a number over twelve, says which figure is the day."""
    first, second, year = match["d5"], match["m5"], match["y5"]
    readings = []
    for day, month in ((int(first), int(second)), (int(second), int(first))):
        try:
            readings.append(PartialDate(f"{year}-{month:02d}-{day:02d}"))
        except ImpossibleDate:
            continue
    weekday = _weekday_before(match.string[:start])
    if weekday is not None:
        readings = [one for one in readings if datetime.date.fromisoformat(one.value).weekday() == weekday] or readings
    readings = list(dict.fromkeys(readings))
    if len(readings) == 1:
        return FoundDate(readings[0], start, end)
    printed = match.string[start:end]
    if not readings:
        return FoundDate(None, start, end, f"the date {printed!r} is not in the calendar and is not used")
    return FoundDate(None, start, end, either=tuple(readings))


def _weekday_before(text: str) -> int | None:
    """Find the weekday (Monday is 0) that stands right before a date."""
    found = _WEEKDAY.search(text)
    if not found:
        return None
    word = found[1].casefold()
    for number, beginnings in enumerate(_WEEKDAYS):
        if any(word.startswith(one) if len(one) > 2 else word.rstrip(".") == one for one in beginnings.split()):
            return number
    return None


def first_day(printed: str, last: str) -> str | None:
    """Find the first day of a printed range.

    :param printed: the range as printed, ``29 October to 30 October 2015`` or ``29-30 October 2015``
    :param last: its last day, ISO 8601
    :returns: ISO 8601, or nothing if it is no range

    >>> first_day("29-30 October 2015", "2015-10-30"), first_day("30 April - 1 May 2021", "2021-05-01")
    ('2015-10-29', '2021-04-30')
    """
    found = _RANGE.search(printed)
    if not found:
        whole = _FULL.search(printed)
        first_of = read_match(whole).value if whole else None
        return first_of.value if first_of and first_of.value < last else None
    figures = _FIRST.match(found[0])
    if not figures:
        return None
    year, month = figures["y"] or last[:4], MONTHS[figures["m"].lower()] if figures["m"] else int(last[5:7])
    try:
        first = PartialDate(f"{year}-{month:02d}-{int(figures['d']):02d}").value
    except ImpossibleDate:
        return None
    return first if first <= last else None


def _parts(match: re.Match[str]) -> tuple[str | None, int, int]:
    """Year as printed, month and day as numbers."""
    if match["iso"]:
        year, month, day = match["iso"].split("-")
        return year, int(month), int(day)
    if match["y4"]:
        return _whole_year(match["y4"]), int(match["m4"]), int(match["d4"])
    if match["m6"]:
        return match["y6"], MONTHS[match["m6"].lower()], int(match["d6"])
    if match["m1"]:
        return match["y1"] and _whole_year(match["y1"]), MONTHS[match["m1"].lower()], int(match["d1"])
    return match["y2"], MONTHS[match["m2"].lower()], int(match["d2"])


def _whole_year(printed: str) -> str:
    """Give a year of two figures its century: the record begins in 1972."""
    if len(printed) == 4:
        return printed
    printed = printed.lstrip("'’")
    return f"19{printed}" if printed >= "72" else f"20{printed}"


def _range(match: re.Match[str]) -> tuple[int, int]:
    """Find the outermost range of the date's groups in a longer match."""
    if "date" in match.re.groupindex:
        return match.span("date")
    return match.span()


def _less_precise(text: str) -> FoundDate | None:
    if match := _MONTH_YEAR.search(text):
        return FoundDate(PartialDate(f"{match['y']}-{MONTHS[match['m'].lower()]:02d}"), *match.span())
    if match := _YEAR_MONTH.search(text):
        return FoundDate(PartialDate(match[0]), *match.span())
    if match := _YEAR_ONLY.search(text):
        return FoundDate(PartialDate(match["y"]), *match.span())
    return None
