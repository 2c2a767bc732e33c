"""Self-assessment, visits and the auditor's own answers."""

import base64
from datetime import timedelta
from decimal import Decimal

import pytest

from orepass.assurance.actions import answers, assessment, audit, recommendation
from orepass.assurance.actions.answers import Given, NotOnTheTeam, Rating
from orepass.assurance.actions.assessment import NothingAnswered
from orepass.assurance.actions.audit import AlreadyConcluded, DatesUnusable, NoCertificate, SampleUnusable
from orepass.assurance.actions.file import NotIndependent, WrongState
from orepass.assurance.actions.team import TeamUnusable
from orepass.assurance.models import Answer
from orepass.assurance.queries import case_for, evidence_in, outcome_for
from orepass.assurance.queries.cards import Subject, TeamMember
from orepass.assurance.rules.decision import Decision
from orepass.kernel.refusal import NotFound
from orepass.party.actions.people import declare_interest
from orepass.party.rules.kinds import InterestKind
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.files import store_evidence
from orepass.scheme.queries import pack
from orepass.scheme.rules.model import RequirementUnknown
from tests.beginnings import Teller, Told
from tests.certification import PACK, STEWARD, World, codes, refuses


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(lambda: World().having("assessed"))


def first_requirement(world: World) -> str:
    return pack(PACK).standard(world.standard).requirements[0].id


def test_the_latest_draft_of_an_answer_counts(world: World) -> None:
    file = world.contracted()
    requirement = first_requirement(world)
    for rating in (Rating.NONE, Rating.FULL):
        answers.record_answer(world.operator, application=file, requirement=requirement, answer=rating, at=world.at)
    found = case_for(world.operator, file).answers
    assert [(card.requirement, card.answer) for card in found] == [(requirement, "full")]


def test_answers_to_what_the_standard_does_not_ask_are_refused_all_together(world: World) -> None:
    file = world.contracted()
    with refuses(RequirementUnknown):
        answers.record_answers(
            world.operator,
            application=file,
            answers=[*world.given(), Given(requirement="ASM.X.none.C1", answer=Rating.FULL)],
            at=world.at,
        )


def test_evidence_must_have_been_stored(world: World) -> None:
    file = world.contracted()
    with refuses(NotFound):
        answers.record_answer(
            world.operator,
            application=file,
            requirement=first_requirement(world),
            answer=Rating.FULL,
            evidence=("0" * 64,),
            at=world.at,
        )


def test_evidence_cited_in_a_file_opens_to_its_parties_only(world: World) -> None:
    file = world.assessed()
    card, content = evidence_in(world.auditor, file, world.evidence)
    assert (card.id, content) == (world.evidence, b"%PDF-1.7 register")
    for actor, sha256 in ((world.outsider, world.evidence), (world.auditor, "0" * 64)):
        with pytest.raises(NotFound):
            evidence_in(actor, file, sha256)


def test_evidence_of_strangers_is_not_reached_by_citing_its_digest(world: World) -> None:
    file = world.assessed()
    content = base64.b64encode(b"%PDF-1.7 a competitor's").decode()
    stranger = Actor("per-X", "org-ELSEWHERE", frozenset({Role.OPERATOR}))
    kind = "application/pdf"
    digest = store_evidence(stranger, name="secret.pdf", media_type=kind, content_base64=content, at=world.at).id
    Answer.objects.filter(application=file).update(evidence=[digest])
    for actor in (world.operator, world.auditor):
        with pytest.raises(NotFound):
            evidence_in(actor, file, digest)
    store_evidence(world.operator, name="ours.pdf", media_type=kind, content_base64=content, at=world.at)
    assert evidence_in(world.auditor, file, digest)[0].name == "ours.pdf"


def test_what_is_still_missing_is_told_at_any_time(world: World) -> None:
    file = world.contracted()
    today = world.at.date()
    assert outcome_for(world.operator, file, today).outcome == "unknown"
    answers.record_answers(world.operator, application=file, answers=world.given(), at=world.at)
    assert outcome_for(world.operator, file, today).outcome == "conforms"
    with pytest.raises(NotFound):
        outcome_for(world.outsider, file, today)


