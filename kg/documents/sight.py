"""What a page shows of its kind, part by part, and the table by which that is known."""

import re
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlsplit

from kg.documents.dateline import Dateline
from kg.documents.dates import MONTH
from kg.documents.draft import Draft
from kg.documents.tables import table
from kg.model import Printed
from kg.regexes import late

TABLE = table("kinds")
LABELLED: dict[str, re.Pattern[str]] = {
    f"{table}.{name}": late(pattern)
    for table in ("sections", "hosts", "reprints", "texts", "meetings", "names")
    for name, pattern in TABLE[table].items()
}
_INVITING: tuple[str, ...] = tuple(TABLE["words"]["invites"])
OPENING_LINES = 3
#: A line with so many characters is a paragraph.
PARAGRAPH = 60
#: How many characters the first words of a text are.
FIRST_WORDS = 200
#: The OSCE, as its languages and those of its field operations write it.
OSCE = late(
    r"\b(?:OSCE|Osce|Osze|Obse|OSZE|OBSE|OEBS|OESS|OSBE|OBWE|OVSE|OBSEE|AGİT|ATƏT|ODIHR|CSCE|ОБСЕ|ОБСЄ|ОЕБС|ОССЕ|БДИПЧ|ЕҚЫҰ|ЕККУ|ԵԱՀԿ|ეუთო)"
    r"(?![^\W_a-z])|Organi[sz]ation for Security and Co-?operation in Europe"
)
#: A day with its month.
DAY = late(
    rf"(?i:(?<![.\d])\d{{1,2}}(?:[–-]\d{{1,2}})?\.?\s{MONTH}\b)|"
    r"\b\d{1,2}\.?(?:\s[^\W\d_]+){1,2}\s\d{4}\b|\b[A-Z][a-z]+ \d{1,2}, \d{4}\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b"
)


class Sight(NamedTuple):
    """What a page shows of its kind.

    :ivar opening: the dateline of the text
    :ivar address: the page's own address, not that of a copy
    :ivar symbol: the symbol of an official document
    :ivar dated: whether the page has a date of issue
    """

    draft: Draft
    opening: Dateline | None
    address: str | None
    symbol: Printed | None = None
    dated: bool = False


class Shown:
    """The parts of a page by which its kind is judged; each is made when it is asked for."""

    def __init__(self, sight: Sight) -> None:
        self.sight, self.draft = sight, sight.draft
        parts = urlsplit(sight.address or "")
        self.host, self.path = (parts.hostname or "").lower(), parts.path.lower()

    @cached_property
    def own(self) -> bool:
        """Whether the page is on a site of the OSCE."""
        return is_own(self.sight.address or "")

    @cached_property
    def lines(self) -> list[str]:
        """The first lines of the body."""
        return self.draft.body[: 2 * OPENING_LINES]

    @cached_property
    def first(self) -> str:
        """The first paragraph."""
        return next((line for line in self.lines if len(line) >= PARAGRAPH), "")

    @cached_property
    def told(self) -> str:
        """The first lines of the body as one text."""
        return " ".join(self.lines)

    @cached_property
    def invites(self) -> bool:
        """Whether the media are asked to come; most texts have none of the words by which they are."""
        told = self.told.casefold()
        return any(word in told for word in _INVITING) and self.says("texts.invites", self.told)

    def says(self, name: str, text: str) -> bool:
        """Whether a text shows what a row of the table holds."""
        return bool(LABELLED[name].search(text))


def is_wire(address: str) -> bool:
    """Tell whether an address is on a site that passes on releases as they are.

    >>> is_wire("https://www.einpresswire.com/article/1"), is_wire("https://paper.example/1")
    (True, False)
    """
    return bool(LABELLED["hosts.wires"].fullmatch((urlsplit(address).hostname or "").lower()))


def is_own(address: str) -> bool:
    """Tell whether an address is on a site of the OSCE.

    >>> is_own("https://www.osce.org/node/1"), is_own("https://osce.example/node/1")
    (True, False)
    """
    return bool(LABELLED["hosts.own"].fullmatch((urlsplit(address).hostname or "").lower()))
