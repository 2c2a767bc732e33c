"""Every machine can be asked by name; what it answers is what its table says."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.kernel.computed import InputRefused, Source
from orepass.kernel.lifecycle import Lifecycle, Machine, machine, step
from orepass.kernel.machines import machine_after, machine_states, machine_steps, may

GATE = Lifecycle(
    "test-gate",
    "shut",
    (
        step("gate.lift", "shut", "raised", when="the train has passed"),
        step("gate.lower", "raised", "shut"),
        step("gate.rust", {"shut", "raised"}, "stuck", recorded=False),
    ),
)


@pytest.fixture(autouse=True)
def _gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Machine, "catalogue", {})
    machine(GATE, description="a gate", sources=(Source(title="Railway", clause="1", verified=True),))


def test_a_step_of_the_table_may_be_taken_under_its_short_or_its_whole_name() -> None:
    assert may(machine="test-gate", from_="shut", step="lift").value
    found = may(machine="test-gate", from_="shut", step="gate.lift")
    assert found.value
    assert found.explanation == ("lift: from shut to raised, when the train has passed.",)
    assert found.sources[0].title == "Railway"


def test_a_step_that_does_not_follow_may_not_be_taken_and_the_answer_says_what_may() -> None:
    found = may(machine="test-gate", from_="raised", step="lift")
    assert not found.value
    assert found.explanation == ("lift may not follow raised; what may: lower, rust.",)
    assert "what may: nothing" in may(machine="test-gate", from_="stuck", step="lift").explanation[0]


def test_a_state_is_asked_for_as_from() -> None:
    assert calculate("may", {"machine": "test-gate", "from": "shut", "step": "lift"}).value is True


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"machine": "gates", "from_": "shut", "step": "lift"}, "machine"),
        ({"machine": "test-gate", "from_": "open", "step": "lift"}, "from"),
        ({"machine": "test-gate", "from_": "shut", "step": "paint"}, "step"),
    ],
)
def test_what_no_machine_knows_is_refused_with_what_it_knows(inputs: dict[str, str], place: str) -> None:
    with pytest.raises(InputRefused) as refused:
        may(**inputs)
    assert refused.value.where == place
    assert "it must be one of" in str(refused.value)


def test_steps_and_states_are_read_from_the_table() -> None:
    assert machine_steps(machine="test-gate").value == "lift, rust"
    assert machine_steps(machine="test-gate", state="raised").value == "lower, rust"
    assert "follows by itself" in machine_steps(machine="test-gate", state="raised").explanation[1]
    assert machine_steps(machine="test-gate", state="stuck").value == "nothing"
    assert "an end" in machine_steps(machine="test-gate", state="stuck").explanation[0]
    assert machine_states(machine="test-gate").value == "shut, raised, stuck"
    assert machine_states(machine="test-gate").explanation == ("a gate",)


def test_a_step_leads_where_the_table_says_and_nowhere_else() -> None:
    assert machine_after(machine="test-gate", from_="shut", step="lift").value == "raised"
    with pytest.raises(InputRefused):
        machine_after(machine="test-gate", from_="raised", step="lift")


def test_what_the_calendar_brings_is_no_step_that_anybody_takes() -> None:
    assert GATE.allowed("shut") == ("gate.lift",)
    assert GATE.allowed("stuck") == ()
    assert [row.action for row in GATE.leaving("raised")] == ["gate.lower", "gate.rust"]


def test_a_machine_is_declared_once() -> None:
    with pytest.raises(AssertionError, match="declared twice"):
        machine(GATE, description="again", sources=())
