"""A writer of did:webvh logs for tests: right ones, and ones with one thing wrong."""

import hashlib
import json
from typing import Any

import base58

from orepass.credentials.rules import data_integrity, keys
from orepass.credentials.rules.strict_json import canonical
from tests.rules.credentials.signing import SIGNER, Signer

HOST = "mine.example"


def hashed(data: bytes) -> str:
    return base58.b58encode(b"\x12\x20" + hashlib.sha256(data).digest()).decode()


def signed(document: dict[str, Any], signer: Signer, **changes: Any) -> dict[str, Any]:
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-01-01T00:00:00Z",
        "verificationMethod": signer.key_id,
        "proofPurpose": "assertionMethod",
    } | changes
    value = signer.sign(data_integrity.hash_data(document, options, keys.ED25519))
    return {**document, "proof": [options | {"proofValue": "z" + base58.b58encode(value).decode()}]}


class Log:
    """A log that grows entry by entry."""

    def __init__(self, signer: Signer = SIGNER, path: str = "", **parameters: Any) -> None:
        self.entries: list[dict[str, Any]] = []
        first = {"method": "did:webvh:1.0", "scid": "{SCID}", "updateKeys": [signer.public.multibase]} | parameters
        name = f"did:webvh:{{SCID}}:{HOST}{path}"
        draft = {
            "versionId": "{SCID}",
            "versionTime": "2026-01-01T00:00:00Z",
            "parameters": first,
            "state": {"id": name, "assertionMethod": []},
        }
        self.scid = hashed(canonical(draft))
        entry = json.loads(canonical(draft).decode().replace("{SCID}", self.scid))
        self.did = entry["state"]["id"]
        self._seal(entry, self.scid, signer)

    def go_on(
        self, signer: Signer = SIGNER, state: dict[str, Any] | None = None, time: str = "", **parameters: Any
    ) -> "Log":
        at = time or f"2026-01-{len(self.entries) + 1:02}T00:00:00Z"
        entry = {"versionTime": at, "parameters": parameters, "state": state or self.entries[-1]["state"]}
        self._seal(entry, self.entries[-1]["versionId"], signer)
        return self

    def _seal(self, entry: dict[str, Any], before: str, signer: Signer) -> None:
        digest = hashed(canonical(entry | {"versionId": before}))
        self.entries.append(signed(entry | {"versionId": f"{len(self.entries) + 1}-{digest}"}, signer))

    @property
    def text(self) -> str:
        return "\n".join(json.dumps(entry) for entry in self.entries)

    def witnessed(self, place: int, *witnesses: Signer) -> dict[str, Any]:
        bare = {"versionId": self.entries[place]["versionId"]}
        return {**bare, "proof": [signed(bare, one)["proof"][0] for one in witnesses]}


def commitment(signer: Signer) -> str:
    return hashed(signer.public.multibase.encode())
