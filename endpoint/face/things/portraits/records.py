"""Portraits by the ontology alone: what holds of a thing and what refers to it, in the ontology's order."""

from endpoint.face.language import gettext
from endpoint.face.things.portraits.drawing import Line, Link, Portrait, Section, Span, Subject
from endpoint.face.things.statements import Group, Statements, Value

#: What names the properties of a record that its sources do not bear out.
_UNSURE = "#unconfirmedProperty"


def record(subject: Subject, classes: set[str], said: Statements) -> Portrait:
    """Draw a thing of any class."""
    portrait = Portrait()
    portrait.sentences = _sentences(classes, {group.predicate.rpartition("#")[2]: group.values for group in said.said})
    unsure = {value.text for group in said.said if group.predicate.endswith(_UNSURE) for value in group.values}
    for group in said.of("facts"):
        note = f" ({gettext('not confirmed')})" if group.name in unsure else ""
        portrait.facts.append((group.name, [_link(value, note) for value in group.values]))
    for group in said.of_it:
        portrait.add(_section(group))
    return portrait


def sections(said: Statements, *names: str) -> list[Section]:
    """Draw what refers to a thing by certain properties, in the order that the ontology gives them.

    :param names: local names of the properties
    """
    return [_section(group) for group in said.of_it if group.predicate.rpartition("#")[2] in names]


def _sentences(classes: set[str], values: dict[str, list[Value]]) -> list[Link]:
    """Say what can be said in one sentence."""

    def first(name: str) -> str:
        found = values.get(name)
        return found[0].text if found else ""

    if "Decision" in classes and first("adoptedBy") and first("adoptedOn"):
        said = gettext("Adopted by the %(body)s on %(day)s.", body=first("adoptedBy"), day=first("adoptedOn"))
        return [Link(said, why=values["adoptedOn"][0].why)]
    if "Statement" in classes and first("attachedTo") and first("onBehalfOf"):
        to, by = first("attachedTo"), first("onBehalfOf")
        said = gettext("Statement of %(who)s, attached to: %(text)s.", who=by, text=to)
        return [Link(said, why=values["attachedTo"][0].why)]
    if "ElectionObservation" in classes and first("electionIn") and first("observer"):
        who, state = first("observer"), first("electionIn")
        said = gettext("%(who)s observed the elections in %(state)s.", who=who, state=state)
        return [Link(said, why=values["observer"][0].why)]
    if "Source" in classes and first("publisherName"):
        return [Link(gettext("A source of this record, published by %(who)s.", who=first("publisherName")))]
    return []


def _link(value: Value, note: str = "") -> Link:
    return Link(value.text + note, value.address, value.language, value.why)


def _section(group: Group) -> Section:
    lines = tuple(
        Line((_link(value),), Span(value.day, value.day) if value.day else None, why=value.why)
        for value in group.values
    )
    return Section(group.name, ("",), lines)
