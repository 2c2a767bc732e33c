"""What a page shows as closed is what the action refuses: both ask the same function, in every state of a file."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.db import transaction

from orepass.assurance.actions import answers, assessment, recommendation
from orepass.assurance.actions.nonconformity import raise_nonconformity
from orepass.assurance.rules.decision import Decision
from orepass.assurance.rules.terms import Grade
from orepass.kernel.refusal import Refusal
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.actions import beginnings, perform_from_json, refused_beforehand
from tests.certification import World

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

REQUIREMENT: Final = "ASM.S.children.M1"
ANSWER: Final[dict[str, Any]] = {"requirement": REQUIREMENT, "answer": "full"}
ABOUT_A_FILE: Final[dict[str, dict[str, Any]]] = {
    "assurance.application.submit": {},
    "assurance.application.accept": {"scope_clear": True, "competence_available": True, "free_of_conflict": True},
    "assurance.answer.record": ANSWER,
    "assurance.answer.record_all": {"answers": [ANSWER]},
    "assurance.answer.verify": ANSWER,
    "assurance.answer.verify_all": {"answers": [ANSWER]},
    "assurance.answer.import_sheet": {"content_base64": ""},
    "assurance.answer.import_submissions": {"content_base64": ""},
    "assurance.assessment.submit": {},
    "assurance.assessment.return": {"note": "Photographs are missing."},
    "assurance.audit.recommend": {"decision": "grant"},
    "assurance.review.complete": {},
    "assurance.review.return": {"note": "Answers are missing."},
    "assurance.decision.take": {"decision": "decline", "grounds": "Not met."},
    "stages.plan.open": {},
    "recognition.credit.claim": {"certificate": "fct-0", "agreement": "rag-0"},
}
"""What is said with each action that begins by asking of a file."""
STATES: Final[dict[str, Callable[[World], str]]] = {
    "draft": lambda world: world.draft().id,
    "submitted": lambda world: world.submitted().id,
    "contracted": lambda world: world.contracted(),
    "assessed": lambda world: world.assessed(),
    "planned": lambda world: world.planned().application,
    "evaluated": lambda world: world.concluded(world.planned()).application,
    "recommended": lambda world: world.recommended(world.concluded(world.planned()).application),
    "reviewed": lambda world: world.reviewed(),
    "granted": lambda world: world.certified().application,
}


def refused(actor: Actor, tag: str, inputs: dict[str, Any]) -> str:
    """Perform an action and undo it; return the code of its refusal, or nothing."""
    try:
        with transaction.atomic():
            perform_from_json(actor, tag, inputs)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.code
    return ""


def test_every_beginning_about_a_file_is_asked_here() -> None:
    asked = {tag for tag, beginning in beginnings().items() if beginning.about == "application"}
    assert asked - {"assurance.audit.plan"} == set(ABOUT_A_FILE)


LATE: Final = ("contracted", "planned", "reviewed")
"""States in which the candidate's time runs out."""


@pytest.mark.parametrize(("state", "late"), [*((state, False) for state in STATES), *((state, True) for state in LATE)])
def test_what_is_refused_beforehand_is_refused_when_it_is_sent(world: World, state: str, late: bool) -> None:
    file = STATES[state](world)
    world.later(days=400 if late else 1)
    told = 0
    with clock.frozen_at(world.at):
        for who in (world.operator, world.auditor, world.certifier, world.both):
            for tag, said in ABOUT_A_FILE.items():
                inputs = {"application": file, **said}
                before, sent = refused_beforehand(who, tag, inputs), refused(who, tag, inputs)
                if sent == "platform.access.denied":
                    continue  # the policy table keeps this role from it, and no page offers it
                told += 1
                if before:
                    assert before.code == sent, (who.roles, tag)
                elif not tag.startswith(("assurance.answer.import_", "recognition.")):
                    assert sent in {"", "assurance.decision.cannot_grant"}, (who.roles, tag)
    assert told > len(ABOUT_A_FILE)


def test_who_evaluated_is_told_beforehand_that_somebody_else_reviews_and_decides(world: World) -> None:
    file = world.recommended(world.concluded(world.planned()).application)
    with clock.frozen_at(world.at):
        told = refused_beforehand(world.auditor, "assurance.review.complete", {"application": file})
        free = refused_beforehand(world.certifier, "assurance.review.complete", {"application": file})
    assert told
    assert [found.code for found in told.findings] == ["assurance.impartiality.same_file"]
    assert free is None


def test_visit_that_is_over_takes_no_finding_and_is_not_concluded_twice(world: World) -> None:
    visit = world.planned()
    with clock.frozen_at(world.at):
        for tag in ("assurance.finding.raise", "assurance.audit.conclude", "assurance.sample.add"):
            assert refused_beforehand(world.auditor, tag, {"audit": visit.id}) is None, tag
        stranger = refused_beforehand(world.both, "assurance.finding.raise", {"audit": visit.id})
    assert stranger
    assert stranger.code == "assurance.audit.not_on_team"
    world.concluded(visit)
    with clock.frozen_at(world.at):
        over = refused_beforehand(world.auditor, "assurance.audit.conclude", {"audit": visit.id})
    assert over
    assert over.code == "assurance.audit.concluded"


def test_suspension_is_not_lifted_while_a_grave_finding_is_open_and_the_page_knows_it_beforehand(world: World) -> None:
    visit = world.planned()
    found = raise_nonconformity(
        world.auditor,
        audit=visit.id,
        requirement=REQUIREMENT,
        grade=Grade.MAJOR,
        statement="Children carry ore.",
        at=world.at,
    )
    world.concluded(visit)
    with clock.frozen_at(world.at):
        assert refused_beforehand(world.auditor, "assurance.finding.extend", {"finding": found.id}) is None
        missing = refused_beforehand(world.auditor, "assurance.finding.extend", {"finding": "ncf-0"})
    assert missing
    assert missing.status == 404


def test_self_assessment_without_an_answer_is_not_offered_to_be_handed_in(world: World) -> None:
    file = world.contracted()
    with clock.frozen_at(world.at):
        told = refused_beforehand(world.operator, "assurance.assessment.submit", {"application": file})
    assert told
    assert told.code == assessment.NothingAnswered.code
    answers.record_answers(world.operator, application=file, answers=world.given()[:1], at=world.at)
    with clock.frozen_at(world.at):
        assert refused_beforehand(world.operator, "assurance.assessment.submit", {"application": file}) is None


def test_action_without_a_beginning_or_without_what_it_is_about_is_refused_nothing_beforehand(world: World) -> None:
    file = world.draft().id
    assert refused_beforehand(world.operator, "assurance.application.draft", {"application": file}) is None
    assert refused_beforehand(world.operator, "assurance.application.submit", {}) is None


def test_asking_beforehand_changes_nothing(world: World) -> None:
    file = world.recommended(world.concluded(world.planned()).application, Decision.DECLINE)
    before = world.state()
    with clock.frozen_at(world.at):
        refused_beforehand(world.certifier, "assurance.review.complete", {"application": file})
    assert world.state() == before
    assert recommendation.open_review(world.certifier, file, world.at).pk == file
