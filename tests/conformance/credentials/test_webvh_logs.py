"""Logs of did:webvh by five implementations hold; attack logs do not, and one changed byte breaks a log."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from orepass.credentials.rules import webvh
from orepass.credentials.rules.did import webvh_url
from orepass.credentials.rules.strict_json import BadDocument

LOGS = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials" / "did-webvh"
FOUND = sorted(LOGS.glob("*/*/did.jsonl"))
AT = datetime(2026, 11, 22, tzinfo=UTC)
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not FOUND, reason="the did:webvh logs are not on this machine (OREPASS_REFERENCE)"),
]
GOOD = [path for path in FOUND if not path.parts[-3].startswith("negative")]
BAD = [path for path in FOUND if path.parts[-3].startswith("negative") and path.read_text().strip()]
SCRIPTS = sorted(LOGS.glob("negative-*/script.yaml"))
NAMED = [
    step["did"] for path in SCRIPTS for step in yaml.safe_load(path.read_text())["steps"] if step["op"] == "resolve-did"
]


def name(path: Path) -> str:
    return "/".join(path.parts[-3:-1])


def expected(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_name("resolutionResult.json").read_text())
    return found


def witnesses(path: Path) -> bytes | None:
    file = path.with_name("did-witness.json")
    return file.read_bytes() if file.exists() else None


def test_the_logs_are_here() -> None:
    assert len(GOOD) > 30
    assert len(BAD) > 5
    assert len(NAMED) > 6


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_a_log_of_another_implementation_holds(path: Path) -> None:
    wanted = expected(path)["didDocument"]
    versions = webvh.resolve(wanted["id"], path.read_bytes(), witnesses(path), at=AT)
    assert versions[-1].document["verificationMethod"] == wanted["verificationMethod"]
    assert versions[-1].document["id"] == wanted["id"]


@pytest.mark.parametrize("path", BAD, ids=name)
def test_an_attack_log_is_refused(path: Path) -> None:
    first = json.loads(path.read_text().splitlines()[0])
    with pytest.raises(BadDocument):
        webvh.resolve(first["state"]["id"], path.read_bytes(), witnesses(path), at=AT)


@pytest.mark.parametrize("did", NAMED)
def test_a_name_that_leads_astray_is_refused(did: str) -> None:
    """Its zeros are no identifier, which is reason enough; under one that could be, its address is refused."""
    with pytest.raises(BadDocument):
        webvh_url(did)
    shaped = did.replace("0" * 46, "1" * 44)
    assert shaped != did
    with pytest.raises(BadDocument):
        webvh_url(shaped)
    assert webvh_url(":".join([*shaped.split(":")[:3], "example.com"]))


@pytest.mark.parametrize("path", [path for path in GOOD if path.parts[-2] == "ts"], ids=name)
def test_every_changed_text_of_a_log_breaks_it(path: Path) -> None:
    did = expected(path)["didDocument"]["id"]
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for number, entry in enumerate(lines):
        for changed in (
            entry | {"versionTime": "1999-01-01T00:00:00Z"},
            entry | {"state": entry["state"] | {"more": "x"}},
            entry | {"parameters": entry["parameters"] | {"ttl": 7}},
            entry | {"versionId": f"{number + 2}-{entry['versionId'].partition('-')[2]}"},
            {key: value for key, value in entry.items() if key != "proof"},
        ):
            bent = [json.dumps(changed if at == number else line) for at, line in enumerate(lines)]
            with pytest.raises(BadDocument):
                webvh.resolve(did, "\n".join(bent), witnesses(path), at=AT)


def test_a_log_from_the_future_or_without_its_witnesses_is_refused() -> None:
    path = LOGS / "witness-threshold" / "ts" / "did.jsonl"
    did = expected(path)["didDocument"]["id"]
    assert len(webvh.resolve(did, path.read_bytes(), witnesses(path), at=AT)) == 1
    with pytest.raises(BadDocument):
        webvh.resolve(did, path.read_bytes(), None, at=AT)
    with pytest.raises(BadDocument):
        webvh.resolve(did, path.read_bytes(), witnesses(path), at=datetime(1999, 1, 1, tzinfo=UTC))
