"""Regular expressions over the text of a document that have words in them: rows of ``tables/expressions.csv``."""

import re
from collections.abc import Iterable
from functools import cache

from kg.errors import BrokenTable
from kg.facts.tables import FOLDER, Entry, entries
from kg.regexes import late

_TABLE = "expressions"
#: A space of a row, which stands for one of either kind, alone or in a set of characters.
_SPACE, _EITHER = re.compile(r"\[(?:\\.|[^\]\\])*\]| "), r" \u00a0"
#: What a row takes from elsewhere: another row, words of the caller, or a lexicon, by its column 2 (=) or 3 (:).
_TAKEN = re.compile(r"\{(?P<name>[a-z][\w ]*)(?:(?P<column>[=:])(?P<cell>[^{}]*))?\}")


@cache
def rows() -> dict[str, str]:
    """Give the expressions as they are written, by name and in the order of the table."""
    return {entry.term: entry.value for entry in entries(_TABLE)}


def expression(name: str, **words: str) -> re.Pattern[str]:
    """Give an expression, which is compiled when it is first used.

    :param name: column 1 of ``tables/expressions.csv``
    :param words: expressions that the row takes from the caller, by the name that it has for them
    :raises BrokenTable: if a row takes what there is not

    >>> expression("sentence about asking").search("For looms call Asta Holm")[0]
    'call'
    """
    return late(written(name, **words))


def written(name: str, **words: str) -> str:
    """Write an expression with everything in it that its row takes from elsewhere.

    >>> written("osce as ours")
    "(?<=[Tt]he[ \\\\u00a0])organi[sz]ation['’]s"
    """
    own, taken = _TAKEN.sub("{}", rows()[name]).split("{}"), _TAKEN.finditer(rows()[name])
    parts = [_spaced(own[0])]
    for match, text in zip(taken, own[1:], strict=True):
        parts += (_from(match, words), _spaced(text))
    return "".join(parts)


def _spaced(text: str) -> str:
    return _SPACE.sub(lambda match: f"[{_EITHER}]" if match[0] == " " else match[0].replace(" ", _EITHER), text)


def _from(match: re.Match[str], words: dict[str, str]) -> str:
    name = match["name"]
    if name in words:
        return words[name]
    if name in rows():
        return f"(?:{written(name, **words)})"
    if not (FOLDER / f"{name}.csv").exists():
        raise BrokenTable(f"{_TABLE}.csv: {match[0]} is neither a row nor a lexicon; write the name of one")
    return any_of(entry.term for entry in entries(name) if _fits(entry, match))


def _fits(entry: Entry, match: re.Match[str]) -> bool:
    return match["column"] is None or match["cell"] == (entry.value if match["column"] == "=" else entry.note)


def any_of(words: Iterable[str]) -> str:
    """Write a choice of words, the longest first, since the first that fits is taken.

    >>> any_of(["loom", "looms. "])
    '(?:looms\\\\. |loom)'
    """
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True)) + ")"
