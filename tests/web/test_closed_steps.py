"""What an action would refuse whatever is typed is no form on a page: it is read only, and the page says why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from orepass.assurance.actions.certificate import Grounds, suspend_certificate
from orepass.assurance.queries import case_for
from orepass.party.actions.providers import withdraw_accreditation
from orepass.party.queries import accreditations_of
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from tests.beginnings import Teller, Told
from tests.certification import STEWARD, World
from tests.web.conftest import Browse


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(lambda: World(sites=2).having("reviewed"))


def read(world: World, logged_in: Browse, who: Actor, name: str, *arguments: str) -> str:
    with clock.frozen_at(world.at):
        answer = logged_in(who).get(reverse(f"web:{name}", args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_decided_file_shows_its_answers_read_only_and_says_why(world: World, logged_in: Browse) -> None:
    file = world.certified().application
    page = main_of(read(world, logged_in, world.operator, "answers-subject", file, "children"))
    assert "<form" not in page
    assert "Nothing can be changed here" in page
    assert "This is not possible while the file is “certified”." in page
    assert "The client answered: fully met" in page
    assert "The steps possible now" not in page


def test_file_still_to_be_answered_shows_the_form(world: World, logged_in: Browse) -> None:
    page = main_of(read(world, logged_in, world.operator, "answers-subject", world.contracted(), "children"))
    assert 'name="0-answer"' in page
    assert "Nothing can be changed here" not in page


def test_reviewer_reads_the_answers_though_reviewers_give_none(world: World, logged_in: Browse) -> None:
    page = main_of(read(world, logged_in, world.certifier, "answers-subject", world.reviewed(), "children"))
    assert "Your role does not answer requirements" in page
    assert "The client answered: fully met" in page


def test_answers_from_elsewhere_are_offered_to_be_sent_in_only_while_they_are_taken(
    world: World, logged_in: Browse
) -> None:
    decided = main_of(read(world, logged_in, world.operator, "answers", world.certified().application))
    assert "<form" not in decided
    assert "Every save is a draft" not in decided
    assert "What is not open to you now" in decided


def test_open_file_takes_answers_from_elsewhere(world: World, logged_in: Browse) -> None:
    page = main_of(read(world, logged_in, world.operator, "answers", world.contracted()))
    assert page.count("<form") == 2
    assert "Every save is a draft" in page


def test_whoever_evaluated_reads_why_somebody_else_decides(world: World, logged_in: Browse) -> None:
    file = world.reviewed()
    grant_membership(
        STEWARD, person=world.auditor.pseudonym, organisation=world.provider, role=Role.CERTIFIER, at=world.at
    )
    page = main_of(read(world, logged_in, world.auditor, "file", file))
    assert "Take the decision:" in page
    assert 'value="assurance.decision.take"' not in page
    assert "Impartiality forbids Somebody to decide this file." in page
    assert "took part in the same file (evaluate)" in page
    assert world.auditor.pseudonym not in page
    assert 'value="assurance.decision.take"' in main_of(read(world, logged_in, world.certifier, "file", file))


def test_after_the_candidates_time_the_file_says_what_is_left(world: World, logged_in: Browse) -> None:
    file = world.contracted()
    world.later(days=400)
    page = main_of(read(world, logged_in, world.operator, "file", file))
    assert "until 1 March 2027, which is over; only a new application goes on" in page
    assert "Hand in the self-assessment:" in page
    assert 'value="assurance.assessment.submit"' not in page
    assert "The time as a candidate ended on 2 March 2027" in page
    assert 'value="assurance.application.withdraw"' in page


def test_file_under_way_says_until_when_its_client_is_a_candidate(world: World, logged_in: Browse) -> None:
    page = main_of(read(world, logged_in, world.operator, "file", world.contracted()))
    assert "until 1 March 2027; after that the file starts again" in page


def test_decided_file_says_since_when_its_client_is_no_candidate(world: World, logged_in: Browse) -> None:
    file = world.certified().application
    decided = case_for(world.operator, file).application.candidate
    assert decided
    page = main_of(read(world, logged_in, world.operator, "file", file))
    assert "no longer, since 2 March 2026" in page
    assert "after that the file starts again" not in page


def test_step_that_is_sent_all_the_same_is_refused_with_its_reason(world: World, logged_in: Browse) -> None:
    file = world.certified().application
    with clock.frozen_at(world.at + timedelta(days=1)):
        sent = {"step": "answers", "0-answer": "full", "0-evidence_class": ""}
        answer = logged_in(world.operator).post(reverse("web:answers-subject", args=[file, "children"]), sent)
    assert answer.status_code == 422
    assert "This is not possible while the file is “certified”." in answer.content.decode()
    assert "assurance.file.state" in answer.content.decode()


def test_plan_is_opened_from_the_agreement_on_and_the_page_says_so_before(world: World, logged_in: Browse) -> None:
    page = main_of(read(world, logged_in, world.operator, "plan", world.draft().id))
    assert "<form" not in page
    assert "No progress plan can be opened while the file is “draft, not sent”." in page
    assert "Sign the agreement first" in page


def test_plan_is_offered_once_the_agreement_is_signed(world: World, logged_in: Browse) -> None:
    page = main_of(read(world, logged_in, world.operator, "plan", world.contracted()))
    assert 'value="stages.plan.open"' in page


def test_only_visits_that_can_be_made_are_offered_before_and_after_the_certificate(
    world: World, logged_in: Browse
) -> None:
    before = main_of(read(world, logged_in, world.auditor, "file", world.assessed()))
    assert 'value="initial"' in before
    assert 'value="surveillance"' not in before


def test_certified_file_offers_no_initial_audit(world: World, logged_in: Browse) -> None:
    page = main_of(read(world, logged_in, world.both, "file", world.certified().application))
    assert 'value="surveillance"' in page
    assert 'value="initial"' not in page


def test_certificate_of_one_site_says_why_its_scope_is_not_reduced(db: None, logged_in: Browse) -> None:
    world = World(sites=1)
    certificate = world.certified().id
    page = main_of(read(world, logged_in, world.certifier, "certificate-work", certificate))
    assert 'value="assurance.certificate.reduce"' not in page
    assert "The scope cannot be reduced by these sites: Pit 1." in page
    assert 'value="assurance.certificate.withdraw"' in page
    assert page.index("<h1") < page.index("<h2")


def test_suspended_certificate_says_why_it_gets_no_credential(world: World, logged_in: Browse) -> None:
    certificate = world.certified().id
    before = main_of(read(world, logged_in, world.certifier, "certificate-work", certificate))
    assert 'value="passport.certificate.issue_credential"' in before
    suspend_certificate(
        world.certifier, certificate=certificate, grounds=Grounds.NONCONFORMITY, note="Open.", at=world.at
    )
    person = Actor(world.both.pseudonym, world.provider, frozenset({Role.CERTIFIER}))
    page = main_of(read(world, logged_in, person, "certificate-work", certificate))
    assert 'value="passport.certificate.issue_credential"' not in page
    assert "is suspended and gets no credential." in page


def test_provider_without_the_accreditation_is_told_so_instead_of_asked_to_accept(
    world: World, logged_in: Browse
) -> None:
    file = world.submitted().id
    withdraw_accreditation(
        STEWARD,
        accreditation=accreditations_of(world.provider)[0].id,
        withdrawn_from=world.at.date(),
        reason="Audit failed.",
        at=world.at,
    )
    page = main_of(read(world, logged_in, world.certifier, "file", file))
    assert 'value="assurance.application.accept"' not in page
    assert "The application cannot be accepted" in page
    assert "accreditation" in page
    assert 'value="assurance.application.refuse"' in page


def test_boxes_offer_nothing_that_is_no_choice(world: World, logged_in: Browse) -> None:
    page = main_of(read(world, logged_in, world.operator, "parties"))
    assert page.count('name="activities"') > 5
    assert 'name="activities" value=""' not in page


def test_site_with_a_chain_certificate_alone_is_told_what_is_missing(db: None, logged_in: Browse) -> None:
    world = World(standard="CCS")
    world.certified()
    page = main_of(read(world, logged_in, world.operator, "site", world.sites[0]))
    assert "no certificate for winning or production covers this site" in page
    assert "active" in page
