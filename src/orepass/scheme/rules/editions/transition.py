"""From one edition to the next: until when the earlier one may be used, and where one stands between the two.

The clock runs from the day on which the later edition comes into force. Its length is the later edition's own number,
``lifecycle.transition_months``, or else the one at the head of the pack.
"""

from datetime import date
from enum import StrEnum

from orepass.kernel.computed import OWN_CHOICE, Computed, need, not_below_zero, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.scheme.rules.model import Pack

MONTHS = "lifecycle.transition_months"


class Phase(StrEnum):
    """Where a day stands: before the new edition, while both may be used, or after the old one."""

    BEFORE = "before"
    BOTH = "both"
    OVER = "over"


def months_of(pack: Pack) -> int:
    """Return how many months there are to move to an edition."""
    return pack.rules.whole(MONTHS) if MONTHS in pack.rules else pack.transition_months


@rule("edition-transition-ends", parameters={"months": MONTHS})
def transition_ends(*, from_on: date, months: int = 12) -> Computed[date]:
    """The first day on which an earlier edition may not be used any more: so many months after the later one began."""
    not_below_zero(months=months)
    value = add_months(from_on, months)
    words = said(_("{day} plus {months} months; the day before is the last."), day=from_on, months=months)
    return Computed(value=value, unit="date", explanation=(words,), sources=(OWN_CHOICE,))


@rule("edition-transition")
def transition_phase(*, from_on: date, ends_before: date, on: date) -> Computed[str]:
    """Which editions may be used on a day: before the later one, both, or over for the earlier one."""
    need(ends_before >= from_on, "ends_before", ends_before, "it must not be before the later edition begins")
    value = Phase.BEFORE if on < from_on else Phase.BOTH if on < ends_before else Phase.OVER
    told = _("The later edition holds from {first}, the earlier one until the day before {end}.")
    words = said(told, first=from_on, end=ends_before)
    return Computed(value=str(value), unit="code", explanation=(words,), sources=(OWN_CHOICE,))
