"""How a question about an event, and a dispute over one, are answered and settled: by whom, by when, to what end.

A signal opens a question and never closes anything: a person answers it and another settles it. Nobody settles what
they themselves were asked. Nothing is deleted: what was asked, answered and settled stays beside the event.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, need, rule
from orepass.kernel.lifecycle import Lifecycle, machine, step
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

ANSWER_DAYS: Final = 14


class QuestionOutcome(StrEnum):
    """What came of a question."""

    EXPLAINED = "explained"
    CONFIRMED = "confirmed"


class DisputeOutcome(StrEnum):
    """What came of a dispute."""

    STANDS = "stands"
    CORRECTED = "corrected"


QUESTION: Final = Lifecycle(
    "custody-question",
    "open",
    (
        step("question.answer", {"open", "answered"}, "answered"),
        step("question.settle", "answered", "settled", when=_("by somebody other than whoever was asked")),
    ),
)
DISPUTE: Final = Lifecycle(
    "custody-dispute",
    "open",
    (
        step("dispute.answer", {"open", "answered"}, "answered"),
        step("dispute.settle", {"open", "answered"}, "settled", when=_("by whoever raised it, or a steward")),
    ),
)
machine(QUESTION, description=_("a question about an event, from the signal to its settling"), sources=(OWN_CHOICE,))
machine(DISPUTE, description=_("a dispute over an event, from its raising to its settling"), sources=(OWN_CHOICE,))


@rule("custody-answer-by")
def answer_by(*, asked_on: date, days: int = ANSWER_DAYS) -> Computed[date]:
    """The last day to answer a question about an event one sent, or a dispute over it."""
    need(days >= 0, "days", days, "it must not be below zero")
    value = asked_on + timedelta(days=days)
    return Computed(
        value=value,
        unit="date",
        explanation=(said(_("{day} plus {days} days."), day=asked_on, days=days),),
        sources=(OWN_CHOICE,),
    )
