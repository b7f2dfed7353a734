"""The letters of one pattern: units that it cannot tell apart have one letter, so that there are few.

A regular expression over fewer than 256 characters is small, and quick to compile and to match.
"""

from collections.abc import Iterable
from string import ascii_letters, digits

from kg.facts.grammar.alphabet import Alphabet

#: Characters that mean themselves in a regular expression, the first 256 of Unicode before all others.
_POINTS = (*range(0x80, 0x100), *range(0x20), *map(ord, ascii_letters + digits))
_FURTHER = 0x100


class Letters(dict[int, int]):
    """Code points of an alphabet's characters, each with that of the pattern's letter: a table to translate texts by.

    :param alphabet: gives the characters of units
    :param mask: bits of the classes that the pattern names
    :param known: sets of them that have a letter from the beginning, in order
    """

    __slots__ = ("_alphabet", "_having", "_mask", "_points")

    def __init__(self, alphabet: Alphabet, mask: int, known: Iterable[int]) -> None:
        self._alphabet, self._mask = alphabet, mask
        self._having: dict[tuple[int, int], str] = {}
        self._points = {bits: _point(number) for number, bits in enumerate(known)}

    def __missing__(self, point: int) -> int:
        """Find the letter of a character, or make one."""
        bits = self._alphabet.bits(point) & self._mask
        letter = self[point] = self._points.setdefault(bits, _point(len(self._points)))
        return letter

    @property
    def size(self) -> int:
        """How many letters there are: a pattern compiled when there were fewer is compiled again."""
        return len(self._points)

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
    found = dict.fromkeys(bits & mask for bits in alphabet.sets())
    places = [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
    places.sort(key=lambda bit: -sum(bits >> bit & 1 for bits in found))
    return sorted(found, key=lambda bits: [bits >> bit & 1 for bit in places])
