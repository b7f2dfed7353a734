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

    @property
    def size(self) -> int:
        """How many sets have a character; a pattern compiled when there were fewer is compiled again."""
        return len(self._characters)

    def character(self, classes: frozenset[str]) -> str:
        """Give the character of a set of classes."""
        found = self._known.get(classes)
        if found is None:
            used = classes & self.used
            found = self._characters.get(used) or chr(_FIRST + len(self._characters))
            self._characters[used] = self._known[classes] = found
        return found

    def having(self, word_class: str) -> str:
        """List the characters of all sets that hold a class, runs of them as ranges."""
        points = [ord(char) for classes, char in self._characters.items() if word_class in classes]
        text, at = "", 0
        while at < len(points):
            last = at
            while last + 1 < len(points) and points[last + 1] == points[last] + 1:
                last += 1
            text += chr(points[at]) if at == last else f"{chr(points[at])}-{chr(points[last])}"
            at = last + 1
        return text
