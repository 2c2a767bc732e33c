"""By when an answer is due; computed from the day, never stored."""

from datetime import date

import pytest

from orepass.custody.rules.settling import DISPUTE, QUESTION, answer_by
from orepass.kernel.computed import InputRefused
from orepass.kernel.refusal import Conflict

ASKED = date(2026, 3, 1)


def test_answer_is_due_fourteen_days_after_it_was_asked() -> None:
    assert answer_by(asked_on=ASKED).value == date(2026, 3, 15)


def test_days_below_zero_are_refused() -> None:
    assert answer_by(asked_on=ASKED, days=0).value == ASKED
    with pytest.raises(InputRefused):
        answer_by(asked_on=ASKED, days=-1)


def test_question_needs_an_answer_before_it_is_settled_and_a_dispute_does_not() -> None:
    with pytest.raises(Conflict):
        QUESTION.state_after(["question.settle"])
    assert QUESTION.state_after(["question.answer", "question.settle"]) == "settled"
    assert DISPUTE.state_after(["dispute.settle"]) == "settled"
