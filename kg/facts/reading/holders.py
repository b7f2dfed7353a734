"""Who holds which role, as the words of one sentence say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.facts.grammar.line import Match, Unit
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.cases import declines, disagree
from kg.facts.reading.phrases import Name, Phrases, Role
from kg.facts.tokens import Paragraph, Token
from kg.model import Mention

_CHAIRPERSON = "Chairperson"
#: What somebody is in a body, by the kind of the pattern that says so.
_OF_BODIES = {
    "delegation": "Head of the Delegation to the OSCE Parliamentary Assembly",
    "of-delegation": "Head of the Delegation",
}
#: Kind of a pattern in which each name has the State before it: "her counterparts from Norway, X, and Finland, Y".
_COUNTERPARTS = "counterparts"
#: Kind of a pattern with as many States as names: "his colleagues from Norway and Finland, Minister X and Minister Y".
_PAIRED = "paired"
#: Kind of a pattern that tells what each of several is for: "Ministers X and Y, of justice and of culture".
_MATTERS = "matters"
#: Kind of a pattern that gives the first role to the first name, and the second to the second.
_RESPECTIVELY = "respectively"
#: Kind of a pattern that gives each name the offices behind it: "X, president of Norway, Y, chair, and Z, secretary".
_EACH = "each"
#: Kind of a pattern in which the office is before a name and the part of a State behind it: "President X of the Court".
_OF_PART = "of-part"
#: Kind of a pattern in which the officer whom somebody works for follows.
_AIDE = "aide"


class Home(NamedTuple):
    """The State that follows a name, up to token ``end``: "of Norway", or in a bracket, for members of assemblies.

    ``member`` is the role in the bracket: "(MP, Norway)"; of a ``counterpart`` the State is known, not the office.
    """

    state: Mention
    end: int
    bracket: bool
    member: Role | None = None
    counterpart: bool = False


class Claim(NamedTuple):
    """What a pattern reads: ``name`` has ``roles``, or the office of the name's title, or is ``head`` of ``body``.

    ``home`` is the State that follows the name; ``end`` is where the words of the claim end; a ``past`` claim says
    what somebody was, and one that needs to be ``known`` holds only for offices that the register bears out. An
    ``aide`` works for somebody who is named next. A ``matter`` is what one of several of a role is for.
    """

    name: Name
    roles: tuple[Role, ...]
    home: Home | None
    pattern: str
    body: Token | None = None
    end: int = 0
    past: bool = False
    known: bool = False
    head: str = "Head"
    aide: bool = False
    matter: str = ""


@dataclass(slots=True, eq=False, repr=False)
class Scene:
    """One sentence with its phrases, its claims, and the names that its words confirm as persons."""

    paragraph: Paragraph
    phrases: Phrases
    claims: list[Claim] = field(default_factory=list)
    certain: set[int] = field(default_factory=set)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The paragraph's tokens."""
        return self.paragraph.tokens

    def owner(self, role: Role) -> Claim | None:
        """Find the claim that gives a role to somebody."""
        return next((claim for claim in self.claims if role in claim.roles), None)


Part = Unit[Token | Role | Name]


def scene_of(paragraph: Paragraph, phrases: Phrases, grammar: Grammar) -> Scene:
    """Read the roles and persons of a sentence."""
    scene = Scene(paragraph, phrases)
    homes = {name.begin: home for name, home in _homes(phrases, grammar)}
    scene.claims = _joined(_read(phrases, "holders", homes, grammar), _read(phrases, "tenures", homes, grammar))
    if declines(grammar.lexicon.language):
        scene.claims = list(_agreeing(scene, grammar))
    scene.certain = {claim.name.begin for claim in scene.claims}
    if grammar.shares_patterns:  # Only names, the register, offices of States or of none of its posts make persons.
        plain = [c for c in scene.claims if any(scene.tokens[role.head].mention is None for role in c.roles)]
        scene.certain = {claim.name.begin for claim in plain}
    for pattern in phrases.line.fitting(grammar.stage("persons")):
        scene.certain |= {name.begin for match in phrases.line.search(pattern) for name in _names(match)}
    _confirm_lists(scene, grammar)
    _drop_credits(scene, grammar)
    return scene


