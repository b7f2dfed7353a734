"""Words of a paragraph, with the names that the register knows kept whole."""

import operator
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.documents.dates import MONTH
from kg.facts.expressions import expression, written
from kg.facts.grammar.lexicon import Lexicon, lexicon
from kg.facts.signatures import contact_entries
from kg.model import Document, Mention, Span
from kg.regexes import late

_WORD = late(
    r"(?=\S)(?:(?P<day>\b\d{1,2}\.(?=[ \u00a0](?i:" + MONTH + r")\b))"  # "am 16. Januar" is one sentence.
    r"|(?P<abbreviation>(?=[^\W\d_a-z])"  # What comes first fails at once where there is no such token.
    rf"(?:{written('abbreviation')}"
    r"|\b[\u0400-\u042f]\.(?=[\u0400-\u042f][\u0430-\u045f])))"  # Initial and surname without a space, in Cyrillic.
    r"|(?P<article>(?<=\bvan )[’']t(?= [^\W\d_a-z]))"  # "Asta van 't Holm".
    r"|(?P<word>[\w\u0300-\u036f]+(?:[-\u2010\u2011’'´](?!s\b)[\w\u0300-\u036f]+)*)"
    r"|(?P<doubled>''|’’|‘‘|``)"
    r"|(?P<possessive>[’'](?:s\b|(?=\s)))"
    r"|(?P<mark>[^\w\s]))"
)
#: Where a caption may be glued to what follows it: "Ana KosIvo Lant".
_GLUED = late(r"[A-Z](?<=[^\W\d_A-Z]{3}[A-Z])(?=[^\W\d_A-Z]{2})")
#: A dash that may join two surnames, which is behind a first name and the first of them.
_DASHED, _BESIDE = late(r"(?<=[^\W\d_A-Z])–[^\W\d_a-z](?=[^\W\d_A-Z])"), 2
#: What begins the sentence glued to a caption or to a picture's name: a name, "First Deputy Minister".
_BEGINS = frozenset({"first-name", "label-rank"})
#: Lines that go on with a small letter, on a page whose lines are broken at a fixed width, and that width.
_WRAPPED, _WIDTH = 3, 50
#: A line of somebody who signs: "Asta Holm, Head of Mission".
_SIGNED = late(r"(?:[^\W\d_a-z][\w’'.-]*[ \u00a0]){1,3}[^\W\d_a-z][\w’'-]*,[ \u00a0](?:the )?[A-Z]")
#: What a dateline and its sentence are parted by.
_DASHES = late(r"[\s–—―-]+")
_ASKS = expression("sentence about asking")
#: Letters of a word that a title writes with a capital, and classes of the words that say which act a title tells.
_LONG, _ACTS, _PRESENT = 4, frozenset({"act", "act-on", "express"}), "verb-s"
_FEELINGS = frozenset({"feeling", "degree"})
#: Class of long words that a title writes small.
_LINK = "preposition"
_ENDS = frozenset(".!?")
#: A word that has lost its vowel before the one that it is written with, and the letters of one that is never a name's.
_ELIDED = late(r"(?P<first>[^\W\d_]{1,5}[’'])\w")
_LONGEST_ARTICLE = 2
_ENGLISH = "en"
_QUOTES = frozenset('“”„"«»')
_CLOSING = frozenset('”"»')
#: What may end a sentence.
_MAY_END = _ENDS | _CLOSING
#: What two single quotation marks stand for.
_DOUBLE = '"'


class Token(NamedTuple):
    """A word, a mark, or a whole name of the register; offsets in code points of the document's text.

    As a named tuple it is made in a third of the time that a frozen dataclass takes; a page has hundreds.
    """

    start: int
    end: int
    text: str
    mention: Mention | None = None

    @property
    def is_capital(self) -> bool:
        """Tell whether the token starts as a proper noun does, as do ``d'Orsay`` and letters without case."""
        first = self.text[2:3] if self.text[1:2] in ("'", "’") and len(self.text) > 2 else self.text[0]
        return first.isalpha() and not first.islower()

    @property
    def is_word(self) -> bool:
        """Tell whether the token is a word."""
        return self.text[0].isalnum()


