"""Presentations: the holder's proof and the occasion it was made for, apart from the credentials that are shown."""

import json
from datetime import timedelta
from typing import Any

import base58
import pytest

from orepass.credentials.rules import data_integrity, jose, keys, presentation
from orepass.credentials.rules.authority import Resolution
from orepass.credentials.rules.presentation import Occasion, is_presentation, read_presentation, verify_presentation
from orepass.credentials.rules.presented import read
from orepass.credentials.rules.status import Fetched
from orepass.credentials.rules.strict_json import BadDocument
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.credentials.rules.verification import Outside, verify_credential
from orepass.kernel.check import Result
from tests.rules.credentials.signing import AT, OTHER, SIGNER, Signer, credential, proved, resolve

PASSED, FAILED, OPEN, LEFT = Result.PASSED, Result.FAILED, Result.UNDETERMINED, Result.NOT_CHECKED
OUTSIDE = Outside(resolver=resolve, status_fetcher=lambda _url: Fetched(None, reason="none"))
HOLDER = OTHER
ASKED = Occasion(challenge="c-1", domain="https://buyer.example")


def unsigned(**fields: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "@context": [BASE_CONTEXT],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER.did,
        "verifiableCredential": [proved(), {"type": "EnvelopedVerifiableCredential", **enveloped()}],
    }
    return base | fields


def enveloped() -> dict[str, Any]:
    return {"@context": BASE_CONTEXT, "id": f"data:application/vc+jwt,{jose.sign(credential(), SIGNER)}"}


def embedded(document: dict[str, Any] | None = None, signer: Signer = HOLDER, **options: Any) -> str:
    """Return a presentation with the proof of its holder."""
    found = document or unsigned()
    said: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "verificationMethod": signer.key_id,
        "proofPurpose": "authentication",
        "challenge": "c-1",
        "domain": ["https://other.example", "https://buyer.example"],
    }
    said |= options
    signature = signer.sign(data_integrity.hash_data(found, said, keys.ED25519))
    return json.dumps(found | {"proof": said | {"proofValue": "z" + base58.b58encode(signature).decode()}})


def token(document: dict[str, Any] | None = None, signer: Signer = HOLDER, **header: Any) -> str:
    found = {"nonce": "c-1", "aud": "https://buyer.example"} | (document or unsigned())
    head = {"alg": "EdDSA", "typ": "vp+jwt", "cty": "vp", "kid": signer.key_id} | header
    signed = ".".join(keys.base64url(json.dumps(part).encode()) for part in (head, found))
    return f"{signed}.{keys.base64url(signer.sign(signed.encode()))}"


def verify(text: str, occasion: Occasion | None = ASKED, outside: Outside = OUTSIDE) -> dict[str, Any]:
    found = verify_presentation(text, outside, each, at=AT, occasion=occasion)
    checks: dict[str, Any] = {check.name: check.result for check in found.checks}
    return checks | {"verified": found.verified}


def each(one: Any) -> Any:
    return verify_credential(one if isinstance(one, str) else json.dumps(one), OUTSIDE, at=AT)


GOOD = {
    "proof": PASSED,
    "key_authorised": PASSED,
    "holder_controls_key": PASSED,
    "occasion": PASSED,
    "dates": PASSED,
    "schema": PASSED,
    "verified": True,
}


def test_a_presentation_verifies_in_each_of_its_forms_with_every_credential_in_it() -> None:
    wrapped = {"@context": BASE_CONTEXT, "type": "EnvelopedVerifiablePresentation"}
    for text in (embedded(), token(), json.dumps(wrapped | {"id": f"data:application/vp+jwt,{token()}"})):
        assert verify(text) == GOOD
        found = verify_presentation(text, OUTSIDE, each, at=AT, occasion=ASKED)
        assert [one.verified for one in found.credentials] == [True, True]
        assert found.presentation["holder"] == HOLDER.did


def test_a_presentation_without_a_proof_says_so_and_is_what_is_in_it() -> None:
    found = verify(json.dumps(unsigned()), occasion=None)
    assert (found["proof"], found["occasion"], found["verified"]) == (LEFT, LEFT, True)
    assert verify(json.dumps(unsigned()))["occasion"] is FAILED
    assert verify(json.dumps(unsigned(verifiableCredential=[])), occasion=None)["verified"] is None
    assert verify(embedded(unsigned(verifiableCredential=[])))["verified"] is True


def test_an_old_presentation_shown_again_is_for_another_occasion() -> None:
    for text in (embedded(), token()):
        assert verify(text, Occasion(challenge="c-2"))["occasion"] is FAILED
        assert verify(text, Occasion(challenge="c-1", domain="https://thief.example"))["occasion"] is FAILED
        assert verify(text, Occasion(domain="https://buyer.example"))["occasion"] is PASSED
        assert verify(text, Occasion(challenge="c-1"))["verified"] is True
        assert verify(text, None)["occasion"] is LEFT


