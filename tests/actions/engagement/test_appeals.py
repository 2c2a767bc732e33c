"""Appeals: in time, before a panel that took no part, and no change but by somebody entitled."""

from datetime import timedelta
from typing import Any

import pytest

from orepass.assurance.actions.certificate import (
    CauseNotResolved,
    Grounds,
    restore_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from orepass.assurance.actions.file import NotIndependent
from orepass.assurance.queries import CertificateCard, CertificateStatus, certificate_card
from orepass.engagement.actions import (
    Ruling,
    carry_out_ruling,
    decide_appeal,
    file_appeal,
    form_panel,
    hear_appeal,
    withdraw_appeal,
)
from orepass.engagement.actions import refusals as no
from orepass.engagement.queries import AppealCard, appeal_for, appeals_for, engagement_tasks
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from tests.actions.engagement.hearing import Hearing
from tests.beginnings import Teller, Told
from tests.certification import STEWARD, codes, refuses

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Hearing]:
    return tell(lambda: Hearing().having("certified"))


def suspended(world: Hearing) -> CertificateCard:
    certificate = world.certified()
    suspend_certificate(
        world.handler, certificate=certificate.id, grounds=Grounds.COMPLAINT_UPHELD, note="Seen.", at=world.at
    )
    return certificate


def filed(world: Hearing) -> AppealCard:
    return file_appeal(world.operator, subject=suspended(world).id, grounds="It was another pit.", at=world.at)


def members(world: Hearing) -> list[Any]:
    return [person.pseudonym for person in world.panel]


def heard(world: Hearing) -> AppealCard:
    card = filed(world)
    form_panel(world.staff, appeal=card.id, panel=members(world), at=world.at)
    return hear_appeal(world.panel[0], appeal=card.id, note="Both sides were heard.", at=world.at)


def status(world: Hearing, card: AppealCard) -> CertificateStatus:
    return certificate_card(card.subject).status(world.at.date())


def test_filing_leaves_the_suspension_standing(world: Hearing) -> None:
    card = filed(world)
    assert (card.state, card.stays_decision) == ("filed", False)
    assert status(world, card) is CertificateStatus.SUSPENDED


def test_last_day_counts_and_the_day_after_is_too_late(world: Hearing) -> None:
    certificate = suspended(world)
    world.later(days=30)
    assert file_appeal(world.operator, subject=certificate.id, grounds="x", at=world.at).filed_on == world.at.date()


def test_appeal_after_the_last_day_is_refused(world: Hearing) -> None:
    certificate = suspended(world)
    world.later(days=31)
    with refuses(no.TooLate):
        file_appeal(world.operator, subject=certificate.id, grounds="x", at=world.at)


def test_only_the_client_appeals_and_only_once_against_the_same(world: Hearing) -> None:
    certificate = suspended(world)
    with refuses(NotFound):
        file_appeal(world.outsider, subject=certificate.id, grounds="x", at=world.at)
    file_appeal(world.operator, subject=certificate.id, grounds="x", at=world.at)
    with refuses(no.AppealRuns):
        file_appeal(world.operator, subject=certificate.id, grounds="x", at=world.at)


def test_there_is_nothing_to_appeal_in_a_certificate_that_stands(world: Hearing) -> None:
    certificate = world.certified()
    for subject in (certificate.id, "crt-NOBODY", "x"):
        with refuses(NotFound):
            file_appeal(world.operator, subject=subject, grounds="x", at=world.at)
    card = file_appeal(world.operator, subject=certificate.application, grounds="The level is too low.", at=world.at)
    assert card.contested == "decision"


def test_n11_nobody_who_took_part_sits_on_the_panel_or_forms_it(world: Hearing) -> None:
    card = filed(world)
    for involved in (world.auditor, world.certifier, world.handler):
        with refuses(no.PanelRefused) as refusal:
            form_panel(world.staff, appeal=card.id, panel=[involved.pseudonym, *members(world)[:2]], at=world.at)
        assert codes(refusal) == ["engagement.panel.overlap"]
    with refuses(no.PanelRefused):
        form_panel(world.handler, appeal=card.id, panel=members(world), at=world.at)
    form_panel(world.both, appeal=card.id, panel=members(world), at=world.at)


def test_n11_the_last_of_a_long_panel_is_looked_at_like_the_first(world: Hearing) -> None:
    card = filed(world)
    many = [f"per-NOBODY{number}" for number in range(30)]
    with refuses(no.PanelRefused) as refusal:
        form_panel(world.staff, appeal=card.id, panel=[*many, world.auditor.pseudonym], at=world.at)
    assert set(codes(refusal)) == {"engagement.panel.undeclared", "engagement.panel.overlap"}
    assert len(codes(refusal)) == 31


def test_tied_undeclared_repeated_and_too_few_are_refused(world: Hearing) -> None:
    card = filed(world)
    adviser, silent = world.tied_person().pseudonym, world.outsider.pseudonym
    for panel, reason in (
        ([adviser, *members(world)], "tied"),
        ([silent, *members(world)], "undeclared"),
        (["per-NOBODY", *members(world)], "undeclared"),
        ([members(world)[0], *members(world)], "twice"),
        (members(world)[:2], "too_few"),
    ):
        with refuses(no.PanelRefused) as refusal:
            form_panel(world.staff, appeal=card.id, panel=panel, at=world.at)
        assert codes(refusal) == [f"engagement.panel.{reason}"]


