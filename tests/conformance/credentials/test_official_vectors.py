"""Published vectors: W3C eddsa-jcs-2022 and ecdsa-jcs-2019, RFC 8785, RFC 7520, and tokens really signed with VCkit."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.credentials.rules import data_integrity, did, jose, keys, strict_json

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


def test_allow_list_refuses_every_algorithm_of_rfc_7520_that_does_not_fit_the_key() -> None:
    jwk = read(REFERENCE / "jose" / "keys" / "RFC7520-EC-public.json")
    with pytest.raises(strict_json.BadDocument):
        keys.from_jwk(jwk)  # P-521 is not among our kinds
    for name in ("RFC7520-RSA-public.json", "RFC7520-oct-sig.json"):
        with pytest.raises(strict_json.BadDocument):
            keys.from_jwk(read(REFERENCE / "jose" / "keys" / name))
