"""Where the quotations of a paragraph begin and end."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.facts.grammar.lexicon import lexicon
from kg.facts.tables import terms
from kg.facts.tokens import Paragraph, Token
from kg.model import Span

_OPEN = frozenset("“„«‘")
#: Letters of a word that a title writes with a capital.
_LONG = 5
#: Marks that may follow a closing quotation mark without a space.
_AFTER = frozenset(".,;:!?)")
_DOUBLE = "“"
_INNER = frozenset('«‘"')
_SINGLE, _APOSTROPHE = "‘", "’"
_SINGLES = frozenset("‘’'")
_CLOSE = frozenset("»’")
_STOPS = frozenset(".!?")
#: Marks at the end of a quotation behind which its sentence goes on: "“Why?” X asked".
_BREAKS = frozenset(",!?")
#: The link that a feed puts where it cuts a text, and the marks before it.
_TEASERS = terms("teasers")
_CUT = frozenset({"…", ".", "...", "[", "]", "(", ")"})
_MARKS = frozenset("“„«”»‘’" + '"')
_STRAIGHT = "'"
#: Dashes around who speaks, marks before the second, and languages that put all that between one pair of marks.
_DASHES, _ENDS_OF_SPEECH, _INSIDE = frozenset("–—"), frozenset(",.:"), ("ru", "uk")
_THE = "the"


class Quote(NamedTuple):
    """Tokens ``begin`` ≤ i < ``end`` with their quotation marks; ``span`` is without the marks and a loose comma.

    ``opens`` where the paragraph begins with the quotation, ``closes`` where a mark ends it.
    """

    begin: int
    end: int
    span: Span
    words: int
    opens: bool
    closes: bool


def quotes_of(paragraph: Paragraph) -> list[Quote]:
    """Find the quotations of a paragraph; one that opens it may stay open to its end."""
    tokens = paragraph.tokens
    found = []
    for begin, end, closes in (part for pair in _pairs(tokens) for part in _split(tokens, *pair)):
        inside = tokens[begin:end] if closes else _without_teaser(tokens[begin:end])
        called = begin > 1 and tokens[begin - 2].text.casefold() == _THE
        if not inside or _is_title(inside[:-1] if called and inside[-1].text == "," else inside):
            continue
        last = inside[-1].start if inside[-1].text == "," and len(inside) > 1 else inside[-1].end
        words = sum(token.is_word for token in inside)
        span = Span(inside[0].start, last)
        found.append(Quote(begin - 1, end + closes, span, words, begin == 1, closes))
    return found


def _split(tokens: tuple[Token, ...], begin: int, end: int, closes: bool) -> Iterator[tuple[int, int, bool]]:
    """Part what is said from who says it between the same marks: «Шерсть тёплая, – сказал он. – Она нужна всем»."""
    dashes = [at for at in range(begin + 1, end - 1) if tokens[at].text in _DASHES]
    for dash, later in pairwise(dashes):
        said = any(_says(token) for token in tokens[dash + 1 : dash + 3])
        if said and tokens[dash - 1].text in _BREAKS and tokens[later - 1].text in _ENDS_OF_SPEECH:
            comma = tokens[dash - 1].text == ","
            yield begin, dash - 1 if comma else dash, True
            begin = later + 1
    yield begin, end, closes


def _says(token: Token) -> bool:
    """Tell a verb of speech in a language that may put who speaks between the quotation's own marks."""
    spoken = not token.text.isascii() and token.text[0].islower()  # Other pages need none of their words.
    return spoken and any("say" in lexicon(language).classes(token.text) for language in _INSIDE)


def quote_at(quotes: Sequence[Quote], at: int) -> Quote | None:
    """Find the quotation that a token is in, marks included.

    :param quotes: those of the paragraph, in order
    :param at: index of the token
    """
    before = bisect_right(quotes, at, key=lambda quote: quote.begin)
    return quotes[before - 1] if before and at < quotes[before - 1].end else None


def classes_of(quote: Quote, tokens: tuple[Token, ...]) -> frozenset[str]:
    """List the classes of a quotation as a unit: whether a full stop or a comma ends it, and whether it is a fragment.

    :param quote: the quotation
    :param tokens: the paragraph's
    """
    first, last = tokens[quote.begin + 1], tokens[quote.end - 1 - quote.closes]
    found = {"quote"}
    if last.text in _STOPS:
        found.add("ended")
    if last.text in _BREAKS or (quote.closes and quote.end < len(tokens) and tokens[quote.end].text == ","):
        found.add("broken")
    if first.is_word and first.text[0].islower():
        found.add("fragment")
    return frozenset(found)