def test_only_the_panel_hears_and_decides_and_only_in_order(world: Hearing) -> None:
    card = filed(world)
    with refuses(NotFound):
        hear_appeal(world.panel[0], appeal=card.id, note="x", at=world.at)
    form_panel(world.staff, appeal=card.id, panel=members(world), at=world.at)
    with refuses(no.WrongStep):
        decide_appeal(world.panel[0], appeal=card.id, ruling=Ruling.ANNULLED, grounds="x", at=world.at)
    with refuses(no.NotOnThePanel):
        hear_appeal(world.handler, appeal=card.id, note="x", at=world.at)
    with refuses(NotFound):
        hear_appeal(world.outsider, appeal=card.id, note="x", at=world.at)
    assert [task.action for task in engagement_tasks(world.panel[1], world.at.date())] == ["engagement.appeal.hear"]


def test_annulled_suspension_is_lifted_by_somebody_entitled_and_not_before(world: Hearing) -> None:
    card = heard(world)
    decided = decide_appeal(
        world.panel[1],
        appeal=card.id,
        ruling=Ruling.ANNULLED,
        grounds="It was another pit.",
        consequence="assurance.certificate.restore",
        at=world.at,
    )
    assert (decided.state, status(world, card)) == ("annulled", CertificateStatus.SUSPENDED)
    with refuses(NotIndependent):
        evaluator = Actor(world.auditor.pseudonym, world.provider, frozenset({Role.CERTIFIER}))
        carry_out_ruling(evaluator, appeal=card.id, note="Lifted.", at=world.at)
    done = carry_out_ruling(world.certifier, appeal=card.id, note="Lifted.", at=world.at)
    assert (done.state, status(world, card)) == ("carried_out", CertificateStatus.ACTIVE)
    with refuses(no.WrongStep):
        carry_out_ruling(world.certifier, appeal=card.id, note="Again.", at=world.at)


def test_confirmed_appeal_changes_nothing(world: Hearing) -> None:
    card = heard(world)
    decide_appeal(world.panel[0], appeal=card.id, ruling=Ruling.CONFIRMED, grounds="It was right.", at=world.at)
    with refuses(no.WrongStep):
        carry_out_ruling(world.certifier, appeal=card.id, note="x", at=world.at)
    assert status(world, card) is CertificateStatus.SUSPENDED


def test_consequence_that_cannot_follow_is_refused(world: Hearing) -> None:
    card = heard(world)
    for ruling, consequence in (
        (Ruling.CONFIRMED, "assurance.certificate.restore"),
        (Ruling.ANNULLED, "assurance.certificate.withdraw"),
    ):
        with refuses(no.ConsequenceUnknown):
            decide_appeal(
                world.panel[0], appeal=card.id, ruling=ruling, grounds="x", consequence=consequence, at=world.at
            )


def test_consequence_that_no_longer_fits_leaves_everything_as_it_was(world: Hearing) -> None:
    card = heard(world)
    decide_appeal(
        world.panel[0],
        appeal=card.id,
        ruling=Ruling.AMENDED,
        grounds="Too hard.",
        consequence="assurance.certificate.restore",
        at=world.at,
    )
    world.later(days=200)
    with refuses(CauseNotResolved):
        carry_out_ruling(world.certifier, appeal=card.id, note="Late.", at=world.at)
    assert appeal_for(world.operator, card.id).state == "amended"


def test_ruling_without_a_consequence_is_carried_out_by_hand(world: Hearing) -> None:
    card = heard(world)
    decide_appeal(world.panel[0], appeal=card.id, ruling=Ruling.AMENDED, grounds="Say sorry.", at=world.at)
    assert carry_out_ruling(world.certifier, appeal=card.id, note="Said.", at=world.at).state == "carried_out"


def test_new_panel_takes_the_place_of_the_old_one(world: Hearing) -> None:
    card = filed(world)
    form_panel(world.staff, appeal=card.id, panel=members(world), at=world.at)
    again = form_panel(world.staff, appeal=card.id, panel=[world.staff.pseudonym, *members(world)[:2]], at=world.at)
    assert again.panel == (world.staff.pseudonym, *members(world)[:2])
    with refuses(NotFound):
        hear_appeal(world.panel[2], appeal=card.id, note="x", at=world.at)


def test_client_withdraws_its_appeal_and_nobody_else(world: Hearing) -> None:
    card = filed(world)
    with refuses(NotFound):
        withdraw_appeal(world.outsider, appeal=card.id, at=world.at)
    assert withdraw_appeal(world.operator, appeal=card.id, at=world.at).state == "withdrawn"
    with refuses(no.WrongStep):
        form_panel(world.staff, appeal=card.id, panel=members(world), at=world.at)


def test_appeal_is_seen_by_those_it_concerns(world: Hearing) -> None:
    card = filed(world)
    form_panel(world.staff, appeal=card.id, panel=members(world), at=world.at)
    for concerned in (world.operator, world.handler, world.panel[0], world.staff, STEWARD):
        assert [found.id for found in appeals_for(concerned)] == [card.id]
    assert appeals_for(world.outsider) == []
    with refuses(NotFound):
        appeal_for(world.outsider, card.id)


def test_second_suspension_may_be_appealed_anew(world: Hearing) -> None:
    card = filed(world)
    restore_certificate(world.certifier, certificate=card.subject, note="Resolved.", at=world.at)
    world.at += timedelta(days=40)
    withdraw_certificate(
        world.certifier, certificate=card.subject, grounds=Grounds.MISUSE, note="Misused.", at=world.at
    )
    assert file_appeal(world.operator, subject=card.subject, grounds="x", at=world.at).id != card.id