#: Makes a named tuple in half the time that its class takes.
_new = tuple.__new__


class Sentence(NamedTuple):
    """Tokens ``begin`` ≤ i < ``end`` of a paragraph."""

    begin: int
    end: int


class Paragraph(NamedTuple):
    """A line of the document's running text, as tokens and sentences."""

    span: Span
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]


def paragraphs_of(document: Document, mentions: Iterable[Mention]) -> tuple[Paragraph, ...]:
    """Part a document's body into tokens.

    :param document: the text
    :param mentions: names of the register in it; of two that overlap the longer is kept whole
    """
    body = document.dateline.span.end if document.dateline and document.dateline.span else 0
    return _parted(document, tuple(_unwrapped(document.text, document.paragraphs)), mentions, body)


def _unwrapped(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Join the lines of a page whose paragraphs are broken at a fixed width."""
    goes_on = [
        (text[span.end - 1].isalnum() or text[span.end - 1] == ",") and not text[span.end : later.start].strip()
        for span, later in pairwise(spans)
    ]
    small = [text[span.start].islower() for span in spans]
    signed = [_SIGNED.match(text, span.start, span.end) is not None for span in spans]
    is_wrapped = sum(map(operator.and_, goes_on, small[1:])) >= _WRAPPED
    start = None
    for at, span in enumerate(spans):
        start = span.start if start is None else start
        following = small[at + 1] if at + 1 < len(spans) else None
        long = is_wrapped and span.end - span.start >= _WIDTH and not any(signed[at + 1 : at + 2])
        if following is None or not goes_on[at] or not (following or long):
            yield Span(start, span.end)
            start = None


def title_of(document: Document, mentions: Iterable[Mention]) -> tuple[Paragraph, ...]:
    """Part a document's title into tokens; none where it was supplied and is no line of the page."""
    titles = _parted(document, [document.title.span] if document.title.span else [], mentions, 0)
    return tuple(title._replace(tokens=tuple(_with_small_verbs(title.tokens))) for title in titles)


def _with_small_verbs(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """Write the verbs of acts, and the nouns that go with them, small in a title in which each long word is capital."""
    words = lexicon("en")
    long = [token for token in tokens if token.mention is None and token.is_word and len(token.text) >= _LONG]
    capital = bool(long) and all(token.is_capital or _LINK in words.classes(token.text) for token in long)
    expressed = False
    for at, token in enumerate(tokens):
        small, after = token.text.lower(), tokens[at + 1].text if at + 1 < len(tokens) else ""
        classes = words.classes(small) | words.classes(f"{small} {after}")
        told = (_PRESENT in classes and not classes.isdisjoint(_ACTS)) or (
            expressed and not classes.isdisjoint(_FEELINGS)
        )
        is_small = capital and at > 0 and token.mention is None and token.text.istitle() and told
        expressed = expressed or (is_small and "express" in classes)
        yield token._replace(text=small) if is_small else token


def asides_of(document: Document, mentions: Iterable[Mention]) -> tuple[Paragraph, ...]:
    """Part the captions and contact lines of a document into tokens: they name people, and say nothing else."""
    return tuple(_lined(each, document.text) for each in _parted(document, _entries(document), mentions, 0))


def _entries(document: Document) -> Iterator[Span]:
    """Give the captions, the lines that say whom to ask, and the contacts, in order."""
    contacts = {part.span for part in document.parts if part.kind == "contact"}
    others = [span for span in aside_spans(document) if span not in contacts]
    yield from sorted({*others, *contact_entries(document)})


def _lined(paragraph: Paragraph, text: str) -> Paragraph:
    """Put a comma where a line ends."""
    tokens: list[Token] = []
    for token in paragraph.tokens:
        if tokens and "\n" in text[tokens[-1].end : token.start]:
            tokens.append(Token(tokens[-1].end, tokens[-1].end, ","))
        tokens.append(token)
    return Paragraph(paragraph.span, tuple(tokens), tuple(_sentences(tuple(tokens))))


def aside_spans(document: Document) -> list[Span]:
    """List the captions of a page, and the lines that name whom to ask."""
    asking = asking_spans(document)
    return [part.span for part in document.parts if part.kind in ("caption", "contact") or part.span in asking]


def asking_spans(document: Document) -> list[Span]:
    """List the sentences that name whom to ask."""
    spans = [part.span for part in document.parts if part.kind == "boilerplate"]
    return [span for span in spans if _ASKS.search(document.text, span.start, span.end)]


def _parted(
    document: Document, spans: Iterable[Span], mentions: Iterable[Mention], dateline_end: int
) -> tuple[Paragraph, ...]:
    names = _whole(mentions)
    language = document.language.partition("-")[0].lower()
    return tuple(_paragraph(document.text, span, names, dateline_end, language) for span in spans)


def _whole(mentions: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _paragraph(text: str, span: Span, names: list[Mention], dateline_end: int, language: str) -> Paragraph:
    start = max(span.start, dateline_end) if span.start <= dateline_end <= span.end else span.start
    dash = _DASHES.match(text, start, span.end) if start > span.start else None
    start = dash.end() if dash else start
    inside = [name for name in names if start <= name.start and name.end <= span.end]
    tokens = tuple(_tokens(text, start, span.end, inside))
    if language != _ENGLISH:
        tokens = tuple(_with_stops(tuple(_unjoined(tokens, lexicon(language))), lexicon(language)))
    return Paragraph(span, tokens, tuple(_sentences(tokens)))


def _unjoined(tokens: Iterable[Token], words: Lexicon) -> Iterator[Token]:
    """Part an article or preposition from the word that it is written with: "l’ambasciatore", but not "Dell’Orto"."""
    for token in tokens:
        joined = _ELIDED.match(token.text) if token.mention is None else None
        first = joined["first"] if joined else ""
        named = len(first) > _LONGEST_ARTICLE and first[0].isupper() and not token.text[len(first)].islower()
        if "elided" in words.classes(first) and not named:
            at = token.start + len(first)
            yield Token(token.start, at, first)
            yield Token(at, token.end, token.text[len(first) :])
        else:
            yield token


def _with_stops(tokens: tuple[Token, ...], words: Lexicon) -> Iterator[Token]:
    """Join a title with the stop that ends it, and no sentence: "on. Ana Kos", "MM. Lant et Kos"."""
    joined = False
    for index, token in enumerate(tokens):
        stop, after = (*tokens[index + 1 : index + 3], token, token)[:2]
        short = not joined and stop.text == "." and stop.start == token.end and token.mention is None
        is_title = short and after.start > stop.end and after.is_capital and "title" in words.classes(f"{token.text}.")
        if is_title and not (index and tokens[index - 1].text.isdigit()):
            yield Token(token.start, stop.end, f"{token.text}.")
            joined = True
        elif not joined:
            yield token
        else:
            joined = False


def _tokens(text: str, start: int, end: int, names: list[Mention]) -> list[Token]:
    words = _parted_words if _GLUED.search(text, start, end) else _words
    found: list[Token] = []
    at = start
    for name in names:
        found.extend(words(text, at, name.start))
        found.append(Token(name.start, name.end, name.quote, name))
        at = name.end
    found.extend(words(text, at, end))
    return found


def _words(text: str, start: int, end: int) -> Iterable[Token]:
    found = [
        _new(Token, (*match.span(), _DOUBLE if match.lastgroup == "doubled" else match[0], None))
        for match in _WORD.finditer(text, start, end)
    ]
    return _with_dashed_names(found) if _DASHED.search(text, start, end) else found


def _with_dashed_names(tokens: list[Token]) -> list[Token]:
    """Keep a surname of two whole that a dash joins: "Asta Holm–Lant"."""
    found: list[Token] = []
    words = lexicon("en")
    for token in tokens:
        given, one, dash = found[-3:] if len(found) > _BESIDE else (token, token, token)
        glued = dash.text == "–" and one.end == dash.start and dash.end == token.start
        surnames = (
            one.text.istitle() and token.text.istitle() and not words.classes(one.text) | words.classes(token.text)
        )
        if glued and surnames and "first-name" in words.classes(given.text):
            found[-2:] = [Token(one.start, token.end, f"{one.text}{dash.text}{token.text}")]
        else:
            found.append(token)
    return found


def _parted_words(text: str, start: int, end: int) -> Iterator[Token]:
    """Part words that a capital letter is inside of, where a name begins with it."""
    for match in _WORD.finditer(text, start, end):
        glued = _GLUED.search(match[0])
        at = match.start() + glued.start() if glued else match.end()
        if _BEGINS & lexicon("en").classes(text[at : match.end()]):
            yield Token(match.start(), at, text[match.start() : at])
            yield Token(at, match.end(), text[at : match.end()])
        else:
            yield Token(match.start(), match.end(), _DOUBLE if match["doubled"] else match[0])


def _sentences(tokens: tuple[Token, ...]) -> Iterator[Sentence]:
    """Part tokens at full stops; a quotation belongs to the sentence that it ends in."""
    begin, open_quotes = 0, _Open()
    for index, (_, end, text, _) in enumerate(tokens):
        closes = text in _QUOTES and open_quotes.read(text)
        beside = index + 1 < len(tokens) and tokens[index + 1].start <= end
        may_end = (closes or text in _MAY_END) and not open_quotes.quoted
        if (may_end and _ends(tokens, index, closes=closes)) or (beside and _is_glued(tokens, index)):
            yield Sentence(begin, index + 1)
            begin = index + 1
    if begin < len(tokens):
        yield Sentence(begin, len(tokens))


class _Open:
    """Whether words are inside quotation marks; “ closes what „ opened, and opens other words."""

    def __init__(self) -> None:
        self.quoted = False
        self._low, self._outer = False, False

    def read(self, mark: str) -> bool:
        """Read a mark, and tell whether it is a “ or ” that closes what „ opened."""
        if mark == "„":
            self._low, self._outer, self.quoted = True, self.quoted and not self._low, True
            return False
        if self._low and mark in "“”":
            self._low, self.quoted = False, self._outer
            return True
        self._low = False
        self.quoted = mark in "“«" or (mark == '"' and not self.quoted)
        return False


def _ends(tokens: tuple[Token, ...], index: int, *, closes: bool) -> bool:
    stop = tokens[index].text in _ENDS and _ends_here(tokens, index)
    return stop or ((closes or tokens[index].text in _CLOSING) and _ends_quotation(tokens, index))


def _ends_quotation(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a sentence ends with a quotation: "X said: “A.” The next one", but not "“A.” X said."."""
    following = tokens[index + 1 :]
    if not index or tokens[index - 1].text != "." or not following:
        return False
    stop = next((at for at, token in enumerate(following) if token.text in _ENDS), 0)
    said = [at for at in range(stop) if "say" in lexicon("en").classes(following[at].text)]
    return said != [stop - 1] and (following[0].is_capital or following[0].text in _QUOTES)


def _is_glued(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a word ends a caption to which the next sentence, right beside it, is glued."""
    pair = tokens[index : index + 2]
    ends = (".", "’", "'")  # "P.H.M. Holm", "l’Europa"
    return not pair[0].text.endswith(ends) and all(t.is_word and t.mention is None for t in pair)


def _ends_here(tokens: tuple[Token, ...], index: int) -> bool:
    if index + 1 == len(tokens):
        return True
    following = tokens[index + 1]
    return following.start > tokens[index].end and not following.text[0].islower()
