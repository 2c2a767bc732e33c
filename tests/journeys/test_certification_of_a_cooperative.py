"""A cooperative of forty members on its way: application, draw, visit, findings, decision, progress, suspension."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from orepass.assurance.actions import application, audit, certificate, correction, nonconformity
from orepass.assurance.actions import decision as decisions
from orepass.assurance.actions.certificate import Grounds
from orepass.assurance.actions.decision import CannotGrant
from orepass.assurance.actions.file import CandidateTimeOver, NotIndependent
from orepass.assurance.queries import (
    CertificateCard,
    CertificateStatus,
    candidates,
    case_for,
    certificate_card,
    delivery_right,
    tasks_for,
)
from orepass.assurance.rules.decision import Decision
from orepass.assurance.rules.terms import Grade
from orepass.inclusion.groups.actions import register, sanction
from orepass.inclusion.groups.queries import group_right, member_right, standing_for
from orepass.inclusion.stages import actions as stages
from orepass.inclusion.stages.queries import plan_for, progress_right
from orepass.inclusion.stages.rules.progress import Stage
from orepass.platform.access import Actor, Role
from orepass.platform.records import check_chain
from orepass.transparency.models import Entry
from tests.beginnings import Teller, Told
from tests.certification import codes, refuses
from tests.cooperative import Cooperative


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Cooperative]:
    return tell(lambda: Cooperative(members=40))


@pytest.fixture
def coop(told: Told[Cooperative], db: None) -> Cooperative:
    """A cooperative of forty approved members."""
    return told.again()


def certified(coop: Cooperative) -> CertificateCard:
    """Go from the register to the certificate, with a major nonconformity on the way."""
    annex = register.commit_register(coop.operator, group=coop.group.id, at=coop.at)
    draft = coop.draft()
    application.amend_application(
        coop.operator, application=draft.id, scope=coop.inputs()["scope"], annex_digest=annex.digest
    )
    coop.draft = lambda **_changes: draft  # type: ignore[method-assign]
    file = coop.assessed()
    assert [card.id for card in candidates(coop.at.date())] == [file]

    coop.later(days=20)
    drawn = coop.drawn(file)
    visit = coop.planned_from(
        drawn, planned_from=coop.at.date(), planned_before=coop.at.date() + timedelta(days=4), days=Decimal("3.5")
    )
    assert len(visit.subjects) == 10

    visited = drawn.drawn[0].member
    finding = nonconformity.raise_nonconformity(
        coop.auditor,
        audit=visit.id,
        requirement=coop.requirement(),
        grade=Grade.MAJOR,
        statement="Two people who work here are not on the list.",
        subject=visited,
        at=coop.at,
    )
    coop.later(days=2).concluded(visit)
    coop.reviewed(file)
    with refuses(CannotGrant) as refusal:
        decisions.take_decision(coop.certifier, application=file, decision=Decision.GRANT, grounds="x", at=coop.at)
    assert codes(refusal) == ["assurance.decision.major_open"]

    assert [task.action for task in tasks_for(coop.operator, coop.at.date())] == ["assurance.finding.plan"]
    correction.plan_correction(
        coop.operator,
        finding=finding.id,
        plan="List everybody each morning.",
        promised_on=coop.at.date() + timedelta(days=20),
        at=coop.at,
    )
    correction.accept_plan(coop.auditor, finding=finding.id, at=coop.at)
    coop.later(days=25)
    correction.prove_correction(
        coop.operator, finding=finding.id, note="The list of a month.", evidence=(coop.evidence,), at=coop.at
    )
    correction.close_nonconformity(coop.auditor, finding=finding.id, at=coop.at)
    card = decisions.take_decision(
        coop.certifier, application=file, decision=Decision.GRANT, grounds="All met.", at=coop.at
    ).certificate
    assert card is not None
    assert (card.annex_digest, card.standard) == (annex.digest, "ASM")
    assert case_for(coop.operator, file).nonconformities[0].state == "closed"
    assert candidates(coop.at.date()) == []
    return card


def test_a_cooperative_is_certified_makes_progress_and_outlives_a_suspended_member(coop: Cooperative) -> None:
    card = certified(coop)
    file = card.application
    today = coop.at.date()
    plan = stages.open_plan(coop.operator, application=file, at=coop.at)
    assert progress_right(file, today).is_yes
    assert delivery_right(coop.sites[0], today).verdict.is_yes

    troubled = coop.members[3]
    coop.later(days=30)
    sanction.suspend_member(coop.operator, member=troubled, note="A tag was used twice.", at=coop.at)
    today = coop.at.date()
    assert member_right(troubled, today).is_no
    assert member_right(troubled, today - timedelta(days=1)).is_yes
    assert group_right(coop.group.id, today).is_yes
    assert standing_for(coop.auditor, coop.group.id, today).compliant == 39
    assert delivery_right(coop.sites[0], today).verdict.is_yes

    suspended = certificate.suspend_certificate(
        coop.certifier, certificate=card.id, grounds=Grounds.COMPLAINT_UPHELD, note="Children seen.", at=coop.at
    )
    assert suspended.status(today) is CertificateStatus.SUSPENDED
    assert delivery_right(coop.sites[0], today).verdict.is_no
    coop.later(days=40)
    certificate.restore_certificate(coop.certifier, certificate=card.id, note="Age checks at the gate.", at=coop.at)
    assert delivery_right(coop.sites[0], coop.at.date()).verdict.is_yes

    late = plan.next_due + timedelta(days=1) if plan.next_due else date.max
    assert plan_for(coop.operator, plan.id, late).stage is Stage.LAPSED
    assert certificate_card(card.id).status(card.valid_before) is CertificateStatus.EXPIRED
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert kinds >= {
        "assurance.certificate.issue",
        "assurance.certificate.suspend",
        "assurance.certificate.restore",
        "groups.register.commit",
        "groups.sample.draw",
    }
    assert check_chain() == []


def test_a_candidate_that_dawdles_ends_after_a_year_and_has_to_begin_anew(coop: Cooperative) -> None:
    file = coop.assessed()
    coop.later(days=364)
    assert candidates(coop.at.date()) != []
    coop.later(days=1)
    assert candidates(coop.at.date()) == []
    coop.declare_none(coop.auditor)
    draw = coop.drawn(file)
    with refuses(CandidateTimeOver):
        coop.planned_from(draw)
    application.withdraw_application(coop.operator, application=file, at=coop.at)
    assert coop.draft().state == "draft"


def test_a_person_with_two_roles_cannot_certify_alone_by_any_path(coop: Cooperative) -> None:
    coop.auditor = coop.both
    file = coop.concluded(coop.planned()).application
    coop.recommended(file)
    alone = Actor(coop.both.pseudonym, coop.provider, frozenset(Role))
    honest, coop.certifier = coop.certifier, alone
    with refuses(NotIndependent):
        coop.reviewed_by_certifier(file)
    coop.certifier = honest
    coop.reviewed_by_certifier(file)
    for decision in Decision:
        with refuses(NotIndependent):
            decisions.take_decision(alone, application=file, decision=decision, grounds="x", at=coop.at)
    visits = case_for(coop.auditor, file).audits
    assert [visit.kind for visit in visits] == [audit.AuditKind.INITIAL]
