"""A certificate moves to another provider and keeps its period; a provider's loss ends it only where nobody moved."""

from datetime import date, timedelta

import pytest

from orepass.assurance.actions import audit, transfer
from orepass.assurance.actions.audit import AuditKind
from orepass.assurance.actions.certificate import CertificateState, Grounds, suspend_certificate
from orepass.assurance.actions.file import NotIndependent
from orepass.assurance.actions.nonconformity import raise_nonconformity
from orepass.assurance.actions.transfer import (
    AlreadyAsked,
    NotAnotherProvider,
    NotTransferable,
    TransferState,
)
from orepass.assurance.queries import (
    CertificateCard,
    CertificateStatus,
    case_for,
    certificate_card,
    open_transfers,
    tasks_for,
    transfers_for,
)
from orepass.assurance.queries.cards import Subject, TeamMember
from orepass.assurance.rules.terms import Grade
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Denied, NotFound
from orepass.party.actions import accredit_provider, withdraw_accreditation
from orepass.party.queries import accreditations_of
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor, Role
from orepass.scheme.queries import pack
from orepass.transparency.models import Entry
from tests.beginnings import Teller, Told
from tests.certification import PACK, STEWARD, World, codes, refuses


class Moving:
    """A certified client, and a second provider with its people."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.certificate = world.certified()
        self.other = world._organisation("Second provider", OrganisationKind.PROVIDER)
        self.certifier = world._actor(self.other, Role.CERTIFIER)
        self.auditor = world._actor(self.other, Role.AUDITOR)
        for person in (self.certifier, self.auditor):
            world.declare_none(person)
        world.record_competent(self.auditor, self.certifier)

    def accredited(self) -> None:
        accredit_provider(
            STEWARD, provider=self.other, standard="ASM", accreditor="COFRAC", valid_from=date(2025, 1, 1)
        )

    def requested(self, actor: Actor | None = None) -> Identifier:
        return transfer.request_transfer(
            actor or self.world.operator,
            certificate=self.certificate.id,
            provider=self.other,
            reason="Our provider lost its accreditation.",
            at=self.world.at,
        ).id

    def accepted(self) -> Identifier:
        found = self.requested()
        transfer.accept_transfer(self.certifier, transfer=found, note="File reviewed.", at=self.world.at)
        return found

    def lost(self) -> date:
        """Withdraw the first provider's accreditation today."""
        withdraw_accreditation(
            STEWARD,
            accreditation=accreditations_of(self.world.provider)[0].id,
            withdrawn_from=self.world.at.date(),
            reason="Lost.",
            at=self.world.at,
        )
        return self.world.at.date()

    def card(self) -> CertificateCard:
        return certificate_card(self.certificate.id)


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Moving]:
    return tell(lambda: Moving(World()))


@pytest.fixture
def moving(told: Told[Moving], db: None) -> Moving:
    return told.again()


def test_n13_moved_in_time_a_certificate_keeps_its_old_end(moving: Moving) -> None:
    lost = moving.lost()
    ended = lost + timedelta(days=90)
    card = moving.card()
    assert card.is_moving
    assert card.status(ended) is CertificateStatus.ACTIVE
    assert card.status(ended + timedelta(days=1)) is CertificateStatus.EXPIRED
    moving.accredited()
    moving.world.later(days=60)
    moving.accepted()
    card = moving.card()
    assert (card.watched_by, card.provider) == (moving.other, moving.world.provider)
    assert not card.is_moving
    assert card.ends_before == moving.certificate.valid_before
    assert card.status(ended + timedelta(days=1)) is CertificateStatus.ACTIVE
    assert card.content == moving.certificate.content


def test_n13_after_the_ninety_days_nothing_moves_any_more(moving: Moving) -> None:
    moving.lost()
    moving.accredited()
    found = moving.requested()
    moving.world.later(days=91)
    with refuses(CertificateState):
        transfer.accept_transfer(moving.certifier, transfer=found, note="Too late.", at=moving.world.at)


def test_a_move_stands_on_the_log_and_in_the_certificate_s_life(moving: Moving) -> None:
    moving.accredited()
    moving.accepted()
    assert [change.action for change in moving.card().changes] == ["certificate.transfer"]
    assert Entry.objects.filter(kind="assurance.certificate.transfer", subject=moving.certificate.id).exists()


def test_the_new_provider_reads_the_file_once_asked_and_watches_over_it_once_accepted(moving: Moving) -> None:
    world, file = moving.world, moving.certificate.application
    with pytest.raises(NotFound):
        case_for(moving.certifier, file)
    moving.accredited()
    found = moving.requested()
    assert case_for(moving.certifier, file).application.id == file
    assert [task.action for task in tasks_for(moving.certifier, world.at.date())] == ["assurance.transfer.accept"]
    with refuses(NotFound):
        suspend_certificate(
            moving.certifier, certificate=moving.certificate.id, grounds=Grounds.MISUSE, note="", at=world.at
        )
    transfer.accept_transfer(moving.certifier, transfer=found, note="Reviewed.", at=world.at)
    with refuses(NotFound):
        suspend_certificate(
            world.certifier, certificate=moving.certificate.id, grounds=Grounds.MISUSE, note="", at=world.at
        )
    assert [task.action for task in tasks_for(moving.auditor, world.at.date())] == ["assurance.audit.plan"]
    assert tasks_for(world.auditor, world.at.date()) == []
    visit = audit.plan_audit(
        moving.auditor,
        application=file,
        visit=world.visit(kind=AuditKind.SURVEILLANCE),
        team=[TeamMember(moving.auditor.pseudonym, "lead")],
        sample=[Subject(site, "named") for site in world.sites],
        at=world.at,
    )
    assert visit.certificate == moving.certificate.id


