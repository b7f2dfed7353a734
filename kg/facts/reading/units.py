"""Units of a line of agents: made of whom words mean, and where they stand in their sentence."""

from collections.abc import Sequence

from kg.facts.grammar.line import Match, Unit
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.holders import Scene
from kg.facts.reading.parties import Clause, Content, Part, Party
from kg.facts.reading.phrases import Name, Role
from kg.facts.tokens import Token

#: Pronouns that are only ever subjects, and nouns for those who travel together and for texts that speak.
_PRONOUNS = frozenset({"he", "she", "they", "delegation", "paper"})
#: Classes of a verb behind its subject.
_DONE = frozenset({"verb-ed", "verb-s", "be", "auxiliary"})
_OF, _OSCE, _CHAIR = "of", "/org/osce", "/org/chairpersonship"


def opening_clause(scene: Scene, grammar: Grammar) -> int:
    """Find the token where the main clause begins, behind "When he …," that somebody's name follows."""
    units = scene.phrases.line.units
    first = grammar.lexicon.classes(units[0].text.lower()) if units else frozenset()
    if "turning" in first:
        return _turned(units)
    if "clause" not in first:
        return 0
    comma = next((index for index, unit in enumerate(units) if unit.text == ","), len(units))
    if any(isinstance(unit.content, Name) for unit in units[:2]):
        return 0
    named = any(isinstance(unit.content, Name | Role) for unit in units[comma + 1 : comma + 3])
    return units[comma + 1].begin if named else 0


def _turned(units: Sequence[Unit[Token | Role | Name]]) -> int:
    """Find the token where the main clause begins: "Turning to the weavers, whom she thanked, the Mayor spoke"."""
    bare = [unit for unit in units if not unit.has("determiner")]
    named = [at for at, unit in enumerate(bare) if isinstance(unit.content, Name)]
    for at, unit in enumerate(bare[1:], start=1):
        if bare[at - 1].text != "," or not isinstance(unit.content, Name | Role):
            continue
        behind = at + 2 if isinstance(unit.content, Role) and at + 1 in named else at + 1
        if any(each.classes & _DONE for each in bare[behind : behind + 1]):
            return 0 if named and named[0] < at else unit.begin
    return 0


def is_listed(line: Clause, match: Match[Content]) -> bool:
    """Tell whether somebody is one of a list that goes on: "talks with the President of X, A, President of Y, B, …"."""
    if match.begin < 2 or match.end >= len(line.units):
        return False
    person, link = line.units[match.begin - 2 : match.begin]
    goes_on = line.units[match.end]
    if match.begin > 2 and line.units[match.begin - 3].has("doer"):
        return False  # "Received by X, Y, the Mayor of Ravnik, said".
    return person.has("person") and link.has("list-mark") and bool(goes_on.classes & {"list-mark", "stop"})


def is_agent(unit: Part) -> bool:
    """Tell whether a unit means a person or a body."""
    return unit.has("person") or unit.has("body")


def person_party(iri: str) -> Party:
    """Make a party of one person."""
    person = (Agent(iri, "person"),)
    return Party(person, person)


def party_of(agents: tuple[Agent, ...]) -> Party:
    """Make a party of those whom a pronoun means."""
    return Party(agents, tuple(agent for agent in agents if agent.is_person), pronoun=True)


def agent_unit(unit: Part, party: Party, *, first: bool) -> Part:
    """Make a unit of whom words mean; ``first`` where they are "I" or "we"."""
    classes = {"person"} if party.persons else {"body"}
    classes |= {"several"} if len(party.agents) > 1 else set()
    classes |= {"first"} if first else set()
    classes |= unit.classes & _PRONOUNS
    return Unit(unit.begin, unit.end, unit.text, frozenset(classes), party)


def abbreviations(line: Sequence[Unit[Token | Role | Name]]) -> set[int]:
    """Find the units of abbreviations in brackets: "(ODIHR)"."""
    texts = [unit.text for unit in line]
    found: dict[int, bool] = {}
    if "(" in texts:
        for begin in reversed(range(len(line) - 2)):
            if texts[begin] == "(" and texts[begin + 2] == ")":
                middle = line[begin + 1]
                found |= dict.fromkeys(range(begin, begin + 3), middle.has("org") or middle.has("abbreviation"))
    return {at for at, is_abbreviation in found.items() if is_abbreviation}


def is_the_whole(units: Sequence[Part], unit: Part) -> bool:
    """Tell whether a body only says whose the body before it is: "the Permanent Council of the OSCE"."""
    of = len(units) > 1 and units[-1].text == _OF and units[-2].has("body")
    return of and isinstance(unit.content, Party) and all(agent.iri.endswith(_OSCE) for agent in unit.content.agents)


def is_office_of(role: Part, unit: Part) -> bool:
    """Tell whether an office right before a name only says who that is."""
    return role.has("person") and role.end == unit.begin and bool(role.text) and not role.has("several")


def is_title_of(role: Part, unit: Part) -> bool:
    """Tell whether an office of nobody so far, right before a name, is only what that person is called."""
    return isinstance(role.content, Role) and role.end == unit.begin and not role.content.plural


def is_body_of(body: Part, unit: Part) -> bool:
    """Tell whether a body right before a name only says whose officer that is: "PA Ambassador X"."""
    return body.has("body") and body.end == unit.begin and bool(body.text)


def is_in_the_chair(unit: Part) -> bool:
    """Tell the Chairpersonship, whose State is not another one that acts."""
    return unit.content.__class__ is Party and any(agent.iri.endswith(_CHAIR) for agent in unit.content.agents)
