"""Progress plans in a file: opened, reported, judged, put off, lapsed."""

from datetime import date, timedelta

import pytest

from orepass.assurance.actions.file import NotIndependent
from orepass.inclusion.stages import actions
from orepass.inclusion.stages.actions import NoMoreTime, NotPlannable, PlanExists, StepNotReady
from orepass.inclusion.stages.queries import (
    PlanCard,
    plan_for,
    plan_of_application,
    plans_for,
    progress_right,
    stage_tasks,
)
from orepass.inclusion.stages.rules.progress import Stage, StepState
from orepass.kernel.refusal import Denied, NotFound
from orepass.kernel.verdict import Unknown
from orepass.platform.access import Actor, Role
from orepass.scheme.queries import pack
from tests.beginnings import Teller, Told
from tests.certification import PACK, World, refuses


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(lambda: World().having("certified"))


@pytest.fixture
def world(told: Told[World], db: None) -> World:
    """The world of certification, with the entry set for artisanal mining."""
    return told.again()


@pytest.fixture
def plan(world: World) -> PlanCard:
    """The plan of a certified client."""
    card = world.certified()
    return actions.open_plan(world.operator, application=card.application, at=world.at)


def first(plan: PlanCard) -> str:
    return plan.steps[0].requirement


def test_every_staged_requirement_that_may_apply_becomes_a_dated_step(world: World, plan: PlanCard) -> None:
    # One staged requirement asks about gold only; this client wins cobalt.
    staged = {
        found.id: found.due_year
        for found in pack(PACK).standard("ASM").requirements
        if found.due_year and "gold" not in found.applies_when
    }
    assert {step.requirement: step.due_year for step in plan.steps} == staged
    assert {step.due_on for step in plan.steps if step.due_year == 1} == {date(2027, 3, 2)}
    assert (plan.stage, plan.next_due, plan.right.is_yes) == (Stage.PROGRESSING, date(2027, 3, 2), True)


def test_a_plan_of_a_candidate_gives_no_right_and_ends_with_the_candidates_time(world: World) -> None:
    file = world.contracted()
    plan = actions.open_plan(world.operator, application=file, at=world.at)
    assert plan.stage is Stage.CANDIDATE
    assert progress_right(file, world.at.date()).is_no
    assert plan_for(world.operator, plan.id, date(2027, 3, 1)).stage is Stage.CANDIDATE
    assert plan_for(world.operator, plan.id, date(2027, 3, 2)).stage is Stage.CANDIDATE_ENDED


def test_without_a_plan_the_right_is_unknown(world: World) -> None:
    file = world.certified().application
    assert progress_right(file, world.at.date()).unknown is Unknown.MISSING
    assert plan_of_application(file, world.at.date()) is None


def test_no_plan_before_the_agreement_and_only_one(world: World, plan: PlanCard) -> None:
    file = world.submitted().id
    with refuses(NotPlannable):
        actions.open_plan(world.operator, application=file, at=world.at)
    with refuses(PlanExists):
        actions.open_plan(world.operator, application=plan.application, at=world.at)


def test_a_step_is_reported_by_the_client_and_confirmed_by_the_provider(world: World, plan: PlanCard) -> None:
    requirement = first(plan)
    inputs = {"plan": plan.id, "requirement": requirement, "at": world.at}
    after = actions.report_step(world.operator, **inputs, note="Done.", evidence=(world.evidence,))
    assert after.steps[0].state is StepState.REPORTED
    assert after.steps[0].evidence == (world.evidence,)
    done = actions.confirm_step(world.auditor, **inputs)
    assert done.steps[0].state is StepState.CONFIRMED
    with refuses(StepNotReady):
        actions.report_step(world.operator, **inputs, note="Again.")


