"""The progress plan of a file on its page: opened, reported, judged, put off, and what is refused."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from orepass.assurance.queries import case_for
from orepass.inclusion.stages.actions import open_plan
from orepass.inclusion.stages.queries import PlanCard, plan_of_application
from orepass.inclusion.stages.rules.progress import StepState
from orepass.kernel.identifier import Identifier
from orepass.platform import clock
from orepass.platform.models import Record
from tests.certification import World
from tests.web.conftest import Browse


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def page(file: str) -> str:
    return reverse("web:plan", args=[file])


def state(world: World, file: Identifier) -> StepState:
    card = plan_of_application(file, world.at.date())
    assert card is not None
    return card.steps[0].state


def opened(world: World) -> PlanCard:
    return open_plan(world.operator, application=world.certified().application, at=world.at)


def test_plan_is_opened_on_its_page_and_shows_its_steps_with_their_days(world: World, logged_in: Browse) -> None:
    file = world.contracted()
    browser = logged_in(world.operator)
    assert "No progress plan yet" in browser.get(page(file)).content.decode()
    assert browser.post(page(file), {"step": "stages.plan.open"}).status_code == 302
    card = plan_of_application(file, world.at.date())
    assert card is not None
    assert card.steps[0].requirement in browser.get(page(file)).content.decode()


def test_plan_before_the_agreement_is_refused_with_the_way_out(world: World, logged_in: Browse) -> None:
    file = world.submitted().id
    browser = logged_in(world.operator)
    records = Record.objects.count()
    answer = browser.post(page(file), {"step": "stages.plan.open"})
    assert answer.status_code == 422
    assert b"Sign the agreement first" in answer.content
    assert plan_of_application(file, world.at.date()) is None
    assert Record.objects.count() == records


def test_step_is_reported_by_the_client_and_confirmed_by_the_provider(world: World, logged_in: Browse) -> None:
    plan = opened(world)
    sent = {"requirement": plan.steps[0].requirement, "note": "Register is kept."}
    report = logged_in(world.operator).post(page(plan.application), {"step": "stages.step.report", **sent})
    assert report.status_code == 302
    assert state(world, plan.application) is StepState.REPORTED
    confirm = logged_in(world.auditor).post(page(plan.application), {"step": "stages.step.confirm", **sent})
    assert confirm.status_code == 302
    assert state(world, plan.application) is StepState.CONFIRMED


def test_extension_beyond_what_the_scheme_allows_is_refused_and_keeps_the_input(
    world: World, logged_in: Browse
) -> None:
    plan = opened(world)
    sent = {"step": "stages.step.extend", "requirement": plan.steps[0].requirement, "reason": "Rain.", "days": "9999"}
    answer = logged_in(world.certifier).post(page(plan.application), sent)
    assert answer.status_code == 422
    assert b"lets a step be put off" in answer.content
    assert b"Rain." in answer.content
    now = plan_of_application(plan.application, world.at.date())
    assert now is not None
    assert now.steps[0].due_on == plan.steps[0].due_on


def test_strangers_are_told_that_there_is_no_such_plan(world: World, logged_in: Browse) -> None:
    file = world.contracted()
    assert case_for(world.operator, file).application.id == file
    assert logged_in(world.outsider).get(page(file)).status_code == 404
