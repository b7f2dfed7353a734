"""One character for each set of classes, so that a pattern over classes is a regular expression over characters."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import reduce
from hashlib import sha256
from operator import or_


@dataclass(slots=True)
class Alphabet:
    """Gives each set of classes a character of its own, in the order in which sets are met.

    ``used`` are the classes that patterns name, in order: the others make no difference. Each has a bit, and so has
    each need of a pattern that :meth:`need` enters.
    """

    used: tuple[str, ...] = ()
    _characters: dict[frozenset[str], str] = field(default_factory=dict)
    _known: dict[frozenset[str], str] = field(default_factory=dict)
    _bits: list[int] = field(default_factory=list)
    _needs: dict[frozenset[str], int] = field(default_factory=dict)
    _met_by: dict[str, int] = field(default_factory=dict)
    _meets: dict[str, int] = field(default_factory=dict)
    #: How many sets all words can have, and a digest of them; none before they are known.
    _usual: int = 0
    key: str = ""
    _places: dict[str, int] = field(init=False)
    _same: dict[frozenset[str], frozenset[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Give each class its number."""
        self._places = dict(zip(self.used, range(len(self.used)), strict=True))

    def parts(self) -> tuple[object, ...]:
        """Give what this class takes, as plain values."""
        return (
            self.used,
            self._characters,
            self._known,
            self._bits,
            self._needs,
            self._met_by,
            self._meets,
            self._usual,
            self.key,
        )

    def need(self, classes: frozenset[str]) -> int:
        """Give the bit of a need: that a line has a unit of one of some classes. Enter needs before characters."""
        bit = self._needs.setdefault(classes, 1 << len(self._needs))
        for word_class in classes:
            self._met_by[word_class] = self._met_by.get(word_class, 0) | bit
        return bit

    def bit(self, word_class: str) -> int:
        """Give the bit of a class."""
        return 1 << self._places[word_class]

    def text(self, units: Collection[frozenset[str]]) -> str:
        """Write units by their classes, one character each."""
        known = self._known
        try:
            return "".join(map(known.__getitem__, units))
        except KeyError:
            return "".join(map(self.character, units))

    def character(self, classes: frozenset[str]) -> str:
        """Give the character of a set of classes."""
        found = self._known.get(classes)
        if found is None:
            used = frozenset(filter(self._places.__contains__, classes))
            found = self._known[classes] = self._characters.get(used) or self._new(used)
        return found

    def same(self, classes: frozenset[str]) -> frozenset[str]:
        """Give the one set that stands for all that are equal, so that it is found by identity."""
        if not self._same:
            self._same.update(zip(self._known, self._known, strict=True))
        return self._same.setdefault(classes, classes)

    def sets(self) -> list[int]:
        """List the sets met so far, in order of their characters, as bits of classes."""
        return self._bits

    def usual(self) -> list[int]:
        """List the sets that words can have, as bits of classes; all while these are not known."""
        return self._bits[: self._usual] if self._usual else self._bits

    @property
    def size(self) -> int:
        """How many sets have a character."""
        return len(self._bits)

    def settle(self, name: str) -> None:
        """Take the sets met so far for those that words can have.

        :param name: names the language
        """
        self._usual = len(self._bits)
        self.key = f"{name} {sha256(repr((self.used, self._bits)).encode()).hexdigest()}"

    def met(self, text: str) -> int:
        """Tell which needs a text meets, as bits."""
        return reduce(or_, map(self._meets.__getitem__, set(text)), 0)

    def _new(self, classes: frozenset[str]) -> str:
        character = self._characters[classes] = chr(len(self._characters))
        self._bits.append(sum(map(self.bit, classes)))
        self._meets[character] = reduce(or_, (self._met_by.get(each, 0) for each in classes), 0)
        return character
