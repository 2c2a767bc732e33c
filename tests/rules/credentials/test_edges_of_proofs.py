"""Where a proof, a token or a whole credential turns from good to refused: each on both sides of its edge."""

import hashlib
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from orepass.credentials.rules import data_integrity, jose, keys, presented, strict_json
from orepass.credentials.rules.authority import Resolution, check_signatures
from orepass.credentials.rules.presented import Presented, digest_of, read, signatures
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.structure import BASE_CONTEXT, SUBJECT, faults, instant, is_url
from orepass.credentials.rules.validity import check_dates
from orepass.credentials.rules.verification import Outside, verify_credential
from orepass.kernel.check import Check, Result
from tests.rules.credentials.signing import AT, OTHER, SIGNER, Signer, answers, credential, proved, refused, resolve

# --- proofs ---


def test_a_second_proof_stands_beside_the_first_and_a_third_beside_both() -> None:
    one = proved()
    two = proved(one, OTHER)
    three = proved(two)
    assert two["proof"][0] == one["proof"]
    assert [proof["verificationMethod"] for proof in three["proof"]] == [SIGNER.key_id, OTHER.key_id, SIGNER.key_id]
    assert "proof" not in credential()


def test_a_proof_says_when_it_was_made_in_utc_without_fractions() -> None:
    when = datetime(2026, 11, 22, 14, 0, 0, 999, tzinfo=timezone(timedelta(hours=2)))
    proof = data_integrity.add_proof(credential(), SIGNER, created=when)["proof"]
    assert proof["created"] == "2026-11-22T12:00:00Z"


def test_what_is_signed_is_the_hash_of_the_options_and_then_of_the_document() -> None:
    options, document = {"a": 1, "proofValue": "z1"}, {"b": 2, "proof": {"c": 3}}
    expected = hashlib.sha256(b'{"a":1}').digest() + hashlib.sha256(b'{"b":2}').digest()
    assert data_integrity.hash_data(document, options, keys.ED25519) == expected
    with_context = data_integrity.hash_data(document, {"@context": ["x"]}, keys.P256)
    said = hashlib.sha256(b'{"@context":["x"]}').digest() + hashlib.sha256(b'{"@context":["x"],"b":2}').digest()
    assert with_context == said


def test_the_context_of_a_proof_is_the_beginning_of_the_documents() -> None:
    longer = credential(**{"@context": [BASE_CONTEXT, "https://mine.example/context"]})
    proof = proved()["proof"]
    assert data_integrity.proof_holds(longer | {"proof": proof}, proof, SIGNER.public) is True
    whole = proved(longer)["proof"]
    assert data_integrity.proof_holds(credential() | {"proof": whole}, whole, SIGNER.public) is False
    single = proved(credential(**{"@context": BASE_CONTEXT}))["proof"]
    assert single["@context"] == BASE_CONTEXT
    assert data_integrity.proof_holds(longer, single, SIGNER.public) is True


def test_a_signature_text_may_be_as_long_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    document = proved()
    proof = document["proof"]
    monkeypatch.setattr(data_integrity, "SIGNATURE_TEXT_MAX", len(proof["proofValue"]))
    assert data_integrity.proof_holds(document, proof, SIGNER.public) is True
    monkeypatch.setattr(data_integrity, "SIGNATURE_TEXT_MAX", len(proof["proofValue"]) - 1)
    assert data_integrity.proof_holds(document, proof, SIGNER.public) is False
    assert data_integrity.proof_holds(
        document, proof | {"proofValue": "m" + proof["proofValue"][1:]}, SIGNER.public
    ) is (False)


def test_as_many_proofs_as_anyone_needs_are_read() -> None:
    assert len(signatures(Presented(credential(proof=[{}] * presented.PROOFS_MAX)))) == presented.PROOFS_MAX
    refused(lambda: signatures(Presented(credential(proof=[{}] * (presented.PROOFS_MAX + 1)))))


def test_of_several_proofs_the_one_that_holds_is_told_wherever_it_stands() -> None:
    good = proved()["proof"]
    unknown = good | {"cryptosuite": "bbs-2023"}
    bad = good | {"proofValue": "z1"}
    passed, opened = [Result.PASSED] * 3, [Result.UNDETERMINED] * 3
    assert answers(credential(proof=[good, unknown])) == passed
    assert answers(credential(proof=[unknown, good])) == passed
    assert answers(credential(proof=[unknown, unknown])) == opened
    assert answers(credential(proof=[unknown, good, bad]))[0] is Result.FAILED


