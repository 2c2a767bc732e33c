"""One DID is one organisation's, also when two are anchored with it at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

DIDS = 12
START = (
    "import django, sys; django.setup(); from tests.actions.passport.racing_anchors import main; main(*sys.argv[1:])"
)


def raced(home: Path, database: str, *, prepare: bool) -> None:
    environment = {
        **os.environ,
        "OREPASS_HOME": str(home),
        "OREPASS_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "orepass.project.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-c", START, str(DIDS), "yes" if prepare else ""]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - this very interpreter
    told = json.loads(done.stdout)
    assert told["codes"] == [0, 0]
    assert told["doubled"] == 0
    assert told["last"] == 1


def test_processes_that_race_on_one_home_anchor_no_did_twice(tmp_path: Path) -> None:
    raced(tmp_path, "sqlite://", prepare=True)


@pytest.mark.django_db(transaction=True)
def test_processes_that_race_on_postgresql_anchor_no_did_twice(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a database in memory has one writer; the processes above show it for SQLite")
    named = connection.settings_dict
    raced(tmp_path, f"postgresql://{named['USER']}@{named['HOST']}/{named['NAME']}", prepare=False)
