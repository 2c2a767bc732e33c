"""The values of an indicator over time, with the line of its target."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _

from orepass.web.pictures.svg import Picture, drawing, element, text
from orepass.web.words import day_text, number_text

WIDTH, HEIGHT = 960, 280
LEFT, RIGHT, TOP, BOTTOM = 96, 24, 52, 36


class Reading(msgspec.Struct, frozen=True):
    """A value observed on a day."""

    on: date
    value: Decimal


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """What the picture is drawn from."""

    title: str
    source: str
    unit: str
    target: Decimal
    readings: tuple[Reading, ...]
    table_href: str = ""


class _Scale(msgspec.Struct, frozen=True):
    first: date
    last: date
    high: Decimal
    low: Decimal

    def x(self, on: date) -> float:
        span = max((self.last - self.first).days, 1)
        return LEFT + (WIDTH - LEFT - RIGHT) * (on - self.first).days / span

    def y(self, value: Decimal) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * float((self.high - value) / (self.high - self.low))


def series_picture(series: Series) -> Picture | None:
    """Draw the values against the target; without a value there is no picture."""
    if not series.readings:
        return None
    values = [series.target, *(reading.value for reading in series.readings)]
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    scale = _Scale(series.readings[0].on, series.readings[-1].on, high if high > low else low + 1, low)
    return Picture(
        title=series.title,
        svg=drawing(
            WIDTH,
            HEIGHT,
            *_frame(scale, series),
            *_values(scale, series.readings),
            label=series.title,
        ),
        source=series.source,
        table_href=series.table_href,
    )


def _frame(scale: _Scale, series: Series) -> list[str]:
    zero, target = scale.y(Decimal(0)), scale.y(series.target)
    said = _("target %(value)s %(unit)s") % {"value": number_text(series.target.normalize()), "unit": series.unit}
    ends = [text(LEFT, HEIGHT - 8, day_text(scale.first), "t-muted")]
    if scale.first != scale.last:
        ends.append(text(WIDTH - RIGHT, HEIGHT - 8, day_text(scale.last), "t-muted t-end"))
    return [
        *ends,
        element("path", d=f"M{LEFT} {zero:.1f}H{WIDTH - RIGHT}", class_="p-zero"),
        text(LEFT - 8, zero + 5, "0", "t-end"),
        element("path", d=f"M{LEFT} {target:.1f}H{WIDTH - RIGHT}", class_="p-period"),
        element("path", d=f"M{LEFT} 14H{LEFT + 40}", class_="p-period"),
        text(LEFT + 48, 20, said, "t-muted"),
        text(LEFT, HEIGHT - 8, day_text(scale.first), "t-muted"),
        *(
            []
            if scale.first == scale.last
            else [text(WIDTH - RIGHT, HEIGHT - 8, day_text(scale.last), "t-muted t-end")]
        ),
    ]


def _values(scale: _Scale, readings: Sequence[Reading]) -> list[str]:
    places = [(scale.x(reading.on), scale.y(reading.value), reading.value) for reading in readings]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y, _value in places)
    drawn = [element("path", d=f"M{line}", class_="p-curve")]
    drawn += [element("circle", cx=x, cy=y, r=3.5, class_="p-dot") for x, y, _value in places]
    first, last = places[0], places[-1]
    drawn.append(text(first[0] - 8, first[1] + 5, number_text(first[2].normalize()), "t-end t-strong"))
    if len(places) > 1:
        drawn.append(text(last[0] - 8, last[1] - 8, number_text(last[2].normalize()), "t-end t-strong"))
    return drawn
