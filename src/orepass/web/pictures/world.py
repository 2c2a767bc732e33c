"""The map of sites: outlines and marks of certainty, clustered, as a picture of its own that a browser may keep.

It stands outside the page, so it carries its colours itself, once for light and once for dark.
"""

import itertools
import math
from collections import Counter
from collections.abc import Iterable
from typing import Final

import msgspec
from django.utils.safestring import SafeString

from orepass.web.pictures.outlines import countries
from orepass.web.pictures.projection import Frame, Projection
from orepass.web.pictures.svg import drawing, element, text

WIDTH = 1120
CELL = 26
OFFSETS: Final[dict[str, tuple[int, int]]] = {
    "verified": (-1, -1),
    "declared": (1, -1),
    "missing": (-1, 1),
    "expired": (1, 1),
}
ORDER = tuple(OFFSETS)
COUNT_SHOWN_FROM = 20

THEMES: Final[dict[str, dict[str, str]]] = {
    "light": {
        "sea": "#FAF8F4", "land": "#E4DDCF", "coast": "#B9AE98", "text": "#1D1F23",
        "verified": "#0E6A4E", "declared": "#6B3FA0", "missing": "#565B63", "expired": "#A5231F", "way": "#9C4516",
    },
    "dark": {
        "sea": "#15171B", "land": "#2B3038", "coast": "#4E5664", "text": "#ECE9E3",
        "verified": "#74D3B0", "declared": "#C7A6F5", "missing": "#A9AFB8", "expired": "#FF9088", "way": "#F0A377",
    },
}  # fmt: skip


class Spot(msgspec.Struct, frozen=True):
    """A site on the map: where it lies and how sure we are of it."""

    latitude: float
    longitude: float
    certainty: str


class _Cluster:
    """Sites close to each other, drawn at the middle of where they lie."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self._x = self._y = 0.0

    def add(self, x: float, y: float, kind: str) -> None:
        self.kinds[kind] += 1
        self._x += x
        self._y += y

    @property
    def count(self) -> int:
        return self.kinds.total()

    @property
    def x(self) -> float:
        return self._x / self.count

    @property
    def y(self) -> float:
        return self._y / self.count


def world_map(spots: Iterable[Spot], *, label: str, theme: str = "light", frame: Frame | None = None) -> SafeString:
    """Draw the sites of the world, or of one frame of it."""
    colours = THEMES[theme]
    projection = Projection(frame or Frame(), WIDTH)
    marks: list[str] = []
    for cluster in _clusters(spots, projection):
        marks += _drawn(cluster, colours)
    return drawing(
        projection.width,
        projection.height,
        element("rect", width=projection.width, height=projection.height, fill=colours["sea"]),
        land(projection, colours),
        *marks,
        label=label,
    )


def standalone(svg: str) -> bytes:
    """Turn a drawing into a file of its own."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()


def land(projection: Projection, colours: dict[str, str]) -> str:
    """Draw the outlines of the countries that reach into the frame."""
    rings = [ring for country in countries() for ring in country.points()]
    shown = [ring for ring in rings if projection.frame.is_world or _reaches(ring, projection.frame)]
    return element(
        "path",
        d="".join(_ring([projection.point(*point) for point in ring]) for ring in shown),
        fill=colours["land"],
        stroke=colours["coast"],
        stroke_width=0.6,
        stroke_linejoin="round",
    )


def _reaches(ring: list[tuple[float, float]], frame: Frame) -> bool:
    longitudes, latitudes = zip(*ring, strict=True)
    beside = max(longitudes) < frame.west or min(longitudes) > frame.east
    return not beside and max(latitudes) > frame.south and min(latitudes) < frame.north


def _ring(points: list[tuple[float, float]]) -> str:
    grid = [(round(x), round(y)) for x, y in points]
    kept = [grid[0]]
    kept += [point for before, point in itertools.pairwise(grid) if point != before]
    if len(kept) < 4:  # noqa: PLR2004 - a ring of fewer points has no area
        return ""
    out = [f"M{kept[0][0]} {kept[0][1]}l"]
    for (x0, y0), (x1, y1) in itertools.pairwise(kept):
        step = f"{x1 - x0} {y1 - y0}" if y1 >= y0 else f"{x1 - x0}{y1 - y0}"
        out.append(step if x1 < x0 or len(out) == 1 else f" {step}")
    return f"{''.join(out)}z"


def _clusters(spots: Iterable[Spot], projection: Projection) -> list[_Cluster]:
    found: dict[tuple[int, int], _Cluster] = {}
    for spot in spots:
        if projection.holds(spot.longitude, spot.latitude):
            x, y = projection.point(spot.longitude, spot.latitude)
            found.setdefault((int(x // CELL), int(y // CELL)), _Cluster()).add(x, y, spot.certainty)
    return sorted(found.values(), key=lambda cluster: (-cluster.count, cluster.x, cluster.y))


def _drawn(cluster: _Cluster, colours: dict[str, str]) -> list[str]:
    present = [kind for kind in ORDER if cluster.kinds[kind]]
    alone = len(present) == 1
    drawn: list[str] = []
    for kind in present:
        count = cluster.kinds[kind]
        dx, dy = (0, 0) if alone else OFFSETS[kind]
        radius = min(2.4 + 1.35 * math.log2(count), CELL / 2 - 1 if alone else CELL / 3.2)
        x, y = cluster.x + dx * CELL / 4, cluster.y + dy * CELL / 4
        drawn.append(_glyph(kind, x, y, radius, colours))
        if count >= COUNT_SHOWN_FROM and alone:
            ink = colours["sea"] if kind == "verified" else colours["text"]
            drawn.append(_count(count, x, y, ink))
    return drawn


def _count(count: int, x: float, y: float, ink: str) -> str:
    return text(x, y + 4, str(count)).replace(
        "<text ", f'<text text-anchor="middle" font-family="sans-serif" font-size="10" fill="{ink}" '
    )


def _glyph(kind: str, x: float, y: float, radius: float, colours: dict[str, str]) -> str:
    ink, ground = colours[kind], colours["sea"]
    dashes = "2.5 2" if kind == "expired" else ""
    fill = ink if kind == "verified" else ground
    ring = element("circle", cx=x, cy=y, r=radius, stroke=ink, stroke_width=1.4, stroke_dasharray=dashes, fill=fill)
    if kind != "declared":
        return ring
    half = f"M{x:.1f} {y - radius:.1f}a{radius:.1f} {radius:.1f} 0 0 0 0 {2 * radius:.1f}z"
    return ring + element("path", d=half, fill=ink, fill_opacity=0.85)
