"""An independent validator of product passports, dppvalidator, reads what is issued here and agrees about its faults.

It is asked by its schema (the released one) alone: its models demand more than the release does, for instance an
identifier of each status entry.
"""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from dppvalidator import ValidationEngine

from orepass.credentials.rules.strict_json import Document
from orepass.passport import queries
from orepass.passport.untp import schemas
from orepass.transparency.actions import place_queued
from tests.actions.passport.chain import Chain
from tests.beginnings import Told

pytestmark = pytest.mark.any_database


@pytest.fixture
def issued(told: Told[Chain], db: None) -> Document:
    chain = told.again()
    card = chain.passport()
    place_queued()
    return queries.embedded(card.credential.id)


def is_valid(document: Document) -> bool:
    engine = ValidationEngine(schema_version="auto", load_plugins=False, layers=["schema"])
    return bool(engine.validate(document).valid)


def change(*path: Any, to: Any) -> Callable[[Any], None]:
    def changed(document: Any) -> None:
        for key in path[:-1]:
            document = document[key]
        if to is None:
            del document[path[-1]]
        else:
            document[path[-1]] = to

    return changed


SUBJECT = "credentialSubject"
# Dates are texts to it, whatever stands in them: those are ours alone to check.
CHANGES = {
    "no name": change(SUBJECT, "name", to=None),
    "no subject": change(SUBJECT, to=None),
    "no issuer": change("issuer", to=None),
    "a share above the whole": change(SUBJECT, "materialProvenance", 0, "massFraction", to=1.5),
    "a share that is a text": change(SUBJECT, "materialProvenance", 0, "massFraction", to="1"),
    "another granularity": change(SUBJECT, "idGranularity", to="lorry"),
    "another context": change("@context", 1, to="https://vocabulary.uncefact.org/untp/0.9.0/context/"),
    "a role that is none": change(SUBJECT, "relatedParty", 0, "role", to="bystander"),
    "something more in a category": change(SUBJECT, "productCategory", 0, "more", to="x"),
}


def test_what_is_issued_here_is_a_passport_there(issued: Document) -> None:
    assert schemas.faults(issued) == []
    assert is_valid(issued)


@pytest.mark.parametrize("name", CHANGES)
def test_a_fault_there_is_a_fault_here(issued: Document, name: str) -> None:
    spoilt = copy.deepcopy(issued)
    CHANGES[name](spoilt)
    assert not is_valid(spoilt)
    assert schemas.faults(spoilt) != []
