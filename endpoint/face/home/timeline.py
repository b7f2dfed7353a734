"""Releases by month and field of work: a strip of cells a field, darker where there are more, and a table by year."""

from dataclasses import dataclass

from endpoint.face.addresses import root
from endpoint.face.language import chosen
from endpoint.finding.asking import Asked
from endpoint.finding.catalogue import Catalogue

#: Fields that are drawn, those with most releases first.
_ROWS = 14
_LEVELS = 4
#: Height of a row, and width of a month, in units of the drawing.
_ROW, _MONTH = 14, 2


@dataclass(frozen=True, slots=True)
class Strip:
    """A field of work: its name, its list, cells as one path a level of darkness, and counts a year."""

    name: str
    address: str
    total: int
    paths: tuple[str, ...]
    years: dict[str, int]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Strips over the same years; ``marks`` are years with the place where they begin."""

    strips: tuple[Strip, ...]
    years: tuple[str, ...]
    marks: tuple[tuple[str, int], ...]
    width: int
    height: int


def timeline(shelf: Catalogue, asked: Asked) -> Timeline | None:
    """Draw the documents that an asking finds; nothing where none has a field of work and a month.

    :param asked: of documents
    """
    counts = shelf.months(asked, "field")
    months = sorted({month for found in counts.values() for month in found})
    if not months:
        return None
    first, last = months[0] // 100, months[-1] // 100
    most = max(count for found in counts.values() for count in found.values())
    ordered = sorted(counts, key=lambda field: (-sum(counts[field].values()), field))[:_ROWS]
    strips = tuple(_strip(shelf, field, counts[field], first, most) for field in ordered)
    years = range(first, last + 1)
    marks = tuple((str(year), (year - first) * 12 * _MONTH) for year in years if year % 5 == 0 or len(years) < 6)
    drawn = tuple(str(year) for year in years if any(str(year) in strip.years for strip in strips))
    return Timeline(strips, drawn, marks, len(years) * 12 * _MONTH, len(strips) * _ROW)


def _strip(shelf: Catalogue, field: str, months: dict[int, int], first: int, most: int) -> Strip:
    cells: list[list[str]] = [[] for _ in range(_LEVELS)]
    years: dict[str, int] = {}
    for month, count in sorted(months.items()):
        place = ((month // 100 - first) * 12 + month % 100 - 1) * _MONTH
        cells[level(count, most)].append(f"M{place} 1h{_MONTH}v{_ROW - 2}h-{_MONTH}z")
        years[str(month // 100)] = years.get(str(month // 100), 0) + count
    address = f"{root()}/browse/document?field={field.rpartition('/')[2]}"
    return Strip(shelf.name(field, chosen()), address, sum(months.values()), tuple(map("".join, cells)), years)


def level(count: int, most: int) -> int:
    """Say how dark a cell is, from 0, by the part of the most that it has.

    >>> [level(n, 8) for n in (1, 2, 3, 4, 8)]
    [0, 0, 1, 1, 3]
    """
    return min(_LEVELS - 1, (count * _LEVELS - 1) // max(most, 1))
