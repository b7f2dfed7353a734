"""Matches of a rule's body: columns of numbers, joined pattern by pattern on whole arrays."""

from collections.abc import Callable, Sequence

import numpy as np

from kg.closure.relations import EMPTY, Key, Numbers, Terms, key_of, objects_of, subjects_of
from kg.closure.rule import TYPE, Triple, is_variable

Lookup = Callable[[Key], Numbers]
#: Variable → column; all columns of one table have the same length.
Table = dict[str, Numbers]


def match(patterns: Sequence[Triple], first: Numbers, look_up: Lookup, terms: Terms) -> Table:
    """Match patterns together.

    :param patterns: the first one matches ``first``, the others what ``look_up`` finds under their keys
    :param first: triples under the first pattern's key
    :returns: one row a match
    """
    table = scan(patterns[0], first, terms)
    remaining = list(patterns[1:])
    while remaining and _rows(table):
        pattern = next((each for each in remaining if table.keys() & set(each)), remaining[0])
        remaining.remove(pattern)
        table = join(table, scan(pattern, look_up(key_of(pattern)), terms))
    return {term: EMPTY for pattern in patterns for term in pattern} if remaining else table


def scan(pattern: Triple, triples: Numbers, terms: Terms) -> Table:
    """Match one pattern with the triples under its key.

    :returns: a column a variable; a pattern without any has the column ``""`` with a zero a match
    """
    subject, predicate, value = pattern
    if predicate == TYPE and not is_variable(value):
        return {subject: triples} if is_variable(subject) else _where(triples, subject, terms)
    subjects, objects = subjects_of(triples), objects_of(triples)
    if is_variable(subject) and subject == value:
        return {subject: subjects[subjects == objects]}
    kept = np.ones(len(triples), dtype=np.bool_)
    for term, column in ((subject, subjects), (value, objects)):
        if not is_variable(term):
            kept &= column == terms.numbers.get(term, -1)
    table = {term: column[kept] for term, column in ((subject, subjects), (value, objects)) if is_variable(term)}
    return table or {"": np.zeros(int(kept.sum()), dtype=np.int64)}


def _where(triples: Numbers, subject: str, terms: Terms) -> Table:
    return {"": np.zeros(int((triples == terms.numbers.get(subject, -1)).sum()), dtype=np.int64)}


def _rows(table: Table) -> int:
    return len(next(iter(table.values())))


def join(left: Table, right: Table) -> Table:
    """Join two tables on the variables that they share; without any, every row meets every other."""
    shared = [name for name in left if name in right and name]
    if not shared:
        every = np.repeat(np.arange(_rows(left)), _rows(right))
        other = np.tile(np.arange(_rows(right)), _rows(left))
    else:
        every, other = _meet(left[shared[0]], right[shared[0]])
        for name in shared[1:]:
            kept = left[name][every] == right[name][other]
            every, other = every[kept], other[kept]
    joined = {name: column[every] for name, column in left.items()}
    joined.update({name: column[other] for name, column in right.items() if name not in joined})
    return joined


def _meet(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """Find all pairs of positions with equal values."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    begin, end = np.searchsorted(ordered, left, "left"), np.searchsorted(ordered, left, "right")
    counts = end - begin
    every = np.repeat(np.arange(len(left)), counts)
    offsets = np.arange(len(every)) - np.repeat(np.cumsum(counts) - counts, counts)
    return every, order[np.repeat(begin, counts) + offsets]
