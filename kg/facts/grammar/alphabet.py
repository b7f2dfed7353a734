"""One character for each set of classes, so that a pattern over classes is a regular expression over characters."""

from dataclasses import dataclass, field

_FIRST = 0x100000  # A private plane: no unit's character means anything to anybody else.


@dataclass(slots=True)
class Alphabet:
    """Gives each set of classes a character of its own, in the order in which sets are met.

    ``used`` are the classes that patterns name: the others make no difference.
    """

    used: frozenset[str] = frozenset()
    _characters: dict[frozenset[str], str] = field(default_factory=dict)
    _known: dict[frozenset[str], str] = field(default_factory=dict)
    _runs: dict[str, list[list[int]]] = field(default_factory=dict)
    _usual: int = 0

    @property
    def is_usual(self) -> bool:
        """Tell whether the sets are those that :meth:`settle` found, and no sentence has brought another."""
        return self.size == self._usual

    def settle(self) -> None:
        """Take the sets met so far for those that every text has."""
        self._usual = self.size

    def parts(self) -> tuple[object, ...]:
        """Give what this class takes, as plain values."""
        return (self.used, self._characters, self._known, self._runs, self._usual)

    @property
    def size(self) -> int:
        """How many sets have a character; a pattern compiled when there were fewer is compiled again."""
        return len(self._characters)

    def character(self, classes: frozenset[str]) -> str:
        """Give the character of a set of classes."""
        found = self._known.get(classes)
        if found is None:
            used = classes & self.used
            found = self._known[classes] = self._characters.get(used) or self._new(used)
        return found

    def having(self, word_class: str) -> str:
        """List the characters of all sets that hold a class, runs of them as ranges."""
        runs = self._runs.get(word_class, ())
        return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in runs)

    def _new(self, classes: frozenset[str]) -> str:
        point = _FIRST + len(self._characters)
        for word_class in classes:
            runs = self._runs.setdefault(word_class, [])
            if runs and runs[-1][1] == point - 1:
                runs[-1][1] = point
            else:
                runs.append([point, point])
        self._characters[classes] = chr(point)
        return self._characters[classes]
