"""What a client has not handed in is its own: its provider reads the answers of a self-assessment once it has them."""

import pytest
from django.urls import reverse

from orepass.assurance.actions.answers import Rating, record_answer
from orepass.assurance.actions.assessment import return_assessment, submit_assessment
from orepass.assurance.queries import case_for, evidence_in, outcome_for
from orepass.assurance.queries.results import oscal_results_for
from orepass.assurance.queries.worksheets import SHEET, for_file
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.workbooks import read_workbook
from orepass.scheme.rules.outcome import Outcome
from tests.api.reading import client_for
from tests.beginnings import Teller, Told
from tests.certification import World, refuses
from tests.web.conftest import Browse, logged_in

__all__ = ["logged_in"]  # a fixture of the pages
SAID = "What we would rather say ourselves."


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(World)


@pytest.fixture
def world(told: Told[World], db: None) -> World:
    return told.again()


def say(world: World, file: Identifier, note: str = SAID) -> None:
    record_answer(
        world.operator,
        application=file,
        requirement=world.given()[0].requirement,
        answer=Rating.FULL,
        evidence=[world.evidence],
        evidence_class=world.given()[0].evidence_class,
        note=note,
        at=world.at,
    )


def read(actor: Actor, file: Identifier, world: World) -> str:
    """Read all that tells of the answers, as texts."""
    on = world.at.date()
    sheets = read_workbook(for_file(actor, file, SHEET, language="en", on=on).data)
    api = client_for(actor).get(f"/api/v1/applications/{file}").content.decode()
    oscal = oscal_results_for(actor, file, language="en", on=on)
    return str([case_for(actor, file).answers, api, oscal, [each.rows for each in sheets]])


def answered(actor: Actor, file: Identifier, world: World) -> Outcome:
    """Return what the answers come to for whoever asks."""
    return outcome_for(actor, file, world.at.date())


def test_an_open_answer_is_its_writers_alone(world: World) -> None:
    file = world.contracted()
    nothing = answered(world.auditor, file, world)
    say(world, file)
    assert SAID in read(world.operator, file, world)
    assert SAID not in read(world.auditor, file, world)
    assert case_for(world.auditor, file).answers == ()
    assert answered(world.auditor, file, world) == nothing != answered(world.operator, file, world)


def test_the_evidence_of_an_open_answer_is_not_handed_out(world: World) -> None:
    file = world.contracted()
    say(world, file)
    assert evidence_in(world.operator, file, world.evidence)[1]
    with refuses(NotFound):
        evidence_in(world.auditor, file, world.evidence)


def test_what_was_handed_in_is_read_by_both(world: World) -> None:
    file = world.contracted()
    say(world, file)
    submit_assessment(world.operator, application=file, at=world.later(hours=1).at)
    assert SAID in read(world.auditor, file, world)
    assert answered(world.auditor, file, world) == answered(world.operator, file, world)
    assert evidence_in(world.auditor, file, world.evidence)[1]


def test_what_is_written_after_a_return_is_a_draft_again(world: World) -> None:
    file = world.contracted()
    say(world, file)
    submit_assessment(world.operator, application=file, at=world.later(hours=1).at)
    return_assessment(world.auditor, application=file, note="more", at=world.later(hours=1).at)
    world.later(hours=1)
    say(world, file, "Another word.")
    told = read(world.auditor, file, world)
    assert SAID in told
    assert "Another word." not in told
    submit_assessment(world.operator, application=file, at=world.later(hours=1).at)
    assert "Another word." in read(world.auditor, file, world)


def test_whoever_is_to_audit_is_told_why_nothing_shows(world: World, logged_in: Browse) -> None:
    file = world.contracted()
    say(world, file)
    page = reverse("web:answers", args=[file])
    with clock.frozen_at(world.at):
        assert "The client is still answering" in logged_in(world.auditor).get(page).content.decode()
        assert "The client is still answering" not in logged_in(world.operator).get(page).content.decode()
