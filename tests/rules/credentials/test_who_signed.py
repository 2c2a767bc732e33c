"""Who signed, and is it withdrawn: each answer on its own, without a register and without a network."""

import hashlib
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from orepass.credentials.rules import data_integrity, did, jose, keys, status_list, strict_json
from orepass.credentials.rules.authority import Resolution, check_signatures
from orepass.credentials.rules.presented import Presented, read, signatures
from orepass.credentials.rules.status import Fetched, check_status
from orepass.credentials.rules.strict_json import BadDocument
from orepass.credentials.rules.structure import BASE_CONTEXT, SUBJECT, faults
from orepass.credentials.rules.validity import check_dates
from orepass.credentials.rules.verification import Outside, verify_credential
from orepass.kernel.check import Result, failed, passed
from tests.rules.credentials.signing import AT, OTHER, SIGNER, Signer, credential, resolve, status_list_credential

LIST = "https://mine.example/list"
FAILED, PASSED, OPEN = Result.FAILED, Result.PASSED, Result.UNDETERMINED


class CurveSigner:
    """A key on a curve of the NIST, in memory."""

    def __init__(self, curve: ec.EllipticCurve, algorithm: str) -> None:
        self.private = ec.derive_private_key(7, curve)
        self.algorithm = algorithm
        self.hash: hashes.HashAlgorithm = hashes.SHA256() if algorithm == "ES256" else hashes.SHA384()
        self.public = keys.of_public(self.private.public_key())
        self.did = f"did:key:{self.public.multibase}"
        self.key_id = f"{self.did}#{self.public.multibase}"

    def sign(self, data: bytes) -> bytes:
        size = keys.CURVES[self.public.kind][2]
        return b"".join(n.to_bytes(size) for n in decode_dss_signature(self.private.sign(data, ec.ECDSA(self.hash))))


def proved(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    whole = data_integrity.add_proof(document, SIGNER, created=AT)
    return {**whole, "proof": {**whole["proof"], **changes}}


def answers(document: dict[str, Any] | str, resolver: Any = resolve) -> list[Result]:
    presented = read(document) if isinstance(document, str) else Presented(document)
    return [check.result for check in check_signatures(presented, resolver)]


@pytest.mark.parametrize("signer", [SIGNER, CurveSigner(ec.SECP256R1(), "ES256"), CurveSigner(ec.SECP384R1(), "ES384")])
def test_a_token_of_each_kind_of_key_holds_and_a_changed_one_does_not(signer: Any) -> None:
    token = jose.sign(credential(signer.did), signer)
    assert answers(token) == [PASSED, PASSED, PASSED]
    head, _payload, signature = token.split(".")
    forged = keys.base64url(strict_json.canonical(credential(signer.did, name="Another")))
    assert answers(f"{head}.{forged}.{signature}")[0] is FAILED
    assert answers(f"{head}.{forged}.{signature[:8]}")[0] is FAILED
    assert keys.from_jwk(signer.public.jwk) == signer.public


def test_a_relative_name_of_a_key_counts_for_the_issuer() -> None:
    token = jose.parse_token(jose.sign(credential(), SIGNER))
    token.header["kid"] = "#key"
    (one,) = signatures(Presented(token.payload, token))
    assert one.method == f"{SIGNER.did}#key"


def test_the_key_of_another_proves_its_signature_but_not_the_issuer() -> None:
    assert answers(jose.sign(credential(OTHER.did), SIGNER)) == [PASSED, PASSED, FAILED]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [PASSED, PASSED, PASSED]),
        ({"proofPurpose": "authentication"}, [FAILED, FAILED, PASSED]),
        ({"cryptosuite": "bbs-2023"}, [OPEN, OPEN, OPEN]),
        ({"previousProof": "urn:x:1"}, [FAILED, OPEN, OPEN]),
        ({"verificationMethod": "Kito"}, [FAILED, OPEN, OPEN]),
        ({"verificationMethod": f"{SIGNER.did}#none"}, [OPEN, FAILED, PASSED]),
        ({"proofValue": 5}, [FAILED, PASSED, PASSED]),
        ({"proofValue": "m123"}, [FAILED, PASSED, PASSED]),
        ({"proofValue": "z0OIl"}, [FAILED, PASSED, PASSED]),
        ({"proofValue": "z" + "1" * 300}, [FAILED, PASSED, PASSED]),
        ({"cryptosuite": "ecdsa-jcs-2019"}, [FAILED, PASSED, PASSED]),
        ({"@context": ["urn:x:other"]}, [FAILED, PASSED, PASSED]),
    ],
)
def test_each_part_of_an_embedded_proof_is_answered_apart(changes: dict[str, Any], expected: list[Result]) -> None:
    assert answers(proved(credential(), **changes)) == expected


