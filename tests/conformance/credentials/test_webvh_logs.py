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
from tests.rules.credentials.test_webvh_attacks import ATTACKS

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


REASONS = {
    "negative-cross-did-witness-replay": "too few witnesses have signed the log",
    "negative-did-key-body-fragment-mismatch": "an entry of the log is not signed by a key that may write it",
    "negative-duplicate-witness-ids": "the witnesses of the log cannot be taken",
    "negative-pre-rotation-omit-updatekeys": "a key writes the log that was not committed to before",
    "negative-scid-mismatch-genesis": "it is not a did:webvh",
    "negative-unknown-method-version": "the identifier is not that of the log's first entry",
    "negative-wrong-cryptosuite": "an entry of the log is not signed by a key that may write it",
}
"""Why each attack log is refused. That is not always what it is meant to be refused for: the identifier of one is too
long to be one, two no longer fit their hash or signature. tests/rules/credentials/test_webvh_attacks.py reaches those
rules."""


@pytest.mark.parametrize("path", BAD, ids=name)
def test_an_attack_log_is_refused(path: Path) -> None:
    first = json.loads(path.read_text().splitlines()[0])
    with pytest.raises(BadDocument) as refusal:
        webvh.resolve(first["state"]["id"], path.read_bytes(), witnesses(path), at=AT)
    assert refusal.value.params["reason"] == REASONS[path.parts[-3]]


def test_every_published_attack_is_reached_by_one_of_our_own_as_well() -> None:
    meant = {path.parts[-3].removeprefix("negative-") for path in BAD}
    assert meant <= {name.partition(":")[0] for name in ATTACKS}


HOST, PATH = "a did:web names no host", "a did:web has a path that is none"
ASTRAY = {
    "127.0.0.1#x": "it is not a did:webvh",
    "127.0.0.1%3a8080": HOST,
    "127%2E0%2E0%2E1": HOST,
    "127%2e0%2e0%2e1": HOST,
    "169%2E254%2E169%2E254": HOST,
    "example.com:..:..:admin": PATH,
    "example.com:%2E%2E:admin": PATH,
    "example.com:%2e%2e:admin": PATH,
    "example.com:a%2Fb": PATH,
}
"""Why each address is refused, under an identifier that could be one: a fragment is no part of a DID."""


def refused_for(did: str) -> str:
    with pytest.raises(BadDocument) as refusal:
        webvh_url(did)
    return str(refusal.value.params["reason"])


@pytest.mark.parametrize("did", NAMED)
def test_a_name_that_leads_astray_is_refused(did: str) -> None:
    """Its zeros are no identifier, which is reason enough; under one that could be, its address is refused."""
    assert refused_for(did) == "it is not a did:webvh"
    shaped = did.replace("0" * 46, "1" * 44)
    assert shaped != did
    assert refused_for(shaped) == ASTRAY[shaped.split(":", 3)[3]]
    assert webvh_url(":".join([*shaped.split(":")[:3], "example.com"]))


CHANGED = "an entry of the log was changed"
NUMBERED = "the entries of the log are not numbered one after the other"
UNSIGNED = "an entry of the log is not signed by a key that may write it"


@pytest.mark.parametrize("path", [path for path in GOOD if path.parts[-2] == "ts"], ids=name)
def test_every_changed_text_of_a_log_breaks_it(path: Path) -> None:
    did = expected(path)["didDocument"]["id"]
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for number, entry in enumerate(lines):
        for changed, reason in (
            (entry | {"versionTime": "1999-01-01T00:00:00Z"}, CHANGED),
            (entry | {"state": entry["state"] | {"more": "x"}}, CHANGED),
            (entry | {"parameters": entry["parameters"] | {"ttl": 7}}, CHANGED),
            (entry | {"versionId": f"{number + 2}-{entry['versionId'].partition('-')[2]}"}, NUMBERED),
            ({key: value for key, value in entry.items() if key != "proof"}, UNSIGNED),
        ):
            bent = [json.dumps(changed if at == number else line) for at, line in enumerate(lines)]
            with pytest.raises(BadDocument) as refusal:
                webvh.resolve(did, "\n".join(bent), witnesses(path), at=AT)
            assert refusal.value.params["reason"] == reason


def test_a_log_from_the_future_or_without_its_witnesses_is_refused() -> None:
    path = LOGS / "witness-threshold" / "ts" / "did.jsonl"
    did = expected(path)["didDocument"]["id"]
    assert len(webvh.resolve(did, path.read_bytes(), witnesses(path), at=AT)) == 1
    with pytest.raises(BadDocument, match="too few witnesses"):
        webvh.resolve(did, path.read_bytes(), None, at=AT)
    with pytest.raises(BadDocument, match="do not go forward"):
        webvh.resolve(did, path.read_bytes(), witnesses(path), at=datetime(1999, 1, 1, tzinfo=UTC))
