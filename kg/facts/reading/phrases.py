"""Roles and names: the phrases of a sentence."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.facts.grammar.line import Line, Match, Unit
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.lines import Words, line_of
from kg.facts.reading.state_offices import is_long_office
from kg.facts.tokens import Paragraph, Sentence, Token

CO_CHAIR = "Co-Chair"
#: Classes whose value is the usual word for a head.
_HEADS = ("ambassador", "role-head", "role-heads", "chief", "staff-heads")


class Role(NamedTuple):
    """A role as printed: tokens ``begin`` ≤ i < ``end``, with its head noun at ``head`` ≤ i < ``head_end``.

    It is ``foreign`` where its words name another organization; ``state`` is the IRI of the first State in them.
    """

    begin: int
    head: int
    head_end: int
    end: int
    label: str
    plural: bool
    foreign: bool
    state: str = ""


class Name(NamedTuple):
    """Words that read like a name: tokens ``begin`` ≤ i < ``end``, with titles from ``first`` on before them."""

    first: int
    begin: int
    end: int
    written: str


class Phrases(NamedTuple):
    """A sentence as a line of phrases, with its names and roles in order: each is one unit, as is any other word."""

    sentence: Sentence
    words: Words
    line: Line[Token | Role | Name]
    names: tuple[Name, ...] = ()
    roles: tuple[Role, ...] = ()


def phrases_of(paragraph: Paragraph, sentence: Sentence, grammar: Grammar) -> Phrases:
    """Find the roles and names of a sentence."""
    words = line_of(paragraph.tokens, sentence, grammar)
    units: list[Unit[Token | Role | Name]] = []
    at = 0
    for match in words.scan(words.fitting(grammar.stage("phrases"))):
        units.extend(words.units[at : match.begin])
        units.append(_phrase(paragraph.tokens, match, grammar))
        at = match.end
    if not units:
        return Phrases(sentence, words, words)
    units.extend(words.units[at:])
    names = tuple(unit.content for unit in units if isinstance(unit.content, Name))
    roles = tuple(unit.content for unit in units if isinstance(unit.content, Role))
    return Phrases(sentence, words, Line(tuple(units), grammar.alphabet), names, roles)


def _phrase(tokens: tuple[Token, ...], match: Match[Token], grammar: Grammar) -> Unit[Token | Role | Name]:
    units = match.line.units[match.begin : match.end]
    begin, end = units[0].begin, units[-1].end
    text = " ".join(unit.text for unit in units)
    if grammar.kinds[match.pattern] == "name":
        first, last = match["who"].begin, match.units("who")[-1].end
        name = Name(begin, first, last, written(tokens, first, last))
        return Unit(begin, end, text, _name_classes(name, match), name)
    role = _role(match, begin, end, grammar)
    return Unit(begin, end, text, frozenset(_role_classes(role, match["head"].text, units, grammar)), role)


def _bare(text: str) -> tuple[tuple[str, str], ...]:
    """List the ways in which tables may have the head of a role."""
    return ((text, "role-head"), (text.title(), "role-head"))


def _role_classes(role: Role, head: str, units: Sequence[Unit[Token]], grammar: Grammar) -> Iterator[str]:
    yield "role"
    if "aide" in grammar.lexicon.classes(head):
        yield "aide"
    if role.plural:
        yield "plural"
    if any(unit.has("org") or unit.has("post") or unit.has("office") for unit in units):
        yield "osce-role"
    if "state-office" in grammar.lexicon.classes(role.label):
        yield "state-head"
    if any(unit.has("state") for unit in units):
        yield "state-role"
    if "sent" in grammar.lexicon.classes(role.label):
        yield "sent-role"
    if role.foreign:
        yield "foreign-role"
    if role.label == CO_CHAIR:
        yield "co-chair"


def _role(match: Match[Token], begin: int, end: int, grammar: Grammar) -> Role:
    head = match["head"]
    bare = head.text.removeprefix("OSCE ")
    values = (
        grammar.lexicon.value(text, each) for text, each in (*((head.text, each) for each in _HEADS), *_bare(bare))
    )
    label = next((value for value in values if value), bare)
    if "ministry" in match:
        label = grammar.lexicon.value(match["ministry"].text, "ministry") or label
    if "topic" in match:
        topic = " ".join(unit.text for unit in match.units("topic"))
        label = f"{label} {grammar.lexicon.value(topic, 'topic')}".strip()
    if "rank" in match:
        label = f"{grammar.lexicon.value(match['rank'].text, 'rank')} {label}"
    within = match.line.units[match.begin : match.end]
    others = [at for at, unit in enumerate(within) if unit.has("foreign-owner") and unit.content.mention is None]
    foreign = any(not _is_sent_to(within, at) and not _is_governed(within, at) for at in others)
    states = (unit.content.mention.target for unit in within if unit.has("state") and unit.content.mention)
    return Role(
        begin,
        head.begin,
        head.end,
        match["topic"].begin if "topic" in match else end,
        label,
        head.has("role-heads") or head.has("staff-heads") or "several" in match,
        foreign,
        next(states, ""),
    )


def _is_sent_to(units: Sequence[Unit[Token]], at: int) -> bool:
    """Tell an organization to which a State sends an ambassador: "Norwegian Ambassador to the United Nations"."""
    before = [unit for unit in units[:at] if not unit.has("determiner")]
    sent = any(unit.has("sent") for unit in units[:at]) and any(unit.has("state") for unit in units[:at])
    return sent and bool(before) and before[-1].has("sent-to")


def _is_governed(units: Sequence[Unit[Token]], at: int) -> bool:
    """Tell a body of a ministry from an organization: "the Institute for Wool of the Ministry of Culture".

    What is between portfolios is one: "the Foreign, Commonwealth and Development Office".
    """
    beside = units[max(at - 2, 0)].has("portfolio") and units[at - 1].text == ","
    if beside and at + 2 < len(units) and units[at + 1].text == "and" and units[at + 2].has("portfolio"):
        return True
    if is_long_office(f"{units[at - 1].text} {units[at].text}"):
        return True  # "the National Institute for Wool"
    desk = any(unit.has("desk") for unit in units[at + 1 : at + 2])  # "the NATO Division of the Ministry of Wool"
    return (desk or units[at].has("portfolio")) and any(map(_governs, units[at + 1 :]))


def _governs(unit: Unit[Token]) -> bool:
    """Tell a part of a State that has institutes of its own: "Ministry", "Prosecutor General's Office"."""
    return unit.has("state-body") or (unit.has("state-office") and unit.has("portfolio"))


def _name_classes(name: Name, match: Match[Token]) -> frozenset[str]:
    titles = [unit for unit in match.line.units[match.begin : match.end] if unit.begin < name.begin]
    found = {"name", "full" if name.end - name.begin > 1 else "short"}
    found |= {"titled"} if titles else set()
    found |= {"office-titled"} if any(unit.has("office-title") for unit in titles) else set()
    found |= {"head-titled"} if any(unit.has("office-title") or unit.has("role-head") for unit in titles) else set()
    found |= {"member-titled"} if any(unit.has("member-title") for unit in titles) else set()
    found |= {"first-named"} if "full" in found and match["who"].has("first-name") else set()
    return frozenset(found)


def written(tokens: tuple[Token, ...], begin: int, end: int) -> str:
    """Write a name with single spaces, as printed; one in capitals gets small letters."""
    words = ""
    for index in range(begin, end):
        before = tokens[index - 1] if index > begin else tokens[index]
        initial = index > begin and before.text.endswith(".") and not tokens[index].text.endswith(".")
        apart = tokens[index].start > before.end or initial  # "В.Сидоров"
        words += (" " if apart else "") + tokens[index].text
    return words.title() if words.isupper() and len(words) > 4 else words