def test_a_proof_without_a_context_of_its_own_is_hashed_as_it_came() -> None:
    document = credential()
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": data_integrity.EDDSA_JCS,
        "verificationMethod": SIGNER.key_id,
        "proofPurpose": "assertionMethod",
    }
    signature = SIGNER.sign(data_integrity.hash_data(document, options, keys.ED25519))
    value = "z" + base58.b58encode(signature).decode()
    assert answers(document | {"proof": options | {"proofValue": value}}) == [PASSED, PASSED, PASSED]


def test_the_hash_of_a_longer_curve_is_the_longer_one() -> None:
    assert len(data_integrity.hash_data({}, {}, keys.P384)) == 2 * hashlib.sha384().digest_size


@pytest.mark.parametrize(
    ("proof", "expected"),
    [(None, FAILED), ([], FAILED), ("signed", FAILED), ([{}] * 17, FAILED), ([{}, {}], OPEN)],
    ids=["none", "no proofs", "a text", "too many", "of no known form"],
)
def test_a_credential_without_a_usable_proof_is_never_proved(proof: Any, expected: Result) -> None:
    assert answers(credential() if proof is None else credential(proof=proof))[0] is expected


def test_of_two_proofs_one_good_one_suffices_and_one_bad_one_spoils_all() -> None:
    good = proved(credential())
    unknown, bad = ({**good["proof"], "cryptosuite": "bbs-2023"}, {**good["proof"], "proofValue": "z1"})
    assert answers(good | {"proof": [unknown, good["proof"]]}) == [PASSED, PASSED, PASSED]
    assert answers(good | {"proof": [good["proof"], bad]})[0] is FAILED


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (None, [OPEN, OPEN, OPEN]),
        ({"id": OTHER.did}, [FAILED, OPEN, OPEN]),
        ({"id": SIGNER.did, "verificationMethod": [{"id": SIGNER.key_id}]}, [OPEN, FAILED, FAILED]),
        ({"id": SIGNER.did, "verificationMethod": []}, [OPEN, FAILED, PASSED]),
        ({"id": SIGNER.did, "assertionMethod": ["#x", {"id": SIGNER.key_id, "controller": OTHER.did,
          "publicKeyJwk": SIGNER.public.jwk}]}, [PASSED, PASSED, FAILED]),
    ],
    ids=["unresolved", "of another", "a key of nobody", "without the key", "embedded, of another controller"],
)  # fmt: skip
def test_the_document_of_the_name_decides_what_a_key_may_do(document: Any, expected: list[Result]) -> None:
    assert answers(proved(credential()), lambda _name: Resolution(document, "a test", "it was not there")) == expected


