"""The third tier on UNTP's own examples: what the six files prove together, and what each taken out no longer does."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from orepass.credentials.rules.bundled import Link
from orepass.passport.rules.endorsement import Endorsement, endorsements
from orepass.passport.rules.trust_graph import TrustGraph, trust_graph
from orepass.passport.untp import schemas

EXAMPLES = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference/credentials/untp/test-suite-examples"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not EXAMPLES.is_dir(), reason="no reference material: set OREPASS_REFERENCE"),
]
REGISTER = "did:web:abr.business.gov.au"
RULEBOOK = "https://www.globalbattery.org/media/publications/gba-rulebook-v2.0-master.pdf#"
DCC = "http://localhost/credentials/untp-dcc-simple.json"


def examples(*without: str) -> dict[str, dict[str, Any]]:
    """The credentials among the examples by file; one file maps types to schemas and is none."""
    found = {path.stem: json.loads(path.read_text()) for path in sorted(EXAMPLES.glob("*.json"))}
    return {name: one for name, one in found.items() if schemas.known(one) and name not in without}


def graph(*without: str, roots: tuple[str, ...] = (REGISTER,)) -> TrustGraph:
    return trust_graph(list(examples(*without).values()), roots=roots)


@pytest.mark.parametrize(
    ("name", "authority", "evidence"),
    [
        (
            "0.7.0/samples/dcc/ConformityCredential_instance.json",
            "https://coppermark.org",
            "https://coppermark.org/approved-assessors/sgs",
        ),
        (
            "0.7.0/samples/dcc/ConformityCredential_battery_instance.json",
            "https://responsiblebusiness.org",
            "https://responsiblebusiness.org/vap/audit-firms/tuv-rheinland",
        ),
        (
            "0.6.1/untp-dcc/untp-dcc-instance.json",
            "https://abr.business.gov.au/ABN/View?abn=90664869327",
            "https://files.example-certifier.com/1234567.json",
        ),
    ],
)
def test_samples_name_who_endorses_the_assessor_and_where_that_can_be_read(
    name: str, authority: str, evidence: str
) -> None:
    sample = json.loads((EXAMPLES.parent / name).read_text())
    assert endorsements(sample)[0] == Endorsement(authority, Link(evidence))


def test_five_of_the_six_are_credentials_without_a_fault() -> None:
    assert len(list(EXAMPLES.glob("*.json"))) == 6
    assert [schemas.faults(one) for one in examples().values()] == [[]] * 5


def test_each_criterion_is_covered_or_not_as_the_certificate_says() -> None:
    covered = {one.criterion: one.by for claim in graph().claims for one in claim.criteria}
    assert covered == {
        f"{RULEBOOK}BatteryAssembly": (DCC,),
        f"{RULEBOOK}BatteryPackaging": (),
        f"{RULEBOOK}BatteryDisposal": (DCC,),
        f"{RULEBOOK}BatteryRecycling": (DCC,),
    }


def test_only_the_claim_with_all_criteria_covered_is_covered() -> None:
    assert {claim.claim: claim.is_covered for claim in graph().claims} == {
        "example:product:1:claim:1": False,
        "example:product:1:claim:2": True,
    }


def test_every_issuer_but_the_register_itself_is_known_by_anchors() -> None:
    assert {one.did: len(one.chain) for one in graph().issuers} == {
        "did:web:battery-company.com": 1,
        "did:web:identifiers.electronic-certifier.com": 2,
        f"{REGISTER}:ABN:90664869327": 1,
        REGISTER: 0,
    }


def test_without_a_trusted_register_nobody_is_known() -> None:
    found = graph(roots=()).issuers
    assert not any(one.is_known for one in found)
    assert {one.did: one.named_by for one in found}["did:web:battery-company.com"] == (REGISTER,)


def test_a_missing_link_leaves_the_certifier_unknown_and_the_maker_known() -> None:
    found = {one.did: one.is_known for one in graph("identity-anchor-for-dia-issuer").issuers}
    assert (found["did:web:identifiers.electronic-certifier.com"], found["did:web:battery-company.com"]) == (
        False,
        True,
    )


def test_without_the_certificate_nothing_is_covered() -> None:
    assert not any(one.by for claim in graph("conformity-credential-simple").claims for one in claim.criteria)
