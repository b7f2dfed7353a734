"""What documents entail together: each closed by itself, the global rest once.

Whatever joins two documents meets at a thing that both know. What a document says or entails of such things is
gathered and closed with the register; documents that meet otherwise (two with one wording, say) are closed with it
whole. So the result is exactly that of closing everything at once, and takes as much memory as the register and what
documents know in common, not as all documents.
"""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np

from kg.closure.background import Background
from kg.closure.closing import Closure
from kg.closure.relations import objects_of, subjects_of
from kg.closure.rule import SAME, Contradiction, Triple
from kg.closure.within import Entailed
from kg.namespaces import DEFAULT_BASE

Read = Callable[[int], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What remains when every document is closed.

    ``lines``: N-Triples that follow beside those of the documents, sorted. ``without``: lines of documents that another
    document says. ``is_whole``: ``lines`` are all there is, and those of the documents are not wanted.
    """

    lines: list[str]
    without: frozenset[str]
    contradictions: tuple[Contradiction, ...]
    is_whole: bool = False


class Across:
    """Gathers what documents entail.

    :param register: lines of N-Quads of the register
    :param base: base IRI of the build
    :param own: what the IRIs, as written, begin with that one document alone should know
    :param ontology: axioms to close with, as written terms; by default the project's ontology with its alignments
    """

    def __init__(
        self,
        register: Iterable[str],
        *,
        own: tuple[str, ...],
        base: str = DEFAULT_BASE,
        ontology: Iterable[Triple] | None = None,
    ) -> None:
        self._begun = Closure(base, ontology)
        self._register = list(register)
        axioms = self._begun.rules
        self._begun.extend(self._register)
        self._is_special = self._begun.rules is not axioms or _has_equals(self._begun)
        self.background = Background(self._begun, own)
        self._said: set[str] = set()
        self._open: set[Triple] = set()
        self._own = array("Q")
        self._owner = array("L")
        self._linked: set[int] = set()
        self._number = 0

    def add(self, entailed: Entailed) -> None:
        """Take what the next document entails."""
        self._said.update(entailed.said)
        self._open.update(entailed.open)
        self._own.extend(entailed.own)
        self._owner.extend([self._number] * len(entailed.own))
        if entailed.is_linked:
            self._linked.add(self._number)
        self._is_special |= entailed.is_special
        self._number += 1

    def close(self, read: Read) -> Rest:
        """Close what the documents handed on.

        :param read: gives the lines of a document, by its number from 0 in the order of :meth:`add`
        """
        linked = sorted(self._linked | self._sharing())
        closure = self._begun
        if not self._is_special:
            closure.extend(sorted(self._said))
            closure.admit(sorted(self._open))
            closure.extend(line for number in linked for line in read(number))
        if self._is_special or _has_equals(closure):
            return self._whole(read)
        said = frozenset(_without_graph(line) for number in linked for line in read(number))
        return Rest(lines=closure.entailed, without=said, contradictions=closure.contradictions)

    def _whole(self, read: Read) -> Rest:
        """Close everything at once."""
        closure = self._begun.anew()
        documents = (line for number in range(self._number) for line in read(number))
        closure.extend(chain(self._register, documents))
        return Rest(lines=closure.entailed, without=frozenset(), contradictions=closure.contradictions, is_whole=True)

    def _sharing(self) -> set[int]:
        """Name the documents that know a thing of their own which another one knows too."""
        numbers, owners = np.frombuffer(self._own, np.uint64), np.frombuffer(self._owner, f"u{self._owner.itemsize}")
        order = np.argsort(numbers, kind="stable")
        numbers, owners = numbers[order], owners[order]
        equal = numbers[1:] == numbers[:-1]
        return set(owners[1:][equal].tolist()) | set(owners[:-1][equal].tolist())


def _has_equals(closure: Closure) -> bool:
    same = closure.engine.known[SAME, ""]
    return bool((subjects_of(same) != objects_of(same)).any())


def _without_graph(line: str) -> str:
    return f"{line[: line.rindex(' <')]} .\n"
