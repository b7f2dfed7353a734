"""The map: land, and points on it. It draws no border of any State (:mod:`endpoint.assets.land` makes the land)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_LAND = Path(__file__).parents[1] / "static" / "land.json"


@dataclass(frozen=True, slots=True)
class Point:
    """What is at one spot: names with their pages, current ones first, and where it is drawn."""

    x: float
    y: float
    things: tuple[tuple[str, str, bool], ...]

    @property
    def is_current(self) -> bool:
        """Whether something there is still at work."""
        return any(current for _, _, current in self.things)


@dataclass(frozen=True, slots=True)
class Map:
    """Land as an SVG path, its size, the points in the frame."""

    path: str
    width: float
    height: float
    points: tuple[Point, ...]


@cache
def _land() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_LAND.read_text(encoding="utf-8"))
    return found


def draw(things: list[tuple[str, str, bool, float, float]]) -> Map:
    """Place things on the map; those outside its frame are left out.

    :param things: name, address, whether it is at work today, latitude and longitude in degrees (WGS 84)
    """
    land = _land()
    spots: dict[tuple[float, float], list[tuple[str, str, bool]]] = {}
    for name, address, current, latitude, longitude in things:
        spots.setdefault((latitude, longitude), []).append((name, address, current))
    points = []
    for (latitude, longitude), found in sorted(spots.items(), reverse=True):
        x = (longitude - land["west"]) * land["stretch"] * land["scale"]
        y = (land["north"] - latitude) * land["scale"]
        if 0 <= x <= land["width"] and 0 <= y <= land["height"]:
            ordered = tuple(sorted(found, key=lambda each: (not each[2], each[0])))
            points.append(Point(round(x, 1), round(y, 1), ordered))
    return Map(land["path"], land["width"], land["height"], tuple(points))
