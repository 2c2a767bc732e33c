"""The map of sites: outlines and marks of certainty, clustered, as a picture of its own that a browser may keep.

It stands outside the page, so it carries its colours itself, once for light and once for dark.
"""

import itertools
import math
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec
from django.utils.safestring import SafeString

from orepass.web.pictures.outlines import countries
from orepass.web.pictures.projection import Frame, Projection
from orepass.web.pictures.svg import drawing, element, text

WIDTH = 1120
CELL = 26
ORDER: Final = ("verified", "declared", "missing", "expired")
ONE_SITE = 4.2
DIGIT = 3.0
AIR = 1.0
"""Between two marks."""

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


class _Mark(NamedTuple):
    """What is drawn for the sites of one certainty in a cluster, from the middle of the cluster."""

    kind: str
    sites: int
    dx: float
    dy: float
    radius: float


class _Cluster:
    """Sites close to each other, drawn around the middle of where they lie: a mark for each certainty, side by side."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.count = 0
        self.x = self.y = 0.0
        self.marks: list[_Mark] = []
        self.radius = 0.0

    def add(self, x: float, y: float, kinds: Counter[str]) -> None:
        """Take in sites that lie around a point; whoever added lays the marks out again."""
        count = kinds.total()
        whole = self.count + count
        self.x = (self.x * self.count + x * count) / whole
        self.y = (self.y * self.count + y * count) / whole
        self.kinds += kinds
        self.count = whole

    def lay_out(self) -> None:
        """Place a mark for each certainty: one in the middle, two side by side, more in a square."""
        present = [(kind, self.kinds[kind], _radius(self.kinds[kind])) for kind in ORDER if self.kinds[kind]]
        largest = max(radius for _kind, _count, radius in present)
        apart = largest + AIR / 2
        places = {1: ((0, 0),), 2: ((-1, 0), (1, 0))}.get(len(present), ((-1, -1), (1, -1), (-1, 1), (1, 1)))
        self.marks = [
            _Mark(kind, count, dx * apart, dy * apart, radius)
            for (kind, count, radius), (dx, dy) in zip(present, places, strict=False)
        ]
        self.radius = max(math.hypot(mark.dx, mark.dy) + mark.radius for mark in self.marks)

    def overlap(self, other: "_Cluster") -> float:
        """Return by how much two would lie on each other; none or less when they do not."""
        return self.radius + other.radius + AIR - math.hypot(self.x - other.x, self.y - other.y)


def _radius(count: int) -> float:
    """Return how large a mark is: more sites, a larger mark, and always room for their number."""
    return max(ONE_SITE + 1.35 * math.log2(count), DIGIT * len(str(count)) + 3.5) if count > 1 else ONE_SITE


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
            cell = (int(x // CELL), int(y // CELL))
            found.setdefault(cell, _Cluster()).add(x, y, Counter((spot.certainty,)))
    for cluster in found.values():
        cluster.lay_out()
    return sorted(_joined(found.values()), key=lambda cluster: (-cluster.count, cluster.x, cluster.y))


def _joined(clusters: Iterable[_Cluster]) -> list[_Cluster]:
    """Make one of those that would lie on each other, the smallest first; each turn leaves one less to look at."""
    left = sorted(clusters, key=lambda one: (-one.count, one.x, one.y))
    kept: list[_Cluster] = []
    while left:
        one = left.pop()
        nearest = max([*left, *kept], key=one.overlap, default=None)
        if nearest is None or one.overlap(nearest) <= 0:
            kept.append(one)
            continue
        nearest.add(one.x, one.y, one.kinds)
        nearest.lay_out()
        if nearest in kept:
            kept.remove(nearest)
            left.append(nearest)
    return kept


def _drawn(cluster: _Cluster, colours: dict[str, str]) -> list[str]:
    drawn = []
    for mark in cluster.marks:
        x, y = cluster.x + mark.dx, cluster.y + mark.dy
        drawn.append(_glyph(mark.kind, x, y, mark.radius, colours))
        if mark.sites > 1:
            drawn.append(_count(mark, x, y, colours))
    return drawn


def _count(mark: _Mark, x: float, y: float, colours: dict[str, str]) -> str:
    """Write the number of sites over a mark, on its own ground where the mark is filled by half."""
    ink = colours["sea"] if mark.kind == "verified" else colours["text"]
    ground = f' stroke="{colours["sea"]}" stroke-width="3" paint-order="stroke"' if mark.kind == "declared" else ""
    look = f'text-anchor="middle" font-family="sans-serif" font-size="10" font-weight="600" fill="{ink}"{ground}'
    return text(x, y + 3.6, str(mark.sites)).replace("<text ", f"<text {look} ")


def _glyph(kind: str, x: float, y: float, radius: float, colours: dict[str, str]) -> str:
    ink, ground = colours[kind], colours["sea"]
    dashes = "2 3" if kind == "expired" else ""
    fill = ink if kind == "verified" else ground
    ring = element("circle", cx=x, cy=y, r=radius, stroke=ink, stroke_width=1.4, stroke_dasharray=dashes, fill=fill)
    if kind != "declared":
        return ring
    half = f"M{x:.1f} {y - radius:.1f}a{radius:.1f} {radius:.1f} 0 0 0 0 {2 * radius:.1f}z"
    return ring + element("path", d=half, fill=ink, fill_opacity=0.85)
