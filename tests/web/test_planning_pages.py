"""The pages of a plan, a provider's people, its standing and the move of a certificate: filled in, shown, refused."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import reverse

from orepass.assurance.models import Audit, Transfer
from orepass.assurance.queries import certificate_card
from orepass.party.actions import accredit_provider
from orepass.party.models import AccreditationStep, Competence, CompetenceWithdrawal
from orepass.party.queries import accreditations_of
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from tests.certification import STEWARD, World
from tests.web.conftest import Browse


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def filled(world: World, **changes: object) -> dict[str, object]:
    today = world.at.date()
    return {
        "step": "assurance.audit.plan",
        "kind": "initial",
        "stage": "2",
        "planned_from": today.isoformat(),
        "planned_before": (today + timedelta(days=5)).isoformat(),
        "days": "4",
        "lead": world.auditor.pseudonym,
        "sample": world.sites,
        **changes,
    }


def test_a_planned_visit_shows_what_was_reckoned_why_and_what_was_told(world: World, logged_in: Browse) -> None:
    file = world.assessed()
    world.record_competent(world.auditor, world.certifier, language="sw")
    browser = logged_in(world.auditor)
    page = reverse("web:file", args=[file])
    sent = filled(world, deviation="One shaft, known to the team.", personnel="40", language="sw")
    assert browser.post(page, sent).status_code == 302
    row = Audit.objects.get()
    assert row.basis["deviation"] == "One shaft, known to the team."
    html = browser.get(reverse("web:audit", args=[row.pk])).content.decode()
    assert "What the scheme asks of this visit" in html
    assert "orepass calc audit-plan-days personnel=40" in html
    assert "40 people are in the band from 26" in html
    assert "One shaft, known to the team." in html
    assert "What the planner was told" in html


def test_a_reduction_without_a_reason_is_refused_on_the_page_and_nothing_is_planned(
    world: World, logged_in: Browse
) -> None:
    file = world.assessed()
    browser = logged_in(world.auditor)
    answer = browser.post(reverse("web:file", args=[file]), filled(world, reduction_percent="20"))
    assert answer.status_code == 422
    assert "20 per cent of the audit time are taken off without a reason" in answer.content.decode()
    assert not Audit.objects.exists()


def test_a_surveillance_is_planned_from_the_page_of_a_certified_file(world: World, logged_in: Browse) -> None:
    certificate = world.certified()
    browser = logged_in(world.auditor)
    page = reverse("web:file", args=[certificate.application])
    assert browser.post(page, filled(world, kind="surveillance")).status_code == 302
    assert Audit.objects.filter(kind="surveillance", certificate=certificate.id).count() == 1


def test_a_certifier_records_what_people_can_and_takes_it_back(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.certifier)
    page = reverse("web:people")
    sent = {
        "step": "party.person.record_competence",
        "person": world.auditor.pseudonym,
        "field": "mineral",
        "of": "cobalt",
        "shown_by": "Three audits under supervision",
        "valid_from": "2026-01-01",
    }
    assert browser.post(page, sent).status_code == 302
    row = Competence.objects.get(shown_by="Three audits under supervision")
    html = browser.get(page).content.decode()
    assert "Three audits under supervision" in html
    ended = {"step": "party.person.end_competence", "competence": row.pk, "ended_from": "2026-03-01", "reason": "x"}
    assert browser.post(page, ended).status_code == 302
    assert CompetenceWithdrawal.objects.filter(competence=row).exists()


def test_an_auditor_reads_and_does_not_record(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.auditor)
    html = browser.get(reverse("web:people")).content.decode()
    assert "party.person.record_competence" not in html
    assert logged_in(world.operator).get(reverse("web:people")).status_code in {403, 404}


def test_scheme_staff_suspend_a_provider_and_end_the_suspension(
    world: World, logged_in: Browse, scheme_staff: Actor
) -> None:
    browser = logged_in(scheme_staff)
    found = accreditations_of(world.provider)[0].id
    page = reverse("web:parties")
    sent = {"accreditation": found, "reason": "Late reports."}
    suspended = {**sent, "step": "party.provider.suspend", "suspended_from": world.at.date().isoformat()}
    assert browser.post(page, suspended).status_code == 302
    assert "suspended" in browser.get(page).content.decode()
    restored = {**sent, "step": "party.provider.restore", "restored_from": world.at.date().isoformat()}
    assert browser.post(page, restored).status_code == 302
    assert [step.action for step in AccreditationStep.objects.all()] == ["provider.suspend", "provider.restore"]
    withdrawn = {**sent, "step": "party.provider.withdraw_accreditation", "withdrawn_from": "2026-03-02"}
    assert browser.post(page, withdrawn).status_code == 302
    assert accreditations_of(world.provider)[0].withdrawn_from == date(2026, 3, 2)


def test_a_client_asks_another_provider_which_takes_the_certificate_over(world: World, logged_in: Browse) -> None:
    certificate = world.certified()
    other = world._organisation("Second provider", OrganisationKind.PROVIDER)
    accredit_provider(STEWARD, provider=other, standard="ASM", accreditor="COFRAC", valid_from=date(2025, 1, 1))
    certifier = world._actor(other, Role.CERTIFIER)
    world.declare_none(certifier)
    page = reverse("web:certificate-work", args=[certificate.id])
    client, taking = logged_in(world.operator), logged_in(certifier)
    asked = {"step": "assurance.transfer.request", "provider": other, "reason": "Nearer to us."}
    assert client.post(page, asked).status_code == 302
    assert "A move waits for its answer" in client.get(page).content.decode()
    assert taking.get(page).status_code == 200
    answered = taking.post(page, {"step": "assurance.transfer.accept", "note": "File reviewed."})
    assert answered.status_code == 302
    assert certificate_card(certificate.id).watched_by == other
    assert "watched over by Second provider" in taking.get(page).content.decode()
    assert Transfer.objects.count() == 1


def test_a_request_can_be_cancelled_or_refused_on_the_page(world: World, logged_in: Browse) -> None:
    certificate = world.certified()
    other = world._organisation("Second provider", OrganisationKind.PROVIDER)
    client, taking = logged_in(world.operator), logged_in(world._actor(other, Role.CERTIFIER))
    page = reverse("web:certificate-work", args=[certificate.id])
    asked = {"step": "assurance.transfer.request", "provider": other, "reason": "Nearer to us."}
    assert client.post(page, asked).status_code == 302
    assert client.post(page, {"step": "assurance.transfer.cancel"}).status_code == 302
    assert client.post(page, asked).status_code == 302
    refused = taking.post(page, {"step": "assurance.transfer.refuse", "note": "No capacity."})
    assert refused.status_code == 302
    assert taking.get(page).status_code == 404
