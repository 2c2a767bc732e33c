"""Does a plant recover more and more (domain rules D7)? It may be ore from elsewhere, fed in unsaid.

Points of recovery (percent of the element that came out, or of the mass where a step is told so) between the first and
the last of three lots in a row of one step at one place, rising each time. A finding often is a better process.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from orepass.custody.rules.case import Case
from orepass.custody.rules.checks.recovery_exceeded import percent, recoveries
from orepass.custody.rules.happening import Happening
from orepass.kernel.computed import OWN_CHOICE, PER_CENT, Computed, need, not_below_zero, numbers_in, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

LOTS: Final = 3

DRIFT = FindingKind(
    "custody.plausibility.recovery_drift",
    Severity.WARNING,
    _("The recovery of {step} rose over three lots: {first}, {second}, {third} %; a rise of {points} points is usual."),
    what_to_do=_("Say what changed in the process, and show that no other material was fed in."),
)


def rises(shares: Sequence[Fraction], points: Fraction) -> bool:
    """Say whether the last three shares rise, each above the one before, by more than some points in all."""
    last = list(shares[-LOTS:])
    if len(last) < LOTS or not last[0] < last[1] < last[2]:
        return False
    return (last[2] - last[0]) * PER_CENT > points


def check(case: Case) -> Iterator[Finding]:
    """Compare the recovery of each step with the two lots before it at the same place."""
    event = case.event
    if event.happening is not Happening.TRANSFORMS or event.campaign or not case.history.recoveries:
        return
    for step, found in recoveries(case, named=False).items():
        before = [part for part in case.history.recoveries.get((case.place, step), []) if part[0] < event.happened_at]
        shares = [share for _at, share in sorted(before)[1 - LOTS :]] + [found]
        if rises(shares, Fraction(case.limits.trend_points)):
            first, second, third = map(percent, shares)
            yield DRIFT.at(
                event.where,
                step=step,
                first=first,
                second=second,
                third=third,
                points=case.limits.trend_points,
            )


@rule("recovery-trend", parameters={"points": "custody.recovery_trend_points"})
def recovery_trend(*, recoveries_percent: str, points: Fraction = Fraction(5)) -> Computed[str]:
    """Whether the recoveries of lots in a row (“70 73 76”) rise too much over the last three: ok, query or unknown."""
    shares = [number / PER_CENT for number in numbers_in("recoveries_percent", recoveries_percent)]
    need(all(share >= 0 for share in shares), "recoveries_percent", recoveries_percent, "none may be below zero")
    not_below_zero(points=points)
    if len(shares) < LOTS:
        too_few = said(_("{count} lots; it takes {wanted} to see a trend."), count=len(shares), wanted=LOTS)
        return Computed(value="unknown", unit="code", explanation=(too_few,), sources=(OWN_CHOICE,))
    value = "query" if rises(shares, points) else "ok"
    first, second, third = map(percent, shares[-LOTS:])
    words = said(
        _("The last three: {first}, {second}, {third} %; a steady rise by more than {points} points is asked about."),
        first=first,
        second=second,
        third=third,
        points=f"{float(points):g}",
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(OWN_CHOICE,))
