"""Which thing a name denotes where it stands, if any: by date, by zone, by its neighbours."""

from functools import cache
from typing import NamedTuple

from kg.facts.expressions import expression
from kg.facts.grammar.lexicon import lexicon
from kg.facts.name_index import Hit, Reading
from kg.facts.surroundings import is_before, is_behind
from kg.facts.tables import entries, terms
from kg.facts.tokens import aside_spans
from kg.model import Document, Mention, Span
from kg.regexes import late

_BEFORE = late(r"(?<![\w.’'-])([\w.’'-]+)[ \u00a0]$")
_AFTER = late(r"^[ \u00a0]([^\W\d_][\w’'-]*)")
#: What makes a chair one of several.
_PART_OF_A_WORD = "co-"
#: Before a word that opens a sentence, and the word.
_OPENS = late(r"(?:^|[.!?:;)\n“”\"/–-]\s*)[\w’'-]+[ \u00a0]$")
#: The OSCE in full before what it has: "the Organization for Security and Co-operation in Europe Chairman-in-Office".
_IN_FULL = expression("osce in full before what it has")
_OF = expression("of what it is")
#: "the Secretariat to the Wool Committee": what a body of one word is for.
_FOR = expression("for what it is")
_NAMED_AFTER_OF = expression("behind a preposition")
_TWO_NAMES = late(r"^[ \u00a0][^\W\d_a-z][\w’'-]+[ \u00a0][^\W\d_a-z][\w’'-]+")
#: What a name of a State or place is in personal names.
_GIVEN, _SURNAME, _BOTH = "given", "surname", "both"
_RANK = {"mask": 0, "post": 1, "org": 2, "state": 3, "meeting": 4, "place": 5, "person": 6, "concept": 7, "doc": 8}
#: How names of the OSCE's own bodies begin, and those of them that may follow a body.
_OWN = tuple(sorted(terms("own_names")))
_OF_OWN = tuple(entry.term for entry in entries("own_names") if entry.value)
_GENERIC_KINDS = frozenset({"org", "post"})
_CONFIDENCE = {"name": 0.98, "abbreviation": 0.96, "former": 0.93, "short": 0.92, "demonym": 0.9}


class Zones(NamedTuple):
    """Where the running words of a document are: its title and paragraphs, and its dateline in them."""

    running: tuple[Span, ...]
    dateline: Span | None

    def inside(self, start: int, end: int) -> bool:
        """Tell whether a span lies in title or body."""
        for span in self.running:
            if span.start <= start and end <= span.end:
                return True
        return False

    def in_dateline(self, start: int) -> bool:
        """Tell whether an offset lies in the dateline."""
        return bool(self.dateline and self.dateline.start <= start < self.dateline.end)


def zones_of(document: Document) -> Zones:
    """Find the zones of a document."""
    title = document.title.span
    running = (*([title] if title else []), *document.paragraphs, *aside_spans(document))
    return Zones(running=running, dateline=document.dateline.span if document.dateline else None)


def mention_of(hit: Hit, document: Document, zones: Zones) -> Mention | None:
    """Decide what a hit denotes.

    :param hit: a string that some names fit
    :param document: where it stands
    :param zones: the document's zones
    :returns: a mention, or nothing where the string denotes nothing of the register
    """
    before, after = document.text[max(0, hit.start - 80) : hit.start], document.text[hit.end : hit.end + 100]
    readings = [reading for reading in hit.readings if not _excluded(reading, before, after)]
    if zones.in_dateline(hit.start):
        readings = [reading for reading in readings if reading.kind == _dateline_kind(before)]
    date = document.issued.value if document.issued else None
    reading = _choice(readings, date)
    if reading is None or not reading.target or (reading.kind == "mask" and not _held(reading, date)):
        return None
    kind = reading.target.split("/id/", 1)[-1].partition("/")[0] if reading.kind == "mask" else reading.kind
    written = document.text[hit.start : hit.end]
    return Mention(
        start=hit.start,
        end=hit.end,
        quote=written,
        target=reading.target,
        kind=kind,
        confidence=_CONFIDENCE.get(reading.form, 0.9),
    )


@cache
def _uses() -> dict[str, str]:
    """Tell of each name that people have too whether it is given, a surname, or both."""
    return {entry.term: entry.value for entry in reversed(entries("personal_names"))}


@cache
def _owned_by_others() -> tuple[str, ...]:
    """List the words before a body or post that make it another organization's."""
    return tuple(f"{other}{owning} " for other in terms("foreign_owners") for owning in ("", "’s", "'s"))


def _is(word: str, word_class: str) -> bool:
    """Tell whether an English word has a class; names are told apart by English words in every language."""
    return word_class in lexicon("en").classes(word)


def _dateline_kind(before: str) -> str:
    """Tell what a name in a dateline is: the first a place, what narrows it after a comma a State."""
    return "state" if before.endswith(", ") else "place"


