"""What happens to a certificate after it was granted."""

from datetime import date, timedelta

import pytest

from orepass.assurance.actions import certificate, nonconformity, surveillance
from orepass.assurance.actions.application import ApplicationKind
from orepass.assurance.actions.audit import AuditKind
from orepass.assurance.actions.certificate import CauseNotResolved, CertificateState, Grounds, SitesNotCovered
from orepass.assurance.actions.file import NotIndependent
from orepass.assurance.actions.surveillance import NotConcludable
from orepass.assurance.queries import (
    CertificateCard,
    CertificateStatus,
    certificate_card,
    certificates,
    delivery_right,
    signals_for,
    tasks_for,
    tasks_of,
)
from orepass.assurance.rules.content import step_digest
from orepass.assurance.rules.terms import Grade
from orepass.kernel.refusal import Denied, NotFound
from orepass.kernel.verdict import Unknown
from orepass.party.actions.providers import accredit_provider, withdraw_accreditation
from orepass.party.queries import accreditations_of
from orepass.platform.access import Actor, Role
from orepass.scheme.queries import pack
from orepass.transparency.models import Entry
from tests.beginnings import Teller, Told
from tests.certification import PACK, STEWARD, World, codes, refuses


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(lambda: World().having("certified"))


def suspended(world: World, card: CertificateCard) -> CertificateCard:
    return certificate.suspend_certificate(
        world.certifier, certificate=card.id, grounds=Grounds.NONCONFORMITY, note="Children seen.", at=world.at
    )


def test_a_suspension_counts_from_its_day_and_stands_on_the_log(world: World) -> None:
    card = world.certified()
    world.later(days=10)
    after = suspended(world, card)
    day = world.at.date()
    assert after.status(day) is CertificateStatus.SUSPENDED
    assert after.status(day - timedelta(days=1)) is CertificateStatus.ACTIVE
    digest = step_digest(card.id, "certificate.suspend", on=day, grounds="nonconformity")
    assert Entry.objects.filter(kind="assurance.certificate.suspend", content_digest=digest).count() == 1


def test_a_site_delivers_as_certified_only_while_its_certificate_is_active(db: None) -> None:
    world = World()
    site = world.sites[0]
    day = world.at.date()
    assert delivery_right(site, day).verdict.unknown is Unknown.MISSING
    card = world.certified()
    world.later(days=10)
    suspended(world, card)
    right = delivery_right(site, day)
    assert (right.verdict.is_yes, right.certificate, right.claim_class) == (True, card.id, "ASM")
    assert delivery_right(site, world.at.date()).verdict.is_no
    assert delivery_right(site, card.valid_before).verdict.unknown is Unknown.EXPIRED
    assert delivery_right(site, day - timedelta(days=1)).verdict.is_no
    assert delivery_right(site, day, standard="CPS").verdict.is_unknown


def test_a_suspension_is_lifted_before_its_limit(world: World) -> None:
    card = suspended(world, world.certified())
    assert card.suspension_due(world.at.date()) == date(2026, 9, 2)
    world.later(days=30)
    after = certificate.restore_certificate(world.certifier, certificate=card.id, note="Resolved.", at=world.at)
    assert after.status(world.at.date()) is CertificateStatus.ACTIVE
    assert after.suspension_due(world.at.date()) is None


def test_after_the_limit_only_withdrawal_or_reduction_is_left(world: World) -> None:
    card = suspended(world, world.certified())
    world.later(days=185)
    with refuses(CauseNotResolved) as refusal:
        certificate.restore_certificate(world.certifier, certificate=card.id, note="Late.", at=world.at)
    assert codes(refusal) == ["assurance.certificate.limit_reached"]
    after = certificate.withdraw_certificate(
        world.certifier, certificate=card.id, grounds=Grounds.LIMIT_REACHED, note="x", at=world.at
    )
    assert after.status(world.at.date()) is CertificateStatus.WITHDRAWN


def test_an_open_major_keeps_a_suspension(world: World) -> None:
    card = world.certified()
    world.later(days=30)
    visit = world.planned(card.application, kind=AuditKind.SURVEILLANCE)
    nonconformity.raise_nonconformity(
        world.auditor,
        audit=visit.id,
        requirement=pack(PACK).standard("ASM").requirements[0].id,
        grade=Grade.MAJOR,
        statement="x",
        at=world.at,
    )
    suspended(world, card)
    with refuses(CauseNotResolved) as refusal:
        certificate.restore_certificate(world.certifier, certificate=card.id, note="x", at=world.at)
    assert codes(refusal) == ["assurance.certificate.finding_open"]


