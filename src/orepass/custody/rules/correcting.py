"""An event turns out to be an error: everybody who received what it began or sent is told within a number of days."""

from datetime import date
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, rule
from orepass.scheme.rules.working_days import WEEKEND, working_days_after

WORKING_DAYS: Final = 5


@rule("correction-told-by")
def correction_told_by(
    *, declared_on: date, working_days: int = WORKING_DAYS, holidays: str = "", weekend: str = WEEKEND
) -> Computed[date]:
    """The last day to tell receivers that an event was declared an error; name the holidays that count."""
    found = working_days_after(start=declared_on, days=working_days, holidays=holidays, weekend=weekend)
    return Computed(value=found.value, unit="date", explanation=found.explanation, sources=(OWN_CHOICE,))
