"""Continual improvement as rules one can ask for: an indicator against its target, one cycle after another (C-16)."""

from datetime import date
from decimal import Decimal
from typing import Final

from orepass.improvement.rules.indicator import Better, IndicatorFact, ValueFact, state
from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, rule
from orepass.kernel.verdict import Answer

IMPROVEMENT: Final = Source(
    title="CERA 4in1, frequently asked questions",
    clause="monitoring with indicators, improvement",
    verified=True,
)
MONTHS_MAX: Final = 120
CYCLES_MAX: Final = 1_000


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
    need(better in {*Better}, "better", better, f"it must be one of {', '.join(Better)}")
    need(1 <= period_months <= MONTHS_MAX, "period_months", period_months, f"it must be 1 to {MONTHS_MAX}")
    need(on >= started_on, "on", on, "it must not be before the first period")
    need((value is None) == (observed_on is None), "observed_on", observed_on, "a value and its day belong together")
    known = [] if value is None or observed_on is None else [ValueFact(observed_on, value)]
    indicator = IndicatorFact("", "indicator", "", Better(better), target, period_months, started_on)
    found = state(indicator, known, on)
    words = {Answer.YES: "meets", Answer.NO: "needs_action", Answer.UNKNOWN: "no_value_yet"}
    answer = "overdue" if found.overdue is not None else words[found.meets.answer]
    period = found.overdue
    said = f"Nothing was reported from {period.valid_from} to {period.valid_to}." if period else "No period is missing."
    explanation = (said, *found.meets.reasons)
    return Computed(value=answer, unit="code", explanation=explanation, sources=(IMPROVEMENT, OWN_CHOICE))


@rule("improvement-cycle-follows")
def cycle_follows(*, cycle: int, names: int | None = None) -> Computed[bool]:
    """Whether a cycle of improvement stands on the one before: the first names none, every other the last."""
    need(1 <= cycle <= CYCLES_MAX, "cycle", cycle, f"it must be 1 to {CYCLES_MAX}")
    need(names is None or 1 <= names <= CYCLES_MAX, "names", names, f"it must be 1 to {CYCLES_MAX}")
    wanted = cycle - 1 or None
    said = "names none" if wanted is None else f"names cycle {wanted}"
    told = "none" if names is None else f"cycle {names}"
    explanation = (f"Cycle {cycle} {said}; here it names {told}.",)
    return Computed(value=names == wanted, unit="boolean", explanation=explanation, sources=(IMPROVEMENT, OWN_CHOICE))
