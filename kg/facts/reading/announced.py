"""Who an officer is whom a page announces without a name: “The Head of the Mission …”, “…, said Ambassador X”."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from kg.facts.grammar.lexicon import Lexicon
from kg.facts.reading.holders import Scene
from kg.facts.reading.meanings import Meaning
from kg.facts.reading.phrases import Name, Role
from kg.facts.reading.posts import is_head_of_operation


class Announced(NamedTuple):
    """The office that opens the text, with its sentence, and the name that stays without an office."""

    scene: Scene
    role: Role
    meaning: Meaning
    name: Name


def announced_head(
    scenes: Sequence[Scene], meaning_of: Callable[[Scene, Role], Meaning], bodies: Collection[str], lexicon: Lexicon
) -> Announced | None:
    """Find the head of a field operation whom the first sentence leaves without a name, and the next one who is named.

    An ambassador is meant who is the first of the text to be named, and of whom nothing else is said.

    :param scenes: the sentences of the document, in order
    :param meaning_of: reads what a role means
    :param bodies: IRIs of the field operations
    :param lexicon: the document's language
    """
    if not scenes:
        return None
    lead, *others = scenes
    role = next((role for role in lead.phrases.roles if _opens(lead, role, lexicon)), None)
    meaning = meaning_of(lead, role) if role and lead.owner(role) is None else None
    if role is None or meaning is None or meaning.owner is None or meaning.past or meaning.foreign:
        return None
    first = next(_named(others), None) if not lead.certain else None
    ours = meaning.owner.iri in bodies and is_head_of_operation(meaning.label) and not role.plural
    if first is None or not ours or not _is_only_titled(*first, lexicon):
        return None
    return Announced(lead, role, meaning, first[1])


def _opens(scene: Scene, role: Role, lexicon: Lexicon) -> bool:
    """Tell the role that a sentence begins with, behind no more than its article."""
    before = scene.tokens[scene.phrases.sentence.begin : role.begin]
    return all("determiner" in lexicon.classes(token.text.lower()) for token in before)


def _named(scenes: Sequence[Scene]) -> Iterator[tuple[Scene, Name]]:
    """List the full names of persons in order."""
    return (
        (scene, name)
        for scene in scenes
        for name in scene.phrases.names
        if name.begin in scene.certain and name.end - name.begin > 1
    )


def _is_only_titled(scene: Scene, name: Name, lexicon: Lexicon) -> bool:
    """Tell "Ambassador X" of whom the sentence says nothing else."""
    titles = [token.text for token in scene.tokens[name.first : name.begin]]
    claimed = any(claim.name is name for claim in scene.claims)
    return any("sent" in lexicon.classes(title) for title in titles) and not claimed
