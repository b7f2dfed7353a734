"""The land of the map as one SVG path, without a border in it: ``python -m endpoint.assets.land land-50m.json``.

Reads the land of the npm package ``world-atlas`` 2 (Natural Earth 1:50m land, public domain), cuts it to the part of
the OSCE area that has seats, field operations and meeting places, and writes ``face/static/land.json``: the path, and
the projection that :mod:`endpoint.face.home.map` places points with. The package's countries are never read.

Sources: TopoJSON 1.0, https://github.com/topojson/topojson-specification; Natural Earth, naturalearthdata.com.
"""

import json
import math
import sys
from itertools import pairwise
from pathlib import Path

#: The part of the earth that is drawn: degrees west, south, east, north.
WEST, SOUTH, EAST, NORTH = -12.0, 33.0, 82.0, 66.0
WIDTH = 1000.0
_STRETCH = math.cos(math.radians(50))
_SCALE = WIDTH / ((EAST - WEST) * _STRETCH)
HEIGHT = round((NORTH - SOUTH) * _SCALE)
#: Islands of fewer square units, and steps of fewer units, are left out.
_LEAST_AREA, _LEAST_STEP = 12.0, 1.6
TARGET = Path(__file__).parents[1] / "face" / "static" / "land.json"

Point = tuple[float, float]


def main(source: Path) -> None:
    """Write the path of the land."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    rings = [ring for polygon in _polygons(topology) for ring in polygon]
    cut = [_thinned([_projected(point) for point in _clipped(ring)]) for ring in rings]
    path = "".join(_drawn(ring) for ring in cut if len(ring) > 3 and abs(_area(ring)) > _LEAST_AREA)
    frame = {"west": WEST, "north": NORTH, "scale": _SCALE, "stretch": _STRETCH, "width": WIDTH, "height": HEIGHT}
    TARGET.write_text(json.dumps(frame | {"path": path}) + "\n", encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size} bytes, {path.count('M')} pieces of land")  # noqa: T201


def _polygons(topology: dict[str, object]) -> list[list[list[Point]]]:
    land = topology["objects"]["land"]["geometries"][0]  # type: ignore[index]
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]  # type: ignore[arg-type, attr-defined]
    return [[_ring(ring, arcs) for ring in polygon] for polygon in land["arcs"]]


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """Undo the delta coding and quantization of an arc."""
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
        points.append((x * sx + tx, y * sy + ty))
    return points


def _ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Join arcs to a ring; a negative number is an arc the other way round."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return _unrolled(points)


def _unrolled(ring: list[Point]) -> list[Point]:
    """Let a ring that crosses the antimeridian go on beyond 180 degrees, so that no edge runs across the map.

    >>> _unrolled([(179.0, 60.0), (-179.0, 60.0)])
    [(179.0, 60.0), (181.0, 60.0)]
    """
    turns, made = 0, ring[:1]
    for before, here in pairwise(ring):
        turns += (before[0] - here[0] > 180) - (here[0] - before[0] > 180)
        made.append((here[0] + 360 * turns, here[1]))
    shift = 360 * round(-sum(x for x, _ in made) / len(made) / 360)
    return [(x + shift, y) for x, y in made]


def _clipped(ring: list[Point]) -> list[Point]:
    """Cut a ring at the four sides of the frame (Sutherland and Hodgman, 1974)."""
    for axis, bound, sign in ((0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1)):
        ring = _cut(ring, axis, bound, sign)
    return ring


def _cut(ring: list[Point], axis: int, bound: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    for here, after in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, is_next_inside = (sign * (point[axis] - bound) >= 0 for point in (here, after))
        if inside:
            kept.append(here)
        if inside != is_next_inside:
            share = (bound - here[axis]) / (after[axis] - here[axis])
            kept.append((here[0] + share * (after[0] - here[0]), here[1] + share * (after[1] - here[1])))
    return kept


def _projected(point: Point) -> Point:
    return (point[0] - WEST) * _STRETCH * _SCALE, (NORTH - point[1]) * _SCALE


def _thinned(ring: list[Point]) -> list[Point]:
    kept = ring[:1]
    for point in ring[1:]:
        if math.dist(point, kept[-1]) >= _LEAST_STEP:
            kept.append(point)
    return kept


def _area(ring: list[Point]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _drawn(ring: list[Point]) -> str:
    """Write a ring as relative lines of whole units."""
    whole = [(round(x), round(y)) for x, y in ring]
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(whole) if a != b]
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}z".replace(" -", "-")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
