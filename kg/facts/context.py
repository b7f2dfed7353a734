"""Whose role it is where the words beside it do not say: "the Head of Mission", "Foreign Minister X" on a visit."""

import re
from dataclasses import replace

from kg.facts.affiliations import Meaning, headed
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer

#: Heads of a field operation, and what the name of the operation must hold for them.
_HEADS = {
    "Head of Mission": "mission",
    "Head of the Mission": "mission",
    "Head of Office": "office",
    "Head of the Office": "office",
    "Head of the Centre": "centre",
    "Head of the Presence": "presence",
    "Head of Presence": "presence",
    "Head of the Programme Office": "programme-office",
    "Head of the Group": "group",
    "Chief Monitor": "monitoring",
    "Chief Observer": "observer",
    "Project Co-ordinator": "project-co-ordinator",
    "Head": "",
}
_RANKS = ("Deputy ", "Acting ", "Former ", "Principal ", "First ", "Senior ")
#: Offices that a State has, not a body of the OSCE.
_OF_STATE = re.compile(
    r"\b(?:Minister|Prime Minister|Foreign Secretary|President|Vice-President|Ombudsman|Ombudsperson|Prosecutor"
    r"|Justice|Police Director|Chief of Police|Speaker|Chancellor|Attorney)\b"
)


class Context:
    """What a document is about, as far as it tells whose an office is.

    :param document: the text
    :param gazetteer: the register's names
    :param mentions: names of the register in the text
    """

    def __init__(self, document: Document, gazetteer: Gazetteer, mentions: tuple[Mention, ...]) -> None:
        self._base = gazetteer.base
        self._issuers = [body for source in document.sources if (body := gazetteer.issuer(source.value))]
        body_start = document.paragraphs[0].start if document.paragraphs else 0
        self._mentions = [mention for mention in mentions if mention.start >= body_start]
        self._owned: set[str] = set()

    def complete(self, meaning: Meaning, at: int, home: str | None) -> Meaning:
        """Find whose role it is, if the words beside it do not say.

        :param meaning: what the words say
        :param at: where they stand
        :param home: the State told after the name: "President X of Estonia"
        """
        if meaning.affiliation and meaning.affiliation != f"{self._base}id/org/osce":
            if "/state/" in meaning.affiliation:
                self._owned.add(meaning.affiliation)
            return meaning
        if meaning.affiliation is None and (body := self._body(meaning.label, at)):
            label = headed(meaning.label, body) if meaning.label.endswith("Head") else meaning.label
            return replace(meaning, affiliation=body, label=label)
        if meaning.affiliation is None and _OF_STATE.search(meaning.label):
            return replace(meaning, affiliation=home or self._state(at))
        return meaning

    def _body(self, label: str, at: int) -> str | None:
        """Find the field operation that somebody heads: the issuer, else the one that is named before or at all."""
        bare = label
        for rank in _RANKS:
            bare = bare.removeprefix(rank)
        part = _HEADS.get(bare)
        if part is None:
            return None
        named = [mention.target for mention in self._mentions if mention.kind == "org"]
        before = [
            mention.target for mention in reversed(self._mentions) if mention.kind == "org" and mention.start < at
        ]
        for bodies in (self._issuers, before, named):
            fitting = list(dict.fromkeys(body for body in bodies if self._fits(part, body)))
            if fitting and (bodies is before or len(fitting) == 1):
                return fitting[0]
        return None

    def _fits(self, part: str, body: str) -> bool:
        key = body.rsplit("/", 1)[-1]
        if not part:
            return any(f"-{each}-" in f"-{key}-" for each in _HEADS.values() if each)
        return f"-{part}-" in f"-{key}-"

    def _state(self, at: int) -> str | None:
        """Find the State whose office it is: the only one named so far that no other office belongs to."""
        states = dict.fromkeys(mention.target for mention in self._mentions if mention.kind == "state")
        before = dict.fromkeys(m.target for m in self._mentions if m.kind == "state" and m.start < at)
        for found in (before, states):
            free = [state for state in found if state not in self._owned]
            if len(free) == 1:
                return free[0]
        return None
