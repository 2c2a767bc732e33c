"""Identity anchors that are issued here, held against the released schema of UNTP 0.7.0, whole and spoilt."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from orepass.credentials.actions import create_identity
from orepass.party.actions import record_number
from orepass.passport import queries
from orepass.passport.actions import issue_anchor
from orepass.passport.untp import schemas
from tests.actions.passport.chain import Chain, to_the_battery
from tests.beginnings import Teller, Told
from tests.certification import STEWARD
from tests.conformance.passport.test_untp_models import NONSENSE, changed, places

UNTP = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials" / "untp"
SCHEMA = UNTP / "0.7.0" / "schema" / "dia" / "DigitalIdentityAnchor.json"
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.any_database,
    pytest.mark.skipif(not UNTP.is_dir(), reason="no reference material: set OREPASS_REFERENCE"),
]


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(to_the_battery)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()


def issued(chain: Chain, *, numbered: bool) -> dict[str, Any]:
    client = chain.world.client
    create_identity(STEWARD, path="mine", organisation=client, name="Mine", at=chain.at)
    if numbered:
        record_number(STEWARD, organisation=client, number="506700GE1G29325QX363", at=chain.at)
    return queries.document(issue_anchor(STEWARD, organisation=client, at=chain.at).id)


@pytest.mark.parametrize("numbered", [False, True])
def test_released_schema_takes_it_and_agrees_with_our_models_on_every_change(chain: Chain, numbered: bool) -> None:
    document = issued(chain, numbered=numbered)
    judge = jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()), validate_formats=True)
    assert judge.is_valid(document)
    text, refused = json.dumps(document), 0
    for place in places(document, []):
        for change in (..., (), *NONSENSE):
            mutant = changed(text, place, change)
            faults = schemas.faults(mutant)
            if faults is not None:
                refused += not judge.is_valid(mutant)
                assert (not faults) is judge.is_valid(mutant), (place, change)
    assert refused > 100
