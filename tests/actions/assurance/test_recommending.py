"""What could not follow a recommendation is not recommended, through whichever door."""

import pytest

from orepass.assurance.actions.recommendation import CannotRecommend
from orepass.assurance.queries import case_for
from orepass.assurance.rules.decision import Decision
from orepass.platform import clock
from tests.api.reading import client_for
from tests.beginnings import Teller, Told
from tests.certification import World, codes, refuses
from tests.cli.conftest import Run, run

__all__ = ["run"]  # a fixture of the commands


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(World)


@pytest.fixture
def world(told: Told[World], db: None) -> World:
    """A world whose client answers that the standard is met in part."""
    found = told.again()
    found.given = lambda rating="partial": World.given(found, rating)  # type: ignore[method-assign]
    return found


@pytest.mark.parametrize("decision", [Decision.GRANT, Decision.GRANT_PROVISIONAL])
def test_what_could_not_follow_is_not_recommended(world: World, decision: Decision) -> None:
    file = world.concluded(world.planned()).application
    with refuses(CannotRecommend, "assurance.recommendation.cannot_follow") as refusal:
        world.recommended(file, decision)
    assert "assurance.decision.outcome_not_met" in codes(refusal)
    assert case_for(world.auditor, file).application.state == "evaluated"
    assert world.recommended(file, Decision.DECLINE) == file


def test_no_door_recommends_what_could_not_follow(world: World, run: Run) -> None:
    """The page offers it to nobody; the API and the command pass the refusal on with what stands against it."""
    file = world.concluded(world.planned()).application
    with clock.frozen_at(world.at):
        told = client_for(world.auditor).post(
            "/api/v1/actions/assurance.audit.recommend",
            {"application": file, "decision": "grant"},
            content_type="application/json",
        )
        sent = ("--as", world.auditor.pseudonym, "--for", world.provider, f"application={file}", "decision=grant")
        done = run("do", "assurance.audit.recommend", *sent, "--json")
    assert (told.status_code, done.code) == (409, 2)
    assert told.json()["code"] == done.error["code"] == "assurance.recommendation.cannot_follow"
    assert [each["code"] for each in told.json()["findings"]] == ["assurance.decision.outcome_not_met"]
    assert case_for(world.auditor, file).recommendation is None
