"""The letters of one pattern: units that it cannot tell apart have one letter, so that there are few.

A regular expression over fewer than 256 characters is small, and quick to compile and to match.
"""

from collections.abc import Sequence
from string import ascii_letters, digits

from kg.facts.grammar.alphabet import Alphabet

#: Characters that mean themselves in a regular expression, the first 256 of Unicode before all others.
_POINTS = (*range(0x80, 0x100), *range(0x20), *map(ord, ascii_letters + digits))
_FURTHER = 0x100


class Letters:
    """The pattern's letter of each character of an alphabet, as a table to translate texts by.

    :param alphabet: gives the characters of units
    :param mask: bits of the classes that the pattern names
    :param table: letters of the first characters, from :attr:`table`
    """

    __slots__ = ("_alphabet", "_having", "_mask", "_points", "table")

    def __init__(self, alphabet: Alphabet, mask: int, table: str = "") -> None:
        self._alphabet, self._mask, self.table = alphabet, mask, table
        self._having: dict[tuple[int, int], str] = {}
        self._points: dict[int, int] = {}
        if not table:
            sets = ordered(alphabet, mask)
            self._points.update(zip(sets, map(_point, range(len(sets))), strict=True))
            self._extend(alphabet.usual())

    def complete(self) -> None:
        """Give letters to the characters that the alphabet has got since."""
        if not self._points:
            known = zip(self._alphabet.sets(), self.table, strict=False)
            self._points = {bits & self._mask: ord(letter) for bits, letter in known}
        self._extend(self._alphabet.sets()[len(self.table) :])

    def _extend(self, sets: Sequence[int]) -> None:
        points, mask = self._points, self._mask
        self.table += "".join(chr(points.setdefault(bits & mask, _point(len(points)))) for bits in sets)

    @property
    def size(self) -> int:
        """How many letters there are: a pattern compiled when there were fewer is compiled again."""
        return len(self._points) or len(set(self.table))

    def having(self, bit: int) -> str:
        """List the letters of all sets that hold a class, for brackets in a regular expression."""
        known = self._having.get((bit, self.size))
        if known is None:
            known = self._having[bit, self.size] = self._runs(bit)
        return known

    def _runs(self, bit: int) -> str:
        found = sorted(point for bits, point in self._points.items() if bits & bit)
        runs: list[list[int]] = []
        for point in found:
            if runs and runs[-1][1] == point - 1:
                runs[-1][1] = point
            else:
                runs.append([point, point])
        return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in runs)


def _point(number: int) -> int:
    return _POINTS[number] if number < len(_POINTS) else _FURTHER + number


def ordered(alphabet: Alphabet, mask: int) -> list[int]:
    """List the sets of a pattern's classes that units can have, such that those with a common class are neighbours."""
    found = dict.fromkeys(bits & mask for bits in alphabet.usual())
    places = [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
    places.sort(key=lambda bit: -sum(bits >> bit & 1 for bits in found))
    return sorted(found, key=lambda bits: [bits >> bit & 1 for bit in places])
