"""Bodies that speak as those who sit in them: the ministers of a Council, the mediators and observers of talks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.facts.grammar.tables import Grammar
from kg.facts.issued import issuing_bodies
from kg.facts.reading.agents import Agent
from kg.facts.reading.holders import Scene
from kg.facts.reading.phrases import Name, Role
from kg.facts.tables import entries, terms
from kg.facts.tokens import Token
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer

_STAGE = "assembled"
#: Kind of a pattern that reads nouns for the ministers on their Council's own pages.
ON_ITS_PAGE = "ministers-issuing"
#: Note of a row whose words mean the body only on its own pages.
_ISSUES = "issues"
_MINISTERS = terms("council_ministers")
_MEMBER, _OBSERVER = "Member", "Observer"
_OSCE = "/org/osce"
#: How the IRIs end of the bodies that speak as those who sit in them.
ASSEMBLED = tuple(f"/org/{body}" for body in dict.fromkeys(entry.value for entry in entries("assembled")))


class Assembly(NamedTuple):
    """Tokens ``begin`` ≤ i < ``end`` that mean all who sit in a body."""

    begin: int
    end: int
    body: Agent


def speaking_bodies(document: Document, gazetteer: Gazetteer, mentions: Sequence[Mention]) -> dict[str, Agent]:
    """List the bodies that a page may speak of by a noun for their members, by the kind of pattern that reads it.

    :param document: the text
    :param gazetteer: the register
    :param mentions: names of the register in the text
    """
    issuing, named = issuing_bodies(document, gazetteer), {mention.target for mention in mentions}
    found: dict[str, Agent] = {}
    for entry in entries("assembled"):
        body = f"{gazetteer.base}id/org/{entry.value}"
        if body in issuing or (body in named and entry.note != _ISSUES):
            found[entry.term] = Agent(body, "org")
    return found


def assemblies_in(scene: Scene, bodies: Mapping[str, Agent], grammar: Grammar) -> Iterator[Assembly]:
    """Find the nouns of a sentence that mean all who sit in a body, in the order of the patterns.

    :param scene: the sentence
    :param bodies: what the page may speak of, from :func:`speaking_bodies`
    :param grammar: the document's language
    """
    if not bodies:
        return
    line = scene.phrases.line
    for pattern in line.fitting(grammar.stage(_STAGE)):
        body = bodies.get(grammar.kinds[pattern.name])
        for match in line.search(pattern) if body else ():
            units = match.units("who")
            found = Assembly(units[0].begin, units[-1].end, body) if body else None
            if found and all(_fits(scene, unit.content, found, grammar) for unit in match.units("noun")):
                yield found


def _fits(scene: Scene, content: Token | Role | Name, found: Assembly, grammar: Grammar) -> bool:
    """Tell whether an office is that of who sits in a body: of no other body, and no other minister's."""
    if not isinstance(content, Role):
        return True
    mentions = [token.mention for token in scene.tokens[content.begin : content.end] if token.mention]
    inside = [mention.target for mention in mentions if mention.kind == "org"]
    ours = all(iri == found.body.iri or iri.endswith(_OSCE) for iri in inside)
    words = [grammar.lexicon.classes(token.text) for token in scene.tokens[found.begin : found.end]]
    if any("mediating" in classes for classes in words):
        return ours and content.label == _OBSERVER
    member = content.label == _MEMBER and found.body.iri in inside
    return ours and len(mentions) == len(inside) and (content.label in _MINISTERS or member)
