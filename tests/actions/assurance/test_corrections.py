"""Nonconformities from the finding to the verified correction."""

from datetime import date, timedelta

import pytest

from orepass.assurance.actions import correction, nonconformity
from orepass.assurance.actions.answers import NotOnTheTeam
from orepass.assurance.actions.audit import AuditKind, SampleUnusable
from orepass.assurance.actions.correction import FindingState, NoExtension, NoProof
from orepass.assurance.actions.file import NotIndependent, WrongState
from orepass.assurance.queries import AuditCard, NonconformityCard, case_for, nonconformities_about
from orepass.assurance.rules.terms import Grade
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform.notices import notices_for
from orepass.scheme.queries import pack
from orepass.scheme.rules.model import RequirementUnknown
from tests.beginnings import Teller, Told
from tests.certification import PACK, World, refuses


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(lambda: World().having("planned"))


def raised(world: World, visit: AuditCard, grade: Grade = Grade.MAJOR, **changes: object) -> NonconformityCard:
    inputs = {
        "audit": visit.id,
        "requirement": pack(PACK).standard(world.standard).requirements[0].id,
        "grade": grade,
        "statement": "There is no list of the people who work here.",
        "at": world.at,
        **changes,
    }
    return nonconformity.raise_nonconformity(world.auditor, **inputs)


def corrected(world: World, card: NonconformityCard) -> NonconformityCard:
    """Plan, accept, prove and close."""
    promised = world.at.date() + timedelta(days=30)
    correction.plan_correction(world.operator, finding=card.id, plan="Write it.", promised_on=promised, at=world.at)
    correction.accept_plan(world.auditor, finding=card.id, at=world.at)
    correction.prove_correction(
        world.operator, finding=card.id, note="Here it is.", evidence=(world.evidence,), at=world.at
    )
    return correction.close_nonconformity(world.auditor, finding=card.id, at=world.at)


def test_clocks_come_from_the_pack_and_run_from_the_last_day_on_site(world: World) -> None:
    visit = world.planned()
    raised(world, visit)
    world.later(days=3)
    world.concluded(visit)
    card = case_for(world.operator, visit.application).nonconformities[0]
    assert (card.plan_due, card.closure_due) == (date(2026, 4, 4), date(2026, 9, 5))


def test_a_notice_names_the_day_that_the_finding_names_or_none_before_its_clock_starts(world: World) -> None:
    visit = world.planned()
    card = raised(world, visit)
    world.later(days=3)
    world.concluded(visit)
    told = {one.kind: one.due_on for one in notices_for(world.operator) if one.subject == card.id}
    (shown,) = case_for(world.operator, visit.application).nonconformities
    assert told == {"assurance.finding.raised": None, "assurance.finding.clock_started": shown.plan_due}
    correction.plan_correction(
        world.operator, finding=card.id, plan="Write it.", promised_on=world.at.date(), at=world.at
    )
    correction.accept_plan(world.auditor, finding=card.id, at=world.at)
    (accepted,) = (one for one in notices_for(world.operator) if one.kind == "assurance.finding.accept")
    assert accepted.due_on == shown.closure_due


def test_a_finding_closed_before_the_visit_ends_has_no_day_to_keep(world: World) -> None:
    visit = world.planned()
    card = corrected(world, raised(world, visit))
    world.concluded(visit)
    assert not [one for one in notices_for(world.operator) if one.subject == card.id and one.due_on]


def test_a_correction_goes_through_plan_proof_and_verification(world: World) -> None:
    card = corrected(world, raised(world, world.planned()))
    assert (card.state, card.is_open, card.next_steps) == ("closed", False, ())
    assert [step.action for step in card.steps] == [
        "finding.plan",
        "finding.accept",
        "finding.prove",
        "finding.close",
    ]
    assert nonconformities_about(card.application) == [card]


def test_a_returned_plan_and_a_returned_proof_are_asked_for_again(world: World) -> None:
    card = raised(world, world.planned())
    day = world.at.date()
    correction.plan_correction(world.operator, finding=card.id, plan="Soon.", promised_on=day, at=world.at)
    assert correction.return_correction(world.auditor, finding=card.id, note="How?", at=world.at).state == "open"
    correction.plan_correction(world.operator, finding=card.id, plan="So.", promised_on=day, at=world.at)
    correction.accept_plan(world.auditor, finding=card.id, at=world.at)
    proof = (world.evidence,)
    correction.prove_correction(world.operator, finding=card.id, note="x", evidence=proof, at=world.at)
    assert (
        correction.return_correction(world.auditor, finding=card.id, note="Blurred.", at=world.at).state == "accepted"
    )


