"""A key in memory, and the credentials that the tests sign with it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.credentials.rules import data_integrity, did, keys
from orepass.credentials.rules.authority import Resolution, check_signatures
from orepass.credentials.rules.presented import Presented
from orepass.credentials.rules.strict_json import BadDocument
from orepass.credentials.rules.structure import BASE_CONTEXT
from orepass.kernel.check import Result

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Signer:
    """A key in memory, under the name of its did:key."""

    algorithm = "EdDSA"

    def __init__(self, seed: int = 1) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.public = keys.of_public(self.private.public_key())
        self.did = f"did:key:{self.public.multibase}"
        self.key_id = f"{self.did}#{self.public.multibase}"

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data)


SIGNER, OTHER = Signer(), Signer(2)


def resolve(name: str) -> Resolution:
    return Resolution(did.expand_did_key(name), "the name itself")


def credential(issuer: Any = SIGNER.did, **fields: Any) -> dict[str, Any]:
    base = {
        "@context": [BASE_CONTEXT],
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "credentialSubject": {"id": "urn:x:mine", "name": "Kito"},
    }
    return base | fields


def status_list_credential(subject: Any, issuer: Any = SIGNER.did, **fields: Any) -> dict[str, Any]:
    """A status list before it is signed; what is said of its subject may be nonsense."""
    types = ["VerifiableCredential", "BitstringStatusListCredential"]
    told = {"type": "BitstringStatusList"} | subject if isinstance(subject, dict) else subject
    return credential(issuer, **{"type": types, "credentialSubject": told, **fields})


def proved(document: dict[str, Any] | None = None, signer: Signer = SIGNER) -> dict[str, Any]:
    return data_integrity.add_proof(document or credential(), signer, created=AT)


def answers(document: dict[str, Any], resolver: Any = resolve) -> list[Result]:
    return [check.result for check in check_signatures(Presented(document), resolver)]


def refused(*calls: Any) -> None:
    for call in calls:
        with pytest.raises(BadDocument):
            call()
