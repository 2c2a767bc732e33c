"""The steps of a recall: announced, answered by whoever was told and by when, ended."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, need, rule
from orepass.kernel.lifecycle import Lifecycle, machine, step
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

ANSWER_DAYS: Final = 7


class RecallOutcome(StrEnum):
    """What became of the lots that somebody was told about."""

    SET_ASIDE = "set_aside"
    RETURNED = "returned"
    SOLD_ON = "sold_on"
    USED = "used"
    DESTROYED = "destroyed"
    NOT_HERE = "not_here"


RECALL: Final = Lifecycle(
    "custody-recall",
    "announced",
    (
        step(
            "recall.answer", "announced", "announced", when=_("by a party that was told, or for one that was reached")
        ),
        step("recall.end", "announced", "ended", when=_("by whoever announced it, or a steward")),
    ),
)
machine(RECALL, description=_("a recall of lots, from the announcement to its end"), sources=(OWN_CHOICE,))


@rule("recall-answer-by")
def recall_answer_by(*, announced_on: date, days: int = ANSWER_DAYS) -> Computed[date]:
    """The last day to say what became of lots that were recalled."""
    need(days >= 0, "days", days, "it must not be below zero")
    value = announced_on + timedelta(days=days)
    words = said(_("{day} plus {days} days."), day=announced_on, days=days)
    return Computed(value=value, unit="date", explanation=(words,), sources=(OWN_CHOICE,))
