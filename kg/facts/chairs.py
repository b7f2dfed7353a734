"""The chair by its State: "the Norwegian chairmanship" where Norway chairs the OSCE; that of another body is none."""

from collections.abc import Iterable, Iterator

from kg.facts.disambiguation import Zones
from kg.facts.expressions import expression
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer

_POST, _CHAIR, _FORUM = "id/post/chairperson-in-office", "/org/chairpersonship", "/org/forum-for-security-co-operation"
#: Behind a State; not "the Norwegian chairmanship of the Wool Council" or "Norway’s chairmanship in the Council".
_BEHIND = expression("chair behind its State")
_LONGEST = 60
#: Between the State and a name of the chair that is read without it.
_BESIDE = ("'s ", "’s ", " ", ") ")


def chaired_by_state(
    document: Document, zones: Zones, named: Iterable[Mention], gazetteer: Gazetteer
) -> Iterator[Mention]:
    """Find the chair where it stands behind the State that holds it about the document's day.

    :param document: the text
    :param zones: where its running words are
    :param named: mentions by full name
    :param gazetteer: the register, which tells who chairs
    """
    found = list(named)
    taken = {mention.start for mention in found if mention.kind == "org"}
    chairs = _chairs(document, gazetteer)
    for state in found:
        match = _BEHIND.match(document.text, state.end, state.end + _LONGEST) if state.target in chairs else None
        own = document.text.endswith("OSCE ", 0, state.start)
        if match and not own and match.start("noun") not in taken and zones.inside(*match.span("noun")):
            start, end = match.span("noun")
            yield Mention(start, end, match["noun"], f"{gazetteer.base}id/org/chairpersonship", "org", 0.9)


def without_other_chairs(named: list[Mention], document: Document, gazetteer: Gazetteer) -> list[Mention]:
    """Leave out the chair behind a State that does not hold it, on a page of the Forum, which States chair in turn.

    :param named: mentions by full name
    :param document: the text
    :param gazetteer: the register, which tells who chairs
    """
    chairs = _chairs(document, gazetteer)
    if not chairs or not any(mention.target.endswith(_FORUM) for mention in named):
        return named
    others = [mention.end for mention in named if mention.kind == "state" and mention.target not in chairs]
    text = document.text
    behind = {end + len(mark) for end in others for mark in _BESIDE if text.startswith(mark, end)}
    return [each for each in named if not (each.target.endswith(_CHAIR) and each.start in behind)]


def _chairs(document: Document, gazetteer: Gazetteer) -> set[str]:
    """List the States that chair the OSCE in the year of a document, the one before and the one after."""
    day = document.issued.value if document.issued else None
    if day is None:
        return set()
    years = {str(int(day[:4]) + by) for by in (-1, 0, 1)}
    tenures = gazetteer.posts.get(f"{gazetteer.base}{_POST}", ())
    return {each.state for each in tenures if each.state and (each.begin or "")[:4] in years}
