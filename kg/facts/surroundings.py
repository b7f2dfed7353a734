"""What names are surrounded by where they denote something else: a language, a party, the chair of a body."""

import re
from functools import cache

from kg.facts.tables import entries, terms
from kg.regexes import late

#: What stands for words of a kind in the patterns of ``tables/surroundings.csv``.
_KINDS = {
    "<Name>": r"[A-Z][\w’'-]+",
    "<Capital>": r"[A-Z][a-z]+",
    "<People>": "(?:" + "|".join(sorted(terms("people_nouns"))) + ")",
}
_SPACE = r"[ \u00a0]"


def is_before(before: str, kind: str) -> bool:
    """Tell whether what leads to a name ends as rows of a kind say.

    :param before: the text up to the name
    :param kind: column 1 of ``tables/surroundings.csv``

    >>> is_before("Croats and ", "language before"), is_before("looms and ", "language before")
    (True, False)
    """
    return _joined(kind, behind=False).search(before) is not None


def is_behind(after: str, kind: str) -> bool:
    """Tell whether what follows a name begins as rows of a kind say.

    :param after: the text from the end of the name
    :param kind: column 1 of ``tables/surroundings.csv``

    >>> is_behind("-language weekly", "language behind"), is_behind(" weekly", "language behind")
    (True, False)
    """
    return _joined(kind, behind=True).match(after) is not None


@cache
def _joined(kind: str, *, behind: bool) -> re.Pattern[str]:
    """Join the rows of a kind to one pattern, in which a space is of either kind."""
    joined = "|".join(entry.value for entry in entries("surroundings") if entry.term == kind)
    for name, meaning in _KINDS.items():
        joined = joined.replace(name, meaning)
    joined = joined.replace(" ", _SPACE)
    return late(rf"^(?:{joined})" if behind else rf"\b(?:{joined})$")
