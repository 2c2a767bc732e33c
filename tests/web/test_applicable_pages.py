"""What does not apply to a file is told with its reason and not asked; what is not known to apply is asked."""

import re
from collections.abc import Iterator

import msgspec
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from orepass.assurance.actions import answers, assessment
from orepass.assurance.actions.application import Scope
from orepass.assurance.queries import outcome_for
from orepass.kernel.identifier import Identifier
from orepass.party.actions import accredit_provider
from orepass.platform import clock
from orepass.scheme.queries import pack
from orepass.scheme.rules.outcome import Profile
from tests.certification import ASM_PROFILE, PACK, START, STEWARD, World
from tests.web.conftest import Browse

UNSAID = msgspec.structs.replace(ASM_PROFILE, size="large", flags={}, activities=None)
MINE = msgspec.structs.replace(ASM_PROFILE, size="large", flags={"resettlement": False, "indigenous_peoples": True})


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def opened(world: World, profile: Profile) -> Identifier:
    """Begin a file under the performance standard, which asks different things of different sites."""
    world.standard = "CPS"
    return world.draft(scope=Scope(sites=world.sites, text="Cobalt ore", profile=profile)).id


def contracted(world: World) -> Identifier:
    """Have the agreement on such a file signed."""
    world.standard = "CPS"
    since = {"valid_from": START.date(), "at": START}
    accredit_provider(STEWARD, provider=world.provider, standard="CPS", accreditor="DAkkS", **since)
    return world.contracted()


def main_of(browser: Client, name: str, *arguments: str, **headers: str) -> str:
    answer = browser.get(reverse(f"web:{name}", args=arguments), headers=headers)
    assert answer.status_code == 200
    assert len(answer.content) < 100_000
    html: str = answer.content.decode()
    return " ".join(html[html.index("<main") : html.index("</main>")].split())


def row_of(page: str, title: str) -> str:
    return next(row for row in re.findall(r"<tr>.*?</tr>", page) if f">{title}" in row)


def test_what_does_not_apply_is_not_counted_and_says_why(world: World, logged_in: Browse) -> None:
    file = opened(world, MINE)
    outcome = outcome_for(world.operator, file, world.at.date())
    asked = sum(not result.applies.is_no for result in outcome.results)
    assert asked < len(pack(PACK).standard("CPS").requirements), "something does not apply to a mine"
    page = main_of(logged_in(world.operator), "answers", file)
    assert f"0 of the {asked} requirements asked here are answered." in page
    furnaces = row_of(page, "Furnaces")
    assert "not answered" not in furnaces
    assert "does not apply" in furnaces
    left_out = page[page.index('id="left-out"') :]
    assert "activity: smelting or activity: refining." in left_out
    assert "Here: activity: mining." in left_out
    assert "Furnaces, off-gas and slag (3)" in left_out


def test_requirement_that_does_not_apply_is_no_question(world: World, logged_in: Browse) -> None:
    file = opened(world, MINE)
    page = main_of(logged_in(world.operator), "answers-subject", file, "resettlement")
    standard = pack(PACK).standard("CPS")
    here = [found for found in standard.requirements if found.subject == "resettlement"]
    off = [found for found in here if found.applies_when == "flags.resettlement"]
    assert off
    assert page.count('-answer"') == 0 or len(off) < len(here)
    assert page.count("does not apply") == len(off)
    assert page.count("because of the operation”: no.") == len(off)


def test_what_is_not_known_to_apply_is_asked_and_names_what_the_profile_lacks(world: World, logged_in: Browse) -> None:
    file = opened(world, UNSAID)
    browser = logged_in(world.operator)
    page = main_of(browser, "answers", file)
    every = len(pack(PACK).standard("CPS").requirements)
    outcome = outcome_for(world.operator, file, world.at.date())
    open_ = sum(result.applies.is_unknown for result in outcome.results)
    gone = sum(result.applies.is_no for result in outcome.results)
    assert open_
    assert f"0 of the {every - gone} requirements asked here are answered." in page
    assert f"Of {open_} of these it is not known whether they apply." in page
    assert "not known whether it applies" in row_of(page, "Furnaces")
    assert "Say in the profile: activity." in page
    asked = main_of(browser, "answers-subject", file, "furnace")
    assert 'name="0-answer"' in asked
    assert "not known whether it applies" in asked
    assert "Say in the profile: activity." in asked


def test_requirement_that_applies_says_why_too(world: World, logged_in: Browse) -> None:
    file = opened(world, MINE)
    page = main_of(logged_in(world.operator), "answers-subject", file, "water")
    assert "Asked of everybody under this standard." in page


def test_answer_given_before_the_profile_changed_stays_and_can_be_changed(world: World, logged_in: Browse) -> None:
    file = contracted(world)
    furnaces = [found.id for found in pack(PACK).standard("CPS").requirements if found.subject == "furnace"]
    given = answers.Given(requirement=furnaces[0], answer=answers.Rating.FULL)
    answers.record_answers(world.operator, application=file, answers=[given], at=world.at)
    browser = logged_in(world.operator)
    page = main_of(browser, "answers-subject", file, "furnace")
    assert 'name="0-answer"' in page
    assert 'name="1-answer"' not in page
    assert "0 of the " in main_of(browser, "answers", file)


def test_auditor_sees_on_the_checklist_what_does_not_apply(world: World, logged_in: Browse) -> None:
    file = contracted(world)
    answers.record_answers(world.operator, application=file, answers=world.given(), at=world.at)
    assessment.submit_assessment(world.operator, application=file, at=world.at)
    world.record_competent(world.auditor, world.certifier)
    visit = world.planned(file)
    page = main_of(logged_in(world.auditor), "audit", visit.id)
    checklist = page[page.index('id="checklist"') :]
    row = next(row for row in re.findall(r"<tr>.*?</tr>", checklist) if ">Furnaces" in row)
    assert "does not apply, for more than one reason" in row
    numbers = re.findall(r"<td[^>]*>\s*(\d+)\s*</td>", row)
    assert numbers == ["0", "0", "0", "7"]


def test_reason_is_said_in_the_readers_language(world: World, logged_in: Browse) -> None:
    file = opened(world, MINE)
    page = main_of(logged_in(world.operator), "answers-subject", file, "furnace", **{"accept-language": "fr"})
    with override("fr"):
        assert "ne s’applique pas" in page
    assert "does not apply" not in page
    assert "Here:" not in page
