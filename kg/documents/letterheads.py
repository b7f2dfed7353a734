"""Lines above a title that name who keeps the site: a ministry, a mission, a society, a paper.

Such a line is no title where another line can be one.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from kg.documents.labels import SITE_NAMES
from kg.documents.tables import table
from kg.documents.towns import state_named
from kg.regexes import late

_WORDS = table("words")["authorities"]
_HEADS, _OTHERS = frozenset(_WORDS["heads"]), frozenset(_WORDS["words"])
_LONGEST = 120
_FEWEST = 2
#: Words that initials leave out: ``Committee to Protect Journalists`` is ``cpj``.
_SMALL = frozenset(
    ("of", "for", "to", "the", "and", "in", "on", "at", "de", "des", "du", "la", "für", "und", "der", "&")
)
_WORD = late(r"[^\W_]+")
#: The name of a site: ``armradio.example``, ``www.osce.example``.
_DOMAIN = late(r"(?:https?://)?(?:[\w-]+\.){1,4}[a-z]{2,7}/?", re.IGNORECASE)
_COPY = late(r"/(https?:/{1,2}[^/]+)")
#: ``Made-up Telegraph Agency``
_AGENCY = late(
    r"(?:[^\W\d_a-zа-я][\w-]+ ){0,4}(?:[Nn]ews )?(?:Agency|Agjencia|Agencija|Agencia|Agenzia|Agence|Agentur|Агентство"
    r"|Агенција|агентство)(?: [^\W\d_a-zа-я][\w-]+){0,3}"
    r"|(?:Газета|Журнал|Newspaper|Zeitung|Quotidiano) [«“„\"].{2,30}[»”“\"]"
)
#: What a host has before and after the name of the site.
_OUTER = frozenset(("www", "en", "old", "beta", "archive", "news", "org", "com", "net", "info", "gov", "edu"))


@lru_cache(maxsize=1024)
def names_site(line: str, address: str | None) -> bool:
    """Tell whether a line is the name of an authority, or of the site that the address is of.

    :param line: a line in canonical form
    :param address: the page's own

    >>> names_site("Ministry of Foreign Affairs of the Republic of Serbia", None)
    True
    >>> names_site("Ministry condemns theft of lamps", None)
    False
    >>> names_site("Stop Burning Old Lamps", "https://beta.stopbol.example/news/1")
    True
    """
    if len(line) > _LONGEST:
        return False
    return bool(_DOMAIN.fullmatch(line) or _AGENCY.fullmatch(line)) or _is_authority(line) or _is_of_host(line, address)


def _is_authority(line: str) -> bool:
    words = [word.strip(",.()|–-") for word in line.casefold().replace("’", "'").split()]
    words = [word for word in words if word]
    known = [word in _HEADS or word in _OTHERS or bool(state_named(word)) for word in words]
    return all(known) and any(word in _HEADS for word in words) and line.casefold() not in SITE_NAMES


def _is_of_host(line: str, address: str | None) -> bool:
    """Whether the name of the host is made of the words of a line, or of their first letters."""
    copied = _COPY.search(address or "")
    host = (urlsplit(copied[1] if copied else address or "").hostname or "").lower()
    words = _WORD.findall(line.casefold())
    if len(words) < _FEWEST or not line[:1].isupper():
        return False
    labels = [label.replace("-", "") for label in host.split(".")[:-1] if label not in _OUTER]
    return any(_spells(words, label) for label in labels if len(label) > _FEWEST)


def _spells(words: list[str], label: str) -> bool:
    """Whether all words, each whole or by its first letter, make up a label; small words may be left out."""
    ends = {0}
    for word in words:
        spelt = {end + len(part) for end in ends for part in (word, word[0]) if label.startswith(part, end)}
        ends = spelt | ends if word in _SMALL else spelt
    return len(label) in ends
