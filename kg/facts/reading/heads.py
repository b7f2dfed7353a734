"""Heads of field operations whose body the text leaves out, and the register knows: "the OSCE head in Ravnik"."""

from kg.facts.reading.agents import Agent
from kg.facts.reading.meanings import headed
from kg.facts.reading.people import is_same
from kg.reference.gazetteer import Gazetteer

_POST = "/post/head-of-"
_HEAD = "Head"


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
