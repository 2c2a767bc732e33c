"""What names mean in credentials that clients wrote: held against their contexts before signing, or said to be open."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from orepass.credentials import contexts, rdfc_worker
from orepass.credentials.actions import bring_context
from orepass.credentials.models import StatusEntry, StatusList
from orepass.credentials.queries import terms_were_checked
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
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
ORGANISATION = "org-VC"
SYSTEM = Actor.system("test")
STEWARD = Actor("per-1", "org-1", frozenset({Role.STEWARD}))
BASE = "https://www.w3.org/ns/credentials/v2"
UNTP = "https://vocabulary.uncefact.org/untp/0.7.0/context/"
MINE = "https://mine.example/context"
CONTEXT: dict[str, Any] = {"@context": {"grade": "https://mine.example/#grade"}}
REFERENCE = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials"
PUBLISHED = REFERENCE / "untp" / "0.7.0" / "context" / "untp-context.jsonld"


@pytest.fixture
def client(own_home_for_each_test: object, db: None) -> Client:
    mark_as_demonstration("x")
    perform_from_json(
        SYSTEM, "credentials.identity.create", {"path": "vc", "organisation": ORGANISATION, "name": "Issuer"}
    )
    person = register_person(SYSTEM, name="x", purpose="y").id
    grant_membership(SYSTEM, person=person, organisation=ORGANISATION, role=Role.CERTIFIER)
    return client_for(Actor(person, ORGANISATION, frozenset({Role.CERTIFIER})))


@pytest.fixture
def linked_data() -> None:
    pytest.importorskip("pyld", reason="the extra [rdfc] is not installed")
    pytest.importorskip("pyoxigraph", reason="the extra [rdfc] is not installed")


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(V1 + address, json.dumps(body).encode(), content_type="application/json")


def issue(client: Client, *named: str, **subject: Any) -> Any:
    credential = {
        "@context": [BASE, *named],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": "urn:x:mine", **subject},
    }
    return post(client, "credentials/issue", {"credential": credential})


def signed(response: Any) -> dict[str, Any]:
    assert response.status_code == 201, response.content
    place_queued()
    return dict(response.json()["verifiableCredential"])


def terms(secured: Any) -> list[tuple[str, str]]:
    """The answers of the verifier about names, as a stranger reads them."""
    found = post(Client(), "credentials/verify", {"verifiableCredential": secured}).json()
    return [(check["result"], check["reason"]) for check in found["checks"] if check["name"] == "terms"]


def state() -> tuple[int, ...]:
    return StatusEntry.objects.count(), StatusList.objects.count(), Entry.objects.count()


def bring(url: str = MINE, text: str = json.dumps(CONTEXT)) -> None:
    bring_context(STEWARD, url=url, document=text, digest=contexts.digest_of(json.loads(text)), at=AT)


@pytest.mark.usefixtures("linked_data")
@pytest.mark.parametrize("context", [UNTP, MINE])
def test_nothing_is_signed_while_a_context_is_not_at_hand_and_it_is_said_how_to_bring_it(
    client: Client, context: str
) -> None:
    before = state()
    response = issue(client, context, cobaltGradeNobodyDefines="4.0")
    told = response.json()
    assert (response.status_code, told["code"], told["where"]) == (409, "passport.credential.context", "/@context")
    assert context in told["detail"]
    assert "orepass context bring URL FILE" in told["what_to_do"]
    assert state() == before


@pytest.mark.usefixtures("linked_data")
def test_a_context_further_down_is_asked_for_as_well(client: Client) -> None:
    before = state()
    response = issue(client, **{"@context": MINE, "grade": "4.0"})
    assert (response.status_code, response.json()["code"]) == (409, "passport.credential.context")
    assert MINE in response.json()["detail"]
    assert state() == before


@pytest.mark.usefixtures("linked_data")
def test_with_the_context_that_a_steward_brought_names_are_known_or_refused(client: Client) -> None:
    bring()
    before = state()
    refused = issue(client, MINE, grade="4.0", moisture="8")
    assert (refused.status_code, refused.json()["code"]) == (422, "passport.credential.unusable")
    assert "moisture" in refused.json()["detail"]
    assert state() == before
    assert terms(signed(issue(client, MINE, grade="4.0"))) == []


@pytest.mark.usefixtures("linked_data")
@pytest.mark.skipif(not PUBLISHED.is_file(), reason="no reference material: set OREPASS_REFERENCE")
def test_names_of_untp_are_known_once_its_context_was_brought(client: Client) -> None:
    bring(UNTP, PUBLISHED.read_text())
    refused = issue(client, UNTP, cobaltGradeNobodyDefines="4.0")
    assert (refused.status_code, "cobaltGradeNobodyDefines" in refused.json()["detail"]) == (422, True)
    assert terms(signed(issue(client, UNTP, type=["Facility"], registeredId="CD-1"))) == []


def test_without_the_extra_it_is_signed_and_the_verifier_says_that_names_were_not_checked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdfc_worker, "is_installed", lambda _library: False)
    secured = signed(issue(client, UNTP, cobaltGradeNobodyDefines="4.0"))
    ((result, reason),) = terms(secured)
    assert result == "not_checked"
    assert "[rdfc]" in reason
    found = post(Client(), "credentials/verify", {"verifiableCredential": secured}).json()
    assert found["verified"] is True


@pytest.mark.usefixtures("linked_data")
def test_what_was_not_checked_when_it_was_made_is_checked_when_it_can_be(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(rdfc_worker, "is_installed", lambda _library: False)
        known, strange = signed(issue(client, MINE, grade="4.0")), signed(issue(client, MINE, moisture="8"))
    assert [terms(one)[0][0] for one in (known, strange)] == ["not_checked", "not_checked"]
    assert MINE in terms(known)[0][1]
    bring()
    assert [terms(one)[0][0] for one in (known, strange)] == ["passed", "failed"]


@pytest.mark.usefixtures("linked_data")
def test_what_was_checked_is_that_document_and_no_other_under_its_identifier(client: Client) -> None:
    response = post(
        client,
        "credentials/issue",
        {
            "credential": {
                "@context": [BASE],
                "type": ["VerifiableCredential"],
                "credentialSubject": {"id": "urn:x:mine", "name": "Kabolela"},
            },
            "options": {"form": "eddsa-jcs-2022"},
        },
    )
    secured = signed(response)
    assert terms(secured) == []
    secured["credentialSubject"]["grade"] = "4.0"
    assert [result for result, _reason in terms(secured)] == ["failed"]
    secured["id"] += "\0"
    assert [result for result, _reason in terms(secured)] == ["failed"]
    assert not terms_were_checked("urn:x:never", "")
