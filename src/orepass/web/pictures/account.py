"""The curve of a balance account: stepped, over a zero line that it may not cross.

Period ends, credits that expired, the overdraft that the terms allow, the day by which the period is to be closed and
what will expire if nothing else happens are all in the picture, each with a shape of its own.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec
from django.utils.translation import gettext as _

from orepass.web.pictures.svg import Picture, drawing, element, text
from orepass.web.words import day_text, kilograms_text

WIDTH, HEIGHT = 960, 340
LEFT, RIGHT, TOP, BOTTOM = 120, 24, 56, 40
STEPS_WANTED = 4
LABEL_ROOM = 190.0
NICE = (1, 2, 5, 10)
DOTS_AT_MOST = 60
FINEST = 3
GONE = frozenset({"expiry", "dropped"})


class Point(msgspec.Struct, frozen=True):
    """The balance after an entry of a day, and what made it: an entry, an expiry or a period's end."""

    on: date
    balance_mg: int
    what: str = ""


class AccountCurve(msgspec.Struct, frozen=True, kw_only=True):
    """What the curve is drawn from.

    Attributes:
        ahead: what the balance becomes after ``until`` if nothing else happens (credits that expire).
        floor_mg: how far below zero the terms allow today; zero when not at all.
        closes_by: the day by which the last period is to be reconciled.
    """

    title: str
    source: str
    points: tuple[Point, ...]
    ahead: tuple[Point, ...] = ()
    period_ends: tuple[date, ...] = ()
    floor_mg: int = 0
    closes_by: date | None = None
    until: date
    table_href: str = ""