def _agreeing(scene: Scene, grammar: Grammar) -> Iterator[Claim]:
    """Leave out offices in another case than the name, which only say whom somebody works for."""
    language = grammar.lexicon.language
    for claim in scene.claims:
        roles = tuple(
            role
            for role in claim.roles
            if role.begin < role.head or not disagree(scene.tokens[role.head].text, claim.name.written, language)
        )
        if roles or not claim.roles:
            yield claim._replace(roles=roles)


def _drop_credits(scene: Scene, grammar: Grammar) -> None:
    """Take whoever took a picture, and a body named like somebody, for no person of the text."""
    matches = (
        match
        for pattern in scene.phrases.line.fitting(grammar.stage("credits"))
        for match in scene.phrases.line.search(pattern)
    )
    gone = {name.begin for match in matches for name in _names(match)}
    scene.certain -= gone
    scene.claims = [claim for claim in scene.claims if claim.name.begin not in gone]


def _read(phrases: Phrases, stage: str, homes: dict[int, Home], grammar: Grammar) -> list[Claim]:
    matches = phrases.line.scan(phrases.line.fitting(grammar.stage(stage)))
    return [claim for match in matches for claim in _claims(match, homes, grammar)]


def _joined(held: list[Claim], becoming: list[Claim]) -> list[Claim]:
    """Join what two stages read: "X is Mayor of Y, Z said" makes no mayor of Z."""
    said = [any(_says(claim, each) for each in becoming) for claim in held]
    becoming = [claim for claim in becoming if not any(_says(each, claim) for each in held)]
    given = {role for claim in becoming for role in claim.roles}
    left = [
        claim if twice else claim._replace(roles=tuple(role for role in claim.roles if role not in given))
        for claim, twice in zip(held, said, strict=True)
    ]
    kept = [new for claim, new in zip(held, left, strict=True) if new.roles or not claim.roles]
    return sorted((*kept, *becoming), key=lambda claim: claim.name.first)


def _says(claim: Claim, other: Claim) -> bool:
    """Tell whether a claim says what another says, and perhaps more."""
    return claim.name == other.name and bool(other.roles) and set(other.roles) <= set(claim.roles)


def _homes(phrases: Phrases, grammar: Grammar) -> Iterator[tuple[Name, Home]]:
    for pattern in phrases.line.fitting(grammar.stage("homes")):
        kind = grammar.kinds[pattern.name]
        for match in phrases.line.search(pattern):
            for name, state in _with_states(phrases, match, kind):
                if state:
                    members = [unit.content for unit in match.units("member") if isinstance(unit.content, Role)]
                    end = phrases.line.units[match.end - 1].end
                    member = members[0] if members else None
                    yield name, Home(state, end, kind == "bracket", member, kind == "counterpart")


def _with_states(phrases: Phrases, match: Match[Token | Role | Name], kind: str) -> list[tuple[Name, Mention | None]]:
    """Give each name its State: the one of all, or the one in its place where there are as many of each."""
    names, states = list(_names(match)), [_state_of(phrases, unit.content) for unit in match.units("state")]
    if kind != _PAIRED:
        return [(name, states[0]) for name in names]
    return list(zip(names, states, strict=True)) if len(names) == len(states) else []


def _state_of(phrases: Phrases, content: Token | Role | Name) -> Mention | None:
    """Give the State or body that a unit names, or a role in it: "members of the Norwegian Government"."""
    if isinstance(content, Role):
        within = (unit for unit in phrases.words.units if content.begin <= unit.begin < content.end)
        return next((unit.content.mention for unit in within if unit.has("state")), None)
    return content.mention if isinstance(content, Token) else None


