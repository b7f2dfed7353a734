"""The words by which a page says what its parts are, from the table ``words.toml``.

Languages: those of the OSCE (en, fr, de, it, ru, es) and those of its field operations where their pages use them.
"""

import re
from functools import lru_cache
from typing import Literal

from kg.documents.tables import table
from kg.model import DocumentKind, Genre
from kg.regexes import late

Field = Literal[
    "date", "event_date", "event_place", "place", "source", "organizer", "fields_of_work", "symbol", "kind", "other"
]

_WORDS = table("words")


FIELDS: dict[str, Field] = {word: name for name, words in _WORDS["fields"].items() for word in words}
KINDS: dict[str, DocumentKind] = {word: kind for kind, words in _WORDS["kinds"].items() for word in words}
GENRES: dict[str, Genre] = {word: genre for genre, words in _WORDS["genres"].items() for word in words}

#: Lines above a title that say in which part of the site it is; headings below the title of a page about a body;
#: names of the site, never a title; those of institutions, a title where nothing else can be one; words of sharing
#: tools; headings after which related matter begins; headings of a block of contacts; labels that need no colon;
#: notices on the copies of a speech.
SECTIONS, HEADINGS, SITE_NAMES, INSTITUTIONS, SHARING, ENDINGS, CONTACTS, BARE_LABELS, NOTICES = (
    frozenset(_WORDS["lines"][name])
    for name in (
        "sections",
        "headings",
        "site_names",
        "institutions",
        "sharing",
        "endings",
        "contacts",
        "bare_labels",
        "notices",
    )
)
#: How lines begin that are not the body, and lines above a title that are not the title.
BOILERPLATE, CONTACT_LINES, COOKIES, SHARING_LINES, SLOGANS = (
    tuple(_WORDS["beginnings"][name]) for name in ("boilerplate", "contact", "cookies", "share", "slogans")
)

#: Names of weekdays.
WEEKDAYS: tuple[str, ...] = tuple(_WORDS["weekdays"])
#: How titles of a genre begin, and what else they hold; as regular expressions.
GENRE_TITLES: tuple[tuple[Genre, list[str], list[str]], ...] = tuple(
    (genre, words["begin"], words["hold"]) for genre, words in _WORDS["titles"].items()
)


def field_of(label: str) -> Field | None:
    """Find the field that a label names.

    :param label: words as printed, with or without the colon
    :returns: the field, or nothing if the words label none

    >>> field_of("Fields of work:"), field_of("Дата:"), field_of("Our work")
    ('fields_of_work', 'date', None)
    """
    return FIELDS.get(label.rstrip(" :\u00a0").casefold().replace("’", "'"))


_LONGEST_MARKER = 100
#: Romanian with cedillas, as pages had it for long, and with commas below.
_CEDILLAS = str.maketrans("şţ", "șț")
#: ``PRESS RELEASE from the OSCE Mission``: a marker in capitals with who issued it.
_ISSUED = late(
    r"((?-i:[^\W\d_a-zа-я][^\d_a-zа-я]{4,30}))\s(?:from|by|of|issued by|der|des|de|du|della|dell'|de la)\s"
    r"(?:the\s|la\s|l')?(?:osce|odihr|csce|osze|obse|ocse|organi[sz]ation (?:for|für|pour) s\w*)\b[^.,:;!?–]*$",
    re.IGNORECASE,
)
#: ``Press Release No. 12/99`` is the marker "press release" with a number.
#: ``Comunicado 123``
_COUNTED = late(r"\s\d{1,4}$")
_NUMBERED = late(r"\s(?:archives?(?:\s\d{4})?$|\d{4}$|(?:no\.?|nr\.?|№|n°|#)\s?\d[\d/.-]*|\d{1,3}/\d{2,4})$")


def kind_of(marker: str) -> DocumentKind | None:
    """Find the kind of document that a marker line names.

    >>> kind_of("Press release"), kind_of("Пресс-релиз"), kind_of("Countries")
    ('press-release', 'press-release', None)
    >>> kind_of("Guide / manual / handbook"), kind_of("PRESS RELEASE from the OSCE Secretariat")
    ('document', 'press-release')
    """
    return next((KINDS[words] for words in _readings(marker) if words in KINDS), None)


def genre_of(marker: str) -> Genre | None:
    """Find more exactly what a marker line says a document is.

    >>> genre_of("Spot report"), genre_of("News"), genre_of("Bees")
    ('spot-report', 'news', None)
    """
    return next((GENRES[words] for words in _readings(marker) if words in GENRES), None)


@lru_cache(maxsize=2048)
def _readings(marker: str) -> tuple[str, ...]:
    """List the words that a marker may be: the whole, without its number or its issuer, and what slashes part."""
    words = _NUMBERED.sub("", marker.strip(" :").casefold().translate(_CEDILLAS))
    issued = _ISSUED.match(marker) if len(words) <= _LONGEST_MARKER else None
    bare = _COUNTED.sub("", words)
    parts = words.split(" / ") if " / " in words and len(words) <= _LONGEST_MARKER else ()
    return (
        words,
        *([issued[1].casefold()] if issued else ()),
        *([bare] if KINDS.get(bare) == "press-release" else ()),
        *parts,
        words.removeprefix("osce ").removeprefix("csce "),
    )
