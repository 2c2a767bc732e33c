"""Attacks on proofs, one test each: what a forger may try with a token, a key, a proof or the JSON around it."""

import hashlib
import hmac
import json
from typing import Any

import pytest

from orepass.credentials.rules import jose, strict_json
from orepass.credentials.rules.authority import Resolution, check_signatures
from orepass.credentials.rules.keys import base64url
from orepass.credentials.rules.presented import read
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.strict_json import BadDocument
from orepass.credentials.rules.verification import Outside, verify_credential
from orepass.kernel.check import Result
from tests.rules.credentials.signing import AT, OTHER, SIGNER, credential, proved, resolve
from tests.rules.credentials.test_chains_of_proofs import CurveSigner

PASSED, FAILED, OPEN = Result.PASSED, Result.FAILED, Result.UNDETERMINED
OUTSIDE = Outside(resolver=resolve, status_fetcher=lambda _url: Fetched(None, reason="none"))


def verified(text: str) -> bool | None:
    return verify_credential(text, OUTSIDE, at=AT).verified


def results(text: str) -> list[Result]:
    return [check.result for check in check_signatures(read(text), resolve)]


def token(header: dict[str, Any], signature: Any, payload: Any = None) -> str:
    """Return a token with any header, signed by whatever is given."""
    head = {"typ": "vc+jwt", "cty": "vc", "kid": SIGNER.key_id} | header
    body = payload if isinstance(payload, str) else json.dumps(payload or credential())
    signed = f"{base64url(json.dumps(head).encode())}.{base64url(body.encode())}"
    return f"{signed}.{base64url(signature(signed.encode()))}"


def test_the_ways_of_this_file_sign_what_verifies() -> None:
    assert verified(token({"alg": "EdDSA"}, SIGNER.sign)) is True
    assert verified(json.dumps(proved())) is True


@pytest.mark.parametrize("secret", [SIGNER.public.raw, SIGNER.public.multibase.encode(), SIGNER.did.encode(), b""])
def test_algorithm_confusion_a_public_key_is_no_shared_secret(secret: bytes) -> None:
    for name in ("HS256", "HS512"):
        forged = token({"alg": name}, lambda data: hmac.digest(secret, data, "sha256"))
        assert results(forged) == [FAILED, PASSED, PASSED]
        assert verified(forged) is False


@pytest.mark.parametrize("name", ["ES256", "ES384", "RS256", "PS256", "HS256", "eddsa", "EDDSA", "Ed448", 5, None, ""])
def test_algorithm_confusion_a_header_never_chooses_for_the_key(name: Any) -> None:
    assert results(token({"alg": name}, SIGNER.sign))[0] is FAILED


def test_algorithm_confusion_a_curve_signs_with_its_own_algorithm_only() -> None:
    for kind, own, other in (("P-256", "ES256", "ES384"), ("P-384", "ES384", "ES256")):
        signer = CurveSigner(kind, own)
        held, refused = (
            token({"alg": name, "kid": signer.key_id}, signer.sign, credential(signer.did)) for name in (own, other)
        )
        assert results(held) == [PASSED, PASSED, PASSED]
        assert results(refused)[0] is FAILED


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE", ""])
@pytest.mark.parametrize("signature", [b"", b"\0" * 64])
def test_none_is_no_algorithm(name: str, signature: bytes) -> None:
    forged = token({"alg": name}, lambda _data: signature)
    assert results(forged)[0] is FAILED
    assert verified(forged) is False


@pytest.mark.parametrize(
    ("kid", "expected"),
    [
        (OTHER.key_id, [FAILED, PASSED, FAILED]),
        (f"{SIGNER.did}#another", [OPEN, FAILED, PASSED]),
        (f"{SIGNER.did}#{OTHER.public.multibase}", [OPEN, FAILED, PASSED]),
        (SIGNER.did, [OPEN, FAILED, PASSED]),
        ("#another", [OPEN, FAILED, PASSED]),
        ("", [FAILED, OPEN, OPEN]),
        (None, [FAILED, OPEN, OPEN]),
        (5, [FAILED, OPEN, OPEN]),
        ("https://mine.example/key", [OPEN, OPEN, OPEN]),
        ("http://mine.example/key", [FAILED, OPEN, OPEN]),
    ],
)
def test_wrong_kid_never_leads_to_a_key_that_fits(kid: Any, expected: list[Result]) -> None:
    forged = token({"alg": "EdDSA", "kid": kid}, SIGNER.sign)
    assert results(forged) == expected
    assert verified(forged) is not True


def test_wrong_kid_a_key_in_the_header_counts_for_nothing() -> None:
    for named in ({"jwk": OTHER.public.jwk}, {"jku": "https://mine.example/keys"}, {"x5c": ["MIIB"]}):
        assert results(token({"alg": "EdDSA", **named}, OTHER.sign))[0] is FAILED


def test_issuer_is_not_the_controller_of_the_key() -> None:
    for text in (
        token({"alg": "EdDSA", "kid": OTHER.key_id}, OTHER.sign),
        json.dumps(proved(credential(), OTHER)),
    ):
        assert results(text) == [PASSED, PASSED, FAILED]
        assert verified(text) is False


def test_a_key_controlled_by_another_than_its_document_is_not_the_issuers() -> None:
    method = {"id": SIGNER.key_id, "controller": OTHER.did, "publicKeyMultibase": SIGNER.public.multibase}
    document = {"id": SIGNER.did, "verificationMethod": [method], "assertionMethod": [SIGNER.key_id]}
    checks = check_signatures(read(json.dumps(proved())), lambda _name: Resolution(document, "a test"))
    assert [check.result for check in checks] == [PASSED, PASSED, FAILED]


