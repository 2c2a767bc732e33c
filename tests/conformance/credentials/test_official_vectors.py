"""Published vectors over JSON: W3C eddsa-jcs-2022 and ecdsa-jcs-2019, RFC 8785, and tokens really signed with VCkit."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.credentials.rules import data_integrity, did, jose, keys, strict_json
from orepass.credentials.rules.authority import Resolution, check_signatures
from orepass.credentials.rules.presented import Presented
from orepass.kernel.check import Result

REFERENCE = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials"
EDDSA = REFERENCE / "w3c" / "vc-di-eddsa"
ECDSA = REFERENCE / "w3c" / "vc-di-ecdsa"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not REFERENCE.is_dir(), reason="no reference material: set OREPASS_REFERENCE"),
]
SIGNED = {
    "eddsa": EDDSA / "eddsa-jcs-2022" / "signedJCS.json",
    "ecdsa-p256": ECDSA / "ecdsa-jcs-2019-p256" / "signedJCSECDSAP256.json",
    "ecdsa-p384": ECDSA / "ecdsa-jcs-2019-p384" / "signedJCSECDSAP384.json",
}


class VectorSigner:
    """The key pair of the W3C vectors."""

    algorithm = "EdDSA"

    def __init__(self) -> None:
        pair = read(EDDSA / "keyPair.json")
        self.key = Ed25519PrivateKey.from_private_bytes(base58.b58decode(pair["privateKeyMultibase"][1:])[2:])
        self.key_id = read(SIGNED["eddsa"])["proof"]["verificationMethod"]

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data)


def read(path: Path) -> Any:
    return json.loads(path.read_text())


def key_of(proof: dict[str, Any]) -> keys.PublicKey:
    name, _fragment = did.split(proof["verificationMethod"])
    method = did.find_method(did.expand_did_key(name), proof["verificationMethod"])
    assert method is not None
    return keys.of_method(method)


def test_proof_made_with_the_published_key_equals_the_published_document() -> None:
    unsigned = read(EDDSA / "unsigned.json")
    made = data_integrity.add_proof(unsigned, VectorSigner(), created=datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC))
    assert made == read(SIGNED["eddsa"])


def test_canonical_forms_and_hashes_equal_the_published_ones() -> None:
    folder, document = EDDSA / "eddsa-jcs-2022", read(EDDSA / "unsigned.json")
    options = read(folder / "proofConfigJCS.json")
    assert strict_json.canonical(document).decode() == (folder / "canonDocJCS.txt").read_text()
    assert strict_json.canonical(options).decode() == (folder / "proofCanonJCS.txt").read_text()
    combined = data_integrity.hash_data(document, options, keys.ED25519)
    assert combined.hex() == (folder / "combinedHashJCS.txt").read_text()


@pytest.mark.parametrize("name", SIGNED)
def test_published_proof_holds_and_no_longer_after_any_change(name: str) -> None:
    document = read(SIGNED[name])
    proof = document["proof"]
    key = key_of(proof)
    assert data_integrity.proof_holds(document, proof, key)
    assert not data_integrity.proof_holds({**document, "name": "Another"}, proof, key)
    assert not data_integrity.proof_holds({**document, "@context": document["@context"][:1]}, proof, key)
    for field in proof:
        if field != "@context":
            assert not data_integrity.proof_holds(document, {**proof, field: "z2"}, key), field


@pytest.mark.parametrize("name", sorted(path.stem for path in (REFERENCE / "jcs-rfc8785" / "input").glob("*.json")))
def test_canonical_json_equals_the_vectors_of_rfc_8785(name: str) -> None:
    folder = REFERENCE / "jcs-rfc8785"
    value = json.loads((folder / "input" / f"{name}.json").read_text())
    expected = bytes.fromhex((folder / "outhex" / f"{name}.txt").read_text())
    assert strict_json.canonical(value) == expected


@pytest.mark.parametrize("name", sorted(path.name for path in (REFERENCE / "untp" / "enveloped-vc-jwt").glob("*.json")))
def test_token_really_signed_by_another_program_holds(name: str) -> None:
    envelope = read(REFERENCE / "untp" / "enveloped-vc-jwt" / name)
    token = jose.parse_token(envelope["id"].partition(",")[2])
    key = keys.PublicKey(keys.ED25519, bytes.fromhex(did.split(token.header["kid"])[1][:64]))
    assert jose.signature_holds(token, key)
    assert not jose.signature_holds(token, keys.PublicKey(keys.ED25519, bytes(32)))


@pytest.mark.parametrize("name", SIGNED)
def test_each_published_step_of_the_signed_document_is_met(name: str) -> None:
    """Canonical forms, hashes and signatures, in whatever files the vector publishes them."""
    document, folder = read(SIGNED[name]), SIGNED[name].parent
    proof, texts = document["proof"], {path.stem: path.read_text() for path in folder.glob("*.txt")}
    options = read(next(folder.glob("proofConfig*.json")))
    kind = key_of(proof).kind
    combined = data_integrity.hash_data(document, options, kind).hex()
    bare = {part: value for part, value in document.items() if part != "proof"}
    signature = base58.b58decode(proof["proofValue"][1:])
    met = {
        "canonDoc": strict_json.canonical(bare).decode(),
        "proofCanon": strict_json.canonical(options).decode(),
        "proofHash": combined[: len(combined) // 2],
        "docHash": combined[len(combined) // 2 :],
        "combinedHash": combined,
        "sigHex": signature.hex(),
        "sigBTC58": proof["proofValue"],
    }
    assert {stem: met[next(part for part in met if stem.startswith(part))] for stem in texts} == texts
    assert len(texts) == 7


def test_a_government_permit_signed_as_json_is_a_credential_whose_key_is_not_here() -> None:
    permit = read(REFERENCE / "bc-mines-act-permit" / "v1.1" / "sample.json")
    (proof,) = permit["proof"]
    assert "@context" not in proof
    assert not data_integrity.proof_holds(permit, proof, keys.PublicKey(keys.ED25519, bytes(32)))
    unreachable = check_signatures(Presented(permit), lambda _name: Resolution(None, reason="nobody is asked"))
    assert [check.result for check in unreachable] == [Result.UNDETERMINED] * 3
    assert "could not be resolved: nobody is asked" in unreachable[0].reason


def test_a_permit_of_the_same_shape_holds_with_the_key_it_names() -> None:
    """The permit's own key is not published here: its shape is signed again, by a key in memory, without a context."""
    permit = read(REFERENCE / "bc-mines-act-permit" / "v1.1" / "sample.json")
    signer = VectorSigner()
    (options,) = ({name: value for name, value in one.items() if name != "proofValue"} for one in permit["proof"])
    signature = signer.sign(data_integrity.hash_data(permit, options, keys.ED25519))
    proof = options | {"proofValue": "z" + base58.b58encode(signature).decode()}
    key = keys.of_public(signer.key.public_key())
    assert data_integrity.proof_holds(permit, proof, key)
    assert not data_integrity.proof_holds(permit | {"name": "Another Permit"}, proof, key)
