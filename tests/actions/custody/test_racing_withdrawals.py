"""However many writers draw on one account at once, it never gives more than it holds, and gives each amount once."""

from pathlib import Path
from typing import Any

import pytest

from tests.actions.custody import racing
from tests.actions.custody.racing import KG, amount_mg
from tests.raced import postgresql, raced

RACERS = 2
RACE = "tests.actions.custody.racing"
SHARE_THAT_FITS = 0.9


def check(told: Any, credit_mg: int, each: int) -> None:
    """Several have withdrawn at once, more than there was: look at what stands afterwards."""
    found = told["found"]
    accepted = {f"{racer}:{number}" for racer, numbers in enumerate(told["accepted"]) for number in numbers}
    asked = {f"{racer}:{number}": amount_mg(racer, number) for racer in range(RACERS) for number in range(each)}
    assert len(told["accepted"]) == RACERS
    assert found["notes"] == sorted(accepted)
    assert found["taken_mg"] == sum(asked[note] for note in accepted) <= credit_mg
    assert found["balance_mg"] == credit_mg - found["taken_mg"]
    assert found["records"] == len(accepted)
    assert (found["chain"], found["wrong"]) == ([], [])
    refused = asked.keys() - accepted
    assert refused
    assert all(asked[note] > found["balance_mg"] for note in refused), "whatever still fits was not refused"


def credit(each: int) -> int:
    """Return credit for a part of what will be asked for."""
    asked = sum(amount_mg(racer, number) for racer in range(RACERS) for number in range(each))
    return int(asked * SHARE_THAT_FITS) // KG * KG


def test_processes_that_race_on_one_home_never_overdraw_an_account(tmp_path: Path) -> None:
    check(raced(RACE, tmp_path, "sqlite://", RACERS, 40, credit(40)), credit(40), 40)


def raced_on_postgresql(home: Path, each: int) -> None:
    database = postgresql()
    racing.prepare(credit(each))
    check(raced(RACE, home, database, RACERS, each), credit(each), each)


@pytest.mark.django_db(transaction=True)
def test_processes_that_race_on_postgresql_never_overdraw_an_account(tmp_path: Path) -> None:
    raced_on_postgresql(tmp_path, 500)


@pytest.mark.scale
@pytest.mark.django_db(transaction=True)
def test_hundred_thousand_withdrawals_race_on_postgresql_and_none_overdraws(tmp_path: Path) -> None:
    raced_on_postgresql(tmp_path, 50_000)
