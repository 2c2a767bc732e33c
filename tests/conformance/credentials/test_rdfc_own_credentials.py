"""What this home issues expands without a dropped term, so that readers of linked data and of JSON see one document."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from orepass.credentials import contexts, queries
from orepass.credentials.actions import create_identity
from orepass.credentials.rdfc_worker import Limits, RdfcWorker
from orepass.credentials.rules.presented import read
from orepass.credentials.rules.proofs.linked_data import defines_names
from orepass.credentials.rules.terms import check_terms
from orepass.kernel.check import Result
from orepass.party.actions import record_number
from orepass.passport import queries as passports
from orepass.passport.actions import issue_anchor
from orepass.passport.untp import terms
from tests.actions.passport.chain import Chain, to_the_battery
from tests.beginnings import Teller, Told
from tests.certification import STEWARD

pytest.importorskip("pyld", reason="the extra [rdfc] is not installed")
ROOT = Path(__file__).resolve().parents[3]
REFERENCE = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials"
CONTEXT = REFERENCE / "untp" / "0.7.0" / "context" / "untp-context.jsonld"
UNTP = "https://vocabulary.uncefact.org/untp/0.7.0/context/"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.any_database,
    pytest.mark.skipif(not REFERENCE.is_dir(), reason="no reference material: set OREPASS_REFERENCE"),
]


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(to_the_battery)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()


def worker() -> RdfcWorker:
    return RdfcWorker(contexts.shipped() | {UNTP: json.loads(CONTEXT.read_text())}, limits=Limits(seconds=30))


def test_the_table_that_is_asked_before_signing_is_as_the_published_context_has_it() -> None:
    made = subprocess.run(
        [sys.executable, "scripts/write_terms.py", "--check"],
        cwd=ROOT,
        env=os.environ | {"OREPASS_REFERENCE": str(REFERENCE.parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (made.returncode, made.stdout) == (0, "terms.json is as the context has it\n"), made.stderr


def renamed(value: Any, old: str) -> Any:
    """Misspell a name wherever it stands."""
    if isinstance(value, dict):
        return {f"{name}X" if name == old else name: renamed(one, old) for name, one in value.items()}
    return [renamed(one, old) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("idVerifiedByCAB", Result.FAILED),
        ("linkURL", Result.FAILED),
        ("digestMultibase", Result.FAILED),
        ("renderMethod", Result.PASSED),
        ("registeredId", Result.PASSED),
    ],
)
def test_the_table_tells_what_an_expansion_drops_and_what_it_only_takes_for_a_word_of_its_own(
    chain: Chain, name: str, result: Result
) -> None:
    """UNTP's context catches names that it does not know (``@vocab``) in some of its parts; the table takes none."""
    card = chain.passport().credential if name in {"linkURL", "digestMultibase"} else chain.credential()
    credential = read(passports.token(card.id)).credential
    changed = renamed(credential, name)
    assert not terms.dropped(credential)
    assert {one.params["term"] for one in terms.dropped(changed)} == {f"{name}X"}
    found = check_terms(changed, worker())
    assert (found.result, f"{name}X" in found.reason) == (result, result is Result.FAILED)


def test_a_certificate_and_a_passport_expand_without_a_dropped_term(chain: Chain) -> None:
    certificate = chain.credential()
    passport = chain.passport()
    further = chain.later(hours=1).passport(description="Names the version before it.")
    assert "relatedResource" in read(passports.token(further.id)).credential
    for name in (certificate.id, passport.credential.id, further.credential.id):
        credential = read(passports.token(name)).credential
        assert check_terms(credential, worker()).result is Result.PASSED
        assert not defines_names(credential)


def test_an_identity_anchor_with_numbers_of_other_registers_expands_without_a_dropped_term(chain: Chain) -> None:
    client = chain.world.client
    create_identity(STEWARD, path="mine", organisation=client, name="Mine", at=chain.at)
    record_number(STEWARD, organisation=client, number="506700GE1G29325QX363", at=chain.at)
    credential = read(passports.token(issue_anchor(STEWARD, organisation=client, at=chain.at).id)).credential
    assert credential["credentialSubject"]["partyAlsoKnownAs"]
    assert check_terms(credential, worker()).result is Result.PASSED
    assert not defines_names(credential)


def test_a_status_list_expands_without_a_dropped_term(chain: Chain) -> None:
    named = read(passports.token(chain.passport().id)).credential["credentialStatus"]
    for entry in named if isinstance(named, list) else [named]:
        token = queries.list_at_url(entry["statusListCredential"], at=chain.at)
        assert token is not None
        assert check_terms(read(token).credential, worker()).result is Result.PASSED
