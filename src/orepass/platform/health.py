"""What keeps the system from working, if anything."""

import os

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from orepass.platform.home import home
from orepass.platform.models import RecordHead


def problems() -> list[str]:
    """Return what is wrong: unapplied migrations, an unwritable home, a missing record head."""
    found = []
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        found.append("database: migrations wait; run orepass migrate")
    elif not RecordHead.objects.filter(pk=1).exists():
        found.append("record: its head is missing")
    if not os.access(home(), os.W_OK):
        found.append("home: not writable")
    return found