def test_steps_out_of_order_are_refused(world: World) -> None:
    card = raised(world, world.planned())
    with refuses(FindingState):
        correction.accept_plan(world.auditor, finding=card.id, at=world.at)
    with refuses(FindingState):
        correction.close_nonconformity(world.auditor, finding=card.id, at=world.at)
    with refuses(FindingState):
        correction.prove_correction(world.operator, finding=card.id, note="x", evidence=(world.evidence,), at=world.at)


def test_words_alone_prove_nothing(world: World) -> None:
    card = raised(world, world.planned())
    with refuses(NoProof):
        correction.prove_correction(world.operator, finding=card.id, note="Done.", evidence=(), at=world.at)


def test_the_client_does_not_close_its_own_nonconformity(world: World) -> None:
    card = raised(world, world.planned())
    with refuses(Denied):
        correction.close_nonconformity(world.operator, finding=card.id, at=world.at)


def test_a_stranger_finds_no_nonconformity(world: World) -> None:
    card = raised(world, world.planned())
    with refuses(NotFound):
        correction.plan_correction(world.outsider, finding=card.id, plan="x", promised_on=world.at.date(), at=world.at)


def test_who_has_reviewed_the_file_does_not_judge_its_corrections(world: World) -> None:
    visit = world.planned()
    card = raised(world, visit, Grade.MINOR)
    world.concluded(visit)
    world.certifier = world.both
    file = world.reviewed(visit.application)
    correction.plan_correction(
        world.operator, finding=card.id, plan="Write it.", promised_on=world.at.date(), at=world.at
    )
    with refuses(NotIndependent):
        correction.accept_plan(world.both, finding=card.id, at=world.at)
    assert case_for(world.operator, file).application.state == "reviewed"


def test_only_the_team_raises_findings_about_what_it_visited(world: World) -> None:
    visit = world.planned()
    requirement = pack(PACK).standard(world.standard).requirements[0].id
    inputs = {"audit": visit.id, "requirement": requirement, "grade": Grade.MINOR, "statement": "x", "at": world.at}
    with refuses(NotOnTheTeam):
        nonconformity.raise_nonconformity(world.both, **inputs)
    with refuses(SampleUnusable):
        nonconformity.raise_nonconformity(world.auditor, **inputs, subject="mem-ELSEWHERE")
    with refuses(RequirementUnknown):
        nonconformity.raise_nonconformity(world.auditor, **{**inputs, "requirement": "ASM.X.none.C1"})


def test_after_the_recommendation_nothing_more_is_raised(world: World) -> None:
    visit = world.planned()
    world.concluded(visit)
    world.recommended(visit.application)
    with refuses(WrongState):
        raised(world, visit)


def test_a_repetition_weighs_a_grade_more(world: World) -> None:
    visit = world.planned()
    corrected(world, raised(world, visit, Grade.MINOR))
    world.concluded(visit)
    world.certified(visit.application)
    world.later(days=150)
    again = raised(world, world.planned(visit.application, kind=AuditKind.SURVEILLANCE), Grade.MINOR)
    assert (again.grade, again.repeated) == (Grade.MAJOR, True)


def test_closure_is_put_off_once_and_only_before_its_last_day(world: World) -> None:
    card = raised(world, world.planned(), Grade.MINOR)
    due = card.closure_due
    assert due is not None
    put_off = correction.extend_closure(world.auditor, finding=card.id, reason="Rainy season.", at=world.at)
    assert put_off.closure_due == due + timedelta(days=90)
    assert put_off.state == "open"
    with refuses(NoExtension):
        correction.extend_closure(world.auditor, finding=card.id, reason="Again.", at=world.at)


def test_closure_is_not_put_off_after_its_last_day(world: World) -> None:
    card = raised(world, world.planned(), Grade.CRITICAL)
    world.later(days=120)
    with refuses(NoExtension):
        correction.extend_closure(world.auditor, finding=card.id, reason="Late.", at=world.at)


@pytest.mark.parametrize(("days", "grade"), [(365, Grade.MINOR), (366, Grade.MAJOR)])
def test_an_open_minor_counts_as_major_after_its_last_day(world: World, days: int, grade: Grade) -> None:
    card = raised(world, world.planned(), Grade.MINOR)
    assert card.grade_on(world.at.date() + timedelta(days=days)) is grade
