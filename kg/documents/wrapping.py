"""Text that was broken into lines of one length, as in e-mails and preformatted pages, back to paragraphs."""

from collections.abc import Iterable
from itertools import groupby

_FULL = 45
_LONGEST = 100


def unwrapped(lines: Iterable[str]) -> list[str]:
    r"""Join the lines of each paragraph, where paragraphs are apart by empty lines.

    :param lines: lines as they are in the file
    :returns: lines with one paragraph each; what was not broken to a length comes back as it was

    >>> unwrapped(["TITLE", "", "The Mission opened a course in the town hall today", "for thirty teachers."])
    ['TITLE', 'The Mission opened a course in the town hall today for thirty teachers.']
    """
    lines = list(lines)
    groups = [list(group) for filled, group in groupby(lines, key=lambda line: bool(line.strip())) if filled]
    if max(map(len, lines), default=0) > _LONGEST or not any(_broken(group) for group in groups):
        return [line for group in groups for line in group]
    return [line for group in groups for line in ([" ".join(map(str.strip, group))] if _broken(group) else group)]


def _broken(group: list[str]) -> bool:
    """Whether all lines of a paragraph but the last are so long that they were broken where they end."""
    return len(group) > 1 and all(len(line.strip()) >= _FULL for line in group[:-1])
