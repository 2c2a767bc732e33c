"""How a lot stands decides a passport's check alike, told of now or of an earlier day."""

from typing import Any, Final

import pytest

from orepass.credentials.rules.bundled import Statement
from orepass.kernel.check import Result, passed
from orepass.passport.rules.lot_standing import (
    CONTEXT,
    LOT,
    TYPES,
    WORDS,
    Standing,
    passport_told_of,
    said_today,
    told_of_lot,
)

PASSPORT = {"id": "https://mine.example/credentials/crd-1", "type": ["VerifiableCredential", "DigitalProductPassport"]}


@pytest.mark.parametrize("standing", list(Standing))
def test_a_standing_means_the_same_now_and_then(standing: Standing) -> None:
    now = said_today(standing)
    subject = {"id": PASSPORT["id"], "name": str(standing)}
    said = SAID | {"credentialSubject": subject}
    period = passed("dates", "Valid until {end}.", end="2026-11-23")
    (then,) = told_of_lot(PASSPORT, Statement(said, is_by_issuer=True, period=period), is_expected=True)
    assert (now.name, now.result, now.required) == (then.name, then.result, then.required)
    assert "2026-11-22" in then.reason
    assert now.code != then.code


def test_every_standing_is_told_and_only_two_are_clean() -> None:
    clean = {standing for standing in Standing if said_today(standing).result is Result.PASSED}
    assert (set(WORDS), clean) == (set(Standing), {Standing.WELL, Standing.NOTHING_LEFT})


def test_of_what_is_no_passport_nothing_is_told_and_of_a_stranger_nothing_is_expected() -> None:
    assert told_of_lot({"type": ["VerifiableCredential"]}, None, is_expected=True) == []
    (one,) = told_of_lot(PASSPORT, None, is_expected=False)
    assert (one.name, one.result) == (LOT, Result.NOT_CHECKED)


SAID: Final[dict[str, Any]] = {
    "@context": CONTEXT,
    "type": TYPES,
    "issuer": "did:web:mine.example",
    "validFrom": "2026-11-22T12:00:00Z",
    "validUntil": "2026-11-23T12:00:00Z",
    "credentialSubject": {"id": PASSPORT["id"], "name": "well"},
}


@pytest.mark.parametrize("standing", list(Standing))
def test_statement_is_known_by_itself_with_the_passport_that_it_tells_of(standing: Standing) -> None:
    said = SAID | {"credentialSubject": SAID["credentialSubject"] | {"name": str(standing)}}
    assert passport_told_of(said) == PASSPORT["id"]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "https://mine.example/credentials/crd-2"},
        {"type": PASSPORT["type"]},
        {"type": ["VerifiableCredential"]},
        {"credentialSubject": [SAID["credentialSubject"]]},
        {"credentialSubject": {"id": PASSPORT["id"]}},
        {"credentialSubject": {"id": PASSPORT["id"], "name": "certified"}},
        {"credentialSubject": {"id": PASSPORT["id"], "name": ["well"]}},
        {"credentialSubject": {"id": [PASSPORT["id"]], "name": "well"}},
        {"credentialSubject": {"id": PASSPORT["id"], "name": "well", "description": "certified"}},
    ],
)
def test_what_says_more_less_or_something_else_is_no_statement(change: dict[str, Any]) -> None:
    assert passport_told_of(SAID | change) == ""


def test_statement_without_its_end_is_none() -> None:
    assert passport_told_of({name: value for name, value in SAID.items() if name != "validUntil"}) == ""
