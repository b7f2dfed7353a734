"""Text that was broken into lines of one length, as in e-mails and preformatted pages, back to paragraphs."""

from collections.abc import Iterable
from itertools import groupby, pairwise

_FULL = 45
_LONGEST = 100
_FEWEST = 5
_ENDS = '.!?:;…"”»)'


def unwrapped(lines: Iterable[str]) -> list[str]:
    r"""Join the lines of each paragraph, where paragraphs are apart by empty lines.

    :param lines: lines as they are in the file
    :returns: lines with one paragraph each; what was not broken to a length comes back as it was

    >>> unwrapped(["TITLE", "", "The Mission opened a course in the town hall today", "for thirty teachers."])
    ['TITLE', 'The Mission opened a course in the town hall today for thirty teachers.']
    >>> course = ["The Mission opened a course in the town hall of the city, to which", "weavers came, with"]
    >>> lines = unwrapped([*course, "some of the oldest of the ministers of the land of", "Norway, who", "smiled."])
    >>> lines[0][86:]
    'some of the oldest of the ministers of the land of Norway, who smiled.'
    """
    lines = list(lines)
    if _is_run_on(lines):
        return _sentences(lines)
    groups = [list(group) for filled, group in groupby(lines, key=lambda line: bool(line.strip())) if filled]
    if max(map(len, lines), default=0) > _LONGEST or not any(_broken(group) for group in groups):
        return [line for group in groups for line in group]
    return [line for group in groups for line in ([" ".join(map(str.strip, group))] if _broken(group) else group)]


def _broken(group: list[str]) -> bool:
    """Whether all lines of a paragraph but the last are so long that they were broken where they end."""
    return len(group) > 1 and all(len(line.strip()) >= _FULL for line in group[:-1])


def _is_run_on(lines: list[str]) -> bool:
    """Whether a text without empty lines was broken where its lines were full: they go on in small letters."""
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) < _FEWEST or max(map(len, filled)) > _LONGEST or not all(map(str.strip, lines[1:-1])):
        return False
    goes_on = sum(1 for line, after in pairwise(filled) if line[-1] not in _ENDS and after[0].islower())
    return 2 * goes_on >= len(filled) - 1


def _sentences(lines: list[str]) -> list[str]:
    """Join lines to those that follow: these begin with a small letter, or their first word had no room left.

    A line in the middle of prose that no mark ends goes on, whatever follows.
    """
    filled = [line.strip() for line in lines if line.strip()]
    longest = max(map(len, filled))
    joined = filled[:1]
    for line, after in pairwise(filled):
        in_prose = len(joined[-1]) > len(line) and line[-1] not in _ENDS
        full = len(line) >= _FULL and (in_prose or len(line) + len(after.split()[0]) >= longest)
        dated = after[0].isdigit() and len(after) < _FULL
        if (line[-1] not in _ENDS and after[0].islower()) or (full and not dated):
            joined[-1] = f"{joined[-1]} {after}"
        else:
            joined.append(after)
    return joined
