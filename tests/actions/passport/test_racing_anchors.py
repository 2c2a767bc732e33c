"""One DID is one organisation's, also when two are anchored with it at once."""

from pathlib import Path

import pytest

from tests.raced import postgresql, raced

DIDS = 12
RACE = "tests.actions.passport.racing_anchors"


def check(home: Path, database: str, *, prepare: bool) -> None:
    told = raced(RACE, home, database, DIDS, "yes" if prepare else "")
    assert told["codes"] == [0, 0]
    assert told["doubled"] == 0
    assert told["last"] == 1


def test_processes_that_race_on_one_home_anchor_no_did_twice(tmp_path: Path) -> None:
    check(tmp_path, "sqlite://", prepare=True)


@pytest.mark.django_db(transaction=True)
def test_processes_that_race_on_postgresql_anchor_no_did_twice(tmp_path: Path) -> None:
    check(tmp_path, postgresql(), prepare=False)