def test_nothing_happens_to_an_ended_certificate(world: World) -> None:
    card = world.certified()
    ended = certificate.terminate_certification(world.operator, certificate=card.id, note="We stop.", at=world.at)
    assert ended.status(world.at.date()) is CertificateStatus.TERMINATED
    with refuses(CertificateState):
        suspended(world, card)
    with refuses(CertificateState):
        certificate.terminate_certification(world.operator, certificate=card.id, at=world.at)


def test_an_expired_certificate_cannot_be_suspended(world: World) -> None:
    card = world.certified()
    world.later(days=365).declare_none(world.certifier)
    assert card.status(world.at.date()) is CertificateStatus.EXPIRED
    with refuses(CertificateState):
        suspended(world, card)


def test_who_evaluated_does_not_touch_the_certificate(world: World) -> None:
    world.auditor = world.both
    card = world.certified()
    world.certifier = world.both
    with refuses(NotIndependent):
        suspended(world, card)


def test_only_the_provider_suspends_and_only_the_client_terminates(world: World) -> None:
    card = world.certified()
    elsewhere = Actor(world.certifier.pseudonym, world.stranger, frozenset({Role.CERTIFIER}))
    with refuses(NotFound):
        certificate.suspend_certificate(elsewhere, certificate=card.id, grounds=Grounds.MISUSE, note="x", at=world.at)
    with refuses(NotFound):
        certificate.terminate_certification(world.outsider, certificate=card.id, at=world.at)
    with refuses(Denied):
        certificate.terminate_certification(world.certifier, certificate=card.id, at=world.at)


def test_a_reduced_scope_ends_the_right_of_the_sites_taken_out(db: None) -> None:
    world = World(sites=2)
    card = world.certified()
    world.later(days=1)
    stays, goes = world.sites
    after = certificate.reduce_scope(
        world.certifier,
        certificate=card.id,
        sites=[goes],
        grounds=Grounds.NONCONFORMITY,
        note="Pit 2 has failed.",
        at=world.at,
    )
    day = world.at.date()
    assert after.status(day) is CertificateStatus.ACTIVE
    assert delivery_right(stays, day).verdict.is_yes
    assert delivery_right(goes, day).verdict.is_no
    assert delivery_right(goes, day - timedelta(days=1)).verdict.is_yes
    for sites in ([], [stays], [goes], [stays, goes]):
        with refuses(SitesNotCovered):
            certificate.reduce_scope(
                world.certifier, certificate=card.id, sites=sites, grounds=Grounds.MISUSE, note="x", at=world.at
            )


def test_a_renewal_keeps_the_old_cycle(world: World) -> None:
    old = world.certified()
    world.later(days=330)
    for person in (world.auditor, world.certifier):
        world.declare_none(person)
    world.draft = lambda **changes: World.draft(  # type: ignore[method-assign]
        world, kind=ApplicationKind.RECERTIFICATION, previous=old.id, **changes
    )
    new = world.certified()
    assert (new.valid_from, new.valid_before) == (world.at.date(), date(2028, 3, 2))
    assert certificate_card(old.id).valid_before == date(2027, 3, 2)


def test_certificates_are_listed_by_holder_site_and_page(world: World) -> None:
    made = sorted(world.certified().id for _number in range(3))
    first = certificates(client=world.client, limit=2)
    second = certificates(site=world.sites[0], limit=2, after=first.after)
    assert [card.id for card in (*first.items, *second.items)] == made
    assert certificates(client=world.stranger).items == ()
    with pytest.raises(NotFound):
        certificate_card("crt-NOSUCH")


def test_surveillance_is_concluded_by_somebody_else_after_the_visit(world: World) -> None:
    card = world.certified()
    world.later(days=150)
    visit = world.planned(card.application, kind=AuditKind.SURVEILLANCE)
    with refuses(NotConcludable):
        surveillance.conclude_surveillance(world.certifier, audit=visit.id, maintained=True, at=world.at)
    world.concluded(visit)
    concluded = surveillance.conclude_surveillance(world.certifier, audit=visit.id, maintained=True, at=world.at)
    assert concluded.maintained is True
    with refuses(NotConcludable):
        surveillance.conclude_surveillance(world.certifier, audit=visit.id, maintained=True, at=world.at)


