"""How holders of one post bound one another: what is not known of one follows from what is known of the next."""

import datetime
from collections.abc import Iterable, Sequence

from kg.reference.gazetteer import Holder
from kg.reference.periods import is_before

_DAY = len("2026-01-01")


def bounded(holders: Iterable[Holder], seats: int = 1) -> tuple[Holder, ...]:
    """Put the holders of a post in order, and bound begins and ends that are not known to the day.

    Who came before left at most when the next is first known in office, by a begin or by a day on which a source
    names them; who came after began at least when the one before is last known. An end or a begin known to a month
    or a year is narrowed in the same way; who began in a year comes after who is known in it and was gone before them.
    Nobody is bounded by a stand-in whom they outlasted, nor by a colleague in a
    post with several seats, where two terms of one person bound one another alone.

    >>> def held(name, begin, end, *seen): return Holder(name, name, name, begin, end, seen=seen)
    >>> [(each.after, each.before) for each in bounded([held("a", "2019-09-22", None), held("b", "2022-10-03", None)])]
    [(None, '2022-10-02'), (None, None)]
    """
    ordered = _ordered(tuple(holders))

    def bounds(each: Holder, others: Sequence[Holder]) -> list[Holder]:
        return [other for other in others if seats == 1 or other.holder == each.holder]

    return tuple(
        each._replace(
            after=_after(each, bounds(each, ordered[:at])), before=_before(each, bounds(each, ordered[at + 1 :]))
        )
        for at, each in enumerate(ordered)
    )


def _ordered(holders: Sequence[Holder]) -> list[Holder]:
    """Put holders in order of the first dates at which they are known; see :func:`bounded` for those who share one."""
    known = [(first_known(each), last_known(each)) for each in holders]

    def place(holder: Holder) -> tuple[str, str]:
        first, last = first_known(holder), last_known(holder)
        gone = (one for one, end in known if first and one.startswith(first) and is_before(end, last))
        return max(gone, default=first), last

    return sorted(holders, key=place)


def first_known(holder: Holder) -> str:
    """Give the first date at which a holder is known in office, else the end; empty where no date is known."""
    seen = holder.seen[0] if holder.seen else ""
    return seen if seen.startswith(holder.begin or "") and seen else holder.begin or holder.end or ""


def last_known(holder: Holder) -> str:
    """Give the last date at which a holder is known in office, else the begin; empty where no date is known."""
    seen = holder.seen[-1] if holder.seen else ""
    return seen if seen.startswith(holder.end or "") and seen else holder.end or holder.begin or ""


def _before(holder: Holder, later: Sequence[Holder]) -> str | None:
    """Give the last day possible, the one before the next holder is first known, if that narrows the end."""
    own = holder.seen[-1] if holder.seen else holder.begin or ""
    for each in later:
        first = first_known(each)
        if not first or (each.acting and first < own):
            continue
        last = first if own.startswith(first) else max(_shifted(first, -1), own)
        return last if last.startswith(holder.end or "") else None
    return None


def _after(holder: Holder, earlier: Sequence[Holder]) -> str | None:
    """Give the first day possible, from which on the holder before is no longer known, if that narrows the begin."""
    own = first_known(holder._replace(begin=None))
    last = max((_left(each) for each in earlier), default="")
    if not last or not last.startswith(holder.begin or ""):
        return None
    return last if last.startswith(own) else min(last, own)


def _left(holder: Holder) -> str:
    """Give the first date at which another may be in office: the end, or the day after the last in office."""
    last = last_known(holder)
    return last if last == holder.end else _shifted(last, 1)


def _shifted(date: str, days: int) -> str:
    """Move a date by days; one that is known to a month or a year stays."""
    if len(date) < _DAY:
        return date
    return (datetime.date.fromisoformat(date) + datetime.timedelta(days=days)).isoformat()
