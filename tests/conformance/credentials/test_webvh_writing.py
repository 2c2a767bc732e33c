"""Our writer of did:webvh logs writes what another implementation wrote from the same keys, times and documents."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.credentials.rules import webvh_writing
from orepass.credentials.rules.keys import of_public
from orepass.credentials.rules.strict_json import canonical, parse_object

LOGS = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials" / "did-webvh"
SCENARIOS = [
    LOGS / name for name in ("basic-create", "pre-rotation", "pre-rotation-consume", "multi-update", "services")
]
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not LOGS.exists(), reason="the did:webvh logs are not on this machine (OREPASS_REFERENCE)"),
]


class Seeded:
    """A key from the seed that a scenario names."""

    algorithm = "EdDSA"

    def __init__(self, seed: str) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
        self.multibase = of_public(self.private.public_key()).multibase
        self.key_id = webvh_writing.update_key_id(self.multibase)

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data)


def entries(path: Path) -> list[dict[str, Any]]:
    return [parse_object(line) for line in (path / "ts" / "did.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.name)
def test_the_same_steps_give_the_same_log_signature_by_signature(path: Path) -> None:
    script = yaml.safe_load((path / "script.yaml").read_text())
    signers = {key["id"]: Seeded(key["seed"]) for key in script["keys"]}
    by_key = {one.multibase: one for one in signers.values()}
    wanted = entries(path)
    written: list[dict[str, Any]] = []
    for entry in wanted:
        signer = by_key[entry["proof"][0]["verificationMethod"].partition("#")[2]]
        at = datetime.fromisoformat(entry["versionTime"])
        if not written:
            scid = entry["parameters"]["scid"]
            bare = parse_object(canonical(entry).decode().replace(scid, "{SCID}"))
            parameters = {name: value for name, value in bare["parameters"].items() if name not in {"method", "scid"}}
            written.append(webvh_writing.genesis(bare["state"], parameters, at=at, signer=signer))
        else:
            before = written[-1]
            written.append(webvh_writing.following(before, entry["state"], entry["parameters"], at=at, signer=signer))
    assert len(written) == len(wanted) > 0
    assert [canonical(one) for one in written] == [canonical(one) for one in wanted]


def test_commitments_are_those_of_the_other_implementation() -> None:
    script = yaml.safe_load((LOGS / "pre-rotation" / "script.yaml").read_text())
    committed = entries(LOGS / "pre-rotation")[0]["parameters"]["nextKeyHashes"]
    following = Seeded(script["keys"][1]["seed"])
    assert committed == [webvh_writing.commitment(following.multibase)]
    assert json.dumps(committed).count("Qm") == 1
