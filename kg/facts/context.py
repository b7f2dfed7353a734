"""Whose role it is where the words beside it do not say: "the Head of Mission", "Foreign Minister X" on a visit."""

import re
from dataclasses import replace

from kg.facts.affiliations import Meaning, headed
from kg.facts.tables import entries
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
#: Offices of the Parliamentary Assembly that hardly any State has.
_OF_ASSEMBLY = frozenset({"Vice-President", "Treasurer", "President Emeritus"})
#: Offices whose name does not tell the body that they are in: label → key of the body.
_BODIES = {entry.term: entry.value for entry in entries("office_bodies")}
_PERSONAL = re.compile(r"^(?P<what>(?:Special|Personal) (?:Representative|Envoy|Adviser)s?)\b(?! of the Chair)")
#: Before such an office: the Chairperson-in-Office gives it to somebody.
_APPOINTS = re.compile(
    r"\b(?:Chair(?:man|person|woman)?-in-Office|CiO)\b[^.“”]{0,120}\b(?:appoint|nam|designat|nominat)(?:ed|es)\b[^.“”]*$"
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
        self._text = document.text
        self._assembly = f"{gazetteer.base}id/org/parliamentary-assembly"
        self._mentions = [mention for mention in mentions if mention.start >= body_start]
        self._chair = f"{gazetteer.base}id/post/chairperson-in-office"
        self._named = {mention.target for mention in self._mentions}
        self._owned: dict[str, set[str]] = {}

    def complete(self, meaning: Meaning, at: int, home: str | None) -> Meaning:
        """Find whose role it is, if the words beside it do not say.

        :param meaning: what the words say
        :param at: where they stand
        :param home: the State told after the name: "President X of Estonia"
        """
        body = _BODIES.get(meaning.label)
        if body and meaning.affiliation in (None, f"{self._base}id/org/osce"):
            return replace(meaning, affiliation=f"{self._base}id/org/{body}")
        if meaning.affiliation is None and (personal := _PERSONAL.match(meaning.label)) and self._is_appointed(at):
            label = f"{personal['what']} of the Chairperson-in-Office{meaning.label[personal.end() :]}"
            return replace(meaning, label=label, affiliation=f"{self._base}id/org/chairpersonship")
        if meaning.affiliation and meaning.affiliation != f"{self._base}id/org/osce":
            if "/state/" in meaning.affiliation:
                self._owned.setdefault(meaning.affiliation, set()).add(meaning.label)
            return meaning
        if meaning.affiliation is None and (body := self._body(meaning.label, at)):
            label = headed(meaning.label, body) if meaning.label.endswith("Head") else meaning.label
            return replace(meaning, affiliation=body, label=label)
        if meaning.affiliation is None and _OF_STATE.search(meaning.label):
            if meaning.label in _OF_ASSEMBLY and self._assembly in self._named:
                return replace(meaning, affiliation=self._assembly)
            if meaning.label == "President" and home is None and self._assembly in self._named:
                return meaning
            return replace(meaning, affiliation=home or self._state(at, meaning.label))
        return meaning

    def _is_appointed(self, at: int) -> bool:
        before = self._text[max(0, at - 250) : at]
        if before.endswith(("his ", "her ")) and self._chair in self._named:
            return True
        return _APPOINTS.search(before) is not None

    def _body(self, label: str, at: int) -> str | None:
        """Find the field operation that somebody heads: the issuer, else the one that is named before or at all."""
        bare = label
        while bare.startswith(_RANKS):
            bare = bare.partition(" ")[2]
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

    def _state(self, at: int, label: str) -> str | None:
        """Find the State whose office it is: the only one named so far that no other office belongs to.

        Else the only one whose same office is nobody else's.
        """
        states = dict.fromkeys(mention.target for mention in self._mentions if mention.kind == "state")
        before = dict.fromkeys(m.target for m in self._mentions if m.kind == "state" and m.start < at)
        for found in (before, states):
            free = [state for state in found if state not in self._owned]
            if len(free) == 1:
                return free[0]
        free = [state for state in before if label not in self._owned.get(state, ())]
        if len(free) == 1:
            return free[0]
        return None