def _without_teaser(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Leave out the link that a feed puts where it cuts a text: "wool is … read more"."""
    last = len(tokens)
    words = [token.text.casefold() for token in tokens if token.is_word][-2:]
    if " ".join(words) not in _TEASERS:
        return tokens
    for _ in words:
        last = max(at for at in range(last) if tokens[at].is_word)
    while last and tokens[last - 1].text in _CUT:
        last -= 1
    return tokens[:last] if tokens[last].text in _CUT else tokens


def _is_title(tokens: tuple[Token, ...]) -> bool:
    """Tell whether all long words begin with a capital, and no full stop ends them: "Wool for Peace in Europe"."""
    plain = [token for token in tokens if token.is_word and len(token.text) == _LONG - 1 and token.text.islower()]
    if len(plain) > 1:
        return False  # "I mean to send a Personal Representative".
    long = [token for token in tokens if token.is_word and len(token.text) >= _LONG]
    return len(long) > 1 and all(token.is_capital for token in long) and tokens[-1].text not in (".", "!", "?", ",")


def is_whole(quote: Quote, paragraph: Paragraph) -> bool:
    """Tell whether a paragraph holds nothing but a quotation."""
    return quote.opens and not any(token.is_word for token in paragraph.tokens[quote.end :])


def ends_what_is_open(paragraph: Paragraph) -> int | None:
    """Find where a quotation of an earlier paragraph ends in this one: offset behind its last word.

    :returns: ``None`` where the first quotation mark of the paragraph opens another quotation, or it has none
    """
    marks = _marks(paragraph.tokens)
    depth = sum(1 if opens else -1 for _, opens in marks)
    if depth != -1 or not marks[0][0] or marks[-1][1]:
        return None
    return paragraph.tokens[marks[-1][0] - 1].end


def is_inside(quote: Quote, mark: str, paragraph: Paragraph) -> bool:
    """Tell a quotation in marks of another kind than those of the one that is open: «B» in “A «B» …”."""
    return quote.closes and not quote.opens and mark != paragraph.tokens[quote.begin].text in _INNER


def has_marks(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph has a quotation mark."""
    return any(True for _ in _marks(paragraph.tokens))


def _pairs(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int, bool]]:
    """Pair quotation marks; what is put into marks inside a quotation is part of it."""
    marks = _marks(tokens)
    start, at = None, 0
    while at < len(marks):
        index, opens = marks[at]
        following = [each for _, each in marks[at + 1 : at + 3]]
        if start is not None and tokens[index].text in _SINGLES and tokens[start - 1].text not in _SINGLES:
            pass  # ‘Words’ inside “words”.
        elif start is not None and opens and following == [False, False]:
            at += 1
        elif start == 1 and tokens[0].text == tokens[index].text == _DOUBLE and _is_cut(tokens[index + 1 :]):
            pass  # “Words of a “word”, of which the page has only the beginning.
        elif start is not None:
            if index > start:
                yield start, index, True
            start = index + 1 if opens and tokens[index].text != '"' else None
        elif opens:
            start = index + 1
        at += 1
    if start is not None and start < len(tokens):
        yield start, len(tokens), False


def _is_cut(tokens: tuple[Token, ...]) -> bool:
    """Tell a few words with which a page breaks off."""
    return 0 < len(tokens) <= _LONG and all(token.text[-1].isalpha() for token in tokens)


def _marks(tokens: tuple[Token, ...]) -> list[tuple[int, bool]]:
    """List the quotation marks, and whether each opens: as curly ones say, or the spaces beside it, or by turns."""
    found: list[tuple[int, bool]] = []
    straight = dict(_straight(tokens))
    for index, token in enumerate(tokens):
        if index in straight:
            found.append((index, straight[index]))
        if token.text not in _MARKS or (token.text == _APOSTROPHE and not _closes(tokens, index, found)):
            continue
        before = index == 0 or tokens[index - 1].end < token.start or tokens[index - 1].text == "("
        following = tokens[index + 1 : index + 2]
        after = not following or token.end < following[0].start or following[0].text in _AFTER
        was_open = bool(found) and found[-1][1]
        found.append((index, _opens(token.text, before=before, after=after, is_open=was_open)))
    return found


def _straight(tokens: tuple[Token, ...]) -> Iterator[tuple[int, bool]]:
    """Pair straight single marks around what somebody said: before a word, and behind the mark that ends it."""
    start = None
    for index, token in enumerate(tokens):
        if token.text != _STRAIGHT:
            continue
        before = index == 0 or tokens[index - 1].end < token.start
        if start is None and before and index + 1 < len(tokens) and tokens[index + 1].is_capital:
            start = index
        elif start is not None and not before and tokens[index - 1].text in ",.!?":
            yield start, True
            yield index, False
            start = None


def _closes(tokens: tuple[Token, ...], index: int, marks: list[tuple[int, bool]]) -> bool:
    """Tell a single closing mark from an apostrophe: "‘…’", but "the weavers’ guild"."""
    is_open = bool(marks) and marks[-1][1] and tokens[marks[-1][0]].text == _SINGLE
    following = tokens[index + 1 : index + 2]
    owning = tokens[index - 1].text.endswith("s") and bool(following) and following[0].is_word
    return is_open and not (owning and any(token.text == _APOSTROPHE for token in tokens[index + 1 :]))


def _opens(mark: str, *, before: bool, after: bool, is_open: bool) -> bool:
    """Tell whether a mark opens a quotation; the English opening mark closes a German one."""
    if mark in _OPEN:
        return not (mark == "“" and is_open and after)
    if mark in _CLOSE:
        return False
    if before != after:
        return before
    return mark == '"' and not is_open
