"""The VC API: issue, verify, status; with scopes, problem documents and keys as everywhere, and nothing half done."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from orepass.api import credentials as api
from orepass.credentials.models import StatusEntry
from orepass.credentials.rules import data_integrity
from orepass.credentials.rules.keys import base64url, of_public
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.platform import clock, flood
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
ISSUER, VP = "did:web:demo.orepass.example:vc", "VerifiablePresentation"
SYSTEM = Actor.system("test")


@pytest.fixture
def certifier(own_home_for_each_test: object, db: None) -> Actor:
    mark_as_demonstration("x")
    perform_from_json(
        SYSTEM, "credentials.identity.create", {"path": "vc", "organisation": ORGANISATION, "name": "Issuer"}
    )
    return member(ORGANISATION, Role.CERTIFIER)


def member(organisation: str, role: Role) -> Actor:
    person = register_person(SYSTEM, name="x", purpose="y").id
    grant_membership(SYSTEM, person=person, organisation=organisation, role=role)
    return Actor(person, organisation, frozenset({role}))


def credential(**changes: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"],
        "type": ["VerifiableCredential", "ExampleDegreeCredential"],
        "credentialSubject": {"id": "did:example:subject", "degree": {"name": "Bachelor of Mining"}},
        **changes,
    }


def post(client: Client, address: str, body: Any, **headers: str) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(V1 + address, content, content_type="application/json", headers=headers)


def issued(client: Client, **options: Any) -> dict[str, Any]:
    response = post(client, "credentials/issue", {"credential": credential(), "options": options})
    assert response.status_code == 201, response.content
    place_queued()
    return dict(response.json()["verifiableCredential"])


def told(client: Client, secured: Any) -> dict[str, Any]:
    response = post(client, "credentials/verify", {"verifiableCredential": secured})
    assert response.status_code == 200, response.content
    return dict(response.json())


class Stranger:
    """A signer whose key nobody here knows, named by the key itself."""

    algorithm = "EdDSA"

    def __init__(self, key_id: str = "") -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
        text = of_public(self._key.public_key()).multibase
        self.key_id = key_id or f"did:key:{text}#{text}"

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data)


AS_MINE = {"type": ["VerifiableCredential", "Mine"]}
NOW = datetime(2026, 3, 3, tzinfo=UTC)


def test_issued_credential_is_enveloped_and_verifies_for_anyone(certifier: Actor) -> None:
    secured = issued(client_for(certifier))
    assert secured["type"] == "EnvelopedVerifiableCredential"
    found = told(Client(), secured)
    assert (found["verified"], found["errors"]) == (True, [])
    document = found["document"]
    assert document["issuer"] == ISSUER
    assert {one["statusPurpose"] for one in document["credentialStatus"]} == {"revocation", "suspension", "message"}
    assert all(isinstance(one["statusListIndex"], str) for one in document["credentialStatus"])
    assert told(Client(), secured["id"].partition(",")[2])["verified"] is True


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "ecdsa-jcs-2019"])
def test_either_suite_is_issued_on_request(certifier: Actor, suite: str) -> None:
    secured = issued(client_for(certifier), cryptosuite=suite)
    assert secured["proof"]["cryptosuite"] == suite
    assert told(Client(), secured)["verified"] is True


@pytest.mark.parametrize("suite", ["vc+jwt", "eddsa-jcs-2022"])
def test_changed_content_fails_with_the_problem_types_of_the_data_model(certifier: Actor, suite: str) -> None:
    secured = issued(client_for(certifier), form=suite)
    if suite == "vc+jwt":
        head, body, signature = secured["id"].partition(",")[2].split(".")
        changed = json.loads(base64.urlsafe_b64decode(body + "=="))
        changed["credentialSubject"]["degree"]["name"] = "Doctor"
        forged = base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b"=").decode()
        secured = f"{head}.{forged}.{signature}"  # type: ignore[assignment]
    else:
        secured["credentialSubject"]["degree"]["name"] = "Doctor"
    found = told(Client(), secured)
    assert found["verified"] is False
    assert "CRYPTOGRAPHIC_SECURITY_ERROR" in found["errors"][0]["type"]
    assert [found["errors"][0]["code"], found["checks"][0]["code"]] == ["proof.wrong", "proof.wrong"]


def test_foreign_credential_whose_issuer_cannot_be_asked_is_not_verified(certifier: Actor) -> None:
    made = credential(issuer="did:web:elsewhere.example", id="https://elsewhere.example/1")
    signed = data_integrity.add_proof(made, Stranger("did:web:elsewhere.example#1"), created=NOW)
    found = told(Client(), signed)
    assert (found["verified"], found["outcome"], found["errors"]) == (False, "undetermined", [])
    assert found["warnings"]


def test_foreign_did_key_credential_verifies_without_asking_anybody() -> None:
    signer = Stranger()
    made = credential(issuer=signer.key_id.partition("#")[0], id="https://elsewhere.example/1")
    found = told(Client(), data_integrity.add_proof(made, signer, created=NOW))
    assert (found["verified"], found["outcome"]) == (True, "verified")


def test_status_set_is_at_once_in_the_answer_and_a_revocation_stays(certifier: Actor) -> None:
    client = client_for(certifier)
    secured = issued(client)
    name = told(client, secured)["document"]["id"]
    body = {"credentialId": name, "credentialStatus": {"type": "BitstringStatusListEntry"}, "status": True}
    assert post(client, "credentials/status", body).json()["is_set"] is True
    assert told(Client(), secured)["verified"] is False
    lifted = post(client, "credentials/status", {**body, "status": False})
    assert (lifted.status_code, lifted.json()["code"]) == (409, "credentials.status.final")


def test_suspension_is_lifted(certifier: Actor) -> None:
    client = client_for(certifier)
    secured = issued(client)
    name = told(client, secured)["document"]["id"]
    for wanted, verified in (("1", False), ("0", True)):
        entry = {"type": "BitstringStatusListEntry", "statusPurpose": "suspension", "status": wanted}
        assert (
            post(client, "credentials/status", {"credentialId": name, "credentialStatus": [entry]}).status_code == 200
        )
        assert told(client, secured)["verified"] is verified


def test_same_key_signs_once_and_answers_the_same(certifier: Actor) -> None:
    client = client_for(certifier)
    answers = [
        post(client, "credentials/issue", {"credential": credential()}, **{"Idempotency-Key": "k"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert StatusEntry.objects.count() == 3
    other = post(client, "credentials/issue", {"credential": credential(name="x")}, **{"Idempotency-Key": "k"})
    assert (other.status_code, other.json()["code"]) == (409, "api.idempotency.reused")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"type": ["VerifiableCredential", "DigitalConformityCredential"]}, 409, "passport.credential.reserved"),
        ({"type": ["VerifiableCredential", "BitstringStatusListCredential"]}, 409, "passport.credential.reserved"),
        ({"type": ["VerifiableCredential", "LotStanding"]}, 409, "passport.credential.reserved"),
        ({"type": ["VerifiableCredential", "CustodyPeriodStatement"]}, 409, "passport.credential.reserved"),
        ({"type": ["VerifiableCredential", "https://x.example/v#LotStanding"]}, 409, "passport.credential.reserved"),
        ({"type": ["VerifiableCredential", "ore:CustodyPeriodStatement"]}, 409, "passport.credential.reserved"),
        (
            {**AS_MINE, "@context": [BASE_CONTEXT, {"Mine": "urn:x:v#LotStanding"}]},
            409,
            "passport.credential.reserved",
        ),
        (
            {**AS_MINE, "@context": [BASE_CONTEXT, {"Mine": {"@id": "urn:x:LotStanding"}}]},
            409,
            "passport.credential.reserved",
        ),
        ({"@context": [BASE_CONTEXT, {"kind": "@type"}]}, 409, "passport.credential.reserved"),
        ({"issuer": "did:web:elsewhere.example"}, 404, "platform.not_found"),
        ({"issuer": "did:web:demo.orepass.example"}, 404, "platform.not_found"),
        ({"issuer": {"id": 5}}, 422, "passport.credential.unusable"),
        ({"proof": {}}, 422, "passport.credential.unusable"),
        ({"id": "not a url"}, 422, "passport.credential.unusable"),
        ({"credentialSubject": {}}, 422, "passport.credential.invalid"),
        ({"@context": []}, 422, "passport.credential.invalid"),
    ],
    ids=str,
)
def test_what_may_not_be_signed_is_refused_whole(
    certifier: Actor, changes: dict[str, Any], status: int, code: str
) -> None:
    before = (StatusEntry.objects.count(), Entry.objects.count())
    response = post(client_for(certifier), "credentials/issue", {"credential": credential(**changes)})
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response["Content-Type"] == "application/problem+json"
    assert (StatusEntry.objects.count(), Entry.objects.count()) == before


def test_own_identifier_is_kept_and_used_once(certifier: Actor) -> None:
    client, body = (
        client_for(certifier),
        {"credential": credential(id="urn:uuid:1", issuer={"id": ISSUER, "name": "I"})},
    )
    assert post(client, "credentials/issue", body).status_code == 201
    again = post(client, "credentials/issue", body)
    assert (again.status_code, again.json()["code"]) == (409, "passport.credential.exists")


def test_stranger_a_wrong_role_and_a_narrow_token_sign_nothing(certifier: Actor) -> None:
    body = {"credential": credential()}
    assert post(Client(), "credentials/issue", body).status_code == 401
    assert post(client_for(member(ORGANISATION, Role.OPERATOR)), "credentials/issue", body).status_code == 403
    assert post(client_for(certifier, "party.*"), "credentials/issue", body).status_code == 403
    assert post(client_for(member("org-OTHER", Role.CERTIFIER)), "credentials/issue", body).status_code == 404
    assert StatusEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        ("credentials/issue", b"{", 422),
        ("credentials/issue", b'{"credential": {"a": 1, "a": 2}}', 422),
        ("credentials/issue", {"credential": "text"}, 400),
        ("credentials/issue", {"credential": {}, "options": []}, 400),
        ("credentials/issue", {"credential": {}, "options": {"form": "none"}}, 422),
        ("credentials/verify", {}, 400),
        ("credentials/verify", {"verifiableCredential": 5}, 400),
        ("credentials/verify", {"verifiableCredential": "abc"}, 422),
        ("credentials/verify", {"verifiableCredential": {"a": 2**60}}, 422),
        ("presentations/verify", {}, 400),
        ("presentations/verify", {"verifiablePresentation": 5}, 400),
        ("presentations/verify", {"verifiablePresentation": {}}, 422),
        ("presentations/verify", {"verifiablePresentation": {"type": VP, "verifiableCredential": [5]}}, 422),
        ("credentials/status", {}, 400),
        ("credentials/status", {"credentialId": "x", "credentialStatus": {"type": "Other"}}, 400),
        ("credentials/status", {"credentialId": "x", "credentialStatus": {}, "status": "maybe"}, 400),
        ("credentials/status", {"credentialId": "x", "credentialStatus": {}}, 404),
    ],
    ids=str,
)
def test_broken_request_is_a_problem_document(certifier: Actor, address: str, body: Any, status: int) -> None:
    response = post(client_for(certifier), address, body)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


def test_broken_request_is_told_by_the_name_that_was_sent(certifier: Actor) -> None:
    for address, name in (("credentials", "verifiableCredential"), ("presentations", "verifiablePresentation")):
        assert name in post(client_for(certifier), f"{address}/verify", {name: 5}).json()["detail"]


def test_each_credential_of_a_presentation_is_checked_and_a_missing_proof_is_said(certifier: Actor) -> None:
    secured = issued(client_for(certifier))
    presented: dict[str, Any] = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": VP,
        "verifiableCredential": [secured],
    }
    found = post(Client(), "presentations/verify", {"verifiablePresentation": presented}).json()
    assert (found["verified"], len(found["credentialResults"])) == (True, 1)
    assert "proof: not_checked" in [warning["title"] for warning in found["warnings"]]
    forged = post(Client(), "presentations/verify", {"verifiablePresentation": {**presented, "proof": {"a": 1}}}).json()
    assert forged["verified"] is False


def test_issuers_in_a_readers_anchors_are_relied_upon_for_what_is_presented() -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
    did = f"did:key:{of_public(key.public_key()).multibase}"
    presented = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": VP,
        "verifiableCredential": [credential(issuer=did)],
    }
    anchors = {"format": "orepass-anchors", "version": 1, "issuers": [{"did": did, "keys": []}]}
    for options, identity in (({}, "undetermined"), ({"anchors": anchors}, "passed")):
        body = {"verifiablePresentation": presented, "options": options}
        (found,) = post(Client(), "presentations/verify", body).json()["credentialResults"]
        assert {check["name"]: check["result"] for check in found["checks"]}["identity"] == identity
    for options in ({"anchors": {"format": "other"}}, {"alongside": [credential()]}):
        body = {"verifiablePresentation": presented, "options": options}
        assert post(Client(), "presentations/verify", body).status_code in {400, 422}


def test_the_holder_of_a_presentation_is_checked_with_the_challenge_it_was_asked_for(certifier: Actor) -> None:
    secured = issued(client_for(certifier))
    key = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
    holder = f"did:key:{of_public(key.public_key()).multibase}"
    presented = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": VP,
        "holder": holder,
        "verifiableCredential": [secured],
        "nonce": "c-1",
    }
    head = {"alg": "EdDSA", "typ": "vp+jwt", "kid": f"{holder}#{holder.rpartition(':')[2]}"}
    signed = ".".join(base64url(json.dumps(part).encode()) for part in (head, presented))
    token = f"{signed}.{base64url(key.sign(signed.encode()))}"
    for challenge, verified in (("c-1", True), ("c-2", False)):
        body = {"verifiablePresentation": token, "options": {"challenge": challenge}}
        found = post(Client(), "presentations/verify", body).json()
        assert found["verified"] is verified
        told = {check["name"]: check["result"] for check in found["checks"]}
        assert told["holder_controls_key"] == "passed"
        assert told["occasion"] == ("passed" if verified else "failed")
    body = {"verifiablePresentation": token, "options": {"challenge": None, "domain": None}}
    assert post(Client(), "presentations/verify", body).json()["verified"] is True


def test_nobody_is_asked_unless_a_token_wishes_it(certifier: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("orepass.platform.net._addresses", lambda host, _port: asked.append(host) or [])
    made = credential(issuer="did:web:elsewhere.example", id="https://elsewhere.example/1")
    body = {
        "verifiableCredential": data_integrity.add_proof(made, Stranger("did:web:elsewhere.example#1"), created=NOW),
        "options": {"online": True},
    }
    assert post(Client(), "credentials/verify", body).json()["verified"] is False
    assert asked == []
    assert post(client_for(certifier), "credentials/verify", body).json()["verified"] is False
    assert asked == ["elsewhere.example"]


def test_a_name_without_a_meaning_is_not_signed(certifier: Actor) -> None:
    pytest.importorskip("pyld", reason="the extra [rdfc] is not installed")
    plain = credential(type=["VerifiableCredential"], credentialSubject={"id": "urn:x:mine", "grade": "4.0"})
    plain["@context"] = plain["@context"][:1]
    response = post(client_for(certifier), "credentials/issue", {"credential": plain})
    assert response.status_code == 422
    assert "grade" in response.json()["detail"]
    (fault,) = response.json()["findings"]
    assert (fault["code"], fault["where"]) == ("credentials.structure.term", "/credentialSubject/grade")
    assert StatusEntry.objects.count() == 0
    plain["credentialSubject"] = {"id": "urn:x:mine", "name": "Kabolela"}
    fine = post(client_for(certifier), "credentials/issue", {"credential": plain})
    assert fine.status_code == 201, fine.json()["detail"]


def test_one_address_asks_for_so_many_checks_an_hour_and_may_still_complain(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    flood.forget()
    monkeypatch.setattr(api, "CHECKS_PER_HOUR", 2)
    body = {"verifiableCredential": credential()}
    assert [post(client, "credentials/verify", body).status_code for _ in range(3)] == [200, 200, 429]
    flood.count("127.0.0.1", at=clock.now(), limit=1)
    flood.forget()