def _choice(readings: list[Reading], date: str | None) -> Reading | None:
    """Prefer a reading that holds on the date, then a fixed order of kinds; a dated rival never wins by default."""
    if len(readings) < 2:
        return next(iter(readings), None)
    return min(
        readings,
        key=lambda reading: (
            not _holds(reading, date),
            _RANK[reading.kind],
            _is_dated(reading) == (date is None),  # Without a date, the name that always holds comes first.
            reading.target,
        ),
    )


def _is_dated(reading: Reading) -> bool:
    """Tell whether a name denotes its thing in some years only: in them it comes before one that always does."""
    return bool(reading.valid_from or reading.valid_until)


def _holds(reading: Reading, date: str | None) -> bool:
    if date is None:
        return True
    begin, end = reading.valid_from, reading.valid_until
    early = begin and date[: len(begin)] < begin[: len(date)]
    late = end and date[: len(end)] > end[: len(date)]
    return not (early or late)


def _held(reading: Reading, date: str | None) -> bool:
    """Tell whether a name that has an end holds on a day; on no known day it does not."""
    return _holds(reading, date) and not (date is None and reading.valid_until)


def _excluded(reading: Reading, before: str, after: str) -> bool:
    if reading.kind == "mask":
        return False
    if before.lower().endswith(_PART_OF_A_WORD):
        return True  # "the Minsk Group Co-Chairmanship"
    if reading.kind == "state" and after.startswith("$"):
        return True  # An amount: "US$ 5 million".
    if reading.form == "demonym":
        return _is_language(before, after)
    if reading.kind in ("state", "place") and reading.text in terms("personal_names"):
        return _is_personal_name(reading.text, before, after)
    return reading.kind in _GENERIC_KINDS and _is_of_another(reading, before, after)


def _is_language(before: str, after: str) -> bool:
    """Tell whether a demonym names a language or people: "in Albanian and Serbian", "ethnic Albanian bakers"."""
    following = _AFTER.match(after)
    if following and following[1] in terms("language_words"):
        return True
    if is_before(before, "language before") or is_behind(after, "language behind"):
        return True
    return is_before(before, "language before an end") and is_behind(after, "end behind")


def _is_personal_name(name: str, before: str, after: str) -> bool:
    """Tell whether a name of a State or place stands for a person: "Jordan Petrov", "Ms. Georgia"."""
    use = _uses()[name]
    previous, following = _BEFORE.search(before), _AFTER.match(after)
    if _NAMED_AFTER_OF.search(before) and _TWO_NAMES.match(after):
        return False  # "Minister of Georgia Lia Dvali"
    if previous and _is(previous[1], "title"):
        return True
    as_given = following and following[1].istitle() and following[1] not in terms("role_words")
    as_surname = previous and _looks_given(previous[1], opens=_OPENS.search(before) is not None)
    given, surname = (use in (each, _BOTH) for each in (_GIVEN, _SURNAME))
    return bool((given and as_given) or (surname and as_surname))


def _looks_given(word: str, *, opens: bool) -> bool:
    """Tell whether a word may be a given name; one that opens a sentence must be known for one: "With Malta"."""
    if word.endswith("ing"):
        return False
    if not _is(word, "first-name") and (opens or lexicon("en").classes(word.lower())):
        return False
    return word.istitle() and word.isalpha() and not _is(word, "no-given-name") and word not in terms("role_words")


def _chairs_a_body(name: str, before: str, after: str) -> bool:
    """Tell the chair of one body: "the Chairmanship of the OSCE Forum for Security Co-operation"."""
    following = _AFTER.match(after)
    longer = name.endswith(_OF_OWN) and following is not None and following[1][0].isupper()
    return longer or is_before(before, "chair of a body before") or is_behind(after, "chair of a body behind")


def _is_of_another(reading: Reading, before: str, after: str) -> bool:
    """Tell whether a body or post of a common name belongs to another organization: "the NATO Secretary General"."""
    own = reading.text.startswith(_OWN)
    if own or reading.language != "en" or reading.form == "abbreviation":
        return False
    owner = _OF.match(after) or (_FOR.match(after) if reading.kind == "org" and " " not in reading.text else None)
    if owner and owner[1][0].isupper() and not owner[1].startswith(_OF_OWN):
        return True
    if before.endswith(_owned_by_others()):
        return True
    if _IN_FULL.search(before):
        return False
    previous = _BEFORE.search(before)
    if reading.target.endswith("/chairpersonship") and _chairs_a_body(reading.text, before, after):
        return True
    if previous is None or _is(previous[1], "osce-owner") or not previous[1][0].isupper():
        return False
    if reading.target.endswith("/chairpersonship") and is_before(before, "chair of a State before"):
        return False  # "the Maltese Chairpersonship", "Malta's Chairpersonship"
    general = reading.kind == "org" and _is(reading.text.partition(" ")[0], "common-operation")
    part = general and _is(previous[1], "portfolio")  # "the Swiss Co-operation Office in Astana"
    return part or " " not in reading.text or (reading.kind == "post" and not _is(previous[1], "status"))
