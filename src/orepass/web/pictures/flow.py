"""Where the material in a lot came from: bands whose width is mass, time from left to right, origins at the left edge.

Uncertified material is hatched, certified material solid; what is lost on the way leaves its band visibly. Nothing
needs a pointer to be read: every lot carries its name and mass. Bands run level beside the words over a lot and bend
only behind them, and a band that passes a column has a lane of its own there, so that no band crosses any words.
"""

import itertools
import textwrap
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

import msgspec
from django.utils.translation import gettext as _

from orepass.web.pictures.svg import Picture, drawing, element, text
from orepass.web.words import mass_text

WIDTH = 1040
LONGEST = 1160
COLUMN_AT_LEAST = 160
BEND = 48
LEFT, RIGHT, TOP, BOTTOM = 12, 124, 40, 28
LOT_WIDTH = 8
GAP = 14
LANE_GAP = 8
LINE = 17
LOSS_LENGTH = 30
TALLEST_COLUMN = 260
THINNEST = 2.0
LOSS_AT_LEAST = 4.0
LETTERS_PER_COLUMN_PIXEL = 1 / 7.2


class FlowLot(msgspec.Struct, frozen=True, kw_only=True):
    """A lot, or an origin when it stands in the first column; ``place`` is said under its label.

    ``held_mg`` is what is in it when that is less than what passes through; what was lost there has left it.
    """

    id: str
    label: str
    column: int
    place: str = ""
    held_mg: int | None = None
    loss_mg: int = 0


class FlowBand(msgspec.Struct, frozen=True, kw_only=True):
    """What went from one lot into another, of which how much is certified."""

    source: str
    target: str
    mass_mg: int
    certified_mg: int


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """What the diagram is drawn from; ``columns`` says when or at which stage each column stands."""

    title: str
    source: str
    columns: tuple[str, ...]
    lots: tuple[FlowLot, ...]
    bands: tuple[FlowBand, ...]
    table_href: str = ""


class _Placed(msgspec.Struct):
    lot: FlowLot
    x: float
    y: float
    height: float
    words: tuple[tuple[str, str], ...] = ()


type _Way = tuple[str, str]


class _Lane(msgspec.Struct):
    """The place of a band in a column that it passes: level, and no words over it."""

    y: float
    height: float


def flow_diagram(flow: Flow) -> Picture:
    """Draw a flow from origins to product."""
    through = _throughput(flow)
    rows = _columns(flow)
    scale = _scale(rows, through)
    width = _width(flow)
    placed, lanes = _place(flow, rows, through, scale)
    bottoms = [spot.y + spot.height + _below(spot.lot) for spot in placed.values()]
    height = max(bottoms, default=TOP + 40.0) + BOTTOM
    drawn: list[str] = [*_headings(flow)]
    step = _step(flow)
    tops = _tops(flow, placed, lanes, scale)
    for band in flow.bands:
        drawn += _band(band, placed[band.source].x, tops[band.source, band.target], scale, step)
    for spot in placed.values():
        drawn += _loss(spot, scale) if spot.lot.loss_mg else []
    for spot in placed.values():
        drawn += _lot(spot)
    return Picture(
        title=flow.title,
        svg=drawing(width, height, *drawn, label=flow.title),
        source=flow.source,
        table_href=flow.table_href,
        long=width > LONGEST,
    )


def _width(flow: Flow) -> int:
    """Give every column room for its words; a long way is a long picture."""
    return max(WIDTH, (len(flow.columns) - 1) * COLUMN_AT_LEAST + LEFT + RIGHT + LOT_WIDTH)


def _step(flow: Flow) -> float:
    return (_width(flow) - LEFT - RIGHT - LOT_WIDTH) / max(len(flow.columns) - 1, 1)


def _throughput(flow: Flow) -> dict[str, int]:
    into: dict[str, int] = defaultdict(int)
    out: dict[str, int] = defaultdict(int)
    for band in flow.bands:
        out[band.source] += band.mass_mg
        into[band.target] += band.mass_mg
    return {lot.id: max(into[lot.id], out[lot.id] + lot.loss_mg, lot.held_mg or 0, 1) for lot in flow.lots}


