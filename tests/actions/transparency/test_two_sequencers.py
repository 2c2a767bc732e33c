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
PRELUDE = """
import django; django.setup()
from datetime import UTC, datetime
from django.db import transaction
from orepass.kernel.digest import digest
from orepass.platform.access import Actor
from orepass.platform.schema import ensure_home
from orepass.transparency import actions, queries
from orepass.transparency.models import Checkpoint, Entry
AT = datetime(2026, 11, 22, tzinfo=UTC)
ensure_home()
"""
QUEUE = (
    PRELUDE
    + f"""
actions.place_queued = lambda: None
with transaction.atomic():
    for n in range({COUNT}):
        actions.queue_leaf(kind="a.b.c", subject=f"crt-{{n}}", content_digest=digest(n), at=AT)
"""
)
PLACE = (
    PRELUDE
    + """
while queries.head().queued:
    actions.sequence(Actor.system("sequencer"), limit=7, at=AT)
"""
)
TELL = (
    PRELUDE
    + """
indices = sorted(Entry.objects.values_list("index", flat=True))
proofs = all(queries.inclusion_proof(f"crt-{n}").holds() for n in range(len(indices)))
print(indices == list(range(len(indices))), len(indices), proofs, queries.head().size)
"""
)


def python(code: str, home: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "OREPASS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "orepass.project.settings"}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("OREPASS_DATABASE", None)
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this very interpreter


def told_by(process: subprocess.Popen[str]) -> str:
    told, _nothing = process.communicate()
    assert process.returncode == 0
    return told


def test_two_processes_on_one_home_place_every_entry_once(tmp_path: Path) -> None:
    assert told_by(python(QUEUE, tmp_path)) == ""
    both = [python(PLACE, tmp_path) for _ in range(2)]
    assert [told_by(process) for process in both] == ["", ""]
    assert told_by(python(TELL, tmp_path)).split() == ["True", str(COUNT), "True", str(COUNT)]


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