def test_a_returned_step_is_reported_again(world: World, plan: PlanCard) -> None:
    inputs = {"plan": plan.id, "requirement": first(plan), "at": world.at}
    with refuses(StepNotReady):
        actions.return_step(world.auditor, **inputs, note="x")
    actions.report_step(world.operator, **inputs, note="Done.")
    assert actions.return_step(world.auditor, **inputs, note="Blurred.").steps[0].state is StepState.OPEN
    assert actions.report_step(world.operator, **inputs, note="Sharp.").steps[0].state is StepState.REPORTED


def test_the_client_does_not_confirm_its_own_step(world: World, plan: PlanCard) -> None:
    inputs = {"plan": plan.id, "requirement": first(plan), "at": world.at}
    actions.report_step(world.operator, **inputs, note="Done.")
    with refuses(Denied):
        actions.confirm_step(world.operator, **inputs)
    own_auditor = Actor(world.operator.pseudonym, world.client, frozenset({Role.AUDITOR}))
    with refuses(NotFound):
        actions.confirm_step(own_auditor, **inputs)


def test_whoever_decided_does_not_judge_steps(world: World, plan: PlanCard) -> None:
    inputs = {"plan": plan.id, "requirement": first(plan), "at": world.at}
    actions.report_step(world.operator, **inputs, note="Done.")
    decider = Actor(world.certifier.pseudonym, world.provider, frozenset({Role.AUDITOR}))
    with refuses(NotIndependent):
        actions.confirm_step(decider, **inputs)


def test_a_late_step_makes_the_plan_lapse_and_a_report_does_not_cure_it(world: World, plan: PlanCard) -> None:
    world.later(days=366)
    late = plan_for(world.operator, plan.id, world.at.date())
    assert (late.stage, late.right.is_no) == (Stage.LAPSED, True)
    assert progress_right(plan.application, world.at.date()).is_no
    with refuses(StepNotReady):
        actions.report_step(world.operator, plan=plan.id, requirement=first(plan), note="Late.", at=world.at)


def test_a_step_is_put_off_once_before_its_day_and_not_for_long(world: World, plan: PlanCard) -> None:
    inputs = {"plan": plan.id, "requirement": first(plan), "reason": "Flood.", "at": world.at}
    for days in (0, -1, 91):
        with refuses(NoMoreTime):
            actions.extend_step(world.certifier, **inputs, days=days)
    after = actions.extend_step(world.certifier, **inputs, days=90)
    assert after.steps[0].due_on == plan.steps[0].due_on + timedelta(days=90)
    with refuses(NoMoreTime):
        actions.extend_step(world.certifier, **inputs, days=1)


def test_whoever_evaluated_does_not_put_steps_off(world: World, plan: PlanCard) -> None:
    evaluator = Actor(world.auditor.pseudonym, world.provider, frozenset({Role.CERTIFIER}))
    with refuses(NotIndependent):
        actions.extend_step(evaluator, plan=plan.id, requirement=first(plan), days=10, reason="x", at=world.at)


def test_a_stranger_finds_no_plan(world: World, plan: PlanCard) -> None:
    with refuses(NotFound):
        actions.report_step(world.outsider, plan=plan.id, requirement=first(plan), note="x", at=world.at)
    with refuses(NotFound):
        actions.report_step(world.operator, plan=plan.id, requirement="ASM.X", note="x", at=world.at)
    with pytest.raises(NotFound):
        plan_for(world.outsider, plan.id, world.at.date())
    assert plans_for(world.outsider, world.at.date()) == []
    assert plans_for(Actor("per-X"), world.at.date()) == []


def test_steps_show_as_tasks_of_the_side_that_is_waited_for(world: World, plan: PlanCard) -> None:
    today = world.at.date()
    assert len(stage_tasks(world.operator, today)) == len(plan.steps)
    assert stage_tasks(world.operator, today)[0].due_on == plan.next_due
    assert stage_tasks(world.auditor, today) == []
    actions.report_step(world.operator, plan=plan.id, requirement=first(plan), note="Done.", at=world.at)
    assert [task.subject for task in stage_tasks(world.auditor, today)] == [first(plan)]