def test_of_proofs_that_are_all_open_the_first_is_told() -> None:
    good = proved()["proof"]
    forms = [good | {"cryptosuite": suite} for suite in ("bbs-2023", "ecdsa-xi-2023")]
    (first, *_rest) = check_signatures(Presented(credential(proof=forms)), resolve)
    assert first.params == {"form": "bbs-2023"}


def test_a_proof_of_a_key_of_another_does_not_pass_beside_an_open_one() -> None:
    document = credential(OTHER.did)
    good = proved(document)["proof"]
    checks = answers(document | {"proof": [good | {"cryptosuite": "bbs-2023"}, good]})
    assert checks == [Result.PASSED, Result.PASSED, Result.FAILED]


def test_a_key_that_is_not_there_is_named_as_not_authorised_and_the_rest_stays_told() -> None:
    method = {"id": "#k", "controller": SIGNER.did, "publicKeyMultibase": SIGNER.public.multibase}
    document = {"id": SIGNER.did, "verificationMethod": [method], "assertionMethod": ["#k"]}
    proof = proved()["proof"] | {"verificationMethod": f"{SIGNER.did}#k"}

    def said(known: dict[str, Any]) -> list[Result]:
        return answers(credential(proof=proof), lambda _name: Resolution(known, "a test"))

    assert said(document)[1:] == [Result.PASSED, Result.PASSED]
    assert said(document | {"assertionMethod": []})[1:] == [Result.FAILED, Result.PASSED]
    assert said(document | {"verificationMethod": []}) == [Result.UNDETERMINED, Result.FAILED, Result.PASSED]


# --- tokens ---


def test_a_token_says_what_it_is_and_who_signed_it() -> None:
    token = jose.parse_token(jose.sign(credential(), SIGNER))
    assert token.header == {"alg": "EdDSA", "cty": "vc", "kid": SIGNER.key_id, "typ": "vc+jwt"}
    assert jose.parse_token(f" {jose.sign(credential(), SIGNER)}\n").payload == credential()
    (one,) = signatures(Presented(token.payload, token))
    assert (one.method, one.purpose, one.form) == (SIGNER.key_id, "assertionMethod", "vc+jwt EdDSA")


def test_a_token_may_be_as_long_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    token = jose.sign(credential(), SIGNER)
    monkeypatch.setattr(jose, "TOKEN_MAX", len(token))
    assert jose.parse_token(token).payload == read(token).credential == credential()
    monkeypatch.setattr(jose, "TOKEN_MAX", len(token) - 1)
    refused(lambda: jose.parse_token(token), lambda: read(token))


def test_a_token_has_three_parts_and_no_other_number() -> None:
    token = jose.sign(credential(), SIGNER)
    refused(
        lambda: jose.parse_token(f"{token}.AA"), lambda: jose.parse_token("e30.e30"), lambda: jose.parse_token("e30")
    )


def test_a_signature_of_a_curve_is_of_one_length_however_it_is_written() -> None:
    private = ec.derive_private_key(7, ec.SECP256R1())
    public = keys.of_public(private.public_key())
    r, s = decode_dss_signature(private.sign(b"said", ec.ECDSA(hashes.SHA256())))
    assert public.verifies(r.to_bytes(32) + s.to_bytes(32), b"said") is True
    for other in (r.to_bytes(32) + s.to_bytes(33), r.to_bytes(32) + s.to_bytes(32)[:-1], b""):
        assert public.verifies(other, b"said") is False


@pytest.mark.parametrize("header", [{"crit": []}, {"b64": True}])
def test_a_header_that_asks_for_an_extension_is_refused(header: dict[str, Any]) -> None:
    head = keys.base64url(strict_json.canonical(header))
    refused(lambda: jose.parse_token(f"{head}.e30.AA"))
    assert jose.parse_token("e30.e30.AA").payload == {}


def test_an_algorithm_that_does_not_fit_the_key_holds_nothing() -> None:
    class Liar(Signer):
        algorithm = "ES256"

    for claimed in ("ES256", "none", "HS256"):
        Liar.algorithm = claimed
        assert jose.signature_holds(jose.parse_token(jose.sign(credential(), Liar())), SIGNER.public) is False
    Liar.algorithm = "Ed25519"
    assert jose.signature_holds(jose.parse_token(jose.sign(credential(), Liar())), SIGNER.public) is True


