"""The way a lot went, on the outlines of countries: numbered stops with their certainty, and arrows between them.

A picture of its own, like the map of sites, once for wide and once for narrow screens: its letters keep their size.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from orepass.web.pictures.projection import Frame, Projection
from orepass.web.pictures.svg import drawing, element, text
from orepass.web.pictures.world import THEMES, land

WIDTHS: Final[dict[str, int]] = {"wide": 1120, "narrow": 420}
HIGHEST: Final[dict[str, float]] = {"wide": 0.56, "narrow": 1.2}
"""The height of a picture, as a part of its width."""
MARGIN_DEGREES = 1.6
SPAN_AT_LEAST = 6.0
CLOSE = 24.0
RADIUS = 6.0
BEND = 0.14
SHORTEST = 14.0
WORLD_EAST, WORLD_NORTH, WORLD_SOUTH = 180.0, 84.0, -60.0


class Stop(msgspec.Struct, frozen=True):
    """A place that material passed: its number in the table, where it lies and how sure we are of it."""

    number: int
    latitude: float
    longitude: float
    certainty: str


class Way(msgspec.Struct, frozen=True):
    """A way between two stops, by their numbers."""

    source: int
    target: int


class _Spot(msgspec.Struct):
    x: float
    y: float
    stops: list[Stop]


def route_map(stops: Sequence[Stop], ways: Sequence[Way], *, label: str, look: str) -> str:
    """Draw a way; ``look`` is a theme and a width, such as ``dark-narrow``. There must be a stop."""
    theme, _, size = look.partition("-")
    colours = THEMES[theme]
    projection = Projection(frame_of(stops, HIGHEST[size]), WIDTHS[size])
    spots = _spots(stops, projection)
    where = {stop.number: spot for spot in spots for stop in spot.stops}
    drawn = [_way(where[way.source], where[way.target], colours) for way in ways]
    for spot in spots:
        drawn += _mark(spot, colours, projection.width)
    return drawing(
        projection.width,
        projection.height,
        element("rect", width=projection.width, height=projection.height, fill=colours["sea"]),
        land(projection, colours),
        *drawn,
        label=label,
    )


def looks() -> tuple[str, ...]:
    """Return the names of the pictures that a route is drawn as."""
    return tuple(f"{theme}-{size}" for theme in THEMES for size in WIDTHS)


def frame_of(stops: Sequence[Stop], highest: float) -> Frame:
    """Return the part of the world that holds all stops, widened to the shape of the picture."""
    longitudes = [stop.longitude for stop in stops]
    latitudes = [stop.latitude for stop in stops]
    west, east = _spread(min(longitudes), max(longitudes))
    south, north = _spread(min(latitudes), max(latitudes))
    shrink = math.cos(math.radians((north + south) / 2))
    across = (east - west) * shrink
    if (north - south) / across > highest:
        more = ((north - south) / highest - across) / shrink / 2
        west, east = west - more, east + more
    elif (north - south) / across < highest:
        more = (across * highest - (north - south)) / 2
        south, north = south - more, north + more
    return Frame(max(west, -WORLD_EAST), max(south, WORLD_SOUTH), min(east, WORLD_EAST), min(north, WORLD_NORTH))


def _spread(low: float, high: float) -> tuple[float, float]:
    margin = max((SPAN_AT_LEAST - (high - low)) / 2, (high - low) * 0.1, MARGIN_DEGREES)
    return low - margin, high + margin


def _spots(stops: Sequence[Stop], projection: Projection) -> list[_Spot]:
    """Put stops that would lie on top of each other under one mark."""
    found: list[_Spot] = []
    for stop in stops:
        x, y = projection.point(stop.longitude, stop.latitude)
        near = next((spot for spot in found if math.hypot(spot.x - x, spot.y - y) < CLOSE), None)
        if near is None:
            found.append(_Spot(x, y, [stop]))
        else:
            near.stops.append(stop)
    return found


def _way(source: _Spot, target: _Spot, colours: dict[str, str]) -> str:
    """Draw a bent arrow, so that the ways there and back lie beside each other."""
    across, down = target.x - source.x, target.y - source.y
    if math.hypot(across, down) < SHORTEST:
        return ""
    bend_x, bend_y = (source.x + target.x) / 2 - down * BEND, (source.y + target.y) / 2 + across * BEND
    middle_x = (source.x + 2 * bend_x + target.x) / 4
    middle_y = (source.y + 2 * bend_y + target.y) / 4
    angle = math.degrees(math.atan2(down, across))
    path = f"M{source.x:.1f} {source.y:.1f}Q{bend_x:.1f} {bend_y:.1f} {target.x:.1f} {target.y:.1f}"
    head = f"translate({middle_x:.1f} {middle_y:.1f})rotate({angle:.0f})"
    return element("path", d=path, fill="none", stroke=colours["way"], stroke_width=2) + element(
        "path", d="M-6 -6L7 0L-6 6z", fill=colours["way"], transform=head
    )


def _mark(spot: _Spot, colours: dict[str, str], width: int) -> list[str]:
    kinds = {stop.certainty for stop in spot.stops}
    kind = next(iter(kinds)) if len(kinds) == 1 else "several"
    ink = colours.get(kind, colours["text"])
    fill = ink if kind == "verified" else colours["sea"]
    dashes = "2.5 2" if kind == "expired" else ""
    circle = element(
        "circle", cx=spot.x, cy=spot.y, r=RADIUS, fill=fill, stroke=ink, stroke_width=2, stroke_dasharray=dashes
    )
    half = ""
    if kind == "declared":
        path = f"M{spot.x:.1f} {spot.y - RADIUS:.1f}a{RADIUS} {RADIUS} 0 0 0 0 {2 * RADIUS}z"
        half = element("path", d=path, fill=ink)
    left = spot.x > width * 0.8
    x = spot.x - RADIUS - 4 if left else spot.x + RADIUS + 4
    said = text(x, spot.y - RADIUS + 1, numbers(stop.number for stop in spot.stops))
    look = (
        f'<text font-family="sans-serif" font-size="15" font-weight="600" fill="{colours["text"]}" '
        f'stroke="{colours["sea"]}" stroke-width="4" stroke-linejoin="round" paint-order="stroke" '
        f'text-anchor="{"end" if left else "start"}" '
    )
    return [circle, half, said.replace("<text ", look, 1)]


def numbers(found: Iterable[int]) -> str:
    """Write numbers shortly: ``1–3, 7``."""
    ordered = sorted(found)
    runs: list[list[int]] = []
    for number in ordered:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
