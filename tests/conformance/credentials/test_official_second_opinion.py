"""openvc-core as a second opinion on embedded proofs, both ways, wherever it is right, and named where it is not.

Where it is not: an issuer of its own ``*-jcs-*`` hashes a context into the proof that it does not publish there, so its
proofs of that form hold nowhere else; it knows no sets of proofs and no chains; and P-384 over linked data it hashes
with the shorter hash inside the canonical form.
"""

import json
from typing import Any

import pytest

from orepass.credentials import contexts
from orepass.credentials.rdfc_worker import Limits, RdfcWorker
from orepass.credentials.rules import data_integrity, keys
from orepass.credentials.rules.authority import check_signatures
from orepass.credentials.rules.presented import Presented
from orepass.kernel.check import Result
from tests.rules.credentials.linked import linked_proof
from tests.rules.credentials.signing import AT, SIGNER, credential, resolve
from tests.rules.credentials.test_chains_of_proofs import CurveSigner

openvc = pytest.importorskip("openvc.verify", reason="openvc-core is not installed")
suites = pytest.importorskip("openvc.proof.data_integrity", reason="openvc-core is not installed")
curves = pytest.importorskip("openvc.proof.di_ecdsa_rdfc", reason="openvc-core is not installed")
openvc_keys = pytest.importorskip("openvc.keys", reason="openvc-core is not installed")
pytest.importorskip("pyld", reason="the extra [rdfc] is not installed")
pytestmark = pytest.mark.conformance

WORKER = RdfcWorker(contexts.shipped(), limits=Limits(seconds=30, altogether=600))
P256, P384 = CurveSigner("P-256", "ES256"), CurveSigner("P-384", "ES384")


def document(signer: Any) -> dict[str, Any]:
    """Return a credential whose terms the base context alone gives a meaning."""
    subject = {"id": "urn:x:mine", "name": "Kabolela"}
    return credential(
        signer.did, id="urn:x:1", validFrom="2026-01-01T00:00:00Z", credentialSubject=subject, name="Level"
    )


def ours(signed: dict[str, Any]) -> bool:
    checks = check_signatures(Presented(signed), resolve, WORKER)
    return all(check.result is Result.PASSED for check in checks)


def theirs(signed: dict[str, Any]) -> bool:
    try:
        openvc.verify_credential(signed, policy=openvc.VerificationPolicy(now=AT))
    except Exception:  # noqa: BLE001 - every refusal of the peer is one answer here
        return False
    return True


def made_here(name: str) -> dict[str, Any]:
    """Return a credential with a proof made here, or, over linked data, made for the test."""
    signer: Any = {"eddsa": SIGNER, "p256": P256, "p384": P384}[name.rpartition(" ")[2]]
    unsigned = document(signer)
    if name.startswith("json"):
        return data_integrity.add_proof(unsigned, signer, created=AT)
    kind, suite = (keys.ED25519, "eddsa-rdfc-2022") if signer is SIGNER else (keys.P256, "ecdsa-rdfc-2019")
    created = "2026-11-22T12:00:00Z"
    return unsigned | {"proof": linked_proof(unsigned, WORKER, signer, suite=suite, kind=kind, created=created)}


@pytest.mark.parametrize("name", ["json eddsa", "json p256", "json p384", "linked eddsa", "linked p256"])
def test_what_is_signed_here_holds_there_and_no_longer_after_any_change(name: str) -> None:
    signed = made_here(name)
    assert (ours(signed), theirs(signed)) == (True, True)
    for changed in (
        signed | {"name": "Another"},
        signed | {"issuer": "did:web:mine.example"},
        signed | {"proof": signed["proof"] | {"proofPurpose": "authentication"}},
        signed | {"proof": signed["proof"] | {"created": "2026-11-21T12:00:00Z"}},
        signed | {"proof": signed["proof"] | {"proofValue": "z" + "1" * 64}},
    ):
        assert (ours(changed), theirs(changed)) == (False, False)


@pytest.mark.parametrize("kind", ["eddsa", "p256"])
def test_what_is_signed_there_over_linked_data_holds_here(kind: str) -> None:
    signer: Any = SIGNER if kind == "eddsa" else P256
    suite = suites.DataIntegrityProofSuite() if kind == "eddsa" else curves.EcdsaRdfcProofSuite()
    public = keys.from_multibase(signer.did.removeprefix("did:key:"))
    secret = (
        signer.private.private_bytes_raw()
        if kind == "eddsa"
        else signer.private.private_numbers().private_value.to_bytes(32)
    )
    holder = openvc_keys.Ed25519SigningKey if kind == "eddsa" else openvc_keys.P256SigningKey
    key = holder.from_jwk({**public.jwk, "d": keys.base64url(secret)}, signer.key_id)
    signed = suite.add_proof(document(signer), signing_key=key, verification_method=signer.key_id)
    assert (ours(signed), theirs(signed)) == (True, True)
    assert ours(json.loads(json.dumps(signed).replace("Kabolela", "Kibali"))) is False


def test_a_term_without_a_meaning_is_refused_by_both() -> None:
    unsigned = document(SIGNER) | {"grade": "4.0"}
    signed = unsigned | {"proof": linked_proof(unsigned, WORKER, created="2026-11-22T12:00:00Z")}
    assert (ours(signed), theirs(signed)) == (False, False)
