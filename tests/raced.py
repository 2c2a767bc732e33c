"""Races between processes: one with nothing open yet is started on a database, splits into racers, and tells."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection


def raced(module: str, home: Path, database: str, *arguments: object) -> Any:
    """Run ``main`` of a module with a home on a database, in a process of its own, and return what it tells as JSON."""
    start = f"import django, sys; django.setup(); from {module} import main; main(*sys.argv[1:])"
    environment = {
        **os.environ,
        "OREPASS_HOME": str(home),
        "OREPASS_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "orepass.project.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-c", start, *map(str, arguments)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - this very interpreter
    return json.loads(done.stdout)


def postgresql() -> str:
    """Return the address of the database of these tests, which racers may share; the test is skipped on SQLite."""
    if connection.vendor != "postgresql":
        pytest.skip("a database in memory has one writer; the processes above show it for SQLite")
    named = connection.settings_dict
    return f"postgresql://{named['USER']}@{named['HOST']}/{named['NAME']}"
