"""Who is no co-chair of the Minsk Group, though his name stands beside the word: Presidents and Ministers of States."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.facts.grammar.lexicon import Lexicon
from kg.facts.model import Role
from kg.facts.reading.groups import CO_CHAIRED
from kg.facts.reading.holders import Scene
from kg.facts.reading.phrases import CO_CHAIR

_STATE = "/state/"
#: States that have co-chaired the Minsk Group together since 1997.
_CHAIRING = ("/state/france", "/state/russian-federation", "/state/united-states-of-america")


def ruling(
    roles: Iterable[Role], scenes: Iterable[Scene], find: Callable[[str], str | None], words: Lexicon
) -> set[str]:
    """List who heads a State or one of its ministries.

    :param roles: of one document
    :param scenes: its sentences
    :param find: finds whom a name means
    :param words: words of the document's language
    """
    return {*_titled(scenes, find, words), *(role.person for role in roles if _rules(role, words))}


def not_chairs(roles: Sequence[Role], rulers: set[str]) -> set[str]:
    """List who is read as a co-chair, but heads a State or ministry, or is named together with such a person."""
    chairing = [role for role in roles if is_chair(role)]
    spans = {role.span for role in chairing if role.person in rulers}
    return {role.person for role in chairing if role.person in rulers or role.span in spans}


def only_of_chairs(titles: Sequence[Role], roles: Iterable[Role], scenes: Iterable[Scene]) -> list[Role]:
    """List the titles that only say whose co-chairs those are whom a text names without saying so.

    :param titles: "Ambassador X of France"
    :param roles: of the document
    :param scenes: its sentences
    """
    theirs = [title for title in titles if (title.affiliation or "").endswith(_CHAIRING)]
    states = {title.affiliation for title in theirs}
    told = len(states) > 1 and not any(is_chair(role) for role in roles)
    return theirs if told and any(_names_chairs(scene) for scene in scenes) else []


def _names_chairs(scene: Scene) -> bool:
    """Tell whether a sentence has the Co-Chairs of the Minsk Group."""
    phrases = [role for role in scene.phrases.roles if role.plural and role.label == CO_CHAIR]
    tokens = (token for role in phrases for token in scene.tokens[role.begin : role.end])
    return any(token.mention is not None and token.mention.target.endswith(CO_CHAIRED) for token in tokens)


def is_chair(role: Role) -> bool:
    """Tell the office of a co-chair of the Minsk Group."""
    return role.label == CO_CHAIR and (role.affiliation or "").endswith(CO_CHAIRED)


def _titled(scenes: Iterable[Scene], find: Callable[[str], str | None], words: Lexicon) -> Iterator[str]:
    """List whom the text calls by an office of a State: "President Holm"."""
    for scene in scenes:
        for name in scene.phrases.names:
            titles = (words.classes(token.text) for token in scene.tokens[name.first : name.begin])
            person = find(name.written) if any("office-title" in title for title in titles) else None
            yield from (person,) if person else ()


def _rules(role: Role, words: Lexicon) -> bool:
    """Tell whether somebody heads a State or one of its ministries."""
    of_state = role.affiliation is None or _STATE in role.affiliation
    return of_state and not role.past and "office-title" in words.classes(role.label.split()[0])