def _columns(flow: Flow) -> list[list[FlowLot | FlowBand]]:
    """Sort into columns the lots that stand there and the bands that pass, each near to where it comes from."""
    rows: list[list[FlowLot | FlowBand]] = [[] for _column in flow.columns]
    column = {lot.id: lot.column for lot in flow.lots}
    for lot in flow.lots:
        rows[lot.column].append(lot)
    for band in flow.bands:
        for passed in range(column[band.source] + 1, column[band.target]):
            rows[passed].append(band)
    rank: dict[str | _Way, float] = {}
    sources: dict[str, list[FlowBand]] = defaultdict(list)
    for band in flow.bands:
        sources[band.target].append(band)

    def comes_from(one: FlowLot | FlowBand) -> float:
        bands = [one] if isinstance(one, FlowBand) else sources[one.id]
        known = [rank.get((band.source, band.target), rank.get(band.source)) for band in bands]
        return _middle([value for value in known if value is not None])

    for row in rows:
        row.sort(key=comes_from)
        rank |= {_name(one): float(at) for at, one in enumerate(row)}
    return rows


def _name(one: FlowLot | FlowBand) -> str | _Way:
    return one.id if isinstance(one, FlowLot) else (one.source, one.target)


def _middle(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _scale(rows: Sequence[Sequence[FlowLot | FlowBand]], through: dict[str, int]) -> Fraction:
    fullest = max([sum(_amount(one, through) for one in row) for row in rows], default=1)
    return Fraction(TALLEST_COLUMN, max(fullest, 1))


def _amount(one: FlowLot | FlowBand, through: dict[str, int]) -> int:
    return through[one.id] if isinstance(one, FlowLot) else one.mass_mg


def _thickness(band: FlowBand, scale: Fraction) -> float:
    return sum(width for width, _solid in _parts(band, scale))


def _place(
    flow: Flow, rows: Sequence[Sequence[FlowLot | FlowBand]], through: dict[str, int], scale: Fraction
) -> tuple[dict[str, _Placed], dict[_Way, list[_Lane]]]:
    placed: dict[str, _Placed] = {}
    lanes: dict[_Way, list[_Lane]] = defaultdict(list)
    heights = _heights(flow, through, scale)
    words = {lot.id: _lines(flow, lot, through[lot.id]) for lot in flow.lots}

    def taken(one: FlowLot | FlowBand) -> float:
        if isinstance(one, FlowBand):
            return LANE_GAP + _thickness(one, scale)
        return GAP + LINE * len(words[one.id]) + heights[one.id] + _below(one)

    tallest = max([sum(map(taken, row)) for row in rows], default=0.0)
    for at, row in enumerate(rows):
        y = TOP + (tallest - sum(map(taken, row))) / 2
        for one in row:
            y += taken(one)
            if isinstance(one, FlowBand):
                thick = _thickness(one, scale)
                lanes[one.source, one.target].append(_Lane(y - thick, thick))
                continue
            top = y - heights[one.id] - _below(one)
            placed[one.id] = _Placed(one, LEFT + at * _step(flow), top, heights[one.id], words[one.id])
    return placed, lanes


def _heights(flow: Flow, through: dict[str, int], scale: Fraction) -> dict[str, float]:
    """Return how tall each lot is: its mass, or a little more where bands too thin to see are drawn thicker."""
    into: dict[str, float] = defaultdict(float)
    out: dict[str, float] = defaultdict(float)
    for band in flow.bands:
        thick = _thickness(band, scale)
        out[band.source] += thick
        into[band.target] += thick
    for lot in flow.lots:
        out[lot.id] += _torn(lot, scale)
    return {lot.id: max(float(through[lot.id] * scale), into[lot.id], out[lot.id], THINNEST) for lot in flow.lots}


def _torn(lot: FlowLot, scale: Fraction) -> float:
    return max(float(lot.loss_mg * scale), LOSS_AT_LEAST) if lot.loss_mg else 0.0


def _below(lot: FlowLot) -> int:
    """Return the room under a lot for saying what was lost there."""
    return LINE if lot.loss_mg else 0


def _lines(flow: Flow, lot: FlowLot, through_mg: int) -> tuple[tuple[str, str], ...]:
    """Lay the words over a lot into lines that end before the bands of its column bend."""
    at_end = lot.column == len(flow.columns) - 1
    room = RIGHT if at_end else _step(flow) - LOT_WIDTH - BEND
    letters = int(room * LETTERS_PER_COLUMN_PIXEL)
    label = textwrap.wrap(lot.label, letters, max_lines=2, placeholder="…")
    place = textwrap.wrap(lot.place, letters, max_lines=2, placeholder="…")
    return (
        *((line, "t-strong") for line in label),
        *((line, "t-muted") for line in place),
        (mass_text(through_mg if lot.held_mg is None else lot.held_mg), "t-muted"),
    )


def _headings(flow: Flow) -> list[str]:
    return [text(LEFT + at * _step(flow), 16, heading, "t-muted") for at, heading in enumerate(flow.columns)]


def _parts(band: FlowBand, scale: Fraction) -> list[tuple[float, bool]]:
    """Return how thick the certified part of a band is, and the rest."""
    certified = min(band.certified_mg, band.mass_mg)
    amounts = ((certified, True), (band.mass_mg - certified, False))
    return [(max(float(amount * scale), THINNEST), solid) for amount, solid in amounts if amount > 0]


def _tops(
    flow: Flow, placed: dict[str, _Placed], lanes: dict[_Way, list[_Lane]], scale: Fraction
) -> dict[_Way, list[float]]:
    """Return the upper edge of each band at every column; at a lot they leave and arrive in the order they lie in."""
    tops = {(band.source, band.target): [lane.y for lane in lanes[band.source, band.target]] for band in flow.bands}
    used: dict[tuple[str, str], float] = defaultdict(float)

    def taken(lot: str, side: str, band: FlowBand) -> float:
        before = used[lot, side]
        used[lot, side] = before + _thickness(band, scale)
        return placed[lot].y + before

    after = {way: [*tops[way], placed[way[1]].y][0] for way in tops}
    ahead = {way: [placed[way[0]].y, *tops[way]][-1] for way in tops}
    for band in sorted(flow.bands, key=lambda band: after[band.source, band.target]):
        tops[band.source, band.target].insert(0, taken(band.source, "out", band))
    for band in sorted(flow.bands, key=lambda band: ahead[band.source, band.target]):
        tops[band.source, band.target].append(taken(band.target, "in", band))
    return tops


def _band(band: FlowBand, x: float, tops: Sequence[float], scale: Fraction, step: float) -> list[str]:
    drawn: list[str] = []
    before = 0.0
    for width, solid in _parts(band, scale):
        path = _ribbon(x, [top + before for top in tops], step, width)
        look = {"class_": "p-band p-certified"} if solid else {"class_": "p-edge", "fill": "url(#hatch)"}
        drawn.append(element("path", d=path, **look))
        before += width
    return drawn


def _ribbon(x: float, tops: Sequence[float], step: float, width: float) -> str:
    """Write a band through columns one step apart: level beside the words of each, bent in the gap behind them."""
    half = BEND / 2
    there = [f"M{x + LOT_WIDTH:.1f} {tops[0]:.1f}"]
    back = []
    for at, (above, below) in enumerate(itertools.pairwise(tops)):
        end = x + (at + 1) * step
        begin = end - BEND
        there.append(f"H{begin:.1f}C{begin + half:.1f} {above:.1f} {end - half:.1f} {below:.1f} {end:.1f} {below:.1f}")
        low, high = below + width, above + width
        left = x + LOT_WIDTH if at == 0 else x + at * step
        back.append(f"C{end - half:.1f} {low:.1f} {begin + half:.1f} {high:.1f} {begin:.1f} {high:.1f}H{left:.1f}")
    return f"{''.join(there)}v{width:.1f}{''.join(reversed(back))}Z"


def _lot(spot: _Placed) -> list[str]:
    first = spot.y - 8 - LINE * (len(spot.words) - 1)
    return [
        element("rect", x=spot.x, y=spot.y, width=LOT_WIDTH, height=spot.height, class_="p-lot"),
        *(text(spot.x, first + at * LINE, line, look) for at, (line, look) in enumerate(spot.words)),
    ]


def _loss(spot: _Placed, scale: Fraction) -> list[str]:
    height = _torn(spot.lot, scale)
    bottom = spot.y + spot.height
    x = spot.x + LOT_WIDTH
    teeth = max(2, round(height / 8))
    torn = "".join(f"l{-6 if at % 2 else 6} {height / teeth:.2f}" for at in range(teeth))
    stub = f"M{x:.1f} {bottom - height:.1f}h{LOSS_LENGTH}{torn}H{x:.1f}z"
    words = _("lost: %(mass)s") % {"mass": mass_text(spot.lot.loss_mg)}
    return [element("path", d=stub, class_="p-loss"), text(spot.x, bottom + LINE - 4, words, "t-muted")]
