"""What this home issues expands without a dropped term, so that readers of linked data and of JSON see one document."""

import json
import os
from pathlib import Path

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
from tests.actions.passport.chain import Chain, to_the_battery
from tests.beginnings import Teller, Told
from tests.certification import STEWARD

pytest.importorskip("pyld", reason="the extra [rdfc] is not installed")
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
