"""What a role phrase means: its usual wording, and whose role it is."""

import re
from dataclasses import dataclass

from kg.facts.roles import RolePhrase, office_of
from kg.facts.tokens import Token

_FOREIGN = re.compile(r"\bMinister (?:of|for) (?:the )?Foreign Affairs\b")
_OF_AFFAIRS = re.compile(
    r"^(?P<rank>(?:(?:First|Deputy|Acting|former|Former|State) )*)"
    r"(?P<what>(?!Prime|Deputy|First|State|Foreign Minister)[A-Z][a-z]+(?: [A-Z][a-z]+| and)*) Minister$"
)
_SPACES = re.compile(r"\s+")
_LOOSE = re.compile(r"(?:\s+(?:of|for|to|in|at|on|from|with|within|the|and))+(?=,|$)")
_EMPTY = re.compile(r"\b(of|for|to|in|at|on)(?: the)?(?= (?:of|for|to|in|at|on)\b)")
_ELSEWHERE = frozenset({"on", "in", "to", "at", "with"})
_CHAIRING = frozenset({"Chairmanship", "Chairpersonship"})
_CHAIRS = frozenset({"Chair", "Chairman", "Chairperson", "Chair-in-Office", "Chairwoman"})
_HEADED = (
    ("programme-office", "of the Programme Office"),
    ("mission", "of Mission"),
    ("office", "of Office"),
    ("centre", "of the Centre"),
    ("presence", "of Presence"),
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A role in usual words, and the IRI of the body or State whose role it is."""

    label: str
    affiliation: str | None
    past: bool


def meaning_of(tokens: tuple[Token, ...], role: RolePhrase, base: str) -> Meaning:
    """Tell what a role phrase means.

    :param tokens: the paragraph's
    :param role: a phrase of it
    :param base: base IRI of the build
    """
    head = tokens[role.head]
    if head.mention is not None:
        return _of_post(tokens, role, base)
    affiliation, owner = _affiliation(tokens, role, base)
    label = _label(tokens, role, owner)
    if label in _CHAIRS and affiliation == f"{base}id/org/osce":
        label = "Chairperson-in-Office"
    if owner is not None and label.rsplit(" ", 1)[-1] == "Head":
        label = headed(label, affiliation or "")
    elif label.endswith("Head of the delegation"):
        label = label.replace("of the delegation", "of Delegation")
    words = {token.text.casefold() for token in tokens[role.begin : role.head]}
    return Meaning(label[:1].upper() + label[1:], affiliation, "former" in words)


def _of_post(tokens: tuple[Token, ...], role: RolePhrase, base: str) -> Meaning:
    """Read a head that is a post of the register, or an institution that bears the name of its head."""
    mention = tokens[role.head].mention
    office = office_of(tokens[role.head])
    past = any(token.text.casefold() == "former" for token in tokens[role.begin : role.head])
    prefix = "".join(f"{t.text} " for t in tokens[role.begin : role.head] if t.mention is None).capitalize()
    target = mention.target if mention else ""
    if office:
        return Meaning(prefix + office.value, target, past)
    owners = [t.mention.target for t in tokens[role.begin : role.head] if t.mention and t.mention.kind == "org"]
    if owners and owners[0] != f"{base}id/org/osce":
        return Meaning(prefix + role.label, owners[0], past)
    if role.label in _CHAIRS:
        return Meaning(f"{prefix}Chairperson-in-Office", f"{base}id/org/osce", past)
    return Meaning(prefix + role.label, f"{base}id/org/osce", past)


def _affiliation(tokens: tuple[Token, ...], role: RolePhrase, base: str) -> tuple[str | None, int | None]:
    """Find whose role it is, and where the phrase says so: the possessor in front, else the complement."""
    osce = f"{base}id/org/osce"
    if any(token.text in _CHAIRING for token in tokens[role.head_end : role.end]):
        return f"{base}id/org/chairpersonship", None
    complement = list(range(role.head_end, role.end))
    in_front = list(range(role.begin, role.head))
    names = [index for index in (*in_front, *complement) if tokens[index].mention is not None]
    for index in names:
        target = tokens[index].mention.target  # type: ignore[union-attr]
        if _kind(tokens[index]) == "state" and index >= role.head_end and not _possesses(tokens, index):
            continue
        if _kind(tokens[index]) in ("org", "state") and target != osce:
            return target, index
        if _kind(tokens[index]) == "post":
            return f"{base}id/org/chairpersonship", None
    return (osce, None) if names and any(_kind(tokens[index]) == "org" for index in names) else (None, None)


def _possesses(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell an owner from a place or matter: "Minister of Albania", "of the Albanian Police"; not "Envoy on Ukraine"."""
    for at in range(index - 1, -1, -1):
        if tokens[at].text in _ELSEWHERE:
            return False
        if tokens[at].text in ("of", "for"):
            return True
    return True


def _kind(token: Token) -> str:
    return token.mention.kind if token.mention else ""


def _label(tokens: tuple[Token, ...], role: RolePhrase, owner: int | None) -> str:
    """Put the role without its owner: "Head of the Legal Department of the OSCE Presence" without the Presence."""
    words = []
    for index in range(role.begin, role.end):
        token = tokens[index]
        if index == owner or (token.mention is not None and _kind(token) in ("state", "org", "place")):
            words.append("")
        elif token.text in ("’s", "'s", "’", "'"):
            continue
        elif token.mention is not None and _kind(token) == "post":
            words.append(token.text.removeprefix("OSCE ").replace("Chairman-in-Office", "Chairperson-in-Office"))
        elif token.text == "Chairmanship":
            words.append("Chairpersonship")
        elif role.head <= index < role.head_end:
            words.extend([role.label] if index == role.head else [])
        else:
            words.append("," if token.text == "," else token.text)
    text = _SPACES.sub(" ", " ".join(words)).replace(" ,", ",").strip()
    text = _LOOSE.sub("", _EMPTY.sub("", text)).strip(" ,")
    text = _OF_AFFAIRS.sub(r"\g<rank>Minister for \g<what>", _SPACES.sub(" ", text))
    return _FOREIGN.sub("Minister for Foreign Affairs", text)


def headed(label: str, affiliation: str) -> str:
    """Name the kind of body that somebody heads: "Head of Mission"."""
    slug = affiliation.rsplit("/", 1)[-1]
    for part, words in _HEADED:
        if f"-{part}-" in f"-{slug}-" and "/org/" in affiliation:
            return f"{label} {words}"
    return label