class _Scale(msgspec.Struct, frozen=True):
    first: date
    last: date
    low: int
    high: int

    def x(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / span

    def y(self, amount: int) -> float:
        span = max(self.high - self.low, 1)
        return float(TOP + (HEIGHT - TOP - BOTTOM) * Fraction(self.high - amount, span))


def account_curve(account: AccountCurve) -> Picture | None:
    """Draw an account over time; an account without entries has no picture."""
    if not account.points:
        return None
    points = sorted(account.points, key=lambda point: point.on)
    scale, step = _scale(account, points)
    return Picture(
        title=account.title,
        svg=drawing(
            WIDTH,
            HEIGHT,
            *_grid(scale, step),
            *_floor(scale, account.floor_mg),
            *_periods(scale, account.period_ends),
            *_closing(scale, account.closes_by),
            *_curve(scale, points, account.until),
            *_ahead(scale, points[-1], account),
            label=account.title,
        ),
        source=account.source,
        table_href=account.table_href,
    )


def _scale(account: AccountCurve, points: Sequence[Point]) -> tuple[_Scale, int]:
    everything = [*points, *account.ahead]
    days = [point.on for point in everything]
    ends = [account.until, *account.period_ends, *([account.closes_by] if account.closes_by else [])]
    amounts = [0, account.floor_mg, *(point.balance_mg for point in everything)]
    step = _nice_step(max(abs(amount) for amount in amounts))
    low = -step * -(min(amounts) // step)
    high = max(step, step * -(-max(amounts) // step))
    return _Scale(days[0], max(days + ends), low, high), step


def _nice_step(largest: int) -> int:
    rough = Decimal(max(largest, 1)) / STEPS_WANTED
    power = Decimal(10) ** rough.adjusted()
    return max(1, next(int(power * factor) for factor in NICE if power * factor >= rough))


def _grid(scale: _Scale, step: int) -> list[str]:
    lines: list[str] = []
    for amount in range(scale.low, scale.high + 1, step):
        y = scale.y(amount)
        css = "p-zero" if amount == 0 else "p-axis"
        lines.append(element("path", d=f"M{LEFT} {y:.1f}H{WIDTH - RIGHT}", class_=css))
        lines.append(text(LEFT - 12, y + 5, kilograms_text(amount), "t-end" if amount else "t-end t-strong"))
    middle = scale.first + (scale.last - scale.first) / 2
    ends = ((scale.first, ""), (middle, "t-middle"), (scale.last, "t-end"))
    lines += [text(scale.x(day), HEIGHT - 12, day_text(day), f"t-muted {css}".strip()) for day, css in ends]
    return lines


def _floor(scale: _Scale, floor: int) -> list[str]:
    if floor >= 0:
        return []
    y = scale.y(floor)
    said = _("overdraft allowed to %(mass)s") % {"mass": kilograms_text(floor)}
    return [
        element("path", d=f"M{LEFT} {y:.1f}H{WIDTH - RIGHT}", class_="p-floor"),
        text(WIDTH - RIGHT, y + 18, said, "t-muted t-end"),
    ]


def _periods(scale: _Scale, ends: Sequence[date]) -> list[str]:
    lines: list[str] = []
    labelled = -LABEL_ROOM
    for end in sorted(ends):
        if not scale.first <= end <= scale.last:
            continue
        x = scale.x(end)
        lines.append(element("path", d=f"M{x:.1f} {TOP}V{HEIGHT - BOTTOM}", class_="p-period"))
        if x - labelled >= LABEL_ROOM and x + LABEL_ROOM / 2 < WIDTH:
            lines.append(text(x, TOP - 12, _("period ends %(day)s") % {"day": day_text(end)}, "t-muted t-middle"))
            labelled = x
    return lines


def _closing(scale: _Scale, closes_by: date | None) -> list[str]:
    if closes_by is None or closes_by < scale.first:
        return []
    x = scale.x(closes_by)
    said = _("to be reconciled by %(day)s") % {"day": day_text(closes_by)}
    return [
        element("path", d=f"M{x:.1f} {TOP - 24}V{HEIGHT - BOTTOM}", class_="p-due"),
        text(x - 8, TOP - 32, said, "t-strong t-end"),
    ]


def _curve(scale: _Scale, points: Sequence[Point], until: date) -> list[str]:
    path = [f"M{scale.x(points[0].on):.1f} {scale.y(0):.1f}"]
    path += [f"H{x:.1f}V{y:.1f}" for x, y in _thinned(scale, points)]
    path.append(f"H{scale.x(max(until, points[-1].on)):.1f}")
    line = "".join(path)
    drawn = [
        element("path", d=f"{line}V{scale.y(0):.1f}Z", class_="p-area"),
        element("path", d=line, class_="p-curve"),
    ]
    drawn += _dots(scale, points)
    last = points[-1]
    end = max(scale.x(max(until, last.on)) - 8, LEFT + LABEL_ROOM / 2)
    drawn.append(text(end, scale.y(last.balance_mg) - 10, kilograms_text(last.balance_mg), "t-end t-strong"))
    return drawn + _below(scale, min(point.balance_mg for point in points))


def _thinned(scale: _Scale, points: Sequence[Point]) -> list[tuple[float, float]]:
    """Keep of each few pixels the lowest balance and the last, so that no dip is lost among many entries."""
    if len(points) <= DOTS_AT_MOST:
        return [(scale.x(point.on), scale.y(point.balance_mg)) for point in points]
    columns: dict[int, list[Point]] = {}
    for point in points:
        columns.setdefault(int(scale.x(point.on)) // FINEST, []).append(point)
    kept: list[tuple[float, float]] = []
    for at, found in columns.items():
        lowest = min(point.balance_mg for point in found)
        heights = [lowest] if lowest == found[-1].balance_mg else [lowest, found[-1].balance_mg]
        kept += [(float(at * FINEST), scale.y(height)) for height in heights]
    return kept


def _dots(scale: _Scale, points: Sequence[Point]) -> list[str]:
    """Mark entries with a dot and what is gone by itself with an open square; too many dots would hide the line."""
    gone = [point for point in points if point.what in GONE]
    entries = [point for point in points if point.what not in {*GONE, "period"}]
    drawn = [_dot(scale, point) for point in (entries if len(entries) <= DOTS_AT_MOST else [])]
    return drawn + [_square(scale, point) for point in (gone if len(gone) <= DOTS_AT_MOST else [])]


def _dot(scale: _Scale, point: Point) -> str:
    return element("circle", cx=scale.x(point.on), cy=scale.y(point.balance_mg), r=3.5, class_="p-dot")


def _square(scale: _Scale, point: Point) -> str:
    x, y = scale.x(point.on) - 5, scale.y(point.balance_mg) - 5
    return element("rect", x=x, y=y, width=10, height=10, class_="p-gone")


def _ahead(scale: _Scale, last: Point, account: AccountCurve) -> list[str]:
    if not account.ahead:
        return []
    path = [f"M{scale.x(max(account.until, last.on)):.1f} {scale.y(last.balance_mg):.1f}"]
    path += [f"H{scale.x(point.on):.1f}V{scale.y(point.balance_mg):.1f}" for point in account.ahead]
    gone = [_square(scale, point) for point in account.ahead if point.what in GONE]
    return [element("path", d="".join(path), class_="p-ahead"), *gone]


def _below(scale: _Scale, lowest: int) -> list[str]:
    if lowest >= 0:
        return []
    bottom, zero = scale.y(scale.low), scale.y(0)
    width = WIDTH - LEFT - RIGHT
    area = element("rect", x=LEFT, y=zero, width=width, height=bottom - zero, fill="url(#hatch)", class_="p-overdraft")
    said = _("overdrawn: below zero nothing may be delivered as certified")
    return [area, text(LEFT + 8, bottom - 8, said, "t-muted")]
