"""Proofs over linked data: what each answer of a processor means for the proof, with an invented processor."""

import json
from typing import Any

import pytest

from orepass.credentials.rules import data_integrity, jose
from orepass.credentials.rules.authority import check_signatures
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.proofs.linked_data import NOBODY, Problem, defines_names
from orepass.credentials.rules.status import Fetched, check_status
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.credentials.rules.terms import check_terms
from orepass.credentials.rules.verification import Outside, verify_credential
from orepass.kernel.check import Result
from tests.rules.credentials.linked import Invented, linked_proof
from tests.rules.credentials.signing import AT, OTHER, SIGNER, credential, proved, resolve
from tests.rules.credentials.test_chains_of_proofs import CurveSigner

PASSED, FAILED, OPEN = Result.PASSED, Result.FAILED, Result.UNDETERMINED


def checked(document: dict[str, Any], linked_data: Any) -> list[Result]:
    return [check.result for check in check_signatures(Presented(document), resolve, linked_data)]


def signed(document: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
    found = document or credential()
    return found | {"proof": linked_proof(found, Invented(), **options)}


def test_a_proof_over_linked_data_holds_and_any_change_is_noticed() -> None:
    assert checked(signed(), Invented()) == [PASSED, PASSED, PASSED]
    assert checked(signed() | {"name": "Another"}, Invented())[0] is FAILED
    moved = signed()
    moved["proof"]["created"] = "2026-01-01T00:00:00Z"
    assert checked(moved, Invented())[0] is FAILED


def test_the_options_are_read_in_the_documents_context_and_a_context_of_their_own_counts_for_nothing() -> None:
    asked = Invented()
    document = signed()
    document["proof"]["@context"] = ["urn:x:other"]
    assert checked(document, asked)[0] is PASSED
    ((options, bare), algorithm) = asked.asked[0]
    assert options["@context"] == bare["@context"] == [BASE_CONTEXT]
    assert "proofValue" not in options
    assert "proof" not in bare
    assert algorithm == "sha256"


@pytest.mark.parametrize(("kind", "name", "asked"), [("P-256", "ES256", "sha256"), ("P-384", "ES384", "sha384")])
def test_keys_on_curves_sign_linked_data_with_the_hash_of_their_length(kind: str, name: str, asked: str) -> None:
    signer, processor = CurveSigner(kind, name), Invented()
    document = credential(signer.did)
    proof = linked_proof(document, Invented(), signer, suite="ecdsa-rdfc-2019", kind=kind)
    assert checked(document | {"proof": proof}, processor) == [PASSED, PASSED, PASSED]
    assert processor.asked[0][1] == asked
    wrong = proof | {"cryptosuite": "eddsa-rdfc-2022"}
    assert checked(document | {"proof": wrong}, Invented())[0] is FAILED


@pytest.mark.parametrize("problem", [one for one in Problem if one is not Problem.INVALID])
def test_what_cannot_be_made_canonical_decides_nothing(problem: Problem) -> None:
    processor = Invented(problem=problem, detail="urn:x:context")
    assert checked(signed(), processor) == [OPEN, PASSED, PASSED]


def test_without_the_libraries_the_reason_says_what_to_install() -> None:
    (proof, *_rest) = check_signatures(Presented(signed()), resolve)
    assert proof.result is OPEN
    assert "pip install orepass[rdfc]" in proof.reason
    assert NOBODY.canonical([{}], algorithm="sha256").problem is Problem.MISSING
    assert NOBODY.terms({}).problem is Problem.MISSING


def test_what_is_no_linked_data_fails() -> None:
    assert checked(signed(), Invented(problem=Problem.INVALID, detail="invalid @id value"))[0] is FAILED


def test_a_context_that_drops_terms_fails_the_proof_although_the_signature_fits() -> None:
    (proof, *_rest) = check_signatures(Presented(signed()), resolve, Invented(dropped=list("abcdefg")))
    assert proof.result is FAILED
    assert proof.params == {"terms": "a, b, c, d, e"}


@pytest.mark.parametrize(
    "contexts",
    [
        [BASE_CONTEXT, {"grade": "urn:x:moisture"}],
        {"@vocab": "urn:x:"},
    ],
)
def test_a_document_with_definitions_of_its_own_stays_open_although_the_signature_fits(contexts: Any) -> None:
    document = credential(**{"@context": contexts})
    assert checked(signed(document), Invented())[0] is OPEN
    assert checked(signed(document) | {"name": "Another"}, Invented())[0] is FAILED


def test_definitions_are_found_however_deep_they_lie() -> None:
    assert defines_names({"a": [{"b": {"@context": ["urn:x:1", {"c": "urn:x:2"}]}}]})
    assert not defines_names({"@context": [BASE_CONTEXT], "a": [{"@context": "urn:x:1"}, "@context", None]})
    assert not defines_names("@context")


def test_a_proof_over_linked_data_may_build_on_one_over_json() -> None:
    first = data_integrity.add_proof(credential(), OTHER, created=AT, name="urn:x:first")
    proof = linked_proof(first, Invented(), previousProof=["urn:x:first"])
    assert checked(credential(proof=[first["proof"], proof]), Invented()) == [PASSED, PASSED, PASSED]
    assert checked(credential(proof=[proved()["proof"] | {"id": "urn:x:first"}, proof]), Invented())[0] is FAILED


def test_without_linked_data_nobody_says_that_json_holds_it() -> None:
    document = signed()
    assert not data_integrity.proof_holds(document, document["proof"], SIGNER.public)
    assert not data_integrity.proof_holds(document, {"cryptosuite": "bbs-2023"}, SIGNER.public)
    json_proof = proved()["proof"] | {"cryptosuite": "eddsa-rdfc-2022"}
    assert checked(credential(proof=json_proof), Invented())[0] is FAILED


def test_terms_without_a_meaning_fail_and_unknown_contexts_are_said_not_to_be_checked() -> None:
    assert check_terms(credential(), Invented()).result is PASSED
    dropped = check_terms(credential(), Invented(dropped=["grade"]))
    assert (dropped.result, dropped.params) == (FAILED, {"terms": "grade"})
    assert check_terms(credential(), Invented(problem=Problem.INVALID)).result is FAILED
    for problem in (Problem.MISSING, Problem.CONTEXT, Problem.SIZE, Problem.STOPPED):
        assert check_terms(credential(), Invented(problem=problem)).result is Result.NOT_CHECKED


def test_the_verifier_asks_for_terms_only_where_it_is_told_to_and_lets_lists_be_linked_data() -> None:
    def asked(**more: Any) -> list[str]:
        outside = Outside(resolver=resolve, status_fetcher=lambda _url: Fetched(None), **more)
        return [check.name for check in verify_credential(jose.sign(credential(), SIGNER), outside, at=AT).checks]

    assert "terms" not in asked()
    assert "terms" not in asked(terms=lambda _presented: None)
    assert "terms" in asked(terms=lambda presented: check_terms(presented.credential, Invented()))


def test_a_status_list_that_is_signed_as_linked_data_decides_where_linked_data_is_read() -> None:
    listing = signed(
        credential(
            type=["VerifiableCredential", "BitstringStatusListCredential"],
            credentialSubject={"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": "u"},
        )
    )
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "x", "statusListIndex": "0"}
    named = credential(credentialStatus=entry | {"statusListCredential": "https://mine.example/list"})

    def reason(**more: Any) -> str:
        body = json.dumps(listing)
        return check_status(Presented(named), fetch=lambda _url: Fetched(body), resolver=resolve, at=AT, **more).reason

    assert "signature of the status list could not be confirmed" in reason()
    assert "serves another purpose" in reason(linked_data=Invented())
