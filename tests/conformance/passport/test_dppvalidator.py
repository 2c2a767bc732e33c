"""An independent opinion on passports: dppvalidator says of samples, of spoilt ones and of ours what our models say."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from orepass.passport import queries
from orepass.passport.untp import schemas
from tests.actions.passport.chain import to_the_battery

validators = pytest.importorskip("dppvalidator.validators")
UNTP = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials" / "untp"
pytestmark = pytest.mark.conformance
needs_reference = pytest.mark.skipif(not UNTP.is_dir(), reason="no reference material: set OREPASS_REFERENCE")
SAMPLES = [
    *sorted((UNTP / "0.7.0-wip-2026-04-03" / "samples" / "dpp").glob("*.json")),
    UNTP / "0.6.1" / "untp-dpp" / "untp-dpp-instance.json",
    UNTP / "test-suite-examples" / "product-passport-simple.json",
]
DEMANDED = ("id", "name", "idScheme", "idGranularity", "productCategory", "producedAtFacility", "countryOfProduction")


def peer_says(document: dict[str, Any]) -> bool:
    engine = validators.ValidationEngine(layers=["schema"], load_plugins=False)
    return bool(engine.validate(document).valid)


def we_say(document: dict[str, Any]) -> bool:
    return schemas.faults(document) == []


@needs_reference
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_both_accept_the_published_passports(path: Path) -> None:
    document = json.loads(path.read_text())
    assert (peer_says(document), we_say(document)) == (True, True)


@needs_reference
@pytest.mark.parametrize("field", DEMANDED)
def test_both_refuse_a_passport_of_0_7_0_without_a_demanded_field(field: str) -> None:
    document = json.loads(SAMPLES[0].read_text())
    del document["credentialSubject"][field]
    assert (peer_says(document), we_say(document)) == (False, False)


@needs_reference
@pytest.mark.parametrize(("field", "value"), [("idGranularity", "crate"), ("productCategory", "x"), ("id", 5)])
def test_both_refuse_a_passport_with_a_value_outside_the_schema(field: str, value: Any) -> None:
    document = json.loads(SAMPLES[0].read_text())
    document["credentialSubject"][field] = value
    assert (peer_says(document), we_say(document)) == (False, False)


@pytest.mark.django_db
@pytest.mark.any_database
def test_peer_accepts_the_passports_that_are_issued_here() -> None:
    chain = to_the_battery()
    document = queries.document(chain.passport().id)
    assert (peer_says(document), we_say(document)) == (True, True)
    del document["credentialSubject"]["producedAtFacility"]
    assert peer_says(document) is False
