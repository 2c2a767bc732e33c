"""The curve of a balance account: stepped, over a zero line that it may not cross, with the period ends marked."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec
from django.utils.translation import gettext as _

from orepass.web.pictures.svg import Picture, drawing, element, text
from orepass.web.words import day_text, kilograms_text

WIDTH, HEIGHT = 960, 320
LEFT, RIGHT, TOP, BOTTOM = 120, 24, 36, 40
STEPS_WANTED = 4
LABEL_ROOM = 190.0
NICE = (1, 2, 5, 10)


class Point(msgspec.Struct, frozen=True):
    """The balance after an entry of a day."""

    on: date
    balance_mg: int


class AccountCurve(msgspec.Struct, frozen=True, kw_only=True):
    """What the curve is drawn from."""

    title: str
    source: str
    points: tuple[Point, ...]
    period_ends: tuple[date, ...] = ()
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
    first = points[0].on
    last = max([account.until, *(point.on for point in points), *account.period_ends])
    step = _nice_step(max(abs(point.balance_mg) for point in points))
    low = -step * -(min([0, *(point.balance_mg for point in points)]) // step)
    high = max(step, step * -(-max([0, *(point.balance_mg for point in points)]) // step))
    scale = _Scale(first, last, low, high)
    return Picture(
        title=account.title,
        svg=drawing(
            WIDTH,
            HEIGHT,
            *_grid(scale, step),
            *_periods(scale, account.period_ends),
            *_curve(scale, points, account.until),
            label=account.title,
        ),
        source=account.source,
        table_href=account.table_href,
    )


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


def _curve(scale: _Scale, points: Sequence[Point], until: date) -> list[str]:
    x, y = scale.x(points[0].on), scale.y(0)
    path = [f"M{x:.1f} {y:.1f}"]
    path += [f"H{scale.x(point.on):.1f}V{scale.y(point.balance_mg):.1f}" for point in points]
    path.append(f"H{scale.x(max(until, points[-1].on)):.1f}")
    line = "".join(path)
    drawn = [
        element("path", d=f"{line}V{scale.y(0):.1f}Z", class_="p-area"),
        element("path", d=line, class_="p-curve"),
    ]
    drawn += [element("circle", cx=scale.x(p.on), cy=scale.y(p.balance_mg), r=3.5, class_="p-dot") for p in points]
    last = points[-1]
    drawn.append(text(WIDTH - RIGHT, scale.y(last.balance_mg) - 10, kilograms_text(last.balance_mg), "t-end t-strong"))
    if scale.low < 0:
        bottom = scale.y(scale.low)
        zero = scale.y(0)
        drawn.append(
            element(
                "rect",
                x=LEFT,
                y=zero,
                width=WIDTH - LEFT - RIGHT,
                height=bottom - zero,
                fill="url(#hatch)",
                class_="p-overdraft",
            )
        )
        drawn.append(
            text(LEFT + 8, bottom - 8, _("overdrawn: below zero nothing may be delivered as certified"), "t-muted")
        )
    return drawn
