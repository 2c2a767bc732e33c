"""Embedded proofs (W3C Data Integrity 1.0): the suites of EdDSA 1.0 and ECDSA 1.0, sets of proofs and chains.

What is signed: the hash of the canonical proof options, then the hash of the canonical document without its proofs, or
with those alone that the proof builds on. ``*-jcs-*`` takes canonical JSON; an issuer copies the document's
``@context`` into the proof, a verifier hashes the options exactly as received, and when they carry a context the
document's must begin with it. ``*-rdfc-*`` takes canonical RDF, made by whoever is brought along, and ``*-sd-*`` its
statements one by one (see ``proofs/selective.py``).
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import base58

from orepass.credentials.rules.keys import P384, PublicKey, from_base58
from orepass.credentials.rules.proofs.chains import PREVIOUS
from orepass.credentials.rules.proofs.linked_data import NOBODY, OWN_NAMES, LinkedData, defines_names, doubt
from orepass.credentials.rules.proofs.outcome import BROKEN, HELD, MALFORMED, Outcome
from orepass.credentials.rules.proofs.selective import proof_bytes, verify_derived
from orepass.credentials.rules.proofs.suites import EDDSA_JCS, SUITES, Suite, issued_with
from orepass.credentials.rules.strict_json import BadDocument, Document, canonical
from orepass.credentials.rules.structure import instant
from orepass.kernel.signer import Signer
from orepass.kernel.text import marked as _

__all__ = ["EDDSA_JCS", "add_proof", "hash_data", "proof_holds", "proofs_of", "verify_proof"]

SIGNATURE_TEXT_MAX: Final = 200
PROOF_TYPE: Final = "DataIntegrityProof"
FIRST_CONTEXTS: Final = _(
    "The signature fits the content ({form}, {kind}) and the first {signed} of its {count} contexts; what follows them "
    "is not signed, and may give its names other meanings."
)

Proof = dict[str, Any]


def add_proof(
    document: Document, signer: Signer, *, created: datetime, name: str = "", previous: Sequence[str] = ()
) -> Document:
    """Return the document with a proof of the signer's suite; a proof already there stays, as a set.

    With ``previous``, the names of proofs already there, the new one signs those too and the proofs form a chain.

    Raises:
        BadDocument: a proof is no object, or none has a name that is asked for.
    """
    suite, kind = issued_with(signer.algorithm)
    earlier = proofs_of(document)
    moment = created.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    options = {
        "type": PROOF_TYPE,
        **({"id": name} if name else {}),
        "cryptosuite": suite.name,
        "created": moment,
        "verificationMethod": signer.key_id,
        "proofPurpose": "assertionMethod",
        **({PREVIOUS: list(previous)} if previous else {}),
        "@context": document["@context"],
    }
    signed = [proof for proof in earlier if proof.get("id") in previous]
    if len(signed) != len(previous):
        raise BadDocument(reason=_("a proof builds on another that is not there"))
    signature = signer.sign(hash_data(document, options, kind, signed))
    proofs = [*earlier, options | {"proofValue": "z" + base58.b58encode(signature).decode()}]
    return {**document, "proof": proofs[0] if len(proofs) == 1 else proofs}


def hash_data(document: Document, options: Proof, kind: str, previous: Sequence[Proof] = ()) -> bytes:
    """Return the bytes that are signed as canonical JSON: hash of the options, then hash of the document."""
    bare = _bare(document, previous)
    if "@context" in options:
        bare["@context"] = options["@context"]
    return hashed([canonical(_without(options, "proofValue")), canonical(bare)], kind)


def proofs_of(document: Document) -> list[Proof]:
    """Return the proofs of a document.

    Raises:
        BadDocument: a proof is not an object.
    """
    found = document.get("proof")
    proofs = found if isinstance(found, list) else [] if found is None else [found]
    if not all(isinstance(proof, dict) for proof in proofs):
        raise BadDocument(reason=_("a proof is not an object"))
    return proofs


def proof_holds(document: Document, proof: Proof, key: PublicKey) -> bool:
    """Say whether the key made the proof for this document, as canonical JSON and with a suite that fits the key."""
    suite = SUITES.get(str(proof.get("cryptosuite")))
    return suite is not None and not suite.linked and verify_proof(document, proof, key).holds is True


def verify_proof(
    document: Document,
    proof: Proof,
    key: PublicKey,
    *,
    previous: Sequence[Proof] = (),
    linked_data: LinkedData = NOBODY,
) -> Outcome:
    """Say whether the key made the proof for this document and the proofs it builds on, with a suite that fits it."""
    suite = SUITES.get(str(proof.get("cryptosuite")))
    if suite is None or key.kind not in suite.kinds:
        return BROKEN
    signature = proof_bytes(proof.get("proofValue")) if suite.selective else _signature(proof)
    if signature is None:
        return BROKEN
    if proof.get("type") != PROOF_TYPE or not _instants_are(proof):
        return MALFORMED
    if suite.linked:
        return _verify_linked(suite, _bare(document, previous), proof, key, signature, linked_data)
    if not _context_fits(document, proof):
        return BROKEN
    holds = key.verifies(signature, hash_data(document, proof, key.kind, previous))
    return _held_for(document, proof) if holds else BROKEN


def _verify_linked(
    suite: Suite, bare: Document, proof: Proof, key: PublicKey, signature: bytes, linked_data: LinkedData
) -> Outcome:
    options = _without(proof, "proofValue") | {"@context": bare.get("@context")}
    found = linked_data.canonical([options, bare], algorithm="sha384" if key.kind == P384 else "sha256")
    doubtful = doubt(found)
    if doubtful is not None:
        return doubtful
    if suite.selective:
        answer = verify_derived(signature, key, *found.texts)
    else:
        signed = hashed([text.encode() for text in found.texts], key.kind)
        answer = HELD if key.verifies(signature, signed) else BROKEN
    return OWN_NAMES if answer.holds and defines_names(bare) else answer


def hashed(texts: list[bytes], kind: str) -> bytes:
    """Return the hashes of some texts, one after the other, with the hash that goes with a kind of key."""
    algorithm = hashlib.sha384 if kind == P384 else hashlib.sha256
    return b"".join(algorithm(text).digest() for text in texts)


def _signature(proof: Proof) -> bytes | None:
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z") or len(value) > SIGNATURE_TEXT_MAX:
        return None
    return from_base58(value[1:])


def _instants_are(proof: Proof) -> bool:
    return all(instant(proof[name]) is not None for name in ("created", "expires") if name in proof)


def _bare(document: Document, previous: Sequence[Proof]) -> Document:
    bare = _without(document, "proof")
    return {**bare, "proof": list(previous)} if previous else bare


def _without(value: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: part for key, part in value.items() if key != name}


def _context_fits(document: Document, proof: Proof) -> bool:
    if "@context" not in proof:
        return True
    whole, start = _as_list(document.get("@context")), _as_list(proof["@context"])
    return whole[: len(start)] == start


def _held_for(document: Document, proof: Proof) -> Outcome:
    """Say of a signature that holds how much it covers: others may follow the contexts that were signed."""
    whole = _as_list(document.get("@context"))
    signed = _as_list(proof["@context"]) if "@context" in proof else whole
    if len(signed) == len(whole):
        return HELD
    return Outcome(holds=True, reason=FIRST_CONTEXTS, params={"signed": str(len(signed)), "count": str(len(whole))})


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
