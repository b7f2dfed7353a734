"""Who is named in a paragraph, and which roles stand by the name."""

from dataclasses import dataclass, field
from itertools import pairwise

from kg.facts.names import NameRun, name_runs
from kg.facts.roles import RolePhrase, role_phrases
from kg.facts.tables import terms
from kg.facts.tokens import Paragraph, Token

_ARTICLES = frozenset({"the", "a", "an", "The", "then", "our", "its", "his", "her", "their"})
_JOINTS = frozenset({",", "and", "&", "as", "well", "or", ";"})
_OPENERS = frozenset({"(", "–", "—", "-"})


@dataclass(slots=True)
class Named:
    """One name in one paragraph with the roles that the words beside it give."""

    run: NameRun
    roles: list[RolePhrase] = field(default_factory=list)
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A paragraph with its names and roles."""

    paragraph: Paragraph
    named: tuple[Named, ...]
    roles: tuple[RolePhrase, ...]


def read_persons(paragraph: Paragraph) -> Reading:
    """Find the names of a paragraph and attach the roles told beside them.

    :param paragraph: tokens of one paragraph
    :returns: every run that may be a name; ``certain`` where the words around confirm it
    """
    roles = role_phrases(paragraph)
    taken = frozenset(index for role in roles for index in range(role.begin, role.end))
    named = [Named(run) for run in name_runs(paragraph, taken)]
    groups = _groups(paragraph.tokens, named, taken)
    for role in roles:
        _attach(paragraph.tokens, role, groups)
    _attach_chains(paragraph.tokens, roles, named)
    for one in named:
        one.certain = bool(one.roles) or _confirmed(paragraph.tokens, one.run)
    _confirm_lists(groups)
    return Reading(paragraph, tuple(named), tuple(roles))


def _groups(tokens: tuple[Token, ...], named: list[Named], taken: frozenset[int]) -> list[list[Named]]:
    """Put names into lists: "A, B and C", also with the State of each: "A of X, B of Y and C of Z"."""
    groups: list[list[Named]] = []
    for one in named:
        if groups and _joined(tokens, groups[-1][-1].run.end, one.run.first, taken):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _joined(tokens: tuple[Token, ...], end: int, begin: int, taken: frozenset[int]) -> bool:
    at = _after_home(tokens, end)
    if at == begin or any(index in taken for index in range(at, begin)):
        return False
    return all(tokens[index].text in _JOINTS for index in range(at, begin))


def _after_home(tokens: tuple[Token, ...], at: int) -> int:
    """Step over "of the Russian Federation" or "(France)" after a name."""
    start = at
    if at < len(tokens) and tokens[at].text in ("of", "from", "("):
        at += 1
        while at < len(tokens) and tokens[at].text == "the":
            at += 1
        if at < len(tokens) and tokens[at].mention is not None:
            at += 1
            return at + 1 if at < len(tokens) and tokens[at].text == ")" else at
    return start


def _attach(tokens: tuple[Token, ...], role: RolePhrase, groups: list[list[Named]]) -> None:
    """Give a role to the names right after it or right before it."""
    after = _group_at(groups, _forward(tokens, role))
    before = _group_ending(groups, _backward(tokens, role))
    if before and not (after and after is not before and _adjacent(role, after) and _leads(tokens, role, after)):
        for one in before if role.plural else before[-1:]:
            one.roles.append(role)
    elif after:
        for one in after if role.plural else after[:1]:
            one.roles.append(role)


def _leads(tokens: tuple[Token, ...], role: RolePhrase, after: list[Named]) -> bool:
    """Tell whether a role opens a name although another stands before it: "President X, Foreign Minister Y"."""
    return after[0].run.end - after[0].run.begin >= 2 or not _comma_before(tokens, role)


def _adjacent(role: RolePhrase, group: list[Named]) -> bool:
    return group[0].run.first == role.end


def _comma_before(tokens: tuple[Token, ...], role: RolePhrase) -> bool:
    at = role.begin - 1
    while at >= 0 and tokens[at].text in _ARTICLES:
        at -= 1
    return at >= 0 and tokens[at].text == ","


def _forward(tokens: tuple[Token, ...], role: RolePhrase) -> int:
    """Find where a name after a role would begin: at once, or after a comma, dash or bracket."""
    at = _after_brackets(tokens, role.end)
    if at < len(tokens) and (tokens[at].text in _OPENERS or tokens[at].text in (",", ":")):
        return at + 1
    return at


def _after_brackets(tokens: tuple[Token, ...], at: int) -> int:
    """Step over an abbreviation in brackets: "(ODIHR)"."""
    bracketed = tokens[at : at + 3]
    if len(bracketed) == 3 and bracketed[0].text == "(" and bracketed[2].text == ")":
        return at + 3
    return at


def _backward(tokens: tuple[Token, ...], role: RolePhrase) -> int:
    """Find where a name before a role would end, or -1: "X, the role", "X (role)", "X as role"."""
    at = role.begin - 1
    while at >= 0 and tokens[at].text in _ARTICLES:
        at -= 1
    if at >= 0 and (tokens[at].text == "," or tokens[at].text in _OPENERS):
        return at
    verb = at >= 1 and tokens[at].text in ("is", "as", "was", "became") and tokens[at].text
    return at if verb else -1


def _group_at(groups: list[list[Named]], at: int) -> list[Named] | None:
    for group in groups:
        for position, one in enumerate(group):
            if one.run.first == at or one.run.begin == at:
                return group[position:]
    return None


def _group_ending(groups: list[list[Named]], at: int) -> list[Named] | None:
    for group in groups:
        for position, one in enumerate(group):
            if one.run.end == at:
                return group[: position + 1]
    return None


def _attach_chains(tokens: tuple[Token, ...], roles: list[RolePhrase], named: list[Named]) -> None:
    """Share a name between roles that stand side by side: "role, role NAME", "NAME, role and role"."""
    owners = {id(role): one for one in named for role in one.roles}
    for earlier, later in reversed(list(pairwise(roles))):
        one = owners.get(id(later))
        if one and id(earlier) not in owners and _side_by_side(tokens, earlier, later) and one.run.first >= later.end:
            one.roles.insert(0, earlier)
            owners[id(earlier)] = one
    for earlier, later in pairwise(roles):
        one = owners.get(id(earlier))
        if one and id(later) not in owners and _side_by_side(tokens, earlier, later):
            one.roles.append(later)
            owners[id(later)] = one


def _side_by_side(tokens: tuple[Token, ...], earlier: RolePhrase, later: RolePhrase) -> bool:
    between = [token.text for token in tokens[earlier.end : later.begin]]
    return len(between) <= 3 and all(word in (",", "and", "the", "&") or word in _ARTICLES for word in between)


def _confirmed(tokens: tuple[Token, ...], run: NameRun) -> bool:
    """Tell whether the words around a run confirm that it is a person."""
    if run.titled:
        return True
    if run.end - run.begin < 2:
        return False
    following = [token.text for token in tokens[run.end : run.end + 3]]
    if following[:1] == ["of"] and _acts_later(tokens, run.end):
        return True
    before = [token.text for token in tokens[max(0, run.first - 4) : run.first]]
    if _by_verb(following, before):
        return True
    if before[-2:-1] and before[-1] == "by" and before[-2].endswith("ed"):
        return True
    if before and _is_occupation(before[-1]):
        return True
    if following[:1] == [","] and len(following) > 1 and (following[1] in ("who", "whose") or following[1].isdigit()):
        return True
    return before[-1:] == ["named"]


def _acts_later(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a verb of persons follows where somebody is from: "X of the teachers' union said"."""
    for token in tokens[at + 1 : at + 10]:
        if token.text in (".", ",", ";", "and", "or"):
            return False
        if token.text in terms("speech_verbs") or token.text in terms("person_verbs"):
            return True
    return False


