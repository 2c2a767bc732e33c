"""A lifecycle allows what its table says and nothing else."""

import pytest

from orepass.kernel.lifecycle import Lifecycle, step
from orepass.kernel.refusal import Conflict

DOOR = Lifecycle("door", "closed", [step("open", "closed", "open"), step("close", ["open", "ajar"], "closed")])


def test_step_of_the_table_leads_on() -> None:
    assert DOOR.after("closed", "open") == "open"
    assert DOOR.after("ajar", "close") == "closed"


def test_recorded_steps_lead_from_the_initial_state_and_only_by_the_table() -> None:
    assert DOOR.state_after([]) == "closed"
    assert DOOR.state_after(["open", "close", "open"]) == "open"
    with pytest.raises(Conflict):
        DOOR.state_after(["open", "open"])


@pytest.mark.parametrize(
    ("state", "action"), [("open", "open"), ("closed", "close"), ("closed", "paint"), ("lost", "open")]
)
def test_any_other_step_is_refused_with_the_present_state(state: str, action: str) -> None:
    with pytest.raises(Conflict) as refused:
        DOOR.after(state, action)
    assert refused.value.where == "door"
    assert state in str(refused.value)


def test_states_and_next_steps_are_read_from_the_table() -> None:
    assert DOOR.states == {"closed", "open", "ajar"}
    assert DOOR.allowed("closed") == ("open",)
    assert DOOR.allowed("ajar") == ("close",)
    assert DOOR.allowed("lost") == ()


def test_every_allowed_step_can_be_taken() -> None:
    for state in DOOR.states:
        for action in DOOR.allowed(state):
            assert DOOR.after(state, action) in DOOR.states
