"""Heads of bodies that the text leaves out, and the register knows: "the OSCE head in Ravnik", the Chair's envoys."""

from collections.abc import Iterable, Iterator

from kg.facts.expressions import expression
from kg.facts.grammar.lexicon import Lexicon
from kg.facts.model import Role
from kg.facts.reading.agents import Agent
from kg.facts.reading.held import Held
from kg.facts.reading.holders import Scene
from kg.facts.reading.meanings import headed
from kg.facts.reading.people import is_same
from kg.facts.tables import entries
from kg.facts.tokens import Token
from kg.model import Mention
from kg.reference.gazetteer import Gazetteer

_POST = "/post/head-of-"
_HEAD = "Head"
_ENVOYS = entries("envoys")
_LABELS = {entry.term: entry.value for entry in entries("offices")}
#: The Chair's envoy without a matter, which the talks of a page tell: "Personal Representative of the Chair-in-Office".
_ENVOY = expression("envoy without a matter")
#: Who heads an operation or speaks for it, with a part of the operation's key; the office of those who speak for it.
OPERATIONS = {
    entry.term: entry.value for table in ("heads_of_operations", "staff_of_operations") for entry in entries(table)
}
STAFF = {entry.term: entry.note for entry in entries("staff_of_operations")}
_TALKS, _OF_TALKS = "/org/minsk-group", "/org/personal-representative-minsk-conference"


def body_of_envoy(gazetteer: Gazetteer, date: str | None, person: str | None, name: str, label: str) -> Agent | None:
    """Find the body that an envoy of the Chairperson-in-Office is: by what he is for, else by the register.

    :param gazetteer: the register
    :param date: the document's day, without which the register finds nothing
    :param person: IRI of the person, if the document names him in full
    :param name: the person's name as printed
    :param label: the office; one without a matter is that of whoever the register has in it
    """
    found = {entry.value for entry in _ENVOYS if entry.term in label and label.startswith(_LABELS[entry.value])}
    if not found and date:
        bodies = {entry.value for entry in _ENVOYS if label == _LABELS[entry.value]}
        found = {body for body in bodies if _holds(gazetteer, date, person, name, body)}
    return Agent(f"{gazetteer.base}id/org/{found.pop()}", "org") if len(found) == 1 else None


def _holds(gazetteer: Gazetteer, date: str, person: str | None, name: str, body: str) -> bool:
    """Tell whether the register has somebody in the post that is called like its body."""
    return any(is_same(each, person, name) for each in gazetteer.holders(f"{gazetteer.base}id/post/{body}", date))


def envoys_of(roles: Iterable[Role], mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Mention the bodies of envoys, and others called like their heads, that only their offices name.

    :param roles: the roles of one document
    :param mentions: what it mentions
    """
    named = {mention.target for mention in mentions}
    for role in roles:
        body = (role.affiliation or "").rpartition("/")[2]
        if role.affiliation and role.affiliation not in named and body in _LABELS:
            named.add(role.affiliation)
            start, end = role.span
            yield Mention(start, end, role.printed, role.affiliation, "org", role.confidence)


def envoys_titled(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Mention the envoy for the Minsk Conference by his bare title, on a page that names the Minsk Group.

    :param text: the text of one document
    :param mentions: what it mentions
    """
    named = {mention.target for mention in mentions}
    talks = next((target for target in named if target.endswith(_TALKS)), None)
    if talks is None or any(target.endswith(_OF_TALKS) for target in named):
        return
    for title in _ENVOY.finditer(text):
        target = talks.removesuffix(_TALKS) + _OF_TALKS
        yield Mention(title.start(), title.end(), title[0], target, "org", 0.9)


def without_talks(mentions: Iterable[Mention], envoys: Iterable[Mention]) -> list[Mention]:
    """Leave out the talks that are part of an envoy's title: "… on the conflict dealt with by the Minsk Conference".

    :param mentions: what a text mentions
    :param envoys: mentions of envoys by their titles
    """
    spans = [(each.start, each.end) for each in envoys if each.target.endswith(_OF_TALKS)]
    return [
        each
        for each in mentions
        if not (each.target.endswith(_TALKS) and any(a <= each.start and each.end <= b for a, b in spans))
    ]


def operation_headed_by(gazetteer: Gazetteer, date: str | None, person: str | None, name: str) -> Agent | None:
    """Find the one field operation that somebody heads on a day.

    :param gazetteer: the register
    :param date: the document's day, without which nothing is found
    :param person: IRI of the person, if the document names him in full
    :param name: the person's name as printed; a surname alone means nobody
    """
    if date is None or " " not in name:
        return None
    posts = [post for post in gazetteer.posts if _POST in post]
    held = {post for post in posts for each in gazetteer.holders(post, date) if is_same(each, person, name)}
    bodies = {Agent(f"{gazetteer.base}id/org/{post.rpartition(_POST)[2]}", "org") for post in held}
    operations = [body for body in bodies if body.iri in gazetteer.hosts or headed(_HEAD, body) != _HEAD]
    return operations[0] if len(operations) == 1 else None


def possessor_at(scene: Scene, held: Held, words: Lexicon) -> int:
    """Find "its" or the mark of possession before an office, and perhaps before one adjective; -1 is none."""
    for at in range(held.begin - 1, max(held.begin - 3, scene.phrases.sentence.begin - 1), -1):
        word = scene.tokens[at].text
        if words.classes(word) & {"possessor", "possessive"}:
            return at
        if not word.islower():
            break
    return -1


def possessed_by(scene: Scene, held: Held, words: Lexicon) -> Token | None:
    """Give the last body or institution that a sentence names before "its" office: "the academy and its last head"."""
    at = possessor_at(scene, held, words)
    for token in reversed(scene.tokens[scene.phrases.sentence.begin : max(at, scene.phrases.sentence.begin)]):
        if (token.mention and token.mention.kind == "org") or words.classes(token.text) & {"portfolio", "unit-noun"}:
            return token
    return None
