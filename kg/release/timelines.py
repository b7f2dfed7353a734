"""The holders of a post as a timeline, gaps included."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.release.terms_of_office import Post, Term

NOBODY = "·· nobody recorded"
CHANGED = "·· changed in between, no source says when"
#: So many years after the last day that is known, a holder without an end is no longer drawn.
_FORGOTTEN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of a timeline: a holder, or nobody; a date that no source says is empty."""

    post: str
    begin: str
    end: str
    name: str
    note: str = ""


def lines_of(post: Post, first: str, last: str) -> Iterator[Line]:
    """Draw a post's holders in order, and the times between them that nobody is recorded for.

    Where an end or a begin is not known, the time between two holders is that in which one followed the other.
    Nothing is drawn of a post whose body ended before the first year.

    :param post: with its terms in order
    :param first: the first year to draw, four digits
    :param last: the last one
    """
    if post.gone and post.gone[:4] < first:
        return
    holes = {id(after): before for before, after in post.holes()}
    for term in post.terms:
        if id(term) in holes and _reaches(holes[id(term)].last, term.first, first, last):
            before = holes[id(term)]
            known = bool(before.end and term.begin)
            yield Line(post.label, before.last, term.first, NOBODY if known else CHANGED)
        if _reaches(term.first, _until(post, term), first, last):
            yield Line(post.label, term.begin, term.end, term.name, _note(term))


def _until(post: Post, term: Term) -> str:
    """Tell until when a holder may have held on: of one without an end whom nobody followed, for some years."""
    if term.end or term is not post.terms[-1]:
        return term.last
    return str(int(term.last[:4]) + _FORGOTTEN) if term.last else "0000"


def _reaches(begin: str, end: str, first: str, last: str) -> bool:
    return not (end and end[:4] < first) and not (begin and begin[:4] > last)


def _note(term: Term) -> str:
    parts = ["acting"] if term.acting else []
    if term.seen and not (term.begin and term.end):
        parts.append(f"attested {', '.join(sorted(term.seen))}")
    return "; ".join(parts)
