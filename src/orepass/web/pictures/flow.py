"""Where the material in a lot came from: bands whose width is mass, time from left to right, origins at the left edge.

Uncertified material is hatched, certified material solid; what is lost on the way leaves downward, visibly. Nothing
needs a pointer to be read: every lot carries its name and mass.
"""

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
COLUMN_AT_LEAST = 118
LEFT, RIGHT, TOP, BOTTOM = 12, 124, 40, 28
LOT_WIDTH = 8
GAP = 14
LINE = 17
LOSS_LENGTH = 36
TALLEST_COLUMN = 260
THINNEST = 2.0
LETTERS_PER_COLUMN_PIXEL = 1 / 7.2


class FlowLot(msgspec.Struct, frozen=True, kw_only=True):
    """A lot, or an origin when it stands in the first column; ``place`` is said under its label."""

    id: str
    label: str
    column: int
    place: str = ""
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
    words: tuple[tuple[str, str], ...]
    next_out: float = 0.0
    next_in: float = 0.0


def flow_diagram(flow: Flow) -> Picture:
    """Draw a flow from origins to product."""
    through = _throughput(flow)
    rows = _columns(flow)
    scale = _scale(rows, through)
    width = _width(flow)
    placed = _place(flow, rows, through, scale)
    bottom = max([spot.y + spot.height for spot in placed.values()], default=TOP + 40.0)
    height = bottom + BOTTOM
    order = sorted(flow.bands, key=lambda band: (placed[band.source].y, placed[band.target].y))
    drawn: list[str] = [*_headings(flow)]
    for band in order:
        drawn += _band(band, placed, scale)
    for spot in placed.values():
        drawn += _loss(spot, scale, at_end=spot.lot.column == len(flow.columns) - 1) if spot.lot.loss_mg else []
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


def _throughput(flow: Flow) -> dict[str, int]:
    into: dict[str, int] = defaultdict(int)
    out: dict[str, int] = defaultdict(int)
    for band in flow.bands:
        out[band.source] += band.mass_mg
        into[band.target] += band.mass_mg
    return {lot.id: max(into[lot.id], out[lot.id] + lot.loss_mg, 1) for lot in flow.lots}


def _columns(flow: Flow) -> list[list[FlowLot]]:
    rows: list[list[FlowLot]] = [[] for _column in flow.columns]
    for lot in flow.lots:
        rows[lot.column].append(lot)
    rank: dict[str, float] = {}
    sources: dict[str, list[str]] = defaultdict(list)
    for band in flow.bands:
        sources[band.target].append(band.source)
    for row in rows:
        row.sort(key=lambda lot: _middle([rank[name] for name in sources[lot.id] if name in rank]))
        rank |= {lot.id: float(at) for at, lot in enumerate(row)}
    return rows