def _claims(match: Match[Token | Role | Name], homes: dict[int, Home], grammar: Grammar) -> Iterator[Claim]:
    kind = grammar.kinds[match.pattern]
    if kind == "none":
        return
    roles = tuple(unit.content for unit in match.units("role") if isinstance(unit.content, Role))
    bodies = [unit.content for unit in match.units("body") if isinstance(unit.content, Token)]
    homes = homes | (_own_states(match) if kind == _COUNTERPARTS else {})
    matters = _matters(match) if kind == _MATTERS else []
    matters = matters if len(matters) == len(list(_names(match))) else []
    for at, name in enumerate(_names(match)):
        home = homes.get(name.begin)
        end = home.end if home else 0
        if match.line.units[match.end - 1].text == ")":
            end = max(end, match.line.units[match.end - 1].end)
        body = bodies[0] if bodies else None
        past, known = kind == "past", kind == "known"
        own = roles[at : at + 1] if kind == _RESPECTIVELY else roles
        own = _behind(match, name) if kind == _EACH else own
        head, aide = _head(match, kind, grammar), kind == _AIDE
        matter = matters[at] if matters else ""
        yield Claim(name, own, home, match.pattern, body, end, past, known, head, aide, matter)


def _behind(match: Match[Token | Role | Name], name: Name) -> tuple[Role, ...]:
    """List the offices between a name and the next."""
    after = [unit.content for unit in match.units("who") if unit.begin > name.begin]
    following = min((each.begin for each in after if isinstance(each, Name)), default=None)
    roles = (each for each in after if isinstance(each, Role))
    return tuple(role for role in roles if following is None or role.begin < following)


def _matters(match: Match[Token | Role | Name]) -> list[str]:
    """List what several are for, each with the preposition of the first: "of justice", "of culture"."""
    found: list[list[Unit[Token | Role | Name]]] = []
    for unit in match.units("matter"):
        found += [[]] if not found or unit.text == found[0][0].text else []
        found[-1].append(unit)
    return [_joined_words(each) for each in found]


def _joined_words(units: list[Unit[Token | Role | Name]]) -> str:
    """Write the words of a matter without what joins it to the next."""
    while units[-1].has("list-mark"):
        units = units[:-1]
    return "".join(unit.text if unit.has("mark") else f" {unit.text}" for unit in units).strip()


def _own_states(match: Match[Token | Role | Name]) -> dict[int, Home]:
    """Give each name the State before it."""
    found: dict[int, Home] = {}
    state: Mention | None = None
    for unit in match.units("who"):
        if isinstance(unit.content, Token) and unit.content.mention and unit.content.mention.kind == "state":
            state = unit.content.mention
        elif isinstance(unit.content, Name) and state:
            found[unit.content.begin] = Home(state, unit.end, bracket=False, counterpart=True)
    return found


def _office(match: Match[Token | Role | Name], grammar: Grammar) -> str:
    """Name the office before a name, which may be its title."""
    roles = [unit.text for unit in match.units("office")]
    words = [word for unit in match.units("who") for word in unit.text.split()]
    titles = (grammar.lexicon.value(word, each) for word in words for each in ("office-title", "role-head"))
    return next((title for title in (*roles, *titles) if title), "")


def _head(match: Match[Token | Role | Name], kind: str, grammar: Grammar) -> str:
    """Name the head of a body, or of a part of it: "who heads the ODIHR election observation mission"."""
    if kind in _OF_BODIES:
        return _OF_BODIES[kind]
    part = " ".join(unit.text for unit in match.units("part"))
    if kind == _OF_PART:
        return f"{_office(match, grammar)} of the {part}"
    head = _CHAIRPERSON if kind == "chairs" else "Head"
    return f"{head} of the {part}" if part else head


def _names(match: Match[Token | Role | Name]) -> Iterator[Name]:
    return (unit.content for unit in match.units("who") if isinstance(unit.content, Name))


def _confirm_lists(scene: Scene, grammar: Grammar) -> None:
    """Take the full names of a list as persons if one of them is."""
    for pattern in scene.phrases.line.fitting(grammar.stage("lists")):
        for match in scene.phrases.line.scan([pattern]):
            names = list(_names(match))
            if any(name.begin in scene.certain for name in names):
                scene.certain |= {name.begin for name in names if name.end - name.begin > 1}
