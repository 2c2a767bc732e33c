"""How long an audit takes (IAF MD 5): days of eight hours by effective personnel, then the rules around the table.

The rows were read from pages that quote the table, not from the IAF file itself, so every source says ``verified:
false``. Above 10,700 people, and for special complexity, the table is to be continued by judgement: the answer is
*manual*. A scheme may write a table of its own (``system=own``), as small producers need one: 250 miners in a pit would
take thirteen days by the highest column.
"""

from bisect import bisect_right
from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import (
    OWN_CHOICE,
    Computed,
    InputRefused,
    Source,
    above_zero,
    need,
    one_of,
    per_cent,
    plain_number,
    rule,
)
from orepass.kernel.text import Said, said, typed
from orepass.kernel.text import marked as _
from orepass.scheme.rules.half_days import exact, half_days

TABLE: Final = Source(title="IAF MD 5 (audit time)", clause="tables QMS 1 and EMS 1, as quoted", verified=False)
ROUNDING: Final = Source(title="IAF MD 5 (audit time)", clause="2.2.3, nearest half day; a tie goes up", verified=False)
REDUCTION: Final = Source(title="IAF MD 5 (audit time)", clause="at most 30 per cent", verified=False)
SITE_REDUCTION: Final = Source(title="IAF MD 1 (multi-site)", clause="7.3.1, at most 50 per cent", verified=False)
ON_SITE: Final = Source(title="IAF MD 5 (audit time)", clause="4.1, at least 80 per cent on site", verified=False)
INTEGRATED: Final = Source(title="IAF MD 11 (integrated systems)", clause="at most 20 per cent", verified=False)
LATER: Final = Source(title="IAF MD 5 (audit time)", clause="5 and 6, about a third and two thirds", verified=False)

MANUAL: Final = "manual"
SYSTEMS: Final = ("qms", "ems-high", "ems-medium", "ems-low", "ems-limited")
SPECIAL: Final = "ems-special"
OWN: Final = "own"
PERSONNEL_MAX: Final = 10_700
INTEGRATED_MOST: Final = Fraction(20)
# First person of each band, then the days in half days for the five systems in the order of SYSTEMS.
_BANDS: Final[tuple[tuple[int, int, int, int, int, int], ...]] = (
    (1, 3, 6, 5, 5, 5),
    (6, 4, 7, 6, 6, 6),
    (11, 5, 9, 7, 6, 6),
    (16, 6, 11, 9, 7, 6),
    (26, 8, 14, 11, 8, 6),
    (46, 10, 16, 12, 9, 7),
    (66, 12, 18, 14, 10, 7),
    (86, 14, 22, 16, 11, 8),
    (126, 16, 24, 18, 12, 9),
    (176, 18, 26, 20, 14, 10),
    (276, 20, 30, 22, 16, 11),
    (426, 22, 32, 24, 18, 12),
    (626, 24, 34, 26, 20, 13),
    (876, 26, 38, 30, 22, 14),
    (1176, 28, 40, 32, 24, 15),
    (1551, 30, 42, 34, 24, 16),
    (2026, 32, 46, 36, 26, 17),
    (2676, 34, 50, 38, 28, 18),
    (3451, 36, 54, 40, 30, 20),
    (4351, 38, 56, 42, 32, 22),
    (5451, 40, 60, 46, 34, 24),
    (6801, 42, 64, 50, 38, 26),
    (8501, 44, 68, 54, 40, 28),
)
STAGES: Final = {"initial": Fraction(1), "surveillance": Fraction(1, 3), "recertification": Fraction(2, 3)}
_CAPS: Final = {"audit": (Fraction(30), REDUCTION), "site": (Fraction(50), SITE_REDUCTION)}


@rule("audit-time", parameters={"lookup": "audit_time.lookup"})
def audit_time(
    *, personnel: int, system: str = "qms", lookup: str = "step", table: str = ""
) -> Computed[Decimal | str]:
    """Days for stage 1 and 2 by effective personnel, before any reduction; lookup=step or interpolate, or own table."""
    need(personnel >= 1, "personnel", personnel, "there must be at least one person")
    known = (*SYSTEMS, SPECIAL, OWN)
    need(system in known, "system", system, one_of(known))
    need(lookup in {"step", "interpolate"}, "lookup", lookup, "it must be step or interpolate")
    need((system == OWN) == bool(table), "table", table, "system=own needs a table, and no other system has one")
    if system == SPECIAL:
        by_judgement = _(
            "Special complexity has no column: the time is set by judgement, and the reasons are recorded."
        )
        return _manual(said(by_judgement))
    rows, last, source = _rows_of(system, table)
    if last is not None and personnel > last:
        continued = _("Above {last} people the table is continued by judgement, and the reasons are recorded.")
        return _manual(said(continued, last=last))
    return _looked_up(personnel, rows, system, lookup, source)


def _manual(words: Said) -> Computed[Decimal | str]:
    return Computed(value=MANUAL, unit="days", explanation=(words,), sources=(TABLE,))


def _rows_of(system: str, table: str) -> tuple[list[tuple[int, Fraction]], int | None, Source]:
    """Return (first person, days) per band, the last person of the table if it has one, and where it comes from."""
    if system == OWN:
        return _own(table), None, OWN_CHOICE
    column = 1 + SYSTEMS.index(system)
    return [(band[0], Fraction(band[column], 2)) for band in _BANDS], PERSONNEL_MAX, TABLE


