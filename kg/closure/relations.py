"""Triples as sorted arrays of numbers: one array a class for types, one a predicate for the rest.

A term has a number; a statement of a type is its subject's number, any other triple the pair of its subject and object
in one 64-bit number. Sets of triples are sorted arrays without repetition, so that union, difference and join are done
on whole arrays.
"""

from array import array
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from kg.closure.rule import TYPE, Triple

Numbers: TypeAlias = npt.NDArray[np.int64]
#: ``(TYPE, class)`` or ``(predicate, "")``.
Key: TypeAlias = tuple[str, str]

#: Pairs of a thing and its class, kept only where a rule leaves the class open.
ANY_TYPE: Key = (TYPE, "?")

EMPTY: Numbers = np.empty(0, dtype=np.int64)
_SHIFT = 32
_MASK = (1 << _SHIFT) - 1


def key_of(pattern: Triple) -> Key:
    """Name the array in which a pattern's matches stand.

    Types have an array a class; a pattern that leaves the class open finds pairs under :data:`ANY_TYPE`.
    """
    if pattern[1] == TYPE and pattern[2].startswith("?"):
        return ANY_TYPE
    return (TYPE, pattern[2]) if pattern[1] == TYPE else (pattern[1], "")


def is_type(key: Key) -> bool:
    """Tell whether an array has things alone, all of one class; the others have pairs."""
    return key[0] == TYPE and key != ANY_TYPE


class Terms:
    """Numbers for written terms, in order of appearance."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.written: list[str] = []

    def number(self, term: str) -> int:
        """Find a term's number, or give it one."""
        found = self.numbers.get(term)
        if found is None:
            found = self.numbers[term] = len(self.written)
            self.written.append(term)
        return found

    def is_literal(self) -> npt.NDArray[np.bool_]:
        """Tell for each number whether its term is a literal."""
        return np.fromiter((term[0] == '"' for term in self.written), dtype=np.bool_, count=len(self.written))


class Relations:
    """Sets of triples by key."""

    def __init__(self) -> None:
        self._of: dict[Key, Numbers] = {}

    def __getitem__(self, key: Key) -> Numbers:
        """Look up one array; it is empty where nothing is known."""
        return self._of.get(key, EMPTY)

    def keys(self) -> Iterable[Key]:
        """Name the keys under which something stands."""
        return self._of.keys()

    def __len__(self) -> int:
        """Count the triples."""
        return sum(len(numbers) for numbers in self._of.values())

    def add(self, key: Key, numbers: Numbers) -> Numbers:
        """Add what is not there yet.

        :param numbers: in any order
        :returns: what was new, sorted
        """
        known = self[key]
        fresh = distinct(numbers)
        if len(known):
            fresh = fresh[~contained(fresh, known)]
        if len(fresh):
            self._of[key] = np.sort(np.concatenate((known, fresh)), kind="stable") if len(known) else fresh
        return fresh


def distinct(numbers: Numbers) -> Numbers:
    """Sort, and drop repetitions; ``numpy.unique`` would hash first and load NumPy's masked arrays."""
    if len(numbers) < 2:
        return numbers
    ordered = np.sort(numbers, kind="stable")
    kept = np.empty(len(ordered), dtype=np.bool_)
    kept[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=kept[1:])
    return ordered if kept.all() else ordered[kept]


def contained(numbers: Numbers, within: Numbers) -> npt.NDArray[np.bool_]:
    """Tell for each number whether it stands in a sorted array."""
    if not len(within):
        return np.zeros(len(numbers), dtype=np.bool_)
    at = np.searchsorted(within, numbers)
    at[at == len(within)] = 0
    found: npt.NDArray[np.bool_] = within[at] == numbers
    return found


def pair(subjects: Numbers, objects: Numbers) -> Numbers:
    """Put subjects and objects together."""
    return (subjects << _SHIFT) | objects


def subjects_of(pairs: Numbers) -> Numbers:
    """Take the subjects of pairs."""
    return pairs >> _SHIFT


def objects_of(pairs: Numbers) -> Numbers:
    """Take the objects of pairs."""
    return pairs & _MASK


class Buffer:
    """Triples on their way into arrays, compact while they are gathered."""

    def __init__(self) -> None:
        self._of: dict[Key, array[int]] = {}

    def column(self, key: Key) -> "array[int]":
        """Find the growing array of a key."""
        found = self._of.get(key)
        if found is None:
            found = self._of[key] = array("q")
        return found

    def take(self) -> Iterator[tuple[Key, Numbers]]:
        """Hand over what was gathered, and begin anew."""
        gathered, self._of = self._of, {}
        for key, numbers in gathered.items():
            yield key, np.frombuffer(numbers, dtype=np.int64)
