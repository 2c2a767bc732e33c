"""Keys, status lists and verifier together: what is issued verifies, what is touched fails, unknown stays unknown."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwk, jws

from orepass.credentials import outside, queries
from orepass.credentials.actions import (
    RevokedForGood,
    UnknownKeyKind,
    allot_status,
    create_identity,
    create_key,
    ensure_own_identity,
    record_status,
    retire_key,
    set_credential_status,
)
from orepass.credentials.models import Key, StatusEntry, StatusFact
from orepass.credentials.rules import data_integrity, did, jose
from orepass.credentials.rules.keys import ED25519, base64url
from orepass.credentials.rules.presented import digest_of
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.strict_json import BadDocument, Document
from orepass.credentials.rules.verification import Outside, Verification, verify_credential
from orepass.kernel.identifier import minted_from
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform import home, keystore
from orepass.platform.access import Actor, Role
from orepass.transparency.actions import place_queued, queue_leaf

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
STEWARD = Actor(pseudonym="per-1", organisation="org-1", roles=frozenset({Role.STEWARD}))
ID = "https://demo.orepass.example/credentials/crd-1"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))
    home.mark_as_demonstration("7")
    return tmp_path


@pytest.fixture
def credential() -> Document:
    with minted_from("7"):
        issuer = ensure_own_identity(AT)
        allot_status(issuer, subject=ID, at=AT)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": ID,
        "type": ["VerifiableCredential"],
        "issuer": {"id": issuer, "name": "Demonstration"},
        "validFrom": "2026-11-22T00:00:00Z",
        "validUntil": "2027-11-22T00:00:00Z",
        "credentialStatus": queries.status_entries(ID),
        "credentialSubject": {"id": "https://example.org/mine"},
    }


@pytest.fixture
def token(credential: Document) -> str:
    queue_leaf(kind="passport.certificate.issue", subject="crt-1", content_digest=digest_of(credential), at=AT)
    place_queued()
    return jose.sign(credential, queries.signer_for(queries.own_did()))


def asked(at: datetime = AT, **changes: Any) -> Outside:
    fields = {
        "resolver": outside.resolver(outside.nobody, at=at),
        "status_fetcher": outside.status_fetcher(outside.nobody, at=at),
        "log": outside.home_log(),
    }
    return Outside(**(fields | changes))


def results(verification: Verification) -> dict[str, str]:
    return {check.name: check.result.value for check in verification.checks}


def test_issued_token_passes_every_check_offline(token: str) -> None:
    verification = verify_credential(token, asked(), at=AT)
    assert verification.verified is True
    assert results(verification) == {
        "proof": "passed",
        "key_authorised": "passed",
        "issuer_controls_key": "passed",
        "dates": "passed",
        "status": "passed",
        "schema": "passed",
        "log": "passed",
        "underlying": "not_checked",
    }
    assert "own DID store" in verification.checks[1].reason


def test_own_status_list_is_no_entry_of_the_log_and_needs_none(token: str) -> None:
    entry = jose.parse_token(token).payload["credentialStatus"][0]
    name = entry["statusListCredential"].rpartition("/")[2]
    listing = queries.status_list_credential(name, at=AT)
    verification = verify_credential(listing, asked(), at=AT)
    assert (verification.verified, results(verification)["log"]) == (True, "not_checked")
    assert "log.lists_are_no_entries" in {check.code for check in verification.checks}


@pytest.mark.parametrize("change", ["type", "id"])
def test_what_only_calls_itself_a_list_still_has_to_be_on_the_log(token: str, change: str) -> None:
    entry = jose.parse_token(token).payload["credentialStatus"][0]
    listing = jose.parse_token(queries.status_list_credential(entry["statusListCredential"].rpartition("/")[2], at=AT))
    other = {"type": [*listing.payload["type"], "https://example.org/Certificate"], "id": "https://example.org/list"}
    signed = jose.sign(listing.payload | {change: other[change]}, queries.signer_for(queries.own_did()))
    assert results(verify_credential(signed, asked(), at=AT))["log"] == "failed"


def test_other_library_accepts_our_token(token: str) -> None:
    document = queries.did_document(queries.own_did()) or {}
    method = did.find_method(document, jose.parse_token(token).header["kid"]) or {}
    key = jwk.ECKey.import_key(method["publicKeyJwk"])
    checked = jws.deserialize_compact(token, key, algorithms=["ES256"])
    assert checked.headers()["typ"] == "vc+jwt"
    assert json.loads(checked.payload)["id"] == ID


def test_embedded_proof_passes_the_same_checks_and_the_same_leaf(token: str, credential: Document) -> None:
    embedded = data_integrity.add_proof(credential, queries.signer_for(queries.own_did(), ED25519), created=AT)
    verification = verify_credential(json.dumps(embedded), asked(), at=AT)
    assert (verification.verified, results(verification)["log"]) == (True, "passed")


def test_same_seed_and_content_give_the_same_token_byte_by_byte(credential: Document) -> None:
    signer = queries.signer_for(queries.own_did())
    assert jose.sign(credential, signer) == jose.sign(credential, signer)


def test_envelope_is_opened(token: str) -> None:
    envelope = {"type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{token}"}
    assert verify_credential(json.dumps(envelope), asked(), at=AT).verified is True


def test_changed_payload_fails_the_proof(token: str, credential: Document) -> None:
    head, _payload, signature = token.split(".")
    forged = json.dumps({**credential, "validUntil": "2036-11-22T00:00:00Z"}).encode()
    verification = verify_credential(f"{head}.{base64url(forged)}.{signature}", asked(), at=AT)
    assert verification.verified is False
    assert (results(verification)["proof"], results(verification)["log"]) == ("failed", "failed")


@pytest.mark.parametrize("algorithm", ["none", "HS256", "EdDSA", "ES384", ""])
def test_algorithm_that_does_not_fit_the_key_fails(token: str, algorithm: str) -> None:
    head, payload, signature = token.split(".")
    header = {**json.loads(jose.from_base64url(head)), "alg": algorithm}
    for mark in (signature, ""):
        forged = f"{base64url(json.dumps(header).encode())}.{payload}.{mark}"
        assert results(verify_credential(forged, asked(), at=AT))["proof"] == "failed"


@pytest.mark.parametrize(("name", "value"), [("typ", "at+jwt"), ("typ", ["vc+jwt"])])
def test_token_signed_for_another_purpose_is_no_credential(credential: Document, name: str, value: object) -> None:
    signer = queries.signer_for(queries.own_did())
    header = {"alg": "ES256", "kid": signer.key_id, name: value}
    signed = f"{base64url(json.dumps(header).encode())}.{base64url(json.dumps(credential).encode())}"
    token = f"{signed}.{base64url(signer.sign(signed.encode()))}"
    found = results(verify_credential(token, asked(), at=AT))
    assert (found["proof"], found["schema"]) == ("passed", "failed")


def test_status_entry_of_several_bits_is_undetermined(credential: Document) -> None:
    credential["credentialStatus"][0]["statusSize"] = 2
    token = jose.sign(credential, queries.signer_for(queries.own_did()))
    assert results(verify_credential(token, asked(log=None), at=AT))["status"] == "undetermined"


def test_key_of_another_identity_signs_nothing_for_the_issuer(credential: Document) -> None:
    other = create_identity(STEWARD, path="other", organisation="org-1", name="Other", at=AT)
    token = jose.sign(credential, queries.signer_for(other.id))
    verification = verify_credential(token, asked(), at=AT)
    assert results(verification)["proof"] == "passed"
    assert results(verification)["issuer_controls_key"] == "failed"
    assert verification.verified is False


@pytest.mark.parametrize(
    ("at", "result"),
    [
        (AT, "passed"),
        (datetime(2026, 11, 21, 23, 56, tzinfo=UTC), "passed"),
        (datetime(2026, 11, 21, 23, 54, tzinfo=UTC), "failed"),
        (datetime(2027, 11, 22, 0, 6, tzinfo=UTC), "failed"),
    ],
)
def test_dates_count_with_five_minutes_of_clock_skew(token: str, at: datetime, result: str) -> None:
    assert results(verify_credential(token, asked(at), at=at))["dates"] == result


def test_suspension_shows_at_once_is_lifted_and_is_known_for_every_date(token: str) -> None:
    day = timedelta(days=1)
    set_credential_status(STEWARD, subject=ID, purpose="suspension", is_set=True, at=AT + day)
    set_credential_status(STEWARD, subject=ID, purpose="suspension", is_set=False, at=AT + 3 * day)
    answers = [verify_credential(token, asked(AT + n * day), at=AT + n * day).verified for n in range(4)]
    assert answers == [True, False, False, True]


def test_setting_what_is_set_changes_nothing_and_a_revocation_is_final(token: str) -> None:
    for _twice in range(2):
        assert set_credential_status(STEWARD, subject=ID, purpose="revocation", is_set=True, at=AT).is_set
    with pytest.raises(RevokedForGood):
        set_credential_status(STEWARD, subject=ID, purpose="revocation", is_set=False, at=AT)
    assert StatusFact.objects.count() == 1
    assert verify_credential(token, asked(), at=AT).verified is False


def test_status_of_an_unknown_credential_is_refused_and_of_a_stranger_denied(token: str) -> None:
    with pytest.raises(NotFound):
        set_credential_status(STEWARD, subject="crd-9", purpose="revocation", is_set=True, at=AT)
    with pytest.raises(Denied):
        set_credential_status(Actor("per-2", "org-2"), subject=ID, purpose="revocation", is_set=True, at=AT)
    assert StatusFact.objects.count() == 0


@pytest.mark.parametrize("body", [None, "", "{}", b"\xff", "a.b.c", '{"type":["VerifiableCredential"]}'])
def test_status_list_that_cannot_be_had_is_undetermined_never_valid(token: str, body: str | bytes | None) -> None:
    surroundings = asked(status_fetcher=lambda _url: Fetched(body, "test", "HTTP 404"))
    verification = verify_credential(token, surroundings, at=AT)
    assert (verification.verified, results(verification)["status"]) == (None, "undetermined")


def test_status_list_forged_by_another_issuer_is_undetermined(token: str) -> None:
    other = create_identity(STEWARD, path="other", organisation="org-1", name="Other", at=AT)
    genuine = jose.parse_token(queries.list_at_url(queries.list_url(StatusEntry.objects.first().status_list_id), at=AT))
    forged = jose.sign({**genuine.payload, "issuer": other.id}, queries.signer_for(other.id))
    verification = verify_credential(token, asked(status_fetcher=lambda _url: Fetched(forged, "test")), at=AT)
    assert (verification.verified, results(verification)["status"]) == (None, "undetermined")


@pytest.mark.parametrize("index", ["abc", "-1", "131072", "99999999999999999999", 131072, -5, True, None])
def test_defective_status_index_fails(credential: Document, index: object) -> None:
    credential["credentialStatus"][0]["statusListIndex"] = index
    token = jose.sign(credential, queries.signer_for(queries.own_did()))
    assert results(verify_credential(token, asked(log=None), at=AT))["status"] == "failed"


def test_unknown_issuer_offline_is_undetermined(credential: Document) -> None:
    token = jose.sign({**credential, "issuer": "did:web:elsewhere.example"}, _Elsewhere())
    verification = verify_credential(token, asked(), at=AT)
    assert (verification.verified, results(verification)["proof"]) == (None, "undetermined")


class _Elsewhere:
    key_id = "did:web:elsewhere.example#k"
    algorithm = "ES256"

    def sign(self, data: bytes) -> bytes:
        return bytes(64) if data else b""


def test_credential_that_claims_to_be_issued_here_but_is_not_on_the_log_fails(credential: Document) -> None:
    token = jose.sign(credential, queries.signer_for(queries.own_did()))
    assert results(verify_credential(token, asked(), at=AT))["log"] == "failed"


def test_retired_key_still_verifies_and_a_compromised_one_does_not(token: str) -> None:
    key = Key.objects.get(kind="P-256").id
    retire_key(STEWARD, key=key, at=AT)
    with pytest.raises(queries.NoKey):
        queries.signer_for(queries.own_did())
    newer = create_key(STEWARD, did=queries.own_did(), at=AT)
    assert queries.signer_for(queries.own_did()).key_id == newer.key_id
    assert verify_credential(token, asked(), at=AT).verified is True
    retire_key(STEWARD, key=key, compromised=True, at=AT)
    assert results(verify_credential(token, asked(), at=AT))["key_authorised"] == "failed"


def test_key_of_another_kind_is_refused(credential: Document) -> None:
    with pytest.raises(UnknownKeyKind):
        create_key(STEWARD, did=queries.own_did(), kind="RSA", at=AT)
    assert Key.objects.filter(purpose=queries.ASSERTION).count() == 2


def test_demonstration_key_signs_nothing_outside_the_demonstration(credential: Document, own_home: Path) -> None:
    own = queries.own_did()
    (own_home / home.DEMO_MARKER).unlink()
    with pytest.raises(keystore.DemonstrationKey):
        queries.signer_for(own)


def test_hostile_text_is_refused() -> None:
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    hostile = ["", "x" * 10_000_000, "{", '{"a":1,"a":2}', '{"a":9007199254740993}', deep, "a.b", "..", b"\xff\xfe{"]
    hostile += ["[]", '"x"', '{"a":1e999}', '{"a":NaN}', '{"a":"\\ud800"}', '{"type":"VerifiablePresentation"}']
    for text in hostile:
        with pytest.raises(BadDocument):
            verify_credential(text, asked(), at=AT)


@pytest.mark.parametrize(
    "document",
    [{}, {"issuer": 5, "proof": 5}, {"proof": [{}] * 100}, {"proof": {"proofValue": []}, "credentialStatus": [[]]}],
)
def test_malformed_documents_fail_checks_without_a_crash(document: Document) -> None:
    assert verify_credential(json.dumps(document), asked(), at=AT).verified is False


def test_status_set_inside_another_step_needs_no_second_right(token: str) -> None:
    certifier = Actor("per-2", "org-2")
    assert record_status(certifier, subject=ID, purpose="suspension", is_set=True, at=AT).is_set
