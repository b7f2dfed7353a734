"""The part of a text that has the words that were searched for, with those words marked."""

import re

from endpoint.finding.asking import Asked
from endpoint.finding.index import folded

_WIDTH = 220
_WORD = re.compile(r"[^\W_]+")


def lit(text: str, asked: str) -> list[tuple[str, bool]]:
    """Cut the part of a text around the first words that were asked for.

    :param text: a whole text
    :param asked: what a person typed
    :returns: pieces of the part in order, each with whether it is one of the words; empty if no word is in the text

    >>> lit("The bridge at Bender opened again.", "bridges bender")
    [('The ', False), ('bridge', True), (' at ', False), ('Bender', True), (' opened again.', False)]
    """
    stems = {_stem(word) for word in Asked.of(asked).words}
    marks = [match.span() for match in _WORD.finditer(text) if _stem(folded(match.group())) in stems] if stems else []
    if not marks:
        return []
    begin = text.rfind(" ", 0, max(0, marks[0][0] - _WIDTH // 3)) + 1
    end = min(len(text), begin + _WIDTH)
    end = end if end == len(text) else max(text.rfind(" ", begin, end), marks[0][1])
    pieces, at = [], begin
    for first, last in marks:
        if last <= end:
            pieces += [(text[at:first], False), (text[first:last], True)]
            at = last
    pieces.append((text[at:end], False))
    return [(piece.replace("\n", " "), is_word) for piece, is_word in pieces if piece]


def _stem(word: str) -> str:
    """Cut the endings that English words of one family differ in."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e")
