"""Quoted words and who said them."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.facts.references import Reference
from kg.facts.tables import terms
from kg.facts.tokens import Paragraph, Token
from kg.model import Span

_OPEN = frozenset("“„«")
_CLOSE = frozenset("”»")
_SHORTEST = 3
_LEADING = frozenset({"the", "The", "as", "of", "for", "to", "on", "in", "and", "a", "an"})
#: Words of another clause or subject: what follows them is not who said the words before.
_OTHERS = frozenset({"he", "she", "they", "it", "who", "which", "that", "when", "while", "after", "but", "and", "as"})
_LONGEST_DESCRIPTION = 6
_VERBS = frozenset(term for term in terms("speech_verbs") if " " not in term)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Tokens ``begin`` ≤ i < ``end`` between quotation marks, and who said them, if the paragraph tells."""

    begin: int
    end: int
    span: Span
    speaker: Reference | None


def quoted_in(paragraph: Paragraph, references: list[Reference], open_from: Reference | None) -> list[Quoted]:
    """Find the quotations of a paragraph.

    :param paragraph: its tokens
    :param references: who is meant where
    :param open_from: the speaker of a quotation that the paragraph before left open
    """
    found: list[Quoted] = []
    for begin, end in _pairs(paragraph.tokens):
        tokens = paragraph.tokens
        span = Span(tokens[begin].start, tokens[end - 1].end)
        before = found[-1] if found else None
        speaker = _speaker(paragraph, references, begin, end, before)
        found.append(Quoted(begin, end, _trimmed(paragraph, span), speaker or (open_from if begin <= 1 else None)))
    return _shared(paragraph, found)


def is_left_open(paragraph: Paragraph) -> bool:
    """Tell whether a quotation goes on in the next paragraph."""
    marks = [token.text for token in paragraph.tokens if token.text in _OPEN or token.text in _CLOSE]
    return bool(marks) and marks[-1] in _OPEN


def _pairs(tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    """Pair quotation marks: curly ones as they open and close, straight ones by turns."""
    start: int | None = None
    for index, token in enumerate(tokens):
        opening = token.text in _OPEN or (token.text == '"' and start is None)
        closing = token.text in _CLOSE or (token.text in ('"', "“") and start is not None)
        if start is not None and closing:
            if index > start:
                yield start, index
            start = None
        elif opening:
            start = index + 1
    if start is not None and start < len(tokens) and start <= 1:
        yield start, len(tokens)


def _trimmed(paragraph: Paragraph, span: Span) -> Span:
    """Leave out a comma that belongs to the sentence around the quotation."""
    last = next(token for token in reversed(paragraph.tokens) if token.end == span.end)
    return Span(span.start, last.start) if last.text == "," else span


def _speaker(
    paragraph: Paragraph, references: list[Reference], begin: int, end: int, before: Quoted | None
) -> Reference | None:
    tokens = paragraph.tokens
    sentence = next((s for s in paragraph.sentences if s.begin <= begin < s.end), None)
    if sentence is None:
        return None
    stop = next(
        (i for i in range(end + 1, len(tokens)) if tokens[i].text in _OPEN or tokens[i].text == '"'), len(tokens)
    )
    close = next((i for i in range(end, len(tokens)) if tokens[i].text in ".!?" and i > end), len(tokens))
    after = _attributed(tokens, references, end + 1, min(stop, close))
    if after:
        return after
    start = max(sentence.begin, before.end + 1 if before else 0)
    if end - begin < _SHORTEST:
        return None
    return _introduced(tokens, references, start, begin - 1)


def _attributed(tokens: tuple[Token, ...], references: list[Reference], begin: int, end: int) -> Reference | None:
    """Read the words after a quotation: "said X", "X said", "X, the Head of Mission, also said"."""
    verbs = [index for index in range(begin, end) if tokens[index].text in _VERBS and tokens[index].mention is None]
    inside = [reference for reference in references if begin <= reference.begin < end]
    if not verbs or not inside:
        return None
    lead = verbs[0]
    if all(tokens[index].text in (",", "–", "—", "-", "as") for index in range(begin, lead)):
        return next((reference for reference in inside if reference.begin > lead), None)
    first = inside[0]
    leading = all(
        not tokens[i].is_word or tokens[i].text in _LEADING or tokens[i].is_capital or tokens[i].mention
        for i in range(begin, first.begin)
    )
    described = first.begin - begin <= _LONGEST_DESCRIPTION and all(
        tokens[i].is_word or tokens[i].text == "," for i in range(begin, first.begin)
    )
    plain = not any(tokens[i].text in _OTHERS for i in range(begin, first.begin))
    return first if (leading or (described and plain)) and first.begin < lead else None


def _introduced(tokens: tuple[Token, ...], references: list[Reference], begin: int, mark: int) -> Reference | None:
    """Read the words before a quotation: "X said: “…”", "X stressed that “…”", "according to X, “…”"."""
    verbs = [index for index in range(begin, mark) if tokens[index].text in _VERBS and tokens[index].mention is None]
    inside = [reference for reference in references if begin <= reference.begin < mark]
    if not verbs or not inside:
        return None
    subject = [reference for reference in inside if reference.begin < verbs[-1]]
    if subject:
        return subject[0]
    ends = mark > begin and tokens[mark - 1].text in (":", ",")
    return inside[0] if ends else None


def _shared(paragraph: Paragraph, found: list[Quoted]) -> list[Quoted]:
    """Give the parts of a split quotation one speaker: what stands between them is one clause of speech."""
    result: list[Quoted] = []
    for quoted in found:
        last = result[-1] if result else None
        between = paragraph.tokens[last.end + 1 : quoted.begin - 1] if last else ()
        if quoted.speaker is None and last and last.speaker and _is_attribution(between):
            quoted = Quoted(quoted.begin, quoted.end, quoted.span, last.speaker)
        result.append(quoted)
    return result


def _is_attribution(between: tuple[Token, ...]) -> bool:
    """Tell whether all that stands between two quotations is one clause with a verb of speech."""
    stops = [index for index, token in enumerate(between) if token.text in ".!?"]
    closed = not stops or stops == [len(between) - 1]
    return closed and any(token.text in _VERBS for token in between)
