"""Mentions: which spans of a text denote a State, a body, a place or a post of the register."""

import re
from collections.abc import Iterator

from kg.facts.matching import Match, find_matches
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer, Name

_CONFIDENCE = {"name": 0.95, "former": 0.9, "demonym": 0.9, "abbreviation": 0.9, "short": 0.85}
#: In the document of a field operation, its noun alone means itself.
_SHORT_CONFIDENCE = 0.8
#: Names of States that are given names too: ``Georgia Whitfield`` is no State.
_GIVEN_NAMES = frozenset({"Georgia", "Jordan"})
_NEXT_WORD = re.compile(r"\s+[A-Z][a-zà-ÿ]+")
_NOUNS = ("Programme Office", "Project Co-ordinator", "Mission", "Office", "Centre", "Presence", "Group")


def find_mentions(document: Document, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Find the mentions in a document's title and body, in order, none overlapping another.

    The labelled fields are no running text: what they name is stated of the document itself.
    """
    found = [*_of_register(document, gazetteer), *_of_issuer(document, gazetteer)]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _of_register(document: Document, gazetteer: Gazetteer) -> Iterator[Mention]:
    text, date = document.text, document.issued.value if document.issued else None
    for match in find_matches(text, gazetteer, document.language):
        if not _in_running_text(document, match.start):
            continue
        name = _denoted(match, date)
        if name.kind == "concept" or _is_given_name(text, match):
            continue
        yield _mention(document, match.start, match.end, name.target, name.kind, _CONFIDENCE[name.form])


def _in_running_text(document: Document, start: int) -> bool:
    title = document.title.span
    body = document.paragraphs[0].start if document.paragraphs else len(document.text)
    return start >= body or bool(title and title.start <= start < title.end)


def _denoted(match: Match, date: str | None) -> Name:
    """Choose among names that read alike: the one in use on the text's date, else the first."""
    return next((name for name in match.names if _in_use(name, date)), match.names[0])


def _in_use(name: Name, date: str | None) -> bool:
    if date is None:
        return True
    begin, end = name.valid_from, name.valid_until
    if begin and date[: len(begin)] < begin[: len(date)]:
        return False
    return not (end and date[: len(end)] > end[: len(date)])


def _is_given_name(text: str, match: Match) -> bool:
    return text[match.start : match.end] in _GIVEN_NAMES and bool(_NEXT_WORD.match(text, match.end))


def _of_issuer(document: Document, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Resolve ``the Mission``, ``OSCE Office`` in a document that a field operation issued."""
    issuer = next((org for source in document.sources if (org := gazetteer.issuer(source.value))), None)
    label = gazetteer.label(issuer) if issuer else None
    noun = next((noun for noun in _NOUNS if label and noun in label), None)
    if issuer is None or noun is None or document.language != "en":
        return
    for match in re.finditer(rf"\b(?:OSCE {noun}|(?<=[Tt]he ){noun})\b(?! (?:to|in|at) (?:the )?[A-Z])", document.text):
        if _in_running_text(document, match.start()):
            yield _mention(document, match.start(), match.end(), issuer, "org", _SHORT_CONFIDENCE)


def _mention(document: Document, start: int, end: int, target: str, kind: str, confidence: float) -> Mention:
    quote = document.text[start:end]
    return Mention(start=start, end=end, quote=quote, target=target, kind=kind, confidence=confidence)