@pytest.mark.parametrize(
    "jwk",
    [
        "key",
        {"kty": "RSA"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": keys.base64url(bytes(32)), "y": keys.base64url(bytes(32))},
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "OKP", "crv": "Ed25519", "x": "A"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AB"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
    ],
)
def test_a_json_web_key_that_is_none_is_refused(jwk: Any) -> None:
    with pytest.raises(BadDocument):
        keys.of_method({"publicKeyJwk": jwk})


@pytest.mark.parametrize("text", [5, "m1", "z0", "z1", "z" + "1" * 300])
def test_a_multikey_that_is_none_is_refused(text: Any) -> None:
    with pytest.raises(BadDocument):
        keys.of_method({"publicKeyMultibase": text})


def test_a_web_name_has_its_port_escaped_and_its_curves_as_json_web_keys() -> None:
    curve = CurveSigner(ec.SECP256R1(), "ES256")
    name = did.web_did("Mine.example:8443", "issuers")
    built = did.document(name, [did.Key("k", curve.public)], also_known_as=["https://mine.example"])
    assert (name, did.method_of(name), did.method_of("Kito")) == ("did:web:mine.example%3A8443:issuers", "web", "")
    assert built["verificationMethod"][0]["publicKeyJwk"] == curve.public.jwk
    assert built["alsoKnownAs"] == ["https://mine.example"]
    with pytest.raises(BadDocument):
        did.expand_did_key(name)


@pytest.mark.parametrize("name", [5, "did:key:" + "a" * 600, "Kito"])
def test_a_key_named_by_no_did_is_refused(name: Any) -> None:
    with pytest.raises(BadDocument):
        did.split(name)


# --- is it withdrawn ---


def status_of(entry: Any, body: str | bytes | None) -> Result:
    presented = Presented(credential() if entry is None else credential(credentialStatus=entry))

    def fetch(address: str) -> Fetched:
        assert address == LIST
        return Fetched(body, "a test", "nobody answers")

    return check_status(presented, fetch=fetch, resolver=resolve, at=AT).result


def listing(*bits: int, purpose: Any = "revocation", signer: Signer = SIGNER, **fields: Any) -> str:
    subject = {"statusPurpose": purpose, "encodedList": status_list.encode(bits)}
    return jose.sign(status_list_credential(subject, signer.did, **fields), signer)


def entry(purpose: str = "revocation", index: Any = "5", **fields: Any) -> dict[str, Any]:
    base = {"type": "BitstringStatusListEntry", "statusPurpose": purpose, "statusListIndex": index}
    return base | {"statusListCredential": LIST} | fields


LISTED = {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": status_list.encode([])}


@pytest.mark.parametrize(
    ("named", "body", "expected"),
    [
        (None, None, Result.NOT_CHECKED),
        ([], None, Result.NOT_CHECKED),
        ([entry()] * 9, listing(), FAILED),
        (entry(), listing(), PASSED),
        (entry(), listing(4, 6), PASSED),
        (entry(), listing(5), FAILED),
        ([entry(index=7), entry()], listing(5), FAILED),
        (entry("suspension"), listing(5, purpose=["revocation", "suspension"]), FAILED),
        (entry("message"), listing(5, purpose="message"), PASSED),
        (entry("suspension"), listing(5), OPEN),
        (entry(), listing(credentialSubject=[]), OPEN),
        (entry(), listing(credentialSubject={"statusPurpose": "revocation"}), OPEN),
        (entry(), listing(id=LIST), PASSED),
        (entry(), listing(id=f"{LIST}-2"), OPEN),
        (entry(), listing(id=None), OPEN),
        (entry(), listing(type=["VerifiableCredential"]), OPEN),
        (entry(), listing(credentialSubject=LISTED), PASSED),
        (entry(), listing(credentialSubject=LISTED | {"type": "Product"}), OPEN),
        (entry(), listing(credentialSubject=[LISTED]), OPEN),
        (entry(index="five"), listing(), FAILED),
        (entry(index="9999999"), listing(), FAILED),
        (entry(statusSize=2), listing(), OPEN),
        ("revoked", listing(), OPEN),
        (entry(statusListCredential=5), listing(), FAILED),
        (entry(), None, OPEN),
        (entry(), "no list", OPEN),
        (entry(), listing(signer=OTHER), OPEN),
        (entry(), listing()[:-8] + "AAAAAAAA", OPEN),
        (entry(), listing(validUntil="2026-11-01T00:00:00Z"), OPEN),
    ],
)
def test_what_cannot_be_read_is_open_and_only_a_bit_of_the_issuer_withdraws(
    named: Any, body: str | None, expected: Result
) -> None:
    assert status_of(named, body) is expected


@pytest.mark.parametrize(
    "text",
    [5, "u" + keys.base64url(b"no gzip"), status_list.encode([], length=8), status_list.encode([], length=2**25)],
)
def test_a_list_that_is_none_too_short_or_a_bomb_is_refused(text: Any) -> None:
    with pytest.raises(BadDocument):
        status_list.decode(text)


def test_a_free_index_is_drawn_again_until_it_is_free() -> None:
    drawn = iter([1, 2, 3])
    assert status_list.free_index({1, 2}, lambda _bits: next(drawn), length=8) == 3


# --- when it is valid ---


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, PASSED),
        ({"validFrom": "2026-01-01T00:00:00Z", "validUntil": "2027-01-01T00:00:00Z"}, PASSED),
        ({"validFrom": "2026-11-22T12:05:00Z"}, PASSED),
        ({"validFrom": "2026-11-22T12:05:01Z"}, FAILED),
        ({"validUntil": "2026-11-22T11:55:01Z"}, PASSED),
        ({"validUntil": "2026-11-22T11:55:00Z"}, FAILED),
        ({"validUntil": "tomorrow"}, OPEN),
        ({"validUntil": "2026-13-01T00:00:00Z"}, OPEN),
        ({"proof": {"expires": "2026-11-22T11:55:01Z"}}, PASSED),
        ({"proof": {"expires": "2026-11-22T11:55:00Z"}}, FAILED),
        ({"proof": "no proof"}, PASSED),
    ],
)
def test_the_five_minutes_of_two_clocks_are_the_edge_of_validity(fields: dict[str, Any], expected: Result) -> None:
    assert check_dates(credential(**fields), AT).result is expected


