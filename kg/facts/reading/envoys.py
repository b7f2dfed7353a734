"""Envoys: of the Chairperson-in-Office, or members of the Assembly who are its own."""

import re

from kg.facts.expressions import expression
from kg.facts.reading.committees import is_envoy_of_chair
from kg.facts.reading.held import Held
from kg.facts.reading.holders import Scene
from kg.facts.reading.meanings import Meaning
from kg.facts.reading.named_bodies import ASSEMBLY, NamedBodies
from kg.facts.reading.phrases import Role
from kg.facts.tokens import Token

_PERSONAL = expression("envoy of somebody")


class Envoys(NamedBodies):
    """Finds who sends the envoys of one document."""

    def _of_chair(self, held: Held, scene: Scene) -> Meaning:
        """Put an envoy of the Chairperson-in-Office in full: "the Chair's Special Envoy on Wool"."""
        meaning, chair = held.meaning, self._org("chairpersonship")
        if is_envoy_of_chair(meaning.label, meaning.owner.key if meaning.owner else "") and not meaning.foreign:
            return meaning._replace(owner=chair)
        personal = _PERSONAL.match(meaning.label)
        of_chair = bool(personal) and self._is(personal["what"].split()[0] if personal else "", "personal")
        for_matter = bool(personal) and meaning.label.startswith(" for ", personal.end() if personal else 0)
        owners = (None, chair, *([self._osce] if of_chair or for_matter else []))
        if not personal or meaning.owner not in owners or meaning.foreign:
            return meaning
        matter = (
            of_chair and meaning.label[personal.end() :].startswith((" on ", " for ")) and self._has_chair(scene, held)
        )
        if meaning.owner is None and not matter and not self._is_appointed(scene, held):
            of_assembly = not of_chair and self._is_of_assembly(scene, held)
            return meaning._replace(owner=self.assembly if of_assembly else None)
        rest = meaning.label[personal.end() :]
        behind = [t.text.removeprefix("OSCE ") for role in held.claim.roles for t in _behind(scene, role)]
        chairmanship = any(self._is(word, "chairing") for word in behind)
        by = " of the Chairpersonship" if chairmanship else " of the Chairperson-in-Office"
        by = "" if re.search(r"\bChair", rest) else by
        return meaning._replace(label=f"{personal['what']}{by}{rest}", owner=chair)

    def _has_chair(self, scene: Scene, held: Held) -> bool:
        """Tell a page that names the Chair whose an envoy may be, unless he is "the Committee Chairman's envoy"."""
        return self._chair and not self._is(scene.tokens[held.begin - 1].text, "possessive")

    def _is_appointed(self, scene: Scene, held: Held) -> bool:
        """Tell whether the sentence says that the Chairperson-in-Office gives an office to somebody."""
        possessed = self._is_possessed(scene, held)
        words = [token.text for token in scene.tokens[scene.phrases.sentence.begin : held.begin]]
        appointed = any("appoint" in self._grammar.lexicon.classes(word) for word in words)
        chair = any(
            t.mention and t.mention.kind == "post" and t.mention.target.endswith("/chairperson-in-office")
            for t in scene.tokens[scene.phrases.sentence.begin : held.begin]
        )
        return (possessed and self._chair) or (appointed and chair)

    def _is_of_assembly(self, scene: Scene, held: Held) -> bool:
        """Tell whether an envoy is a member of the Assembly: "Ana Kos (Norway), Special Representative on Wool"."""
        home, assembly = held.claim.home, self._org(ASSEMBLY).iri
        label, told = held.meaning.label, [role for role in scene.phrases.roles if role.end <= held.begin]
        roles = (*held.claim.roles, *(role for role in told if role.plural and role.label in label))
        tokens = (token for role in roles for token in scene.tokens[role.begin : role.end])
        member = any(token.mention and token.mention.target == assembly for token in tokens)
        return member or (home is not None and home.bracket) or self._is_possessed(scene, held)

    def _is_possessed(self, scene: Scene, held: Held) -> bool:
        """Tell whether an office is somebody's: "her Special Representative"."""
        before = [token.text for token in scene.tokens[max(held.begin - 2, 0) : held.begin]]
        if before and self._is(before[-1], "own"):
            before.pop()  # "her own Special Representative"
        return bool(before) and self._is(before[-1], "possessive-word")


def _behind(scene: Scene, role: Role) -> tuple[Token, ...]:
    """List the tokens behind the head of a role."""
    return scene.tokens[role.head_end : role.end]
