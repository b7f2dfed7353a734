"""Where a person's name may stand in a paragraph: runs of capitalized words that no lexicon knows."""

from dataclasses import dataclass

from kg.facts.tables import terms
from kg.facts.tokens import Paragraph, Token, is_title

_LONGEST = 6


@dataclass(frozen=True, slots=True)
class NameRun:
    """Tokens ``begin`` ≤ i < ``end`` that read like a person's name; titles stand before ``begin``."""

    begin: int
    end: int
    first: int

    @property
    def titled(self) -> bool:
        """Tell whether a title stands before the name."""
        return self.first < self.begin


def is_name_word(token: Token) -> bool:
    """Tell whether a token may be a word of a personal name."""
    if token.mention is not None or not token.is_capital:
        return False
    return not _is_lexical(token.text)


def _is_lexical(word: str) -> bool:
    for form in {word, word.title()} if word.isupper() and len(word) > 2 else {word}:
        if form in terms("institution_words") or form in terms("common_words") or form in _HEAD_WORDS:
            return True
    return False


_HEAD_WORDS = frozenset(
    form for term in terms("role_heads") for word in term.split() for form in (word, f"{word}s") if word[0].isupper()
) | terms("titles")


def name_runs(paragraph: Paragraph, taken: frozenset[int]) -> list[NameRun]:
    """Find the runs of a paragraph that may be names.

    :param paragraph: its tokens
    :param taken: indexes of tokens that belong to roles
    :returns: runs in order; a run of one word is kept only for short forms
    """
    runs, index, tokens = [], 0, paragraph.tokens
    while index < len(tokens):
        end = _run_end(tokens, index, taken)
        if end == index:
            index += 1
            continue
        first = index
        while first and first - 1 not in taken and is_title(tokens[first - 1]) and _touching(tokens, first - 1):
            first -= 1
        runs.append(NameRun(index, end, first))
        index = end
    return runs


def _run_end(tokens: tuple[Token, ...], index: int, taken: frozenset[int]) -> int:
    """Find the end of the run that starts at an index; the index itself if none does."""
    if index in taken or not _starts_name(tokens[index]):
        return index
    end = last = index
    while end < len(tokens) and end - index < _LONGEST and end not in taken:
        if end > index and not _touching(tokens, end - 1):
            break
        if is_name_word(tokens[end]):
            last = end + 1
        elif tokens[end].text not in terms("particles"):
            break
        end += 1
    return last


def _starts_name(token: Token) -> bool:
    return is_name_word(token) or (token.mention is None and token.text in _LEADING)


_LEADING = frozenset({"van", "von", "de", "af", "al", "del", "der", "di", "du", "ter"})


def _touching(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a token and the next stand side by side, apart by a space or a full stop of an initial."""
    gap = tokens[index + 1].start - tokens[index].end
    return gap == 1 or (gap == 0 and tokens[index].text.endswith("."))