# --- how it was handed over ---


@pytest.mark.parametrize(
    "text",
    [
        b"\xff{}",
        "x" * 4_200_000,
        "one.two",
        "[]",
        '{"type": "VerifiablePresentation"}',
        '{"type": "EnvelopedVerifiableCredential"}',
        '{"type": "EnvelopedVerifiableCredential", "id": "data:text/plain,x"}',
        keys.base64url(b'{"crit":[]}') + ".e30.",
    ],
)
def test_what_is_no_credential_is_refused(text: str | bytes) -> None:
    with pytest.raises(BadDocument):
        read(text)


def test_a_token_in_an_envelope_is_the_credential_it_holds() -> None:
    token = jose.sign(credential(issuer={"id": SIGNER.did}), SIGNER)
    envelope = strict_json.canonical(
        {"type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{token}"}
    )
    assert read(strict_json.canonical(credential())).issuer == SIGNER.did
    assert (read(envelope).issuer, read(envelope).digest) == (SIGNER.did, read(token).digest)
    assert Presented({"issuer": 5}).issuer == ""


@pytest.mark.parametrize(
    "text",
    ["x" * 2_100_000, b"\xff", "{", "[" * 100_000, "[" * 200 + "]" * 200, '"\\ud800"', "\ud800", "1e999", "NaN", "[]"],
)
def test_json_with_two_readings_or_none_is_refused(text: str | bytes) -> None:
    with pytest.raises(BadDocument):
        strict_json.parse_object(text)


@pytest.mark.parametrize("value", [2**60, float("nan"), "\ud800"])
def test_a_value_without_a_canonical_form_is_not_signed(value: Any) -> None:
    with pytest.raises(BadDocument):
        strict_json.canonical([value])


def test_a_token_larger_than_any_credential_is_not_taken_apart() -> None:
    with pytest.raises(BadDocument):
        jose.parse_token("x" * 4_200_000)


# --- all at once ---


def schema_of(text: str, known: Any = None) -> Result:
    outside = Outside(resolve, lambda _address: Fetched(None), schema=known)
    return {check.name: check.result for check in verify_credential(text, outside, at=AT).checks}["schema"]


