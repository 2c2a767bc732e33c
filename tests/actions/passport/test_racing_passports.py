"""Credits and passports issued at once for one production never claim a kilogram twice."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.raced import postgresql, raced

BAGS = 12
RACE = "tests.actions.passport.racing_passports"


def check(home: Path, database: str, *, prepare: bool) -> None:
    told = raced(RACE, home, database, BAGS, "yes" if prepare else "")
    assert told["passports"] == told["credits"] + told["refused"] == BAGS
    assert told["credits"] + Fraction(told["claimed"]) <= BAGS
    assert told["failed"] == 0


def test_processes_that_race_on_one_home_claim_nothing_twice(tmp_path: Path) -> None:
    check(tmp_path, "sqlite://", prepare=True)


@pytest.mark.django_db(transaction=True)
def test_processes_that_race_on_postgresql_claim_nothing_twice(tmp_path: Path) -> None:
    check(tmp_path, postgresql(), prepare=False)
