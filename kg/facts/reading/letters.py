"""A page that is a letter: from whom, and to whom, as its salutation, what is above it, and its end say."""

from collections.abc import Sequence

from kg.facts.grammar.lexicon import Lexicon
from kg.facts.reading.agents import Agent
from kg.facts.reading.meetings import Met
from kg.facts.reading.people import People
from kg.facts.tokens import Paragraph
from kg.model import Document

_LETTER, _PATTERN = "letter", "page of a letter"
#: How many words may be in its salutation.
_LONGEST = 12


def letter_in(
    document: Document, body: Sequence[Paragraph], people: People, words: Lexicon
) -> tuple[Paragraph, Met] | None:
    """Find the letter that a page is: one person writes, and one is written to.

    :param document: the text
    :param body: its paragraphs, in order
    :param people: everybody whom it names
    :param words: the document's language
    :returns: the paragraph of the salutation, and the contact; ``None`` where either is not certain
    """
    opens = next((at for at, each in enumerate(body) if _is(each, "salutation", words) and _is_short(each)), len(body))
    ends = next((at for at in range(opens, len(body)) if _is(body[at], "valediction", words)), len(body))
    if ends == len(body):
        return None
    end = body[ends].span.end
    greeted = _named(people, body[opens].span.start, body[opens].span.end)
    addressed = greeted or _named(people, 0, body[opens].span.start)
    signed = _named(people, end, len(document.text))
    if len(addressed) != 1 or len(signed) != 1 or addressed == signed:
        return None
    tokens = body[opens].tokens
    return body[opens], Met(_LETTER, (*signed, *addressed), 0, len(tokens), _PATTERN)


def _is(paragraph: Paragraph, word_class: str, words: Lexicon) -> bool:
    """Tell whether a paragraph begins with a word, or two, of a class: "Dear", "Yours sincerely"."""
    first = [token.text for token in paragraph.tokens[:2]]
    return any(word_class in words.classes(text) for text in (*first[:1], " ".join(first)))


def _is_short(paragraph: Paragraph) -> bool:
    return len(paragraph.tokens) <= _LONGEST


def _named(people: People, begin: int, end: int) -> tuple[Agent, ...]:
    """List who is named between two offsets."""
    found = (m.iri for m in people.members.values() if any(begin <= span.start < end for span in m.spans))
    return tuple(Agent(iri, "person") for iri in dict.fromkeys(found))
