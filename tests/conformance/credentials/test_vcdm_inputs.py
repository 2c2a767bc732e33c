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


PLACES = {
    "credential-context-combo3-fail": ["/@context/1"],
    "credential-context-combo4-fail": ["/@context/1"],
    "credential-evidence-missing-type-fail": ["/evidence/type"],
    "credential-id-multi-fail": ["/id"],
    "credential-id-nonidentifier-fail": ["/id"],
    "credential-id-not-url-fail": ["/id"],
    "credential-id-subject-multi-fail": ["/credentialSubject/id"],
    "credential-issuer-null-fail": ["/issuer"],
    "credential-issuer-object-id-no-url-fail": ["/issuer/id"],
    "credential-issuer-object-id-null-fail": ["/issuer/id"],
    "credential-missing-base-context-fail-or-inject": ["/@context"],
    "credential-missing-required-type-fail": ["/type"],
    "credential-no-context-fail-or-inject": ["/@context"],
    "credential-no-issuer-fail": ["/issuer", "/credentialSubject"],  # its subject is empty as well
    "credential-no-subject-fail": ["/credentialSubject"],
    "credential-redef-type-fail": ["/@context/1"],
    "credential-refresh-no-type-fail": ["/refreshService/type"],
    "credential-schema-no-id-fail": ["/credentialSchema/id"],
    "credential-schema-no-type-fail": ["/credentialSchema/type"],
    "credential-status-missing-type-fail": ["/credentialStatus/type"],
    "credential-status-multiple-id-fail": ["/credentialStatus/id"],
    "credential-status-nonurl-id-fail": ["/credentialStatus/id"],
    "credential-status-type-nonurl-fail": ["/credentialStatus/type"],
    "credential-subject-multiple-empty-fail": ["/credentialSubject/1"],
    "credential-subject-no-claims-fail": ["/credentialSubject"],
    "credential-termsofuse-missing-type-fail": ["/termsOfUse/type"],
    "credential-type-unmapped-fail": ["/type"],
    "credential-validUntil-validFrom-fail": ["/validUntil"],
    "credential-validfrom-invalid-fail": ["/validFrom"],
    "credential-description-extra-prop-en-fail": ["/description"],
    "credential-name-extra-prop-en-fail": ["/name"],
    "issuer-description-extra-prop-en-fail": ["/issuer/description"],
    "issuer-name-extra-prop-en-fail": ["/issuer/name"],
    "presentation-context-order-fail": ["/@context"],
    "presentation-holder-object-fail": ["/holder"],
    # Without its type it can only be read as a credential, which lacks more.
    "presentation-missing-required-type-fail": ["/type", "/issuer", "/credentialSubject"],
    "presentation-no-context-fail-or-inject": ["/@context"],
    "presentation-vc-as-string-fail": ["/verifiableCredential/0"],
    "presentation-vc-missing-required-type-fail": ["/verifiableCredential/0/type"],
}
"""Where each input that has to be refused has its fault, by its name; nowhere else has it one."""


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
    found = [fault.where for fault in structure.faults(as_issued(path))]
    assert (not found) is expected(path), found
    assert found == PLACES.get(path.stem, [])
