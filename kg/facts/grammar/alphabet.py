"""One character for each set of classes, so that a pattern over classes is a regular expression over characters."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from hashlib import sha256
from operator import or_
from types import MappingProxyType


class Alphabet:
    """Gives each set of classes a character of its own, in the order in which sets are met.

    :param used: the classes that patterns name, in order: the others make no difference. Each has a bit, and so has
        each need of a pattern that :meth:`need` enters
    :param bits: the sets met so far as bits of classes, in order of their characters
    :param met_by: the needs that each class meets, as bits
    :param usual: how many sets all words can have; none before they are known
    :param key: names the language, with a digest of those sets; empty before they are known
    """

    __slots__ = (
        "_bits",
        "_characters",
        "_known",
        "_meets",
        "_met_by",
        "_needs",
        "_places",
        "_same",
        "_usual",
        "key",
        "used",
    )

    def __init__(
        self,
        used: tuple[str, ...] = (),
        bits: Iterable[int] = (),
        met_by: Mapping[str, int] = MappingProxyType({}),
        usual: int = 0,
        key: str = "",
    ) -> None:
        self.used, self.key, self._usual = used, key, usual
        self._bits, self._met_by = list(bits), dict(met_by)
        self._places = dict(zip(used, range(len(used)), strict=True))
        self._characters = dict(zip(self._bits, map(chr, range(len(self._bits))), strict=True))
        self._known: dict[frozenset[str], str] = {}
        self._needs: dict[frozenset[str], int] = {}
        self._meets: dict[str, int] = {}
        self._same: dict[frozenset[str], frozenset[str]] = {}

    def parts(self) -> tuple[object, ...]:
        """Give what this class takes, as plain values; no need can be entered after."""
        return (self.used, self._bits, self._met_by, self._usual, self.key)

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
            bits = sum(1 << self._places[each] for each in classes if each in self._places)
            found = self._known[classes] = self._characters.get(bits) or self._new(bits)
        return found

    def same(self, classes: frozenset[str]) -> frozenset[str]:
        """Give the one set that stands for all that are equal, so that it is found by identity."""
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
        characters = set(text)
        try:
            return reduce(or_, map(self._meets.__getitem__, characters), 0)
        except KeyError:
            return reduce(or_, map(self._met, characters), 0)

    def _met(self, character: str) -> int:
        found = self._meets.get(character)
        if found is None:
            found, bits = 0, self._bits[ord(character)]
            while bits:
                found |= self._met_by.get(self.used[bits.bit_length() - 1], 0)
                bits &= (1 << bits.bit_length() - 1) - 1
            self._meets[character] = found
        return found

    def _new(self, bits: int) -> str:
        character = self._characters[bits] = chr(len(self._bits))
        self._bits.append(bits)
        return character