def test_a_challenge_changed_after_signing_is_noticed() -> None:
    moved = json.loads(embedded())
    moved["proof"]["challenge"] = "c-2"
    assert verify(json.dumps(moved), Occasion(challenge="c-2"))["proof"] is FAILED


def test_the_holder_signs_with_a_key_for_that_and_for_nobody_else() -> None:
    assert verify(embedded(signer=SIGNER))["holder_controls_key"] is FAILED
    assert verify(token(signer=SIGNER))["verified"] is False
    assert verify(embedded(proofPurpose="assertionMethod"))["key_authorised"] is FAILED
    assert verify(embedded(unsigned(holder={"id": HOLDER.did})))["holder_controls_key"] is PASSED
    nameless = {name: value for name, value in unsigned().items() if name != "holder"}
    assert verify(embedded(nameless))["holder_controls_key"] is LEFT
    method = {"id": HOLDER.key_id, "controller": HOLDER.did, "publicKeyMultibase": HOLDER.public.multibase}
    document = {"id": HOLDER.did, "verificationMethod": [method], "assertionMethod": [HOLDER.key_id]}
    asserting = Outside(resolver=lambda _name: Resolution(document, "x"), status_fetcher=OUTSIDE.status_fetcher)
    assert verify(embedded(), outside=asserting)["key_authorised"] is FAILED
    unreachable = Outside(resolver=lambda _name: Resolution(None), status_fetcher=OUTSIDE.status_fetcher)
    assert verify(embedded(), outside=unreachable)["holder_controls_key"] is OPEN
    assert verify(embedded(), outside=unreachable)["verified"] is None


def test_a_relative_name_of_a_key_counts_for_the_holder() -> None:
    assert verify(token(kid=f"#{HOLDER.public.multibase}")) == GOOD


def test_one_bad_credential_spoils_a_good_presentation() -> None:
    bad = proved() | {"name": "Another"}
    assert verify(embedded(unsigned(verifiableCredential=[proved(), bad]))) == GOOD | {"verified": False}
    assert verify(embedded(unsigned(verifiableCredential=proved()))) == GOOD


def test_a_presentation_is_faulted_for_its_structure_and_a_token_for_contradicting_it() -> None:
    assert verify(embedded(unsigned(id=5)))["schema"] is FAILED
    assert verify(token(unsigned(iss=SIGNER.did)))["schema"] is FAILED
    assert verify(token(typ="vc+jwt"))["schema"] is FAILED
    assert verify(token(unsigned(iss=HOLDER.did)))["schema"] is PASSED


def test_a_token_and_a_proof_end_when_they_say() -> None:
    ends = int((AT - timedelta(minutes=6)).timestamp())
    assert verify(token(unsigned(exp=ends)))["dates"] is FAILED
    assert verify(token(unsigned(exp=ends + 120)))["dates"] is PASSED
    assert verify(embedded(expires="2026-11-22T11:54:00Z"))["dates"] is FAILED


def test_an_expired_token_around_a_credential_is_expired_too() -> None:
    def dates(**claims: Any) -> Result:
        found = verify_credential(jose.sign(credential(**claims), SIGNER), OUTSIDE, at=AT)
        return next(check.result for check in found.checks if check.name == "dates")

    ends = int(AT.timestamp())
    assert dates() is PASSED
    assert dates(exp=ends - 300) is FAILED
    assert dates(exp=ends - 299) is PASSED
    assert dates(nbf=ends + 301) is FAILED
    assert dates(nbf=ends + 300) is PASSED
    assert dates(exp="tomorrow") is FAILED


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(proved()),
        jose.sign(credential(), SIGNER),
        json.dumps({"type": "EnvelopedVerifiablePresentation", "id": "data:application/vc+jwt,a.b.c"}),
        json.dumps({"type": "EnvelopedVerifiablePresentation", "id": 5}),
        json.dumps({"type": []}),
        "[]",
        "",
    ],
)
def test_what_is_no_presentation_is_refused(text: str) -> None:
    with pytest.raises(BadDocument):
        read_presentation(text)


def test_a_presentation_is_no_credential_and_holds_as_many_as_anyone_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (json.dumps(unsigned()), json.dumps({"type": "EnvelopedVerifiablePresentation", "id": "x"})):
        with pytest.raises(BadDocument, match="presentation"):
            read(text)
    monkeypatch.setattr(presentation, "CREDENTIALS_MAX", 2)
    assert len(read_presentation(json.dumps(unsigned())).members) == 2
    with pytest.raises(BadDocument, match="more credentials"):
        read_presentation(json.dumps(unsigned(verifiableCredential=[{}] * 3)))
    assert read_presentation(json.dumps({"type": "VerifiablePresentation"})).members == []


def test_a_presentation_is_told_from_a_credential_by_its_content() -> None:
    assert is_presentation(embedded())
    assert is_presentation(token())
    for other in (json.dumps(proved()), jose.sign(credential(), SIGNER), "", "{"):
        assert not is_presentation(other)
