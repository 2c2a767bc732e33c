"""The inputs of the W3C test suite for the data model 2.0: ``-ok`` is accepted, ``-fail`` is refused."""

import os
from pathlib import Path

import pytest

from orepass.credentials.rules import structure
from orepass.credentials.rules.strict_json import Document, parse_object

REFERENCE = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials"
INPUTS = REFERENCE / "w3c" / "vcdm-2.0-inputs"
DATES = {"PAST DATE": "2020-01-01T00:00:00Z", "FUTURE DATE": "2120-01-01T00:00:00Z"}
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not INPUTS.is_dir(), reason="no reference material: set OREPASS_REFERENCE"),
]
FILES = sorted(INPUTS.rglob("*.json"))
ARGUED = {
    "presentation-self-asserted-vc-holder-mismatch": "neither ok nor fail: holder and issuer differ",
}


def as_issued(path: Path) -> Document:
    """Fill in what the suite itself fills in before it asks: the issuer where it is left open, and dates."""
    document = {name: DATES.get(str(value), value) for name, value in parse_object(path.read_bytes()).items()}
    if "VerifiableCredential" in document.get("type", []) or path.name.startswith("credential-"):
        issuer = document.setdefault("issuer", "did:example:issuer") if "no-issuer" not in path.name else None
        if isinstance(issuer, dict):
            issuer.setdefault("id", "did:example:issuer")
    return document


def expected(path: Path) -> bool:
    """Say whether the suite wants the input accepted ("fail or inject": a verifier refuses)."""
    return path.stem.endswith("-ok")


def test_all_inputs_are_found() -> None:
    assert len(FILES) == 84


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_input_is_answered_as_the_suite_says(path: Path) -> None:
    if path.stem in ARGUED:
        assert structure.faults(as_issued(path)) == []
        return
    faults = structure.faults(as_issued(path))
    assert (not faults) is expected(path), [fault.where for fault in faults]
