"""What the public log tells of credentials that clients of the VC API wrote: our own identifiers, never their words."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from orepass.credentials.actions import set_credential_status
from orepass.credentials.models import StatusEntry, StatusFact
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.actions import perform_from_json
from orepass.platform.home import mark_as_demonstration
from orepass.platform.people import register_person
from orepass.transparency.actions import place_queued
from orepass.transparency.models import Entry
from tests.api.reading import client_for

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"
ORGANISATION = "org-VC"
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SYSTEM = Actor.system("test")
SUSPENSION = {"type": "BitstringStatusListEntry", "statusPurpose": "suspension"}


@pytest.fixture
def certifier(own_home_for_each_test: object, db: None) -> Actor:
    mark_as_demonstration("x")
    perform_from_json(
        SYSTEM, "credentials.identity.create", {"path": "vc", "organisation": ORGANISATION, "name": "Issuer"}
    )
    person = register_person(SYSTEM, name="x", purpose="y").id
    grant_membership(SYSTEM, person=person, organisation=ORGANISATION, role=Role.CERTIFIER)
    return Actor(person, ORGANISATION, frozenset({Role.CERTIFIER}))


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(V1 + address, json.dumps(body).encode(), content_type="application/json")


def credential(name: str) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": name,
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": "urn:x:mine", "name": "Kabolela"},
    }


def leaves() -> list[tuple[str, str]]:
    place_queued()
    told = Entry.objects.filter(kind__in=["passport.credential.issue", "credentials.status.set"])
    return list(told.order_by("id").values_list("kind", "subject"))


@pytest.mark.parametrize(
    "name",
    [
        "mailto:jane.miller@example.org",
        "https://issuer.example/c?person=jane.miller@example.org&n=1",
        "https://issuer.example/~jane/%C3%A9=1",
        "https://issuer.example/" + "x" * (255 - len("https://issuer.example/")),
        "https://demo.orepass.example/credentials/jane.miller@example.org",
    ],
    ids=lambda name: name[:30],
)
def test_whatever_is_issued_can_be_suspended_and_revoked_and_its_identifier_is_on_no_leaf(
    certifier: Actor, name: str
) -> None:
    client = client_for(certifier)
    made = post(client, "credentials/issue", {"credential": credential(name)})
    assert made.status_code == 201, made.content
    for entry, status in ((SUSPENSION, "1"), (SUSPENSION, "0"), ({"type": "BitstringStatusListEntry"}, "1")):
        body = {"credentialId": name, "credentialStatus": entry, "status": status}
        told = post(client, "credentials/status", body)
        assert (told.status_code, told.json()["id"]) == (200, name), told.content
    found = leaves()
    assert [kind for kind, _subject in found] == ["passport.credential.issue", *["credentials.status.set"] * 3]
    assert len({subject for _kind, subject in found}) == 1
    assert found[0][1].startswith("crd-")
    for row in Entry.objects.all():
        assert name.encode() not in bytes(row.data)
        assert b"jane" not in bytes(row.data)


def test_what_identifier_it_was_cannot_be_tried_out_on_the_digest_of_its_status(certifier: Actor) -> None:
    """Two identifiers, one status at one instant: nothing on the log depends on the text that the issuer chose."""
    client = client_for(certifier)
    assert post(client, "credentials/issue", {"credential": credential("mailto:jane@example.org")}).status_code == 201
    digests = set()
    for name in ("mailto:jane@example.org", "mailto:john@example.org"):
        StatusEntry.objects.filter(subject__startswith="mailto:").update(subject=name)
        StatusFact.objects.all().delete()
        set_credential_status(certifier, subject=name, purpose="suspension", is_set=True, at=AT)
        newest = Entry.objects.filter(kind="credentials.status.set").latest("id")
        digests.add((newest.subject, newest.content_digest))
    assert len(digests) == 1


def test_a_leaf_is_found_by_the_digest_of_the_credential_and_names_what_to_watch(certifier: Actor) -> None:
    client = client_for(certifier)
    inputs = {"document": json.dumps(credential("urn:x:1")), "form": "vc+jwt"}
    signed = perform_from_json(certifier, "passport.credential.issue", inputs)
    body = {"credentialId": "urn:x:1", "credentialStatus": SUSPENSION}
    assert post(client, "credentials/status", body).status_code == 200
    place_queued()
    listed = client.get(f"{V1}log/entries?subject={signed.id}").json()["items"]
    assert [one["kind"] for one in listed] == ["credentials.status.set", "passport.credential.issue"]
    assert listed[1]["content_digest"] == signed.digest
    assert client.get(f"{V1}log/inclusion/{signed.digest}").status_code == 200
