"""By when an answer is due, and when it is late; computed from the day, never stored."""

from datetime import date

import pytest

from orepass.custody.rules.settling import DISPUTE, QUESTION, answer_by, is_late, state_of
from orepass.kernel.computed import InputRefused
from orepass.kernel.refusal import Conflict

ASKED = date(2026, 3, 1)


@pytest.mark.parametrize(("on", "late"), [(date(2026, 3, 15), False), (date(2026, 3, 16), True)])
def test_answer_is_late_from_the_day_after_the_last(on: date, late: bool) -> None:
    assert is_late("open", asked_on=ASKED, on=on) is late
    assert not is_late("answered", asked_on=ASKED, on=on)


def test_days_below_zero_are_refused() -> None:
    assert answer_by(asked_on=ASKED, days=0).value == ASKED
    with pytest.raises(InputRefused):
        answer_by(asked_on=ASKED, days=-1)


def test_question_needs_an_answer_before_it_is_settled_and_a_dispute_does_not() -> None:
    with pytest.raises(Conflict):
        state_of(QUESTION, ["question.settle"])
    assert state_of(QUESTION, ["question.answer", "question.settle"]) == "settled"
    assert state_of(DISPUTE, ["dispute.settle"]) == "settled"
