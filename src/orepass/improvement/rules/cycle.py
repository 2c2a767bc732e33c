"""Continual improvement as rules one can ask for: an indicator against its target, one cycle after another (C-16)."""

from datetime import date
from decimal import Decimal
from typing import Final

from orepass.improvement.rules.indicator import Better, IndicatorFact, ValueFact, last_finished, standing_of, state
from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, one_of, rule
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Answer

IMPROVEMENT: Final = Source(
    title="CERA 4in1, frequently asked questions",
    clause="monitoring with indicators, improvement",
    verified=True,
)
MONTHS_MAX: Final = 120
CYCLES_MAX: Final = 1_000
_UP_TO: Final = _("it must be 1 to {most}")
_NONE: Final = _("none")
_CYCLE: Final = _("cycle {number}")


@rule("indicator-state")
def indicator_state(
    *,
    target: Decimal,
    started_on: date,
    on: date,
    value: Decimal | None = None,
    observed_on: date | None = None,
    better: str = "lower",
    period_months: int = 12,
) -> Computed[str]:
    """How an indicator stands: meets, needs_action, overdue for a finished period without a value, or no_value_yet."""
    need(better in {*Better}, "better", better, one_of(Better))
    need(1 <= period_months <= MONTHS_MAX, "period_months", period_months, said(_UP_TO, most=MONTHS_MAX))
    need(on >= started_on, "on", on, "it must not be before the first period")
    need((value is None) == (observed_on is None), "observed_on", observed_on, "a value and its day belong together")
    known = [] if value is None or observed_on is None else [ValueFact(observed_on, value)]
    indicator = IndicatorFact("", _("indicator"), "", Better(better), target, period_months, started_on)
    found = state(indicator, known, on)
    words = {Answer.YES: "meets", Answer.NO: "needs_action", Answer.UNKNOWN: "no_value_yet"}
    answer = "overdue" if found.overdue is not None else words[found.meets.answer]
    period = found.overdue
    reported = (
        said(_("Nothing was reported from {begin} to {end}."), begin=period.valid_from, end=period.valid_to)
        if period
        else said(_("No period is missing."))
    )
    explanation = (reported, standing_of(indicator, found.latest, last_finished(indicator, on)))
    return Computed(value=answer, unit="code", explanation=explanation, sources=(IMPROVEMENT, OWN_CHOICE))


@rule("improvement-cycle-follows")
def cycle_follows(*, cycle: int, names: int | None = None) -> Computed[bool]:
    """Whether a cycle of improvement stands on the one before: the first names none, every other the last."""
    need(1 <= cycle <= CYCLES_MAX, "cycle", cycle, said(_UP_TO, most=CYCLES_MAX))
    need(names is None or 1 <= names <= CYCLES_MAX, "names", names, said(_UP_TO, most=CYCLES_MAX))
    wanted = cycle - 1 or None
    explanation = (
        said(
            _("Cycle {number} names {wanted}; here it names {told}."),
            number=cycle,
            wanted=_cycle(wanted),
            told=_cycle(names),
        ),
    )
    return Computed(value=names == wanted, unit="boolean", explanation=explanation, sources=(IMPROVEMENT, OWN_CHOICE))


def _cycle(number: int | None) -> Said:
    return said(_NONE) if number is None else said(_CYCLE, number=number)
