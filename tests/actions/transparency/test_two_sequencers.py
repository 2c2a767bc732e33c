"""Two sequencers at once place every entry once, in one tree: separate processes on SQLite, threads on PostgreSQL."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction

from orepass.kernel.digest import digest
from orepass.platform.access import Actor
from orepass.transparency import queries
from orepass.transparency.actions import queue_leaf, sequence
from orepass.transparency.models import Checkpoint, Entry
from orepass.transparency.rules.checkpoint import parse_checkpoint
from orepass.transparency.rules.proof import read_consistency

AT = datetime(2026, 11, 22, tzinfo=UTC)
COUNT = 120
PROGRAM = f"""
import django; django.setup()
import multiprocessing
from datetime import UTC, datetime
from django.db import connection, transaction
from orepass.kernel.digest import digest
from orepass.platform.access import Actor
from orepass.platform.schema import ensure_home
from orepass.transparency import actions, queries
from orepass.transparency.models import Checkpoint, Entry
AT = datetime(2026, 11, 22, tzinfo=UTC)

def place():
    while queries.head().queued:
        actions.sequence(Actor.system("sequencer"), limit=7, at=AT)

ensure_home()
at_the_end, actions.place_queued = actions.place_queued, lambda: None
with transaction.atomic():
    for n in range({COUNT}):
        actions.queue_leaf(kind="a.b.c", subject=f"crt-{{n}}", content_digest=digest(n), at=AT)
actions.place_queued = at_the_end
connection.close()  # no process goes on with a connection that another has opened
both = [multiprocessing.get_context("fork").Process(target=place) for _ in range(2)]
for process in both:
    process.start()
for process in both:
    process.join()
indices = sorted(Entry.objects.values_list("index", flat=True))
proofs = all(queries.inclusion_proof(f"crt-{{n}}").holds() for n in range(len(indices)))
print(*(process.exitcode for process in both))
print(indices == list(range(len(indices))), len(indices), proofs, queries.head().size)
"""


def test_two_processes_on_one_home_place_every_entry_once(tmp_path: Path) -> None:
    environment = {**os.environ, "OREPASS_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "orepass.project.settings"}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("OREPASS_DATABASE", None)
    told = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", PROGRAM], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    assert told.stdout.splitlines() == ["0 0", f"True {COUNT} True {COUNT}"]


@pytest.mark.django_db(transaction=True)
def test_two_threads_on_postgresql_place_every_entry_once(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("threads share one lock in a database in memory; the processes above show it for SQLite")
    monkeypatch.setattr("orepass.transparency.actions.place_queued", lambda: None)
    with transaction.atomic():
        for number in range(COUNT):
            queue_leaf(kind="a.b.c", subject=f"crt-{number}", content_digest=digest(number), at=AT)
    threads = [threading.Thread(target=place) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Entry.objects.values_list("index", flat=True)) == list(range(COUNT))
    for row in Checkpoint.objects.all():
        assert read_consistency(queries.consistency_file(row.size)).holds_for(parse_checkpoint(row.note))


def place() -> None:
    try:
        while queries.head().queued:
            sequence(Actor.system("sequencer"), limit=7, at=AT)
    finally:
        connection.close()
