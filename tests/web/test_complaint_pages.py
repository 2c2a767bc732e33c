"""Complaints through the public door and the desk: a receipt, no name anywhere, and nothing hostile gets in."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse

from orepass.engagement.actions import Outcome, conclude_complaint, put_complaint
from orepass.engagement.models import Complaint
from orepass.engagement.queries import complaints_for, followed
from orepass.platform import clock, flood
from orepass.platform.models import Person, Record
from orepass.transparency.models import Entry
from tests.actions.engagement.hearing import EMAIL, NAME, PHONE, STATEMENT, Hearing
from tests.api.reading import client_for
from tests.beginnings import Teller, Told
from tests.untouched import counted
from tests.web.conftest import Browse

LODGE = "/api/v1/actions/engagement.complaint.lodge"
FOLLOW = "/api/v1/complaint-receipt"
TRACES = (NAME, EMAIL, PHONE, "Kabange")


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Hearing]:
    return tell(lambda: Hearing().having("certified"))


@pytest.fixture
def world(told: Told[Hearing], db: None) -> Hearing:
    flood.forget()
    return told.again()


@pytest.fixture(autouse=True)
def at_the_worlds_time(world: Hearing) -> Iterator[None]:
    with clock.frozen_at(world.at):
        yield


def sent(**changes: Any) -> dict[str, Any]:
    whole = {
        "step": "engagement.complaint.lodge",
        "about": "site",
        "statement": STATEMENT,
        "protect_identity": "on",
        "name": NAME,
        "email": EMAIL,
        "phone": PHONE,
        "consent": "on",
    }
    return {key: value for key, value in (whole | changes).items() if value is not None}


def receipt_on(html: str) -> tuple[str, str]:
    number = re.search(r"cmp-[0-9A-Z]{13}", html)
    secret = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", html)
    assert number is not None
    assert secret is not None
    return number[0], secret[0]


def test_anybody_complains_without_an_account_and_follows_with_the_receipt(world: Hearing, client: Client) -> None:
    answer = client.post(reverse("web:complain"), sent())
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    number, secret = receipt_on(answer.content.decode())
    shown = client.post(reverse("web:complaint-follow"), {"step": "follow", "complaint": number, "secret": secret})
    assert STATEMENT in shown.content.decode()
    assert NAME not in shown.content.decode()


def test_receipt_adds_to_the_complaint_and_has_the_data_erased_on_the_same_page(world: Hearing, client: Client) -> None:
    receipt = world.lodged()
    kept = {"complaint": receipt.id, "secret": receipt.secret}
    more = {"step": "engagement.complaint.add", "statement": "It was on Monday.", **kept}
    assert "It was on Monday." in client.post(reverse("web:complaint-follow"), more).content.decode()
    gone = client.post(reverse("web:complaint-follow"), {"step": "engagement.complaint.forget", **kept})
    assert gone.status_code == 200
    assert not followed(receipt.id, receipt.secret).has_contact
    empty = client.post(reverse("web:complaint-follow"), more | {"statement": " "})
    assert empty.status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "AAAA-AAAA-AAAA-AAAA"},
        {"complaint": "cmp-NOBODY"},
        {"secret": ""},
        {"secret": "x" * 10_000},
        {"complaint": "'; drop table--"},
    ],
)
def test_wrong_receipt_shows_nothing(world: Hearing, client: Client, wrong: dict[str, str]) -> None:
    receipt = world.lodged()
    asked = {"step": "follow", "complaint": receipt.id, "secret": receipt.secret} | wrong
    answer = client.post(reverse("web:complaint-follow"), asked)
    assert answer.status_code == 422
    assert STATEMENT not in answer.content.decode()


@pytest.mark.parametrize(
    "hostile",
    [
        {"statement": "x" * 10_000_000},
        {"statement": "a\x00b"},
        {"statement": " "},
        {"about": "everything"},
        {"email": "nobody"},
        {"consent": None},
        {"name": "x" * 1000},
        {"subject": "x" * 1000},
    ],
)
def test_hostile_complaint_on_the_page_is_refused_and_nothing_is_written(
    world: Hearing, client: Client, hostile: dict[str, Any]
) -> None:
    before = counted()
    assert client.post(reverse("web:complain"), sent(**hostile)).status_code == 422
    assert counted() == before


@pytest.mark.parametrize(
    "hostile",
    [
        {"statement": "x" * 10_000_000},
        {"statement": "a\x00b"},
        {"statement": "a\ud800b"},
        {"statement": ""},
        {"statement": None},
        {"about": "everything"},
        {"contact": {"name": NAME}},
        {"contact": {"consent": True, "email": "x" * 5000}},
        {"subject": "x" * 200_000},
        {"more": 1},
    ],
)
def test_hostile_complaint_over_the_api_is_refused_and_nothing_is_written(
    world: Hearing, client: Client, hostile: dict[str, Any]
) -> None:
    before = counted()
    body = json.dumps({"about": "site", "statement": STATEMENT} | hostile)
    answer = client.post(LODGE, body, content_type="application/json")
    assert answer.status_code in {400, 413, 422}
    assert answer.json()["what_to_do"]
    assert counted() == before


def test_api_takes_a_complaint_without_a_token_and_no_idempotency_key(world: Hearing, client: Client) -> None:
    body = json.dumps({"about": "site", "statement": STATEMENT})
    lodged = client.post(LODGE, body, content_type="application/json")
    assert lodged.status_code == 200
    receipt = {"complaint": lodged.json()["id"], "secret": lodged.json()["secret"]}
    shown = client.post(FOLLOW, json.dumps(receipt), content_type="application/json")
    assert shown.json()["statement"] == STATEMENT
    wrong = client.post(FOLLOW, json.dumps(receipt | {"secret": "x"}), content_type="application/json")
    assert wrong.status_code == 404
    keyed = client.post(LODGE, body, content_type="application/json", headers={"Idempotency-Key": "k"})
    assert (keyed.status_code, keyed.json()["code"]) == (422, "api.idempotency.nobody")
    assert Complaint.objects.count() == 1


def test_one_address_cannot_flood_either_door(world: Hearing, client: Client) -> None:
    body = json.dumps({"about": "site", "statement": STATEMENT})
    for _ in range(flood.PER_HOUR - 1):
        assert client.post(LODGE, body, content_type="application/json").status_code == 200
    assert client.post(reverse("web:complain"), sent()).status_code == 200
    before = counted()
    refused = client.post(LODGE, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (429, "platform.flood.too_many")
    assert client.post(reverse("web:complain"), sent()).status_code == 422
    assert counted() == before
    assert client.post(LODGE, body, content_type="application/json", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_complaint_of_somebody_else_does_not_exist(world: Hearing, logged_in: Browse) -> None:
    receipt = world.lodged(world.certified().id)
    where = reverse("web:complaint", args=[receipt.id])
    for stranger in (world.operator, world.outsider, world.auditor, world.staff):
        assert logged_in(stranger).get(where).status_code == 404
        assert client_for(stranger).get(f"/api/v1/complaints/{receipt.id}").status_code == 404
    assert logged_in(world.handler).get(where).status_code == 200


def pages(world: Hearing, receipt: str) -> list[str]:
    """Every page of ours that names a thing or none, with the things of this world filled in."""
    known = {"complaint": receipt, "certificate": world.known.id, "certificate-work": world.known.id}
    known |= {"file": world.known.application, "site": world.sites[0]}
    found = []
    for pattern in get_resolver("orepass.web.urls").url_patterns:
        name = str(getattr(pattern, "name", ""))
        if "<" not in str(pattern.pattern):
            found.append(reverse(f"web:{name}"))
        elif name in known:
            found.append(reverse(f"web:{name}", args=[known[name]]))
    return found


def readings(world: Hearing, receipt: str) -> list[str]:
    names = ("complaints", f"complaints/{receipt}", "complaints-put", "appeals", "notices", "tasks", "me")
    own = ("applications", f"applications/{world.known.application}", f"certificates/{world.known.id}", "log/entries")
    return [f"/api/v1/{name}" for name in (*names, *own, "consultations", "events", "questions")]


def test_nobody_but_the_handler_finds_the_complainant_anywhere(
    world: Hearing, logged_in: Browse, client: Client
) -> None:
    world.known = world.certified()
    receipt = world.investigated(world.known)
    put_complaint(world.handler, complaint=receipt.id, told="Guards take money at night.", at=world.at)
    conclude_complaint(world.handler, complaint=receipt.id, outcome=Outcome.UPHELD, told="You were right.", at=world.at)
    pseudonym = Complaint.objects.get().person
    traces = (*TRACES, pseudonym)
    searched = 0
    for actor in (world.operator, world.certifier, world.auditor, world.staff, world.outsider, None):
        browser = logged_in(actor) if actor else client
        reader = client_for(actor) if actor else client
        for where in pages(world, receipt.id):
            said = browser.get(where, follow=True).content.decode(errors="replace")
            assert not [trace for trace in traces if trace in said], (where, actor)
            searched += 1
        for where in readings(world, receipt.id):
            said = reader.get(where).content.decode()
            assert not [trace for trace in traces if trace in said], (where, actor)
            searched += 1
    assert searched > 100
    handler_sees = logged_in(world.handler).get(reverse("web:complaint", args=[receipt.id])).content.decode()
    assert NAME in handler_sees


def test_no_table_but_the_persons_own_holds_the_name(world: Hearing) -> None:
    receipt = world.investigated(world.certified())
    put_complaint(world.handler, complaint=receipt.id, told="Guards take money at night.", at=world.at)
    holding = {
        model._meta.label
        for model in apps.get_models()
        for row in model._default_manager.values_list()
        if any(trace in str(row) for trace in TRACES)
    }
    assert holding == {"platform.Person"}
    assert Person.objects.filter(name=NAME).count() == 1
    pseudonym = Complaint.objects.get().person
    assert not [entry for entry in Entry.objects.values_list() if pseudonym in str(entry)]
    told = [
        str(record) for record in Record.objects.exclude(subject=pseudonym).values_list() if pseudonym in str(record)
    ]
    assert told == []
    assert not [letter for letter in mail.outbox if any(trace in str(letter.message()) for trace in TRACES)]


def test_whole_complaint_is_handled_on_its_page(world: Hearing, logged_in: Browse) -> None:
    receipt = world.lodged(world.certified().id)
    browser = logged_in(world.handler)
    where = reverse("web:complaint", args=[receipt.id])

    def step(name: str, **fields: Any) -> None:
        answer = browser.post(where, {"step": f"engagement.complaint.{name}", **fields})
        assert answer.status_code == 302, answer.content.decode()

    step("assign", handler=world.handler.pseudonym)
    step("acknowledge", told="It has arrived.")
    step("assess", admissible="yes", told="We look into it.")
    step("investigate", note="The guards confirm it.")
    step("put", told="Guards are said to take money.")
    step("conclude", outcome="upheld", told="You were right.")
    step("remedy", told="A sign with the fees.", due_on="2026-12-01")
    step("close", told="The sign stands.")
    assert complaints_for(world.handler)[0].state == "closed"
    assert "You were right." in browser.get(where).content.decode()


def test_accused_answers_on_the_same_address(world: Hearing, logged_in: Browse) -> None:
    receipt = world.investigated(world.certified())
    put_complaint(world.handler, complaint=receipt.id, told="Guards take money.", at=world.at)
    browser = logged_in(world.operator)
    where = reverse("web:complaint", args=[receipt.id])
    assert "Guards take money." in browser.get(where).content.decode()
    assert reverse("web:complaint", args=[receipt.id]) in browser.get(reverse("web:dashboard")).content.decode()
    answer = browser.post(where, {"step": "engagement.complaint.respond", "statement": "We changed the guards."})
    assert answer.status_code == 302
    assert "We changed the guards." in browser.get(where).content.decode()


def test_inbox_shows_the_clock_of_each_complaint(world: Hearing, logged_in: Browse) -> None:
    receipt = world.lodged(world.certified().id)
    html = logged_in(world.handler).get(reverse("web:cases-heard")).content.decode()
    assert receipt.id in html
    assert "due soon" in html
