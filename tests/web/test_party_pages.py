"""Parties on their page: organisations, sites and accreditations come in, and what is refused or not shown."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orepass.party.models import Accreditation, Organisation, Site
from orepass.party.queries import organisations
from orepass.party.queries.councils import memberships_in_councils
from orepass.passport.models import IssuedCredential
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.models import Record
from orepass.web.views import councils
from tests.certification import World
from tests.web.conftest import Browse

WHERE = "web:parties"


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def test_scheme_staff_register_an_organisation_and_see_it(world: World, logged_in: Browse, scheme_staff: Actor) -> None:
    browser = logged_in(scheme_staff)
    sent = {"step": "party.organisation.register", "name": "Lualaba Smelting", "kind": "smelter", "country": "CD"}
    assert browser.post(reverse(WHERE), sent).status_code == 302
    assert Organisation.objects.filter(name="Lualaba Smelting", kind="smelter").exists()
    html = browser.get(reverse(WHERE), {"q": "lualaba"}).content.decode()
    assert "Lualaba Smelting" in html
    assert "Prüfstelle" not in html.partition("<form")[0]


def test_country_that_nobody_knows_is_refused_beside_its_field(
    world: World, logged_in: Browse, scheme_staff: Actor
) -> None:
    browser = logged_in(scheme_staff)
    records, organisations = Record.objects.count(), Organisation.objects.count()
    sent = {"step": "party.organisation.register", "name": "Nowhere Ltd", "kind": "trader", "country": "Atlantis"}
    answer = browser.post(reverse(WHERE), sent)
    assert answer.status_code == 422
    assert b"field-error" in answer.content
    assert b"Nowhere Ltd" in answer.content
    assert (Record.objects.count(), Organisation.objects.count()) == (records, organisations)


def test_provider_is_accredited_from_a_day(world: World, logged_in: Browse, scheme_staff: Actor) -> None:
    sent = {"step": "party.provider.accredit", "provider": world.provider, "standard": "CPS", "accreditor": "COFRAC"}
    browser = logged_in(scheme_staff)
    assert browser.post(reverse(WHERE), {**sent, "valid_from": "2026-01-01"}).status_code == 302
    assert Accreditation.objects.filter(standard="CPS", provider=world.provider).exists()
    assert "COFRAC" in browser.get(reverse(WHERE)).content.decode()


def test_a_membership_is_recorded_with_its_paper_and_ended(
    world: World, logged_in: Browse, scheme_staff: Actor
) -> None:
    browser = logged_in(scheme_staff)
    paper = SimpleUploadedFile("members.txt", b"Kasulo Ridge", content_type="text/plain")
    sent = {"step": "party.membership.record", "organisation": world.client, "council": "A council", "evidence": paper}
    assert browser.post(reverse(WHERE), {**sent, "valid_from": "2026-01-01"}).status_code == 302
    (card,) = memberships_in_councils([world.client])
    html = browser.get(reverse(WHERE)).content.decode()
    assert "A council" in html
    ended = {"step": "party.membership.end", "membership": card.id, "ended_from": "2026-01-02", "reason": "They left."}
    assert browser.post(reverse(WHERE), ended).status_code == 302
    assert [one.ended_from for one in memberships_in_councils([world.client])] == [date(2026, 1, 2)]


def test_an_end_is_offered_for_no_membership_that_is_over_or_was_recorded_by_mistake(
    world: World, logged_in: Browse, scheme_staff: Actor
) -> None:
    browser, today = logged_in(scheme_staff), clock.today()
    past, now, wrong = "Council of the past", "Council of today", "Council of another"
    for council, before in ((past, str(today)), (now, str(today + timedelta(days=1))), (wrong, "")):
        paper = SimpleUploadedFile("members.txt", b"Kasulo Ridge", content_type="text/plain")
        sent = {"step": "party.membership.record", "organisation": world.client, "council": council, "evidence": paper}
        assert browser.post(reverse(WHERE), {**sent, "valid_from": "2025-12-01", "valid_before": before}).status_code
    cards = {card.council: card for card in memberships_in_councils([world.client])}
    ended = {"step": "party.membership.end", "ended_from": "2025-12-01", "reason": "A mistake."}
    assert browser.post(reverse(WHERE), {**ended, "membership": cards[wrong].id}).status_code == 302
    html = browser.get(reverse(WHERE)).content.decode()
    assert [cards[name].id in html for name in (past, now, wrong)] == [False, True, False]
    assert "recorded by mistake" in html.partition("Members of councils")[2].partition("</table>")[0]
    houses = organisations()
    with CaptureQueriesContext(connection) as asked:
        councils.memberships(houses)
    assert (len(asked), len(houses) > 1) == (1, True)


def test_operator_registers_a_site_of_its_own_and_sees_no_other_party(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.operator)
    sent = {"step": "party.site.register", "name": "Pit 9", "country": "CD", "minerals": "cobalt, copper"}
    assert browser.post(reverse(WHERE), {**sent, "activities": ["extraction"]}).status_code == 302
    made = Site.objects.get(name="Pit 9")
    assert (made.organisation_id, made.minerals) == (world.client, ["cobalt", "copper"])
    html = browser.get(reverse(WHERE)).content.decode()
    assert "Pit 9" in html
    assert "Somebody else" not in html


def test_half_a_place_is_refused_and_no_site_is_made(world: World, logged_in: Browse) -> None:
    sent = {"step": "party.site.register", "name": "Pit 9", "latitude": "-10.7"}
    answer = logged_in(world.operator).post(reverse(WHERE), sent)
    assert answer.status_code == 422
    assert b"cannot be those of a site" in answer.content
    assert not Site.objects.filter(name="Pit 9").exists()


def test_auditors_do_not_keep_parties(world: World, logged_in: Browse) -> None:
    assert logged_in(world.auditor).get(reverse(WHERE)).status_code == 403


def test_certifier_issues_the_credential_of_a_certificate_on_its_page(world: World, logged_in: Browse) -> None:
    certificate = world.certified()
    where = reverse("web:certificate-work", args=[certificate.id])
    answer = logged_in(world.certifier).post(where, {"step": "passport.certificate.issue_credential"})
    assert answer.status_code == 302
    assert IssuedCredential.objects.filter(about=certificate.id).exists()