@pytest.mark.parametrize(
    ("claims", "wrong"),
    [
        ({}, []),
        ({"iss": SIGNER.did, "jti": "urn:x:1", "id": "urn:x:1"}, []),
        ({"iss": OTHER.did}, ["iss"]),
        ({"jti": "urn:x:1"}, ["jti"]),
        ({"vc": {}, "vp": {}}, ["vc", "vp"]),
    ],
)
def test_a_token_contradicts_its_credential_claim_by_claim(claims: dict[str, Any], wrong: list[str]) -> None:
    for issuer in (SIGNER.did, {"id": SIGNER.did}):
        assert jose.disagreements(jose.parse_token(jose.sign(credential(issuer, **claims), SIGNER))) == wrong


@pytest.mark.parametrize("name", ["application/vc+jwt", "application/vc-ld+jwt", "application/vc+ld+jwt"])
def test_an_envelope_holds_a_token_whichever_of_its_names_it_has(name: str) -> None:
    token = jose.sign(credential(), SIGNER)
    for types in ("EnvelopedVerifiableCredential", ["EnvelopedVerifiableCredential", "Other"]):
        envelope = json.dumps({"type": types, "id": f"data:{name};charset=utf-8,{token}"})
        assert read(envelope.encode()).credential == credential()


def test_a_document_is_read_with_a_mark_and_spaces_before_it() -> None:
    text = json.dumps(credential())
    for given in (f"\ufeff{text}".encode(), f"  {text}\n", text.encode()):
        assert read(given) == Presented(credential())
    refused(lambda: read('{"type": ["VerifiablePresentation"]}'))


def test_the_digest_of_a_credential_is_that_of_its_content_without_proofs() -> None:
    bare = credential()
    assert digest_of(bare) == digest_of(proved(bare)) == Presented(proved(bare)).digest
    assert digest_of(bare) == hashlib.sha256(strict_json.canonical(bare)).hexdigest()


# --- when it is valid ---


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, {"start": "—"}),
        ({"validFrom": "2026-01-01T00:00:00Z"}, {"start": "2026-01-01T00:00:00Z"}),
        ({"validUntil": "2027-01-01T00:00:00Z"}, {"start": "—", "end": "2027-01-01T00:00:00Z"}),
    ],
)
def test_since_when_and_until_when_it_is_valid_is_told(fields: dict[str, str], said: dict[str, str]) -> None:
    found = check_dates(credential(**fields), AT)
    assert (found.result, found.params) == (Result.PASSED, said)


def test_the_proof_of_several_that_expired_first_is_told_with_its_end() -> None:
    ends = ("2027-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z")
    proofs = [*({"expires": end} for end in ends), {}]
    found = check_dates(credential(proof=proofs), AT)
    assert (found.result, found.params) == (Result.FAILED, {"end": "2026-01-01T00:00:00+00:00"})


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("2026-11-22T12:00:00Z", AT),
        ("2026-11-22T14:00:00+02:00", AT),
        ("2026-11-22T12:00:00.000000Z", AT),
        ("2026-11-22T12:00:00", None),
        ("2026-11-22", None),
        ("2026-11-31T12:00:00Z", None),
        ("10000-01-01T00:00:00Z", None),
        (20261122, None),
        (None, None),
    ],
)
def test_an_instant_has_a_day_a_time_and_a_zone(text: object, read_as: datetime | None) -> None:
    assert instant(text) == read_as


# --- its structure ---

TYPES = ["VerifiableCredential", "Certificate"]


