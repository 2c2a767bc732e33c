"""How long an audit takes (IAF MD 5): days of eight hours by effective personnel, then the rules around the table.

The rows were read from pages that quote the table, not from the IAF file itself, so every source says ``verified:
false``. Above 10,700 people the table is to be continued by judgement: the answer is *manual*.
"""

from bisect import bisect_right
from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import Computed, Source, need, rule

TABLE: Final = Source(title="IAF MD 5 (audit time)", clause="tables QMS 1 and EMS 1, as quoted", verified=False)
ROUNDING: Final = Source(title="IAF MD 5 (audit time)", clause="2.2.3, nearest half day; a tie goes up", verified=False)
REDUCTION: Final = Source(title="IAF MD 5 (audit time)", clause="at most 30 per cent", verified=False)
SITE_REDUCTION: Final = Source(title="IAF MD 1 (multi-site)", clause="7.3.1, at most 50 per cent", verified=False)
ON_SITE: Final = Source(title="IAF MD 5 (audit time)", clause="4.1, at least 80 per cent on site", verified=False)
LATER: Final = Source(title="IAF MD 5 (audit time)", clause="5 and 6, about a third and two thirds", verified=False)

MANUAL: Final = "manual"
SYSTEMS: Final = ("qms", "ems-high", "ems-medium", "ems-low", "ems-limited")
PERSONNEL_MAX: Final = 10_700
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
_STARTS: Final = tuple(band[0] for band in _BANDS)
_STAGES: Final = {"initial": Fraction(1), "surveillance": Fraction(1, 3), "recertification": Fraction(2, 3)}
_CAPS: Final = {"audit": (Fraction(30), REDUCTION), "site": (Fraction(50), SITE_REDUCTION)}


def exact(value: Fraction) -> Decimal:
    """Write a number of days as a decimal, to four places at most."""
    scaled = round(value * 10_000)
    number = Decimal(scaled) / 10_000
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def half_days(value: Fraction) -> Fraction:
    """Round to the nearest half day; a tie goes up."""
    doubled = value * 2 + Fraction(1, 2)
    return Fraction(doubled.numerator // doubled.denominator, 2)


@rule("audit-time")
def audit_time(*, personnel: int, system: str = "qms", lookup: str = "step") -> Computed[Decimal | str]:
    """Days for stage 1 and 2 together by effective personnel, before any reduction; lookup=step or interpolate."""
    need(personnel >= 1, "personnel", personnel, "there must be at least one person")
    need(system in SYSTEMS, "system", system, f"it must be one of {', '.join(SYSTEMS)}")
    need(lookup in {"step", "interpolate"}, "lookup", lookup, "it must be step or interpolate")
    if personnel > PERSONNEL_MAX:
        explanation = (
            f"Above {PERSONNEL_MAX} people the table is continued by judgement, and the reasons are recorded.",
        )
        return Computed(value=MANUAL, unit="days", explanation=explanation, sources=(TABLE,))
    at = bisect_right(_STARTS, personnel) - 1
    days = _days(at, system)
    words = [f"{personnel} people are in the band from {_STARTS[at]}; {system}: {exact(days)} days."]
    if lookup == "interpolate" and at + 1 < len(_BANDS):
        span = _STARTS[at + 1] - _STARTS[at]
        days += Fraction(personnel - _STARTS[at], span) * (_days(at + 1, system) - days)
        words.append(f"Interpolated towards the band from {_STARTS[at + 1]}: {exact(days)} days.")
    return Computed(value=exact(days), unit="days", explanation=tuple(words), sources=(TABLE,))


def _days(band: int, system: str) -> Fraction:
    return Fraction(_BANDS[band][1 + SYSTEMS.index(system)], 2)


@rule("audit-time-rounded")
def rounded(*, days: Fraction) -> Computed[Decimal]:
    """Days rounded to the nearest half day; a tie goes up."""
    need(days >= 0, "days", days, "it must not be below zero")
    value = exact(half_days(days))
    return Computed(value=value, unit="days", explanation=(f"{exact(days)} becomes {value}.",), sources=(ROUNDING,))


@rule("audit-time-reduced")
def reduced(*, days: Fraction, percent: Fraction, of: str = "audit") -> Computed[Decimal]:
    """Days after a reduction, not rounded: at most 30 per cent of an audit, 50 per cent of one sampled site."""
    need(days > 0, "days", days, "it must be above zero")
    need(of in _CAPS, "of", of, f"it must be one of {', '.join(_CAPS)}")
    cap, source = _CAPS[of]
    need(0 <= percent <= cap, "percent", percent, f"at most {cap} per cent may be taken off ({of})")
    value = exact(days * (100 - percent) / 100)
    explanation = (f"{exact(days)} less {exact(percent)} per cent is {value}.",)
    return Computed(value=value, unit="days", explanation=explanation, sources=(source,))


@rule("audit-time-stage")
def staged(*, days: Fraction, stage: str = "surveillance") -> Computed[Decimal]:
    """Days of a later audit from those of the initial one: a third for surveillance, two thirds for recertification."""
    need(stage in _STAGES, "stage", stage, f"it must be one of {', '.join(_STAGES)}")
    share = days * _STAGES[stage]
    value = exact(half_days(share))
    explanation = (f"{stage}: {_STAGES[stage]} of {exact(days)} is {exact(share)}, rounded {value}.",)
    return Computed(value=value, unit="days", explanation=explanation, sources=(LATER, ROUNDING))


@rule("audit-time-on-site")
def on_site(*, days: Fraction) -> Computed[Decimal]:
    """The least part of an audit that is spent on site: 80 per cent, not rounded."""
    value = exact(days * Fraction(8, 10))
    return Computed(value=value, unit="days", explanation=(f"80 per cent of {exact(days)}.",), sources=(ON_SITE,))
