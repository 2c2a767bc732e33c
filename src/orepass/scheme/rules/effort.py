"""What certification asks of a reader's own time: an estimate of ours, and said to be one.

Nobody publishes how long a self-assessment takes. The minutes are our estimate: reading a requirement, asking around,
finding or making one piece of evidence. A scheme that has measured gives its own. Where the size is not known the
longest time is taken, so that nobody is promised less than it may be.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import Computed, Source, need, not_below_zero, rule
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _
from orepass.scheme.rules.half_days import exact
from orepass.scheme.rules.roots import ceiling

ESTIMATE: Final = Source(
    title="Orepass", clause="our estimate, not measured: reading, asking around, one piece of evidence", verified=False
)
MINUTES: Final = {"asm": 15, "small": 30, "large": 60}
MINUTES_MAX: Final = 10_000
HOUR: Final = 60


def _minutes(size: str, minutes: int | None) -> int:
    problem = said(_("it must be one of {codes}, or left open"), codes=tuple(MINUTES))
    need(size in {"", *MINUTES}, "size", size, problem)
    if minutes is None:
        return MINUTES[size] if size else max(MINUTES.values())
    need(0 < minutes <= MINUTES_MAX, "minutes", minutes, said(_("it must lie between 1 and {most}"), most=MINUTES_MAX))
    return minutes


def _hours(minutes: Fraction) -> Decimal:
    """Return hours, rounded up to the next half hour."""
    return exact(Fraction(ceiling(minutes * 2 / HOUR), 2))


@rule("effort-self-assessment")
def self_assessment(*, requirements: int, size: str = "", minutes: int | None = None) -> Computed[Decimal]:
    """Hours of one's own work to answer requirements with evidence: minutes for each by size, up to a half hour."""
    not_below_zero(requirements=requirements)
    each = _minutes(size, minutes)
    value = _hours(Fraction(requirements * each))
    told = _("{requirements} requirements of {each} minutes each: {value} hours.")
    words = said(told, requirements=requirements, each=each, value=value)
    return Computed(value=value, unit="hours", explanation=(words, *_longest(size, minutes)), sources=(ESTIMATE,))


def _longest(size: str, minutes: int | None) -> tuple[Said, ...]:
    return () if size or minutes else (said(_("The size is not known, so the longest time is taken.")),)


@rule("effort-second-certificate")
def second_certificate(
    *, open_requirements: int, partly: int = 0, size: str = "", minutes: int | None = None
) -> Computed[Decimal]:
    """Hours a second certificate still asks: each open requirement whole, each one covered in part by half."""
    not_below_zero(open_requirements=open_requirements, partly=partly)
    each = _minutes(size, minutes)
    value = _hours(open_requirements * each + Fraction(partly * each, 2))
    told = _("{open} open of {each} minutes each, {partly} covered in part by half: {value} hours.")
    words = said(told, open=open_requirements, each=each, partly=partly, value=value)
    return Computed(value=value, unit="hours", explanation=(words, *_longest(size, minutes)), sources=(ESTIMATE,))
