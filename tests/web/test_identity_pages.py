"""Identities on their page: a steward makes, rotates, retires and ends them; nobody else sees the page."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from orepass.credentials import queries
from orepass.credentials.models import BroughtContext, HistoryEntry
from orepass.credentials.rules import webvh_writing
from orepass.kernel.digest import digest
from orepass.party import queries as party
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.home import mark_as_demonstration
from orepass.platform.people import register_person
from tests.api.reading import client_for
from tests.certification import STEWARD, World
from tests.rules.credentials.signing import SIGNER
from tests.web.conftest import Browse

WHERE = "web:identities"
MINE = "did:web:demo.orepass.example:mine"


@pytest.fixture(autouse=True)
def demonstration(world: World) -> None:
    mark_as_demonstration("x")


@pytest.fixture
def steward(world: World, logged_in: Browse) -> Client:
    person = register_person(STEWARD, name="Steward", purpose="steward", at=world.at).id
    grant_membership(STEWARD, person=person, organisation=world.stranger, role=Role.STEWARD, at=world.at)
    browser = logged_in(Actor(person, world.stranger, frozenset({Role.STEWARD})))
    organisation = str(party.organisations(limit=1)[0].id)
    step = {"step": "credentials.identity.create", "organisation": organisation, "path": "mine", "name": "Mine desk"}
    assert browser.post(reverse(WHERE), step).status_code == 302
    return browser


def test_a_steward_sees_both_names_the_keys_and_the_history(steward: Client) -> None:
    html = steward.get(reverse(WHERE)).content.decode()
    card = queries.identity_card(MINE)
    for shown in (MINE, card.history_did, "Mine desk", *(key.public_multibase for key in card.keys), "published"):
        assert shown in html


def test_a_steward_rotates_retires_and_ends(steward: Client) -> None:
    steward.post(reverse(WHERE), {"step": "credentials.identity.rotate", "did": MINE})
    first = queries.identity_card(MINE).keys[0]
    steward.post(reverse(WHERE), {"step": "credentials.key.retire", "key": first.id, "compromised": "on"})
    html = steward.get(reverse(WHERE)).content.decode()
    assert "retired" in html
    assert "compromised" in html
    steward.post(reverse(WHERE), {"step": "credentials.identity.deactivate", "did": MINE})
    assert [version.deactivated for version in queries.history_of(MINE)] == [False, False, False, True]
    assert "ended" in steward.get(reverse(WHERE)).content.decode()


def test_a_steward_asks_for_witnesses_and_hands_in_what_they_signed(steward: Client) -> None:
    page = reverse(WHERE)
    ask = {"step": "credentials.identity.name_witnesses", "did": MINE, "witnesses": f"{SIGNER.did}\n", "threshold": "1"}
    assert steward.post(page, ask).status_code == 302
    key = {"step": "credentials.key.create", "did": MINE, "kind": "Ed25519"}
    assert steward.post(page, key).status_code == 302
    assert "waits for its witnesses" in steward.get(page).content.decode()
    version = queries.history_of(MINE)[2].version_id
    sent = {"step": "credentials.identity.take_witness_proof", "did": MINE, "version": version, "witness": SIGNER.did}
    for text in ("no JSON", "[]", "{}"):
        assert steward.post(page, {**sent, "proof": text}).status_code == 422
    proof = webvh_writing.proof_of({"versionId": version}, SIGNER, created="2026-11-23T09:00:00Z")
    assert steward.post(page, {**sent, "proof": json.dumps(proof)}).status_code == 302
    assert [one.published for one in queries.history_of(MINE)] == [True, True, True]
    assert "waits for its witnesses" not in steward.get(page).content.decode()


def test_a_message_about_an_unknown_credential_is_refused(steward: Client) -> None:
    step = {"step": "credentials.status.tell", "subject": "https://x.example/1", "text": "contested"}
    assert steward.post(reverse(WHERE), step).status_code == 422


def test_a_path_that_is_none_is_refused_and_nothing_is_made(steward: Client) -> None:
    organisation = str(party.organisations(limit=1)[0].id)
    step = {"step": "credentials.identity.create", "organisation": organisation, "path": "a b", "name": "x"}
    assert steward.post(reverse(WHERE), step).status_code == 422
    assert (len(queries.identities()), HistoryEntry.objects.count()) == (1, 1)


CONTEXT = {"@context": {"name": "https://schema.example/name"}}


def test_a_steward_sees_the_contexts_and_brings_one(steward: Client) -> None:
    html = steward.get(reverse(WHERE)).content.decode()
    for shown in ("https://www.w3.org/ns/credentials/v2", "comes with Orepass"):
        assert shown in html
    assert "https://schema.example/v1" not in html
    sent = {"step": "credentials.context.bring", "url": "https://schema.example/v1", "document": json.dumps(CONTEXT)}
    refused = steward.post(reverse(WHERE), {**sent, "digest": "0" * 64})
    assert refused.status_code == 422
    assert not BroughtContext.objects.exists()
    assert steward.post(reverse(WHERE), {**sent, "digest": digest(CONTEXT)}).status_code == 302
    html = steward.get(reverse(WHERE)).content.decode()
    assert "https://schema.example/v1" in html
    assert "brought here" in html


def test_contexts_are_read_over_the_api_by_stewards_alone(steward: Client, world: World) -> None:
    person = register_person(STEWARD, name="Other steward", purpose="steward", at=world.at).id
    grant_membership(STEWARD, person=person, organisation=world.stranger, role=Role.STEWARD, at=world.at)
    listed = client_for(Actor(person, world.stranger)).get("/api/v1/contexts").json()["items"]
    assert [card["url"] for card in listed] == [card.url for card in queries.context_cards()]
    assert {card["source"] for card in listed} <= {"held", "brought", "known"}
    for reader in (world.operator, world.auditor, world.certifier, world.outsider):
        assert client_for(reader).get("/api/v1/contexts").status_code == 404
    assert Client().get("/api/v1/contexts").status_code == 401


def test_the_page_is_for_stewards_only(logged_in: Browse, scheme_staff: Actor) -> None:
    assert logged_in(scheme_staff).get(reverse(WHERE)).status_code in {403, 404}


def test_anyone_reads_identities_over_the_api_by_either_name(steward: Client) -> None:
    listed = Client().get("/api/v1/identities").json()["items"]
    assert [one["id"] for one in listed] == [MINE]
    for name in (MINE, listed[0]["history_did"]):
        found = Client().get(f"/api/v1/identities/{name}").json()
        assert found["document"]["id"] == MINE
        assert [version["number"] for version in found["versions"]] == [1]
    assert Client().get("/api/v1/identities/did:web:none.example").status_code == 404