def test_key_not_authorised_for_assertions_signs_nothing_that_counts() -> None:
    method = {"id": SIGNER.key_id, "controller": SIGNER.did, "publicKeyMultibase": SIGNER.public.multibase}
    document = {"id": SIGNER.did, "verificationMethod": [method], "authentication": [SIGNER.key_id]}
    for text in (token({"alg": "EdDSA"}, SIGNER.sign), json.dumps(proved())):
        checks = check_signatures(read(text), lambda _name: Resolution(document, "a test"))
        assert [check.result for check in checks] == [PASSED, FAILED, PASSED]


def test_stripped_proofs_leave_no_credential_behind() -> None:
    document = proved()
    left: list[Any] = [[], None, {}, [{}], "", [None]]
    for proof in left:
        assert verified(json.dumps(document | {"proof": proof})) is not True
    head, body, _signature = token({"alg": "EdDSA"}, SIGNER.sign).split(".")
    assert verified(f"{head}.{body}.") is False


def test_duplicate_json_keys_are_refused_wherever_they_stand() -> None:
    text = json.dumps(proved())
    for twice in (
        text[:-1] + ', "issuer": "did:web:mine.example"}',
        text.replace('"name": "Kito"', '"name": "Kito", "name": "Kibali"'),
        text.replace('"type": "DataIntegrityProof"', '"type": "x", "type": "DataIntegrityProof"'),
    ):
        assert twice != text
        with pytest.raises(BadDocument, match="repeated"):
            verified(twice)
    with pytest.raises(BadDocument, match="repeated"):
        verified(token({"alg": "EdDSA"}, SIGNER.sign, json.dumps(credential())[:-1] + ', "issuer": "urn:x:1"}'))
    head = base64url(b'{"alg":"none","alg":"EdDSA","kid":"%b"}' % SIGNER.key_id.encode())
    body = base64url(json.dumps(credential()).encode())
    with pytest.raises(BadDocument, match="repeated"):
        verified(f"{head}.{body}.{base64url(SIGNER.sign(f'{head}.{body}'.encode()))}")


@pytest.mark.parametrize(
    "number",
    [
        *("9007199254740992", "9007199254740993", "-9007199254740992", "1e400", "1E+999"),
        *("9007199254740993.0", "-9007199254740993e0", "90071992547409930e-1"),
    ],
)
def test_numbers_beyond_two_to_the_53_are_refused_wherever_they_stand(number: str) -> None:
    text = json.dumps(proved(credential(credentialSubject={"id": "urn:x:mine", "kilograms": 123456})))
    assert verified(text) is True
    for forged in (text.replace("123456", number), text[:-1] + f', "weight": {number}}}'):
        with pytest.raises(BadDocument):
            verified(forged)
    with pytest.raises(BadDocument):
        verified(token({"alg": "EdDSA"}, SIGNER.sign, json.dumps(credential())[:-1] + f', "weight": {number}}}'))


def test_the_largest_number_with_one_reading_is_signed_and_verifies() -> None:
    document = credential(credentialSubject={"id": "urn:x:mine", "kilograms": 9007199254740991})
    assert verified(json.dumps(proved(document))) is True
    assert verified(jose.sign(document, SIGNER)) is True
    with pytest.raises(BadDocument):
        jose.sign(credential(weight=9007199254740992), SIGNER)
    with pytest.raises(BadDocument):
        proved(credential(weight=9007199254740992))


@pytest.mark.parametrize("number", ["1e30", "9007199254740992.0", "1.0E2", "4.50", "333333333.33333329"])
def test_number_that_stays_what_it_is_may_be_written_in_any_way(number: str) -> None:
    assert strict_json.parse(f"[{number}]") == [float(number)]


@pytest.mark.parametrize("sign", ["\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0001ffff", "\U0010fffe"])
def test_sign_that_is_no_character_is_refused_however_it_is_written(sign: str) -> None:
    for text in (f'{{"a": "é{sign}"}}', f'{{"{sign}": 1}}', json.dumps({"a": [sign]})):
        with pytest.raises(BadDocument, match="no character"):
            strict_json.parse(text)
    assert strict_json.parse('"\ufdcf\ufdf0\ufffd"') == "\ufdcf\ufdf0\ufffd"


def test_a_token_of_another_kind_is_no_credential() -> None:
    for kind in ("at+jwt", "dpop+jwt", "vp+jwt", "secevent+jwt"):
        forged = token({"alg": "EdDSA", "typ": kind}, SIGNER.sign)
        assert results(forged)[0] is PASSED
        assert verified(forged) is False


def test_a_proof_moved_to_another_document_fits_it_no_more() -> None:
    proof = proved()["proof"]
    other = credential(credentialSubject={"id": "urn:x:other", "name": "Kito"})
    assert results(json.dumps(other | {"proof": proof}))[0] is FAILED
    head, _body, signature = token({"alg": "EdDSA"}, SIGNER.sign).split(".")
    assert results(f"{head}.{base64url(json.dumps(other).encode())}.{signature}")[0] is FAILED


def test_the_bytes_of_a_token_are_signed_not_its_meaning() -> None:
    spaced = json.dumps(credential(), indent=1)
    head, _body, signature = token({"alg": "EdDSA"}, SIGNER.sign).split(".")
    assert hashlib.sha256(spaced.encode()).digest() != hashlib.sha256(json.dumps(credential()).encode()).digest()
    assert results(f"{head}.{base64url(spaced.encode())}.{signature}")[0] is FAILED