def test_every_question_is_answered_and_what_was_not_asked_is_said() -> None:
    outside = Outside(resolve, lambda _address: Fetched(None))
    whole = verify_credential(jose.sign(credential(), SIGNER), outside, at=AT)
    assert whole.verified is True
    assert [check.name for check in whole.checks if check.result is Result.NOT_CHECKED] == [
        "status",
        "log",
        "underlying",
    ]
    asked = Outside(
        resolve,
        lambda _address: Fetched(None),
        log=lambda _presented: passed("log", "Entry {index} of the log.", index=1),
        underlying=lambda _document, _at: [failed("underlying", "Certificate {certificate} was withdrawn.")],
    )
    assert verify_credential(jose.sign(credential(), SIGNER), asked, at=AT).verified is False


def test_the_schema_of_the_type_counts_where_it_is_known() -> None:
    token, fault = jose.sign(credential(), SIGNER), SUBJECT.at("/credentialSubject")
    assert (schema_of(token), schema_of(token, lambda _document: [])) == (PASSED, PASSED)
    assert schema_of(token, lambda _document: [fault]) is FAILED


@pytest.mark.parametrize("claim", [{"iss": "urn:x:other"}, {"jti": "urn:x:1"}, {"vc": {}}])
def test_a_token_that_contradicts_its_credential_fails(claim: dict[str, Any]) -> None:
    assert schema_of(jose.sign(credential(**claim), SIGNER)) is FAILED


def test_a_token_may_repeat_its_issuer_and_must_name_its_type() -> None:
    token = jose.parse_token(jose.sign(credential(issuer={"id": SIGNER.did}, iss=SIGNER.did), SIGNER))
    assert jose.disagreements(token) == []
    token.header["typ"] = "at+jwt"
    assert jose.disagreements(token) == ["typ"]


# --- its structure ---


def presentation(**fields: Any) -> dict[str, Any]:
    return {"@context": [BASE_CONTEXT], "type": ["VerifiablePresentation"]} | fields


@pytest.mark.parametrize(
    ("document", "places"),
    [
        (credential(), []),
        (credential(**{"@context": [BASE_CONTEXT, {"issuer": "urn:x:y"}, 5]}), ["/@context/1", "/@context/2"]),
        (credential(type=["VerifiableCredential", 5]), ["/type"]),
        (credential(type=["JsonSchema"]), ["/type"]),
        (credential(**{"@context": ["urn:x:y"]}), ["/@context"]),
        (credential(**{"@context": [BASE_CONTEXT, {"mine": "urn:x:mine"}, "urn:x:y"]}), []),
        (credential(issuer={"id": "Kito", "name": 5}), ["/issuer/id", "/issuer/name"]),
        (credential(issuer={"id": "urn:x:y", "name": {"@value": "Kito", "@language": "fr"}}), []),
        (credential(credentialSubject=[]), ["/credentialSubject"]),
        (credential(credentialSubject=[{}]), ["/credentialSubject/0"]),
        (credential(validFrom="2026-02-01T00:00:00Z", validUntil="2026-01-01T00:00:00Z"), ["/validUntil"]),
        (credential(credentialSchema=[{"type": "JsonSchema"}]), ["/credentialSchema/0/id"]),
        (credential(evidence={"id": "urn:x:y"}), ["/evidence/type"]),
        (credential(evidence={"type": "JsonSchema", "id": "urn:x:y"}), []),
        (presentation(), []),
        (presentation(holder="Kito"), ["/holder"]),
        (presentation(holder={"id": "urn:x:y"}, verifiableCredential=[credential()]), []),
        (presentation(verifiableCredential=["token"]), ["/verifiableCredential/0"]),
        (presentation(verifiableCredential=[credential(issuer="Kito")]), ["/verifiableCredential/0/issuer"]),
        (presentation(verifiableCredential={"type": "EnvelopedVerifiableCredential"}), []),
    ],
)
def test_every_fault_of_the_structure_has_its_place(document: dict[str, Any], places: list[str]) -> None:
    assert [fault.where for fault in faults(document)] == places
