"""By what a text calls somebody whom it has named: "the diplomat", "the OSCE's top official"."""

from collections.abc import Sequence

from kg.facts.grammar.line import Unit
from kg.facts.grammar.tables import Grammar
from kg.facts.model import Role as Held
from kg.facts.reading.holders import Scene
from kg.facts.reading.phrases import Name, Role
from kg.facts.tokens import Token

_THE = "the"
_KINDS = frozenset({"state", "org"})
_STATE, _ORG, _OSCE = "/state/", "/org/", "/org/osce"
#: How a noun of several ends, and the class of what leads from an officer to whose officer it is.
_PLURAL, _LEADS = "s", "preposition"
_AMBASSADOR = "ambassador"
#: How many tokens back somebody else may be named, and still be meant.
_FAR = 300
#: Classes of other words between the article and such a word.
_BETWEEN = frozenset({"possessive", "standing"})


def word_of(unit: Unit[Token | Role | Name]) -> str:
    """Give the word by which a unit calls somebody: "official" in "official of the guild"."""
    return unit.content.label.lower() if isinstance(unit.content, Role) else unit.text


def owners_before(scene: Scene, at: int, grammar: Grammar) -> tuple[int, tuple[str, ...]]:
    """Find the article before a word for somebody, and the States and bodies between them.

    :returns: index of the article, or ``at`` where no article is there
    """
    owners: list[str] = []
    for index in range(at - 1, scene.phrases.sentence.begin - 1, -1):
        token = scene.tokens[index]
        classes = grammar.lexicon.classes(token.text.lower())
        if token.text.lower() == _THE or "definite" in classes:
            return index, tuple(owners)
        if token.mention and token.mention.kind in _KINDS:
            owners.append(token.mention.target)
        elif classes.isdisjoint(_BETWEEN):
            break
    return at, ()


def is_plain(scene: Scene, unit: Unit[Token | Role | Name], grammar: Grammar) -> bool:
    """Tell a word for somebody whom nothing else sets apart: no "police official" and no "official of the guild"."""
    if not isinstance(unit.content, Role):
        return True
    before = scene.tokens[unit.content.begin : unit.content.head_end - 1]
    owned = (token.mention is not None and token.mention.kind in _KINDS for token in before)
    known = (not grammar.lexicon.classes(token.text.lower()).isdisjoint(_BETWEEN) for token in before)
    return unit.content.end == unit.content.head_end and all(
        one or other for one, other in zip(owned, known, strict=True)
    )


def tells_of_another(scene: Scene, at: int, word: str, grammar: Grammar, known: Sequence[str] = ()) -> bool:
    """Tell whether a paragraph has just spoken of another who may be called so: "the Norwegian Ambassador", "envoys".

    :param known: words behind which alone it means somebody who is known; empty where only several are another
    """
    texts = [token.text.lower() for token in scene.tokens[max(0, at - _FAR) : at + 1]]
    if word + _PLURAL in texts:
        return True
    owned = (_LEADS in grammar.lexicon.classes(behind) for behind in texts[2:])
    return bool(known) and any(
        text == word and (before not in known or of_others)
        for before, text, of_others in zip(texts, texts[1:], owned, strict=False)
    )


def may_be_ambassador(person: str, roles: Sequence[Held]) -> bool:
    """Tell whether somebody of the OSCE may be its Ambassador: no Minister is, who may be in its chair."""
    mine = [each for each in roles if each.person == person and each.affiliation and not each.past]
    own = any(_ORG in (each.affiliation or "") for each in mine)
    return own and not any(
        _STATE in (each.affiliation or "") and _AMBASSADOR not in each.label.lower() for each in mine
    )


def may_be_called(person: str, owners: Sequence[str], roles: Sequence[Held]) -> bool:
    """Tell whether somebody may be called by a State or body: none where only others are known of the person."""
    mine = [each.affiliation for each in roles if each.person == person and each.affiliation and not each.past]
    return all(_is_of(owner, mine) for owner in owners)


def _is_of(owner: str, mine: Sequence[str]) -> bool:
    if _STATE in owner:
        states = [each for each in mine if _STATE in each]
        return not states or owner in states
    return any(_ORG in each for each in mine) if owner.endswith(_OSCE) else owner in mine