def test_a_certificate_cannot_stand_with_an_open_critical(world: World) -> None:
    card = world.certified()
    world.later(days=150)
    visit = world.planned(card.application, kind=AuditKind.SURVEILLANCE)
    nonconformity.raise_nonconformity(
        world.auditor,
        audit=visit.id,
        requirement=pack(PACK).standard("ASM").requirements[0].id,
        grade=Grade.CRITICAL,
        statement="x",
        at=world.at,
    )
    world.concluded(visit)
    with refuses(NotConcludable):
        surveillance.conclude_surveillance(world.certifier, audit=visit.id, maintained=True, at=world.at)
    conclusion = surveillance.conclude_surveillance(world.certifier, audit=visit.id, maintained=False, at=world.at)
    assert conclusion.maintained is False


def test_n13_a_certificate_outlives_its_providers_accreditation_by_ninety_days(world: World) -> None:
    card = world.certified()
    withdrawn_on = world.later(days=30).at.date()
    withdraw_accreditation(
        STEWARD,
        accreditation=accreditations_of(world.provider)[0].id,
        withdrawn_from=withdrawn_on,
        reason="Audits were not held.",
        at=world.at,
    )
    after = certificate_card(card.id)
    assert (after.valid_before, after.content.digest) == (card.valid_before, card.content_digest)
    assert after.ends_before == withdrawn_on + timedelta(days=91)
    assert delivery_right(world.sites[0], withdrawn_on + timedelta(days=90)).verdict.is_yes
    assert delivery_right(world.sites[0], withdrawn_on + timedelta(days=91)).verdict.unknown is Unknown.EXPIRED
    accredit_provider(
        STEWARD, provider=world.provider, standard="ASM", accreditor="UKAS", valid_from=withdrawn_on, at=world.at
    )
    assert certificate_card(card.id).ends_before == card.valid_before


def test_a_missed_closure_asks_the_certifier_for_a_decision(world: World) -> None:
    card = world.certified()
    world.later(days=30)
    visit = world.planned(card.application, kind=AuditKind.SURVEILLANCE)
    nonconformity.raise_nonconformity(
        world.auditor,
        audit=visit.id,
        requirement=pack(PACK).standard("ASM").requirements[0].id,
        grade=Grade.CRITICAL,
        statement="x",
        at=world.at,
    )
    assert signals_for(world.certifier, card.application, world.at.date()) == []
    world.later(days=100)
    found = signals_for(world.certifier, card.application, world.at.date())
    assert [signal.code for signal in found] == ["assurance.signal.closure_missed"]
    assert ("certificate.suspend", world.at.date()) in actions(world, world.certifier)
    assert certificate_card(card.id).status(world.at.date()) is CertificateStatus.ACTIVE


def actions(world: World, actor: Actor) -> list[tuple[str, date | None]]:
    return [(task.action.removeprefix("assurance."), task.due_on) for task in tasks_for(actor, world.at.date())]


def test_everybody_sees_what_they_have_to_do_next_and_by_when(world: World) -> None:
    world.draft()
    assert actions(world, world.operator) == [("application.submit", None)]
    assert actions(world, world.certifier) == []


def test_the_tasks_of_a_certificate_have_their_days(world: World) -> None:
    card = world.certified()
    assert actions(world, world.auditor) == [("audit.plan", date(2026, 9, 2))]
    suspended(world, card)
    assert actions(world, world.certifier) == [("certificate.restore", date(2026, 9, 2))]
    assert tasks_of("", world.at.date()) == []
    certificate.restore_certificate(world.certifier, certificate=card.id, note="x", at=world.at)
    world.later(days=200)
    assert ("application.draft", date(2027, 3, 1)) in actions(world, world.operator)


def test_the_tasks_of_a_finding_change_sides(db: None) -> None:
    world = World()
    visit = world.planned()
    card = nonconformity.raise_nonconformity(
        world.auditor,
        audit=visit.id,
        requirement=pack(PACK).standard("ASM").requirements[0].id,
        grade=Grade.MAJOR,
        statement="x",
        at=world.at,
    )
    assert actions(world, world.operator) == [("finding.plan", card.plan_due)]
    assert actions(world, world.auditor) == [("audit.conclude", date(2026, 3, 6))]
