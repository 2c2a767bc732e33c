"""The share that may be claimed, month by month, and the share that was: steps under a line of what is allowed."""

from datetime import date
from fractions import Fraction

import msgspec
from django.utils.translation import gettext as _

from orepass.web.pictures.svg import Picture, drawing, element, text
from orepass.web.words import day_text, percent_text

WIDTH, HEIGHT = 960, 300
LEFT, RIGHT, TOP, BOTTOM = 72, 24, 48, 40
WHOLE = Fraction(1)
LINES = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), WHOLE)


class Reading(msgspec.Struct, frozen=True):
    """The share that may be claimed from a day on; no share when nothing came in to take it from."""

    on: date
    share: Fraction | None


class Claimed(msgspec.Struct, frozen=True):
    """The share that was claimed of a lot on a day."""

    on: date
    share: Fraction


class Percentages(msgspec.Struct, frozen=True, kw_only=True):
    """What the picture is drawn from."""

    title: str
    source: str
    readings: tuple[Reading, ...]
    claims: tuple[Claimed, ...] = ()
    until: date
    table_href: str = ""


def percentages_picture(given: Percentages) -> Picture | None:
    """Draw the allowed share as steps and every claim as a mark: a cross where it is above, a dot where it is not."""
    known = [reading for reading in given.readings if reading.share is not None]
    if not known:
        return None
    first = min([known[0].on, *(claim.on for claim in given.claims)])
    last = max([given.until, known[-1].on])
    parts = [*_grid(first, last), *_steps(given.readings, first, last)]
    parts += [_claim(claim, given.readings, first, last) for claim in given.claims]
    label = text(_x(last, first, last), _y(known[-1].share or Fraction(0)) - 10, _said(known[-1]), "t-end t-strong")
    svg = drawing(WIDTH, HEIGHT, *parts, label, *_key(), label=given.title)
    return Picture(title=given.title, svg=svg, source=given.source, table_href=given.table_href)


def _x(on: date, first: date, last: date) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (on - first).days / max((last - first).days, 1)


def _y(share: Fraction) -> float:
    return float(TOP + (HEIGHT - TOP - BOTTOM) * (WHOLE - min(share, WHOLE)))


def _said(reading: Reading) -> str:
    return percent_text(reading.share or Fraction(0))


def _grid(first: date, last: date) -> list[str]:
    drawn: list[str] = []
    for share in LINES:
        y = _y(share)
        drawn.append(element("path", d=f"M{LEFT} {y:.1f}H{WIDTH - RIGHT}", class_="p-axis" if share else "p-zero"))
        drawn.append(text(LEFT - 10, y + 5, percent_text(share), "t-end"))
    ends = ((first, ""), (last, " t-end"))
    return drawn + [text(_x(day, first, last), HEIGHT - 12, day_text(day), f"t-muted{css}") for day, css in ends]


def _steps(readings: tuple[Reading, ...], first: date, last: date) -> list[str]:
    """Draw one line for each run of days on which the share is known; where it is not, there is a gap."""
    drawn: list[str] = []
    line: list[str] = []
    ends = [*(reading.on for reading in readings[1:]), last]
    for reading, end in zip(readings, ends, strict=True):
        if reading.share is None:
            drawn += [element("path", d="".join(line), class_="p-curve")] if line else []
            line = []
            continue
        x, y = _x(reading.on, first, last), _y(reading.share)
        line.append(f"V{y:.1f}" if line else f"M{x:.1f} {y:.1f}")
        line.append(f"H{_x(end, first, last):.1f}")
    return drawn + ([element("path", d="".join(line), class_="p-curve")] if line else [])


def _claim(claim: Claimed, readings: tuple[Reading, ...], first: date, last: date) -> str:
    allowed = next((reading.share for reading in reversed(readings) if reading.on <= claim.on), None)
    x, y = _x(claim.on, first, last), _y(claim.share)
    if allowed is not None and claim.share <= allowed:
        return element("circle", cx=x, cy=y, r=4, class_="p-dot")
    return element("path", d=f"M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10", class_="p-cross")


def _key() -> list[str]:
    return [
        element("path", d=f"M{LEFT} 16H{LEFT + 32}", class_="p-curve"),
        text(LEFT + 40, 21, _("may be claimed"), "t-muted"),
        element("circle", cx=LEFT + 216, cy=16, r=4, class_="p-dot"),
        text(LEFT + 228, 21, _("claimed of a lot"), "t-muted"),
        element("path", d=f"M{LEFT + 399} 11l10 10m0 -10l-10 10", class_="p-cross"),
        text(LEFT + 416, 21, _("claimed above what was allowed"), "t-muted"),
    ]
