"""Shapes of Natural Earth (public domain) → the coast and the circles' places that the map of countries is drawn of.

    npm pack world-atlas@2.0.2 i18n-iso-countries@7.14.0    (in a temporary folder; then untar each)
    python pages/world/draw.py ATLAS_FOLDER ISO_FOLDER

It writes coast.txt and centres.csv beside itself; run it again only to change the map. Only the coast is drawn: the
package has one version of the boundaries between countries and none of the disputes about them, and a line that one
side rejects, drawn as if it were sure, would take a stand. A country is a circle at the middle of its largest part.
"""

import csv
import itertools
import json
import math
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

WIDTH = 1000  # units of the drawing
_HERE = Path(__file__).resolve().parent
_SOUTH, _SMALLEST = -58.0, 5.0  # degrees; square units of an island that is drawn
# Equal Earth (Šavrič, Patterson, Jenny 2018): areas keep their proportions.
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_WITHOUT_NUMBER = {"Kosovo": "XK"}

Point = tuple[float, float]


def main(atlas: Path, iso: Path) -> None:
    land = json.loads((atlas / "land-110m.json").read_text())
    rings = [ring for shape in _shapes(land, "land") for polygon in shape["polygons"] for ring in polygon]
    drawn = [[project(*point) for point in ring] for ring in rings if min(lat for _, lat in ring) > _SOUTH]
    (_HERE / "coast.txt").write_text("".join(_path(ring) for ring in drawn if abs(_area(ring)) > _SMALLEST) + "\n")
    numbers = {number: alpha2 for alpha2, _, number, _ in json.loads((iso / "codes.json").read_text())}
    centres = {}
    for shape in _shapes(json.loads((atlas / "countries-50m.json").read_text()), "countries"):
        code = numbers.get(str(shape["id"]), _WITHOUT_NUMBER.get(shape["name"], ""))
        if code and code != "AQ":
            centres[code] = project(*_middle(shape["polygons"]))
    with (_HERE / "centres.csv").open("w", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(("code", "x", "y"))
        rows.writerows((code, round(x), round(y)) for code, (x, y) in sorted(centres.items()))


def project(longitude: float, latitude: float) -> Point:
    """Degrees → units from the upper left corner."""
    a1, a2, a3, a4 = _A
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    bend = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * bend)
    y = a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t
    scale = WIDTH / (2 * 2 * math.sqrt(3) * math.pi / (3 * a1))
    return WIDTH / 2 + x * scale, (1.3 - y) * scale


def _shapes(topology: dict[str, Any], name: str) -> Iterable[dict[str, Any]]:
    """Each shape with its polygons, as rings of degrees (TopoJSON: arcs of quantized differences)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(indices: list[int]) -> list[Point]:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        return _unwound([*parts[0], *(point for part in parts[1:] for point in part[1:])])

    for shape in topology["objects"][name]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        named = {"id": shape.get("id", ""), "name": shape.get("properties", {}).get("name", "")}
        yield named | {"polygons": [[ring(indices) for indices in polygon] for polygon in polygons]}


def _unwound(ring: list[Point]) -> list[Point]:
    """A ring across the 180th meridian in one piece, beyond it on one side."""
    turn, out = 0.0, [ring[0]]
    for (before, _), (longitude, latitude) in itertools.pairwise(ring):
        if abs(longitude - before) > 180:
            turn += math.copysign(360, before - longitude)
        out.append((longitude + turn, latitude))
    middle = sum(longitude for longitude, _ in out) / len(out)
    back = math.copysign(360, middle) if abs(middle) > 180 else 0
    return [(longitude - back, latitude) for longitude, latitude in out]


def _middle(polygons: list[list[list[Point]]]) -> Point:
    """The centroid of the largest polygon's outer ring."""
    ring = max((polygon[0] for polygon in polygons), key=lambda points: abs(_area(points)))
    whole = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        whole, x, y = whole + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return x / (3 * whole), y / (3 * whole)


def _area(ring: list[Point]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _path(ring: list[Point]) -> str:
    """An SVG path in whole units, each point told by its difference from the one before."""
    points = [(round(x), round(y)) for x, y in ring]
    kept = [point for point, before in zip(points, [None, *points], strict=False) if point != before]
    (x, y), rest = kept[0], kept[1:]
    out, before = f"M{x} {y}", (x, y)
    steps = []
    for point in rest:
        steps.append((point[0] - before[0], point[1] - before[1]))
        before = point
    return out + "l" + " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-") + "z"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
