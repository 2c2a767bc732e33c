"""Embedded proofs: eddsa-jcs-2022 and ecdsa-jcs-2019 (W3C Data Integrity EdDSA 1.0 §3.3, ECDSA 1.0 §3.3).

What is signed: the hash of the canonical proof options, then the hash of the canonical document without its proof. An
issuer copies the document's ``@context`` into the proof; a verifier hashes the options exactly as received, and when
they carry a context the document's must begin with it.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any, Final

import base58

from orepass.credentials.rules.keys import ED25519, P256, P384, PublicKey
from orepass.credentials.rules.signer import Signer
from orepass.credentials.rules.strict_json import BadDocument, Document, canonical
from orepass.kernel.text import marked as _

EDDSA_JCS: Final = "eddsa-jcs-2022"
KINDS: Final = {EDDSA_JCS: (ED25519,), "ecdsa-jcs-2019": (P256, P384)}
"""Kinds of key by cryptographic suite: the allow-list."""

SIGNATURE_TEXT_MAX: Final = 200


def add_proof(document: Document, signer: Signer, *, created: datetime) -> Document:
    """Return the document with an eddsa-jcs-2022 proof; a proof already there stays, as a set."""
    instant = created.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": EDDSA_JCS,
        "created": instant,
        "verificationMethod": signer.key_id,
        "proofPurpose": "assertionMethod",
        "@context": document["@context"],
    }
    signature = signer.sign(hash_data(document, options, ED25519))
    proof = options | {"proofValue": "z" + base58.b58encode(signature).decode()}
    earlier = document.get("proof")
    proofs = [proof] if earlier is None else [*(earlier if isinstance(earlier, list) else [earlier]), proof]
    return {**document, "proof": proofs[0] if len(proofs) == 1 else proofs}


def hash_data(document: Document, options: dict[str, Any], kind: str) -> bytes:
    """Return the bytes that are signed: hash of the options, then hash of the document."""
    algorithm = hashlib.sha384 if kind == P384 else hashlib.sha256
    bare = {name: value for name, value in document.items() if name != "proof"}
    if "@context" in options:
        bare["@context"] = options["@context"]
    options = {name: value for name, value in options.items() if name != "proofValue"}
    return algorithm(canonical(options)).digest() + algorithm(canonical(bare)).digest()


def proofs_of(document: Document) -> list[dict[str, Any]]:
    """Return the proofs of a document.

    Raises:
        BadDocument: a proof is not an object.
    """
    found = document.get("proof")
    proofs = found if isinstance(found, list) else [] if found is None else [found]
    if not all(isinstance(proof, dict) for proof in proofs):
        raise BadDocument(reason=_("a proof is not an object"))
    return proofs


def proof_holds(document: Document, proof: dict[str, Any], key: PublicKey) -> bool:
    """Say whether the key made the proof for this document with a suite that fits the key."""
    value = proof.get("proofValue")
    if key.kind not in KINDS.get(str(proof.get("cryptosuite")), ()) or not isinstance(value, str):
        return False
    if not value.startswith("z") or len(value) > SIGNATURE_TEXT_MAX or not _context_fits(document, proof):
        return False
    try:
        signature = base58.b58decode(value[1:])
    except ValueError:
        return False
    return key.verifies(signature, hash_data(document, proof, key.kind))


def _context_fits(document: Document, proof: dict[str, Any]) -> bool:
    if "@context" not in proof:
        return True
    whole, start = _as_list(document.get("@context")), _as_list(proof["@context"])
    return whole[: len(start)] == start


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
