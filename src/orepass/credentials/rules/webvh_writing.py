"""Write the history of a did:webvh (1.0): its first entry, from whose hash the identifier follows, and those after it.

An entry is drafted, then sealed by an update key. What is written here is read back by :mod:`webvh` before anyone
publishes it, so that no log leaves this home that a strict resolver would refuse.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import base58

from orepass.credentials.rules.data_integrity import EDDSA_JCS, hash_data
from orepass.credentials.rules.keys import ED25519
from orepass.credentials.rules.strict_json import Document, canonical, parse_object
from orepass.credentials.rules.webvh import PLACEHOLDER, WRITTEN, hashed
from orepass.kernel.signer import Signer

SECOND: Final = timedelta(seconds=1)


def commitment(multibase: str) -> str:
    """Return the hash by which an entry commits to an update key before it shows it (pre-rotation)."""
    return hashed(multibase.encode())


def witness_parameter(witnesses: Sequence[str], threshold: int) -> Document:
    """Return the parameter that asks for witnesses, named by their did:key; none of them, when there is none."""
    if not witnesses:
        return {}
    return {"threshold": threshold, "witnesses": [{"id": name} for name in witnesses]}


def placeholder_did(web_did: str) -> str:
    """Return the did:webvh that mirrors a did:web, before its identifier is known."""
    return f"did:webvh:{PLACEHOLDER}:{web_did.removeprefix('did:web:')}"


def genesis(state: Document, parameters: Document, *, at: datetime, signer: Signer) -> Document:
    """Write the first entry; the places of the identifier in state and parameters hold the placeholder.

    The signer's key is the only one that may sign the entry, and has to be among ``updateKeys``.
    """
    draft = {
        "versionId": PLACEHOLDER,
        "versionTime": instant(at),
        "parameters": {"method": WRITTEN, "scid": PLACEHOLDER, **parameters},
        "state": state,
    }
    plain = canonical(draft)
    scid = hashed(plain)
    entry = parse_object(plain.decode().replace(PLACEHOLDER, scid))
    return _sealed(entry, scid, 1, signer)


def following(before: Document, state: Document, parameters: Document, *, at: datetime, signer: Signer) -> Document:
    """Write the entry after another one: one second later at least, for the times of a log go forward."""
    number = int(str(before["versionId"]).partition("-")[0]) + 1
    earliest = datetime.fromisoformat(str(before["versionTime"])) + SECOND
    entry = {"versionTime": instant(max(at, earliest)), "parameters": parameters, "state": state}
    return _sealed(entry, str(before["versionId"]), number, signer)


def line(entry: Document) -> str:
    """Return an entry as it stands in the log: one line, canonical."""
    return canonical(entry).decode()


def instant(at: datetime) -> str:
    """Return an instant as the log writes it: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def update_key_id(multibase: str) -> str:
    """Return the name under which an update key or a witness signs: a key in its own did:key."""
    return f"did:key:{multibase}#{multibase}"


def proof_of(document: Document, signer: Signer, *, created: str) -> dict[str, Any]:
    """Make an eddsa-jcs-2022 proof of a document that has no context: an entry, or a version to be witnessed."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": EDDSA_JCS,
        "verificationMethod": signer.key_id,
        "created": created,
        "proofPurpose": "assertionMethod",
    }
    signature = signer.sign(hash_data(document, options, ED25519))
    return options | {"proofValue": "z" + base58.b58encode(signature).decode()}


def _sealed(entry: Document, before: str, number: int, signer: Signer) -> Document:
    digest = hashed(canonical({**entry, "versionId": before}))
    bare = {**entry, "versionId": f"{number}-{digest}"}
    return {**bare, "proof": [proof_of(bare, signer, created=str(entry["versionTime"]))]}
