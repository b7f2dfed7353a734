"""Calls, meetings, visits and letters between people who are named."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.facts.quotations import Quoted
from kg.facts.references import Reference, subject_of, subject_of_verb
from kg.facts.tables import entries
from kg.facts.tokens import Paragraph, Sentence, Token

_PLURALS = {"calls": "call", "meetings": "meeting", "letters": "letter"}
_LIST = frozenset({",", "and", "the", "with", "as", "well", "The"})
_NOT_DONE = frozenset({"will", "would", "not", "to", "should", "could", "may", "might", "plans", "were", "be"})
_ADVERBS = frozenset({"today", "yesterday", "also", "earlier", "briefly", "again", "separately", "jointly"})
_PHRASES: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _entry in entries("contact_phrases"):
    _first, *_rest = _entry.term.split()
    _PHRASES.setdefault(_first, []).append((tuple(_rest), _entry.value))
for _rows in _PHRASES.values():
    _rows.sort(key=lambda row: -len(row[0]))


@dataclass(frozen=True, slots=True)
class Met:
    """A contact told in tokens ``begin`` ≤ i < ``end``."""

    kind: str
    participants: tuple[str, ...]
    begin: int
    end: int


def contacts_in(paragraph: Paragraph, references: list[Reference], quotations: list[Quoted]) -> list[Met]:
    """Find the contacts of a paragraph whose parties its sentences name."""
    found: list[Met] = []
    for sentence in paragraph.sentences:
        for index in range(sentence.begin, sentence.end):
            if any(q.begin <= index < q.end for q in quotations):
                continue
            phrase = _phrase_at(paragraph.tokens, index, sentence.end)
            if phrase:
                found.extend(_contacts(paragraph.tokens, sentence, references, index, *phrase))
    return found


def _phrase_at(tokens: tuple[Token, ...], index: int, limit: int) -> tuple[int, str] | None:
    """Match a phrase, also with adverbs in it: "met today with", "spoke by telephone today with"."""
    for rest, kind in _PHRASES.get(tokens[index].text, ()):
        end = _end_of(rest, tokens, index + 1, limit)
        if end is not None:
            return end, kind
    return None


def _end_of(rest: tuple[str, ...], tokens: tuple[Token, ...], at: int, limit: int) -> int | None:
    for word in rest:
        while at < limit and tokens[at].text in _ADVERBS and tokens[at].text != word:
            at += 1
        if at == limit or tokens[at].text != word:
            return None
        at += 1
    return at


def _contacts(
    tokens: tuple[Token, ...], sentence: Sentence, references: list[Reference], begin: int, end: int, kind: str
) -> Iterator[Met]:
    if any(token.text in _NOT_DONE for token in tokens[max(sentence.begin, begin - 2) : begin]):
        return
    subject = _subject(tokens, sentence, references, begin)
    if not subject:
        return
    if kind == "visit":
        if not _goes_somewhere(tokens, end, sentence.end):
            return
        yield Met("visit", subject, sentence.begin, sentence.end)
        return
    others = _listed(tokens, sentence, references, end)
    if not others:
        return
    if kind in _PLURALS:
        for other in others:
            yield Met(_PLURALS[kind], (*subject, other), sentence.begin, sentence.end)
    else:
        yield Met(kind, tuple(dict.fromkeys((*subject, *others))), sentence.begin, sentence.end)


def _subject(tokens: tuple[Token, ...], sentence: Sentence, references: list[Reference], verb: int) -> tuple[str, ...]:
    """Find the persons who do it: the verb's subject, or who stands in brackets after a body's Co-Chairs."""
    persons = tuple(agent for agent in subject_of_verb(tokens, sentence, references, verb) if "/person/" in agent)
    before = [r for r in references if sentence.begin <= r.begin < verb]
    if persons or not before or before[0].is_person or tokens[before[0].end].text != "(":
        return persons
    return subject_of(tokens, sentence, [r for r in before if r.is_person])


def _goes_somewhere(tokens: tuple[Token, ...], at: int, limit: int) -> bool:
    """Tell whether a visit is to a place, State or body with a name, not to "the library"."""
    for token in tokens[at:limit]:
        if token.text in (",", ";", ".", "and", "where", "who"):
            return False
        if token.mention is not None or (token.is_capital and token.is_word):
            return True
    return False


def _listed(tokens: tuple[Token, ...], sentence: Sentence, references: list[Reference], at: int) -> list[str]:
    """List the persons right after a phrase, with their roles between them."""
    found: list[str] = []
    for reference in references:
        if not at <= reference.begin < sentence.end:
            continue
        if not reference.is_person or not all(_passes(token) for token in tokens[at : reference.begin]):
            break
        found.extend(agent for agent in reference.agents if agent not in found)
        at = reference.end
    return found


def _passes(token: Token) -> bool:
    """Tell whether a token may stand between two persons of a list: commas, "and", roles."""
    return (
        token.text in _LIST
        or token.is_capital
        or token.mention is not None
        or token.text in ("of", "for", "’s", "'s", "in", "on", "to")
    )
