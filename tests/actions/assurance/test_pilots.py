"""A pilot tries a standard that is in its pilot: it runs as any other file and ends with its result."""

import pytest

from orepass.assurance.actions.application import ApplicationKind, EditionClosed
from orepass.assurance.actions.decision import PilotEnds, take_decision
from orepass.assurance.queries import case_for
from orepass.assurance.queries.tasks import tasks_for
from orepass.assurance.rules.decision import Decision
from orepass.kernel.period import day_of
from orepass.scheme.models import Edition
from orepass.scheme.queries import open_standards
from tests.certification import World, refuses


@pytest.fixture
def trying(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world's edition is in its pilot, and whoever applies wants to try it."""
    Edition.objects.update(status="pilot")
    inputs = world.inputs
    monkeypatch.setattr(world, "inputs", lambda **changes: inputs(**{"kind": ApplicationKind.PILOT} | changes))
    return world


def test_a_pilot_is_held_under_nothing_that_is_released(world: World) -> None:
    with refuses(EditionClosed) as refused:
        world.draft(kind=ApplicationKind.PILOT)
    assert "not in its pilot" in str(refused.value)
    assert [open_standards(day_of(world.at), pilot=pilot) == [] for pilot in (False, True)] == [False, True]


def test_nobody_applies_for_a_certificate_under_what_is_in_its_pilot(trying: World) -> None:
    with refuses(EditionClosed) as refused:
        trying.draft(kind=ApplicationKind.INITIAL)
    assert "not released" in str(refused.value)
    assert [open_standards(day_of(trying.at), pilot=pilot) == [] for pilot in (False, True)] == [True, False]


@pytest.mark.parametrize("decision", Decision)
def test_a_pilot_ends_with_its_result_and_nobody_decides(trying: World, decision: Decision) -> None:
    file = trying.reviewed()
    with refuses(PilotEnds, "assurance.decision.pilot"):
        take_decision(trying.certifier, application=file, decision=decision, grounds="All met.", at=trying.at)
    case = case_for(trying.operator, file)
    assert (case.application.kind, case.application.state, case.application.next_steps) == ("pilot", "reviewed", ())
    assert case.recommendation is not None
    assert (case.recommendation.outcome, case.decision, case.application.certificate) == ("conforms", None, None)
    assert [task.action for task in tasks_for(trying.certifier, day_of(trying.at)) if task.subject == file] == []


def test_the_result_is_the_client_s_once_it_was_reviewed(trying: World) -> None:
    file = trying.concluded(trying.planned()).application
    trying.recommended(file)
    assert case_for(trying.operator, file).recommendation is None
    trying.reviewed_by_certifier(file)
    assert case_for(trying.operator, file).recommendation is not None