def test_an_empty_self_assessment_is_not_submitted(world: World) -> None:
    file = world.contracted()
    with refuses(NothingAnswered):
        assessment.submit_assessment(world.operator, application=file, at=world.at)


def test_a_submission_fixes_edition_answers_and_outcome(world: World) -> None:
    case = case_for(world.operator, world.assessed())
    assert case.submission is not None
    assert case.submission.outcome == "conforms"
    assert case.submission.pack_digest == case.application.pack_digest


def test_answers_without_evidence_leave_the_outcome_unknown(world: World) -> None:
    file = world.contracted()
    bare = [Given(requirement=given.requirement, answer=given.answer) for given in world.given()]
    answers.record_answers(world.operator, application=file, answers=bare, at=world.at)
    assert assessment.submit_assessment(world.operator, application=file, at=world.at).outcome == "unknown"


def test_a_submitted_assessment_is_closed_to_the_client_until_returned(world: World) -> None:
    file = world.assessed()
    with refuses(WrongState):
        answers.record_answers(world.operator, application=file, answers=world.given(), at=world.at)
    assessment.return_assessment(world.auditor, application=file, note="Photos are missing.", at=world.at)
    assert answers.record_answers(world.operator, application=file, answers=world.given(), at=world.at)


def plan(world: World, file: str, team: list[TeamMember], sample: list[Subject] | None = None) -> object:
    return audit.plan_audit(
        world.auditor,
        application=file,
        visit=world.visit(),
        team=team,
        sample=[Subject(site, "named") for site in world.sites] if sample is None else sample,
        at=world.at,
    )


def test_a_team_has_one_lead_and_each_person_once(world: World) -> None:
    file = world.assessed()
    person, other = world.auditor.pseudonym, world.both.pseudonym
    for team in (
        [],
        [TeamMember(person, "auditor")],
        [TeamMember(person, "lead"), TeamMember(other, "lead")],
        [TeamMember(person, "lead"), TeamMember(person, "expert")],
        [TeamMember(person, "boss")],
    ):
        with refuses(TeamUnusable):
            plan(world, file, team)


def test_an_auditor_holds_the_role_at_the_provider(world: World) -> None:
    file = world.assessed()
    world.declare_none(world.outsider)
    with refuses(NotIndependent) as refusal:
        plan(world, file, [TeamMember(world.outsider.pseudonym, "lead")])
    assert codes(refusal) == ["assurance.audit.not_an_auditor"]