def test_a_provider_without_accreditation_takes_nothing_over(moving: Moving) -> None:
    found = moving.requested()
    with refuses(NotTransferable) as refusal:
        transfer.accept_transfer(moving.certifier, transfer=found, note="", at=moving.world.at)
    assert codes(refusal) == ["assurance.transfer.not_accredited"]


def test_an_open_major_stays_with_the_provider_that_found_it(moving: Moving) -> None:
    world = moving.world
    moving.accredited()
    visit = world.planned(moving.certificate.application, kind=AuditKind.SURVEILLANCE)
    raise_nonconformity(
        world.auditor,
        audit=visit.id,
        requirement=pack(PACK).standard("ASM").requirements[0].id,
        grade=Grade.MAJOR,
        statement="No register.",
        at=world.at,
    )
    found = moving.requested()
    with refuses(NotTransferable) as refusal:
        transfer.accept_transfer(moving.certifier, transfer=found, note="", at=world.at)
    assert codes(refusal) == ["assurance.transfer.finding_open"]


def test_who_has_a_tie_to_the_client_takes_nothing_over(moving: Moving) -> None:
    moving.accredited()
    found = moving.requested()
    undeclared = moving.world._actor(moving.other, Role.CERTIFIER)
    with refuses(NotIndependent):
        transfer.accept_transfer(undeclared, transfer=found, note="", at=moving.world.at)


def test_only_the_client_asks_and_only_the_provider_asked_answers(moving: Moving) -> None:
    world = moving.world
    with refuses(NotFound):
        moving.requested(world.outsider)
    with refuses(Denied):
        moving.requested(world.certifier)
    found = moving.requested()
    with refuses(NotFound):
        transfer.accept_transfer(world.certifier, transfer=found, note="", at=world.at)
    with refuses(NotFound):
        transfer.cancel_transfer(world.outsider, transfer=found, at=world.at)
    assert [card.id for card in transfers_for(moving.certifier)] == [found]
    assert transfers_for(world.outsider) == []


def test_one_request_at_a_time(moving: Moving) -> None:
    moving.requested()
    with refuses(AlreadyAsked):
        moving.requested()


@pytest.mark.parametrize("name", ["provider", "stranger"])
def test_a_certificate_moves_to_another_provider_only(moving: Moving, name: str) -> None:
    world = moving.world
    with refuses(NotAnotherProvider):
        transfer.request_transfer(
            world.operator, certificate=moving.certificate.id, provider=getattr(world, name), reason="x", at=world.at
        )


def test_a_request_is_refused_or_cancelled_once_and_the_file_closes_again(moving: Moving) -> None:
    world = moving.world
    found = moving.requested()
    card = transfer.refuse_transfer(moving.certifier, transfer=found, note="No capacity.", at=world.at)
    assert (card.state, card.next_steps) == ("refused", ())
    with pytest.raises(NotFound):
        case_for(moving.certifier, moving.certificate.application)
    with refuses(TransferState):
        transfer.accept_transfer(moving.certifier, transfer=found, note="", at=world.at)
    again = moving.requested()
    assert transfer.cancel_transfer(world.operator, transfer=again, at=world.at).state == "cancelled"
    with refuses(TransferState):
        transfer.cancel_transfer(world.operator, transfer=again, at=world.at)
    assert open_transfers(moving.certificate.id) == []


def test_a_suspended_certificate_does_not_move(moving: Moving) -> None:
    world = moving.world
    suspend_certificate(
        world.certifier, certificate=moving.certificate.id, grounds=Grounds.MISUSE, note="", at=world.at
    )
    with refuses(CertificateState):
        moving.requested()


def test_what_does_not_exist_does_not_move(moving: Moving) -> None:
    world = moving.world
    with refuses(NotFound):
        transfer.request_transfer(
            world.operator,
            certificate=Identifier("crt-0000000000000"),
            provider=moving.other,
            reason="x",
            at=world.at,
        )
    with refuses(NotFound):
        transfer.refuse_transfer(moving.certifier, transfer=Identifier("trf-0000000000000"), note="x", at=world.at)


def test_the_client_is_told_to_move_while_there_is_time(moving: Moving) -> None:
    lost = moving.lost()
    tasks = [task for task in tasks_for(moving.world.operator, lost) if task.action == "assurance.transfer.request"]
    assert [task.due_on for task in tasks] == [lost + timedelta(days=90)]
