"""Months and half-open periods as rules that one may ask: clamped at the month's end, no day in two periods."""

from datetime import date
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, need, rule
from orepass.kernel.period import Period, add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

MONTHS_MAX: Final = 1_200


@rule("months-after")
def months_after(*, start: date, months: int) -> Computed[date]:
    """The same day of the month, so many calendar months later; clamped to the month's end (31 January, February)."""
    need(-MONTHS_MAX <= months <= MONTHS_MAX, "months", months, said(_("it must be at most {most}"), most=MONTHS_MAX))
    value = add_months(start, months)
    words = said(_("{day} plus {months} calendar months."), day=start, months=months)
    if value.day < start.day:
        words = said(_("{line} Clamped to the end of the month."), line=words)
    return Computed(value=value, unit="date", explanation=(words,), sources=(OWN_CHOICE,))


@rule("period-holds")
def period_holds(*, valid_from: date, on: date, valid_before: date | None = None) -> Computed[bool]:
    """Whether a day lies in a half-open period: from its first day on, and before the day of its end."""
    period = Period(valid_from, valid_before)
    need(
        valid_before is None or valid_before > valid_from, "valid_before", valid_before, "it must come after the start"
    )
    told = _("From {valid_from}, last day {last}; the day asked for is {on}.")
    words = said(told, valid_from=valid_from, last=period.valid_to or _("open"), on=on)
    return Computed(value=period.holds(on), unit="boolean", explanation=(words,), sources=(OWN_CHOICE,))