@pytest.mark.parametrize(("months_ago", "refused"), [(23, True), (25, False)])
def test_who_advised_the_client_within_24_months_does_not_audit(world: World, months_ago: int, refused: bool) -> None:
    file = world.assessed()
    ended = world.at.date() - timedelta(days=months_ago * 30 + months_ago // 2)
    declare_interest(
        STEWARD,
        person=world.auditor.pseudonym,
        client=world.client,
        kind=InterestKind.CONSULTED,
        valid_from=ended - timedelta(days=30),
        valid_before=ended,
        at=world.at,
    )
    team = [TeamMember(world.auditor.pseudonym, "lead")]
    if not refused:
        assert plan(world, file, team)
        return
    with refuses(NotIndependent) as refusal:
        plan(world, file, team)
    assert codes(refusal) == ["assurance.impartiality.tied"]


def test_who_holds_a_role_at_the_client_does_not_audit(world: World) -> None:
    file = world.assessed()
    grant_membership(
        STEWARD, person=world.auditor.pseudonym, organisation=world.client, role=Role.OPERATOR, at=world.at
    )
    with refuses(NotIndependent) as refusal:
        plan(world, file, [TeamMember(world.auditor.pseudonym, "lead")])
    assert codes(refusal) == ["assurance.impartiality.staff"]


def test_who_declared_nothing_is_unknown_and_does_not_audit(world: World) -> None:
    file = world.assessed()
    silent = world._actor(world.provider, Role.AUDITOR)
    with refuses(NotIndependent) as refusal:
        plan(world, file, [TeamMember(silent.pseudonym, "lead")])
    assert codes(refusal) == ["assurance.impartiality.undeclared"]


def test_a_sample_names_something_of_the_scope_once(world: World) -> None:
    file = world.assessed()
    foreign = world._site(world.stranger, "Elsewhere")
    team = [TeamMember(world.auditor.pseudonym, "lead")]
    for sample in ([], [Subject(world.sites[0], "named")] * 2, [Subject(foreign, "named")]):
        with refuses(SampleUnusable):
            plan(world, file, team, sample)


def test_a_subject_can_be_added_to_a_sample_but_not_twice(world: World) -> None:
    visit = world.planned()
    grown = audit.add_to_sample(world.auditor, audit=visit.id, subject="mem-ONE")
    assert grown.subjects == (*visit.subjects, Subject("mem-ONE", "added"))
    with refuses(SampleUnusable):
        audit.add_to_sample(world.auditor, audit=visit.id, subject="mem-ONE")


def test_a_visit_ends_after_it_begins(world: World) -> None:
    file = world.assessed()
    with refuses(DatesUnusable):
        world.planned(file, planned_before=world.at.date())
    with refuses(DatesUnusable):
        world.planned(file, stage=3)


def test_a_surveillance_visit_needs_a_certificate(world: World) -> None:
    file = world.assessed()
    with refuses(NoCertificate):
        world.planned(file, kind=audit.AuditKind.SURVEILLANCE)


def test_only_the_team_sees_for_itself(world: World) -> None:
    visit = world.planned()
    given = Given(requirement=first_requirement(world), answer=Rating.NONE)
    with refuses(NotOnTheTeam):
        answers.verify_answers(world.both, application=visit.application, answers=[given], at=world.at)
    with refuses(NotOnTheTeam):
        audit.conclude_audit(
            world.both,
            audit=visit.id,
            ended_on=world.at.date(),
            on_site_days=Decimal(1),
            summary="x",
            at=world.at,
        )


def test_what_the_auditor_found_counts_before_the_clients_answer(world: World) -> None:
    visit = world.planned()
    answers.verify_answer(
        world.auditor,
        application=visit.application,
        requirement=first_requirement(world),
        answer=Rating.NONE,
        at=world.at,
    )
    world.concluded(visit)
    found = recommendation.recommend_decision(
        world.auditor, application=visit.application, decision=Decision.DECLINE, at=world.at
    )
    assert found.outcome == "does_not_conform"


def test_a_visit_is_concluded_once_and_not_in_the_future(world: World) -> None:
    visit = world.planned()
    world.at -= timedelta(days=1)
    with refuses(DatesUnusable):
        world.concluded(visit)
    world.at += timedelta(days=1)
    world.concluded(visit)
    with refuses(AlreadyConcluded):
        world.concluded(visit)


def test_stage_1_alone_does_not_complete_the_evaluation(world: World) -> None:
    first = world.concluded(world.planned(stage=1))
    with refuses(WrongState):
        world.recommended(first.application)
    world.concluded(world.planned(first.application, stage=2))
    assert case_for(world.auditor, first.application).application.state == "evaluated"


def test_only_the_lead_recommends(world: World) -> None:
    visit = world.concluded(world.planned())
    stranger = Actor(world.both.pseudonym, world.provider, frozenset({Role.AUDITOR}))
    with refuses(NotOnTheTeam):
        recommendation.recommend_decision(stranger, application=visit.application, decision=Decision.GRANT, at=world.at)


def test_a_recommendation_stays_with_the_provider_until_the_decision(world: World) -> None:
    file = world.recommended(world.concluded(world.planned()).application)
    assert case_for(world.auditor, file).recommendation is not None
    assert case_for(world.operator, file).recommendation is None
