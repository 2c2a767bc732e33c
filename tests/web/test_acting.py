"""A form leads to an action: refused beside the form with the way out and the input kept, or done and elsewhere."""

from django.urls import reverse

from orepass.assurance.actions import recommendation
from orepass.assurance.models import DecisionTaken, Review
from orepass.assurance.queries import case_for
from orepass.assurance.rules.decision import Decision
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.models import Record
from tests.certification import STEWARD, World
from tests.web.conftest import Browse

FOUND = 200
REFUSED = 422


def page(name: str, *arguments: str) -> str:
    return reverse(f"web:{name}", args=arguments)


def test_submitting_an_application_on_its_page_moves_the_file_on(world: World, logged_in: Browse) -> None:
    file = world.draft().id
    with clock.frozen_at(world.at):
        answer = logged_in(world.operator).post(
            page("file", file), {"step": "assurance.application.submit", "note": ""}
        )
    assert answer.status_code == 302
    assert case_for(world.operator, file).application.state == "submitted"


def test_missing_input_is_said_beside_its_field_and_the_rest_is_kept(world: World, logged_in: Browse) -> None:
    file = world.submitted().id
    with clock.frozen_at(world.at):
        browser = logged_in(world.certifier)
        records = Record.objects.count()
        answer = browser.post(page("file", file), {"step": "assurance.application.refuse", "note": ""})
    assert answer.status_code == REFUSED
    assert b"field-error" in answer.content
    assert case_for(world.operator, file).application.state == "submitted"
    assert Record.objects.count() == records


def test_open_questions_of_the_review_come_back_as_findings_with_a_way_out(world: World, logged_in: Browse) -> None:
    file = world.submitted().id
    with clock.frozen_at(world.at):
        browser = logged_in(world.certifier)
        sent = {"step": "assurance.application.accept", "scope_clear": "on", "note": "Kept as written."}
        answer = browser.post(page("file", file), sent)
    assert answer.status_code == REFUSED
    assert b"notice-refusal" in answer.content
    assert b"Kept as written." in answer.content
    assert b"way-out" in answer.content


def test_conflict_of_interest_is_refused_beside_the_decision_with_the_way_out(world: World, logged_in: Browse) -> None:
    file = world.concluded(world.planned()).application
    recommendation.recommend_decision(world.auditor, application=file, decision=Decision.GRANT, at=world.at)
    evaluated = Actor(world.auditor.pseudonym, world.provider, frozenset({Role.AUDITOR, Role.CERTIFIER}))
    grant_membership(STEWARD, person=evaluated.pseudonym, organisation=world.provider, role=Role.CERTIFIER, at=world.at)
    with clock.frozen_at(world.at):
        answer = logged_in(evaluated).post(
            page("file", file), {"step": "assurance.review.complete", "note": "All sound."}
        )
    assert answer.status_code == REFUSED
    assert b"All sound." in answer.content
    assert b"Let someone" in answer.content
    assert not Review.objects.exists()
    assert not DecisionTaken.objects.exists()


def test_step_that_is_not_open_leads_back_to_the_page(world: World, logged_in: Browse) -> None:
    file = world.draft().id
    with clock.frozen_at(world.at):
        answer = logged_in(world.operator).post(page("file", file), {"step": "assurance.decision.take"}, follow=True)
    assert answer.status_code == FOUND
    assert b"not open to you now" in answer.content


def test_draft_answers_of_a_subject_are_kept_and_lead_to_the_next_subject(world: World, logged_in: Browse) -> None:
    file = world.contracted()
    with clock.frozen_at(world.at):
        browser = logged_in(world.operator)
        grid = browser.get(page("answers", file)).content.decode()
        subject = grid.split(f"/desk/files/{file}/answers/")[1].split("/")[0]
        sent = {"step": "answers", "0-answer": "partial", "0-evidence_class": "document", "0-note": "Half of it."}
        answer = browser.post(page("answers-subject", file, subject), sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    (kept,) = case_for(world.operator, file).answers
    assert (kept.answer, kept.note) == ("partial", "Half of it.")


def test_an_answer_that_rests_on_our_own_word_is_kept_without_evidence(world: World, logged_in: Browse) -> None:
    file = world.contracted()
    with clock.frozen_at(world.at):
        browser = logged_in(world.operator)
        grid = browser.get(page("answers", file)).content.decode()
        subject = page("answers-subject", file, grid.split(f"/desk/files/{file}/answers/")[1].split("/")[0])
        assert "our own declaration" in browser.get(subject).content.decode()
        answer = browser.post(subject, {"step": "answers", "0-answer": "partial", "0-evidence_class": ""})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    (kept,) = case_for(world.operator, file).answers
    assert (kept.answer, kept.evidence_class, kept.evidence) == ("partial", "", ())