def _whole(text: str) -> int:
    number = plain_number(text)
    if number.denominator != 1:
        raise ValueError(text)
    return number.numerator


def _own(table: str) -> list[tuple[int, Fraction]]:
    """Read a scheme's own table: bands such as ``1:1 11:1.5 51:2``, the first person of each and its days."""
    try:
        pairs = [band.split(":") for band in table.split()]
        rows = [(_whole(first), plain_number(days)) for first, days in pairs]
    except ValueError:
        problem = _("write bands such as 1:1 11:1.5 51:2")
        raise InputRefused(where="table", name="table", value=table, problem=problem) from None
    starts = [first for first, _days in rows]
    days = [days for _first, days in rows]
    rising = starts == sorted(set(starts)) and days == sorted(days)
    need(starts[:1] == [1] and rising and days[0] > 0, "table", table, "it begins with 1, and both numbers rise")
    return rows


def _looked_up(
    personnel: int, rows: list[tuple[int, Fraction]], system: str, lookup: str, source: Source
) -> Computed[Decimal | str]:
    starts = [first for first, _days in rows]
    at = bisect_right(starts, personnel) - 1
    days = rows[at][1]
    told = _("{people} people are in the band from {start}; {system}: {days} days.")
    words = [said(told, people=personnel, start=starts[at], system=typed(system), days=exact(days))]
    if lookup == "interpolate" and at + 1 < len(rows):
        span = starts[at + 1] - starts[at]
        days += Fraction(personnel - starts[at], span) * (rows[at + 1][1] - days)
        between = _("Interpolated towards the band from {start}: {days} days.")
        words.append(said(between, start=starts[at + 1], days=exact(days)))
    return Computed(value=exact(days), unit="days", explanation=tuple(words), sources=(source,))


@rule("audit-time-rounded")
def rounded(*, days: Fraction) -> Computed[Decimal]:
    """Days rounded to the nearest half day; a tie goes up."""
    need(days >= 0, "days", days, "it must not be below zero")
    value = exact(half_days(days))
    words = said(_("{days} becomes {value}."), days=exact(days), value=value)
    return Computed(value=value, unit="days", explanation=(words,), sources=(ROUNDING,))


@rule("audit-time-reduced")
def reduced(*, days: Fraction, percent: Fraction, of: str = "audit", most: Fraction | None = None) -> Computed[Decimal]:
    """Days after a reduction, not rounded: at most 30 per cent of an audit, 50 per cent of one sampled site."""
    above_zero(days=days)
    per_cent(most=most)
    need(of in _CAPS, "of", of, one_of(_CAPS))
    cap, source = _CAPS[of]
    limit = cap if most is None else most
    problem = said(_("at most {most} per cent may be taken off ({of})"), most=exact(limit), of=typed(of))
    need(0 <= percent <= limit, "percent", percent, problem)
    value = exact(days * (100 - percent) / 100)
    words = said(_("{days} less {percent} per cent is {value}."), days=exact(days), percent=exact(percent), value=value)
    return Computed(value=value, unit="days", explanation=(words,), sources=(source,))


@rule("audit-time-integrated")
def integrated(*, days: Fraction, percent: Fraction, most: Fraction = INTEGRATED_MOST) -> Computed[Decimal]:
    """Days of an audit of several systems at once, not rounded: up to 20 per cent less, after all other reductions."""
    above_zero(days=days)
    per_cent(most=most)
    problem = said(_("at most {most} per cent may be taken off"), most=exact(most))
    need(0 <= percent <= most, "percent", percent, problem)
    value = exact(days * (100 - percent) / 100)
    told = _("{days} less {percent} per cent, after the reductions of IAF MD 1 and MD 5, is {value}.")
    words = said(told, days=exact(days), percent=exact(percent), value=value)
    return Computed(value=value, unit="days", explanation=(words,), sources=(INTEGRATED,))


@rule("audit-time-stage")
def staged(*, days: Fraction, stage: str = "surveillance", factor: Fraction | None = None) -> Computed[Decimal]:
    """Days of a later audit from those of the initial one: a third for surveillance, two thirds for recertification."""
    need(stage in STAGES, "stage", stage, one_of(STAGES))
    part = STAGES[stage] if factor is None else factor
    above_zero(days=days)
    need(0 < part <= 1, "factor", factor, "it must be above 0 and at most 1")
    share = days * part
    value = exact(half_days(share))
    words = said(
        _("{stage}: {part} of {days} is {share}, rounded {value}."),
        stage=typed(stage),
        part=part,
        days=exact(days),
        share=exact(share),
        value=value,
    )
    return Computed(value=value, unit="days", explanation=(words,), sources=(LATER, ROUNDING))


@rule("audit-time-on-site", parameters={"percent": "audit_time.on_site_min_percent"})
def on_site(*, days: Fraction, percent: Fraction = Fraction(80)) -> Computed[Decimal]:
    """The least part of an audit that is spent on site: 80 per cent, not rounded."""
    above_zero(days=days)
    per_cent(percent=percent)
    value = exact(days * percent / 100)
    words = said(_("{percent} per cent of {days}."), percent=exact(percent), days=exact(days))
    return Computed(value=value, unit="days", explanation=(words,), sources=(ON_SITE,))
