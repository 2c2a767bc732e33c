"""A refusal leaves everything as it was: every row of the tables of some rooms is looked at before and after."""

import contextlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection

from orepass.kernel.refusal import Refusal


def rows_of(*rooms: str) -> dict[str, list[str]]:
    """Return every row of the tables of some rooms; asked of the database itself, which is quicker than of models."""
    models = [model for model in apps.get_models() if model._meta.app_label in rooms]
    assert {model._meta.app_label for model in models} == set(rooms)
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in models):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own tables
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def counted() -> dict[str, int]:
    """Return how many rows every table has, in one question."""
    tables = sorted({model._meta.db_table for model in apps.get_models()})
    counts = (f"SELECT '{table}', count(*) FROM {connection.ops.quote_name(table)}" for table in tables)  # noqa: S608 - names of our own tables
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


@contextlib.contextmanager
def refusing(kind: type[Refusal], *rooms: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expect a refusal, and that it left nothing behind in these rooms."""
    before = rows_of(*rooms)
    with pytest.raises(kind) as refusal:
        yield refusal
    assert rows_of(*rooms) == before