_OCCUPATIONS = ("er", "or", "ist", "rar", "ian", "ant", "man", "woman", "nurse", "judge", "clerk", "chief")


def _is_occupation(word: str) -> bool:
    """Tell a word for what somebody does for a living, before a name: "archivist X", "court reporter X"."""
    return len(word) > 4 and word.islower() and word.endswith(_OCCUPATIONS) and word not in _NO_OCCUPATION


_NO_OCCUPATION = frozenset(
    {"after", "under", "over", "other", "later", "former", "together", "whether", "neither", "either"}
    | {"further", "rather", "never", "however", "another", "earlier", "member", "number", "letter", "order", "river"}
    | {"border", "water", "power", "chapter", "winter", "summer", "centre", "center", "during", "minor", "major"}
    | {"sector", "prior", "error", "labor", "honor", "floor", "important", "relevant", "significant", "constant"}
    | {"participant", "civilian", "asian", "human", "woman", "quarter", "matter", "paper", "computer", "register"}
)
_TOLD = frozenset({"said", "says", "added", "explained", "told", "recalled", "noted"})


def _by_verb(following: list[str], before: list[str]) -> bool:
    """Tell whether a verb of persons stands by a name: "X said", "said X", "said trainee X", "met X"."""
    if following and (following[0] in terms("speech_verbs") or following[0] in terms("person_verbs")):
        return True
    if before and (before[-1] in terms("speech_verbs") or before[-1] in ("met", "thanked")):
        return True
    told = next((at for at, word in enumerate(before) if word in _TOLD), None)
    return told is not None and all(word.islower() and word.isalpha() for word in before[told:])


def _confirm_lists(groups: list[list[Named]]) -> None:
    """Take the names of a list as persons if one of them is."""
    for group in groups:
        if any(one.certain for one in group):
            for one in group:
                one.certain = one.certain or one.run.end - one.run.begin >= 2