def _middle(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _scale(rows: Sequence[Sequence[FlowLot]], through: dict[str, int]) -> Fraction:
    fullest = max([sum(through[lot.id] for lot in row) for row in rows], default=1)
    return Fraction(TALLEST_COLUMN, max(fullest, 1))


def _place(
    flow: Flow, rows: Sequence[Sequence[FlowLot]], through: dict[str, int], scale: Fraction
) -> dict[str, _Placed]:
    placed: dict[str, _Placed] = {}
    step = (_width(flow) - LEFT - RIGHT - LOT_WIDTH) / max(len(flow.columns) - 1, 1)
    heights = {lot.id: max(float(through[lot.id] * scale), THINNEST) for row in rows for lot in row}
    words = {lot.id: _lines(flow, lot, through[lot.id]) for lot in flow.lots}
    taken = {name: height + GAP + LINE * len(words[name]) for name, height in heights.items()}
    tallest = max([sum(taken[lot.id] for lot in row) for row in rows], default=0.0)
    for at, row in enumerate(rows):
        y = TOP + (tallest - sum(taken[lot.id] for lot in row)) / 2
        for lot in row:
            top = y + taken[lot.id] - heights[lot.id]
            placed[lot.id] = _Placed(lot, LEFT + at * step, top, heights[lot.id], words[lot.id], top, top)
            y += taken[lot.id]
    return placed


def _lines(flow: Flow, lot: FlowLot, mass_mg: int) -> tuple[tuple[str, str], ...]:
    """Lay the words over a lot into lines that fit its column."""
    columns = len(flow.columns)
    at_end = lot.column == columns - 1
    room = RIGHT if at_end else (_width(flow) - LEFT - RIGHT) / max(columns - 1, 1) - 12
    letters = int(room * LETTERS_PER_COLUMN_PIXEL)
    label = textwrap.wrap(lot.label, letters, max_lines=2, placeholder="…")
    place = textwrap.wrap(lot.place, letters, max_lines=1, placeholder="…")
    return (
        *((line, "t-strong") for line in label),
        *((line, "t-muted") for line in place),
        (mass_text(mass_mg), "t-muted"),
    )


def _headings(flow: Flow) -> list[str]:
    step = (_width(flow) - LEFT - RIGHT - LOT_WIDTH) / max(len(flow.columns) - 1, 1)
    return [text(LEFT + at * step, 16, heading, "t-muted") for at, heading in enumerate(flow.columns)]


def _band(band: FlowBand, placed: dict[str, _Placed], scale: Fraction) -> list[str]:
    source, target = placed[band.source], placed[band.target]
    drawn: list[str] = []
    certified = min(band.certified_mg, band.mass_mg)
    for amount, solid in ((certified, True), (band.mass_mg - certified, False)):
        if amount <= 0:
            continue
        width = max(float(amount * scale), THINNEST)
        path = _ribbon(source.x + LOT_WIDTH, source.next_out, target.x, target.next_in, width)
        look = {"class_": "p-band p-certified"} if solid else {"class_": "p-edge", "fill": "url(#hatch)"}
        drawn.append(element("path", d=path, **look))
        source.next_out += width
        target.next_in += width
    return drawn


def _ribbon(x0: float, y0: float, x1: float, y1: float, width: float) -> str:
    bend = (x1 - x0) / 2
    return (
        f"M{x0:.1f} {y0:.1f}C{x0 + bend:.1f} {y0:.1f} {x1 - bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
        f"v{width:.1f}C{x1 - bend:.1f} {y1 + width:.1f} {x0 + bend:.1f} {y0 + width:.1f} {x0:.1f} {y0 + width:.1f}Z"
    )


def _lot(spot: _Placed) -> list[str]:
    first = spot.y - 8 - LINE * (len(spot.words) - 1)
    return [
        element("rect", x=spot.x, y=spot.y, width=LOT_WIDTH, height=spot.height, class_="p-lot"),
        *(text(spot.x, first + at * LINE, line, look) for at, (line, look) in enumerate(spot.words)),
    ]


def _loss(spot: _Placed, scale: Fraction, *, at_end: bool) -> list[str]:
    height = max(float(spot.lot.loss_mg * scale), THINNEST)
    bottom = spot.y + spot.height
    way = -1 if at_end else 1
    x = spot.x if at_end else spot.x + LOT_WIDTH
    teeth = max(2, round(height / 8))
    torn = "".join(f"l{way * (-6 if at % 2 else 6)} {height / teeth:.2f}" for at in range(teeth))
    stub = f"M{x:.1f} {bottom - height:.1f}h{way * LOSS_LENGTH}{torn}H{x:.1f}z"
    words = _("lost: %(mass)s") % {"mass": mass_text(spot.lot.loss_mg)}
    css = "t-muted t-end" if at_end else "t-muted"
    return [
        element("path", d=stub, class_="p-loss"),
        text(x + way * (LOSS_LENGTH + 14), bottom - height / 2 + 5, words, css),
    ]