@pytest.mark.parametrize(
    ("document", "places"),
    [
        (credential(type="VerifiableCredential"), []),
        (credential(type=TYPES), ["/type"]),
        (
            credential(
                **{
                    "@context": [BASE_CONTEXT, {"Certificate": "urn:x:c"}],
                    "type": ["VerifiableCredential", "Certificate"],
                }
            ),
            [],
        ),
        (
            credential(
                **{"@context": [BASE_CONTEXT, {"Permit": "urn:x:c"}], "type": ["VerifiableCredential", "Certificate"]}
            ),
            ["/type"],
        ),
        (
            credential(**{"@context": [BASE_CONTEXT, "urn:x:c"], "type": ["VerifiableCredential", "Certificate"]}),
            [],
        ),
        (credential(type=["VerifiableCredential", "urn:x:certificate"]), []),
        (credential(type=[]), ["/type"]),
        (credential(**{"@context": []}), ["/@context"]),
        (credential(**{"@context": [BASE_CONTEXT, {"proof": "urn:x:y", "id": "urn:x:z"}]}), ["/@context/1"] * 2),
        (credential(id="urn:x:1"), []),
        (credential(id="Kito"), ["/id"]),
        (credential(id=["urn:x:1"]), ["/id"]),
        (credential(issuer=None), ["/issuer"]),
        (credential(issuer={"id": "urn:x:1", "description": 5}), ["/issuer/description"]),
        (credential(name="Kito", description={"@value": "a mine"}), []),
        (credential(name={"@value": 5}), ["/name"]),
        (credential(name={"@value": "Kito", "@other": 1}), ["/name"]),
        (credential(name=["Kito", {"@value": "Kito", "@language": "fr"}]), []),
        (credential(name=["Kito", 5]), ["/name"]),
        (credential(credentialSubject="urn:x:1"), ["/credentialSubject"]),
        (credential(credentialSubject={}), ["/credentialSubject"]),
        (credential(credentialSubject=[{"id": "urn:x:1"}, {"id": "Kito"}]), ["/credentialSubject/1/id"]),
        (credential(credentialSubject={"id": "Kito"}), ["/credentialSubject/id"]),
        (credential(validFrom="2026-01-01T00:00:00Z", validUntil="2026-01-01T00:00:00Z"), []),
        (credential(validFrom="2026-01-01", validUntil=5), ["/validFrom", "/validUntil"]),
        (credential(credentialSchema={"id": "urn:x:1", "type": "JsonSchema"}), []),
        (credential(credentialSchema={"id": "Kito", "type": "JsonSchema"}), ["/credentialSchema/id"]),
        (credential(credentialStatus={"type": "BitstringStatusListEntry"}), []),
        (credential(credentialStatus={"type": "BitstringStatusListEntry", "id": "Kito"}), ["/credentialStatus/id"]),
        (credential(credentialStatus=["set"]), ["/credentialStatus/0/type"]),
        (credential(termsOfUse=[{"type": "JsonSchema"}, {"type": []}]), ["/termsOfUse/1/type"]),
        (credential(refreshService={"type": ["JsonSchema", "Unknown"]}), ["/refreshService/type"]),
    ],
)
def test_each_fault_is_found_at_its_place_and_none_where_there_is_none(
    document: dict[str, Any], places: list[str]
) -> None:
    assert [fault.where for fault in faults(document)] == places


def test_a_presentation_is_faulted_inside_and_out() -> None:
    base = {"@context": [BASE_CONTEXT], "type": ["VerifiablePresentation"]}
    inner = [credential(), credential(id="Kito"), {"type": ["EnvelopedVerifiableCredential"]}, 5]
    found = faults(base | {"id": "Kito", "holder": {"id": "Kito"}, "verifiableCredential": inner})
    assert [fault.where for fault in found] == [
        "/id",
        "/holder",
        "/verifiableCredential/1/id",
        "/verifiableCredential/3",
    ]
    assert faults(base | {"holder": "urn:x:1", "verifiableCredential": credential()}) == []


@pytest.mark.parametrize(("text", "right"), [("urn:x:1", True), ("Kito", False), ("urn:x 1", False), (5, False)])
def test_a_url_is_one_absolute_one(text: object, right: bool) -> None:
    assert is_url(text) is right


# --- all at once ---


def verified(document: dict[str, Any] | str, **asked: Any) -> dict[str, Check]:
    text = document if isinstance(document, str) else json.dumps(document)
    outside = Outside(resolve, lambda _address: Fetched(None), **asked)
    return {check.name: check for check in verify_credential(text, outside, at=AT).checks}


def test_whether_the_schema_of_the_type_was_known_is_told() -> None:
    unknown = verified(proved())["schema"]
    known = verified(proved(), schema=lambda _document: [])["schema"]
    assert (unknown.result, known.result) == (Result.PASSED, Result.PASSED)
    assert "not known" in unknown.reason
    assert "not known" not in known.reason


def test_the_first_five_faults_are_named_and_all_are_counted() -> None:
    found = verified(proved(), schema=lambda _document: [SUBJECT.at(f"/{number}") for number in range(6)])["schema"]
    assert (found.result, found.params) == (Result.FAILED, {"count": "6", "places": "/0, /1, /2, /3, /4"})
    (whole,) = [verified(proved(), schema=lambda _document: [SUBJECT.at("")])["schema"]]
    assert whole.params["places"] == "/"


def test_what_lies_beneath_is_said_not_to_have_been_checked_only_when_nothing_was() -> None:
    def nothing(_document: object, _at: datetime) -> list[Check]:
        return []

    assert verified(proved(), underlying=nothing)["underlying"].result is Result.NOT_CHECKED
    assert verified(proved())["underlying"].result is Result.NOT_CHECKED


def test_a_credential_that_cannot_be_decided_is_neither_verified_nor_not() -> None:
    outside = Outside(lambda _name: Resolution(None, reason="nobody answers"), lambda _address: Fetched(None))
    assert verify_credential(json.dumps(proved()), outside, at=AT).verified is None
