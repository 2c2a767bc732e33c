"""The machines of complaints, appeals and rounds, and the pathway of an incident."""

import pytest

from orepass.engagement.rules.lifecycles import (
    APPEAL,
    COMPLAINT,
    CONSULTATION,
    OUTCOMES,
    RULINGS,
)
from orepass.engagement.rules.pathway import ELEVEN, incident_next, next_of, pathway_findings, steps_of
from orepass.kernel.computed import InputRefused
from orepass.kernel.refusal import Conflict

ADMITTED = ["complaint.acknowledge", "complaint.assign", "complaint.admit"]


@pytest.mark.parametrize(("outcome", "step"), OUTCOMES.items())
def test_complaint_ends_in_one_of_three_outcomes(outcome: str, step: str) -> None:
    assert COMPLAINT.state_after([*ADMITTED, "complaint.investigate", step]) == outcome


def test_complaint_upheld_is_closed_after_its_remedy_only() -> None:
    upheld = [*ADMITTED, "complaint.uphold"]
    with pytest.raises(Conflict):
        COMPLAINT.state_after([*upheld, "complaint.close"])
    assert COMPLAINT.state_after([*upheld, "complaint.remedy", "complaint.close"]) == "closed"
    assert COMPLAINT.allowed("closed") == ()


def test_rejected_and_inadmissible_complaints_need_no_remedy() -> None:
    assert COMPLAINT.state_after([*ADMITTED, "complaint.reject", "complaint.close"]) == "closed"
    assert COMPLAINT.state_after(["complaint.acknowledge", "complaint.dismiss", "complaint.close"]) == "closed"


def test_complaint_is_not_investigated_before_it_is_admitted() -> None:
    with pytest.raises(Conflict):
        COMPLAINT.state_after(["complaint.acknowledge", "complaint.investigate"])


@pytest.mark.parametrize(("ruling", "step"), RULINGS.items())
def test_appeal_is_decided_after_the_hearing_only(ruling: str, step: str) -> None:
    with pytest.raises(Conflict):
        APPEAL.state_after(["appeal.form_panel", step])
    assert APPEAL.state_after(["appeal.form_panel", "appeal.hear", step]) == ruling


def test_only_what_was_amended_or_annulled_is_carried_out() -> None:
    heard = ["appeal.form_panel", "appeal.hear"]
    assert APPEAL.allowed(APPEAL.state_after([*heard, "appeal.confirm"])) == ()
    assert APPEAL.state_after([*heard, "appeal.annul", "appeal.carry_out"]) == "carried_out"


def test_closed_round_takes_no_comment() -> None:
    with pytest.raises(Conflict):
        CONSULTATION.state_after(["consultation.close", "consultation.comment"])


def test_eleven_steps_are_taken_in_order_to_the_end() -> None:
    assert len(ELEVEN) == len(set(ELEVEN)) == 11
    taken: list[str] = []
    while step := next_of(ELEVEN, taken):
        taken.append(step)
    assert tuple(taken) == ELEVEN
    assert incident_next(taken="a,b", pathway="a,b").value == ""


def test_step_taken_before_may_be_taken_again_but_none_be_skipped() -> None:
    way = steps_of("a, b, c,")
    assert pathway_findings(way, ["a", "b"], "a") == []
    assert [found.code for found in pathway_findings(way, ["a"], "c")] == ["engagement.pathway.out_of_order"]
    assert [found.code for found in pathway_findings(way, list(way), "z")] == ["engagement.pathway.unknown_step"]


def test_pathway_that_names_a_step_twice_is_refused() -> None:
    with pytest.raises(InputRefused):
        incident_next(pathway="a,a")
