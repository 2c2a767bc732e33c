"""An independent opinion on passports: dppvalidator says of samples, of spoilt ones and of ours what our models say.

It is asked by its schema (the released one) alone: its models demand more than the release does, for instance an
identifier of each status entry.
"""

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orepass.credentials.rules.strict_json import Document
from orepass.passport import queries
from orepass.passport.untp import schemas
from tests.actions.passport.chain import Chain, to_the_battery
from tests.beginnings import Teller, Told

validators = pytest.importorskip("dppvalidator.validators")
UNTP = Path(os.environ.get("OREPASS_REFERENCE", "../shared")) / "reference" / "credentials" / "untp"
pytestmark = [pytest.mark.conformance, pytest.mark.any_database]
needs_reference = pytest.mark.skipif(not UNTP.is_dir(), reason="no reference material: set OREPASS_REFERENCE")
SAMPLES = [
    *sorted((UNTP / "0.7.0-wip-2026-04-03" / "samples" / "dpp").glob("*.json")),
    UNTP / "0.6.1" / "untp-dpp" / "untp-dpp-instance.json",
    UNTP / "test-suite-examples" / "product-passport-simple.json",
]
SUBJECT = "credentialSubject"


def says(document: Document) -> tuple[bool, bool]:
    """What the peer says of a passport, and what we say."""
    engine = validators.ValidationEngine(layers=["schema"], load_plugins=False)
    return bool(engine.validate(document).valid), schemas.faults(document) == []


def change(*path: Any, to: Any = None) -> Callable[[Any], None]:
    """Change what stands at a place, or leave it out."""

    def changed(document: Any) -> None:
        for key in path[:-1]:
            document = document[key]
        if to is None:
            del document[path[-1]]
        else:
            document[path[-1]] = to

    return changed


# Dates are texts to it, whatever stands in them: those are ours alone to check.
CHANGES = {
    "no issuer": change("issuer"),
    "no subject": change(SUBJECT),
    "no id": change(SUBJECT, "id"),
    "no name": change(SUBJECT, "name"),
    "no idScheme": change(SUBJECT, "idScheme"),
    "no idGranularity": change(SUBJECT, "idGranularity"),
    "no productCategory": change(SUBJECT, "productCategory"),
    "no producedAtFacility": change(SUBJECT, "producedAtFacility"),
    "no countryOfProduction": change(SUBJECT, "countryOfProduction"),
    "another granularity": change(SUBJECT, "idGranularity", to="lorry"),
    "a category that is a text": change(SUBJECT, "productCategory", to="x"),
    "something more in a category": change(SUBJECT, "productCategory", 0, "more", to="x"),
    "an identifier that is a number": change(SUBJECT, "id", to=5),
    "a share above the whole": change(SUBJECT, "materialProvenance", 0, "massFraction", to=1.5),
    "a share that is a text": change(SUBJECT, "materialProvenance", 0, "massFraction", to="1"),
    "a role that is none": change(SUBJECT, "relatedParty", 0, "role", to="bystander"),
    "another context": change("@context", 1, to="https://vocabulary.uncefact.org/untp/0.9.0/context/"),
}


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(to_the_battery)


@pytest.fixture
def issued(told: Told[Chain], db: None) -> Document:
    return queries.embedded(told.again().passport().credential.id)


@needs_reference
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_both_accept_the_published_passports(path: Path) -> None:
    assert says(json.loads(path.read_text())) == (True, True)


@needs_reference
@pytest.mark.parametrize("name", CHANGES)
def test_both_refuse_a_published_passport_with_a_fault(name: str) -> None:
    document = json.loads(SAMPLES[0].read_text())
    CHANGES[name](document)
    assert says(document) == (False, False)


def test_both_accept_what_is_issued_here(issued: Document) -> None:
    assert says(issued) == (True, True)


@pytest.mark.parametrize("name", CHANGES)
def test_both_refuse_what_is_issued_here_with_a_fault(issued: Document, name: str) -> None:
    spoilt = copy.deepcopy(issued)
    CHANGES[name](spoilt)
    assert says(spoilt) == (False, False)
