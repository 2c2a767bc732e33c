"""Numbers of other registers and identity anchors on the page of parties, for those who keep the register alone."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from orepass.credentials.actions import create_identity
from orepass.party.models import RegisteredNumber
from orepass.passport.models import AnchoredIdentity
from orepass.platform import clock
from orepass.platform.access import Actor
from tests.certification import STEWARD, World
from tests.web.conftest import Browse

WHERE = "web:parties"
LEI = "506700GE1G29325QX363"
RECORD = "party.organisation.record_number"


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: World) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


@pytest.fixture
def browser(logged_in: Browse, scheme_staff: Actor) -> Client:
    return logged_in(scheme_staff)


def shown(browser: Client) -> str:
    return browser.get(reverse(WHERE)).content.decode()


def test_an_lei_is_recorded_checked_and_ended(world: World, browser: Client) -> None:
    assert "No LEI and no number" in shown(browser)
    sent = {"step": RECORD, "organisation": world.client}
    refused = browser.post(reverse(WHERE), {**sent, "number": LEI[:-1] + "4"})
    assert refused.status_code == 422
    assert "check digits do not fit" in refused.content.decode()
    assert browser.post(reverse(WHERE), {**sent, "number": LEI}).status_code == 302
    assert LEI in shown(browser)
    row = RegisteredNumber.objects.get()
    ended = {"step": "party.organisation.end_number", "number": row.pk, "reason": "Another company's."}
    assert browser.post(reverse(WHERE), ended).status_code == 302
    assert "No LEI and no number" in shown(browser)


def test_number_of_a_company_register_is_recorded_with_its_register(world: World, browser: Client) -> None:
    sent = {
        "step": f"{RECORD}.other",
        "organisation": world.client,
        "scheme": "https://register.example/",
        "scheme_name": "Company register",
        "number": "HRB 7",
    }
    assert browser.post(reverse(WHERE), {**sent, "scheme": "register"}).status_code == 422
    assert browser.post(reverse(WHERE), sent).status_code == 302
    html = shown(browser)
    assert "HRB 7" in html
    assert "Company register" in html


def test_an_anchor_is_issued_fetched_and_revoked(world: World, browser: Client) -> None:
    issue = {"step": "passport.anchor.issue", "organisation": world.client}
    refused = browser.post(reverse(WHERE), issue)
    assert refused.status_code == 422
    assert "no identity of its own" in refused.content.decode()
    create_identity(STEWARD, path="mine", organisation=world.client, name="Mine", at=world.at)
    assert browser.post(reverse(WHERE), issue).status_code == 302
    made = AnchoredIdentity.objects.get().credential
    assert f"/credentials/{made.pk}" in shown(browser)
    answer = Client().get(f"/credentials/{made.pk}")
    assert (answer.content.decode(), answer["Content-Type"]) == (made.token, "application/vc+jwt")
    revoke = {"step": "passport.anchor.revoke", "organisation": world.client, "grounds": "It has left."}
    assert browser.post(reverse(WHERE), revoke).status_code == 302
    html = shown(browser)
    assert "revoked" in html
    assert 'value="passport.anchor.revoke"' not in html


def test_others_are_offered_neither(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.operator)
    html = shown(browser)
    assert RECORD not in html
    assert "passport.anchor.issue" not in html
    sent = {"step": RECORD, "organisation": world.client, "number": LEI}
    browser.post(reverse(WHERE), sent)
    assert RegisteredNumber.objects.count() == 0
