"""Insert many rows by ``executemany``: an order of magnitude less work than building and compiling model objects.

The performance study (§7) measured it twelve times faster than ``bulk_create`` on SQLite. Columns and values come from
the caller; instants are adapted by the database's own rules, so that both databases hold what the models would write.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection, models


def instant(at: datetime) -> Any:  # noqa: ANN401 - a text or an instant, as the database wants
    """Return an instant as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(at)


def day(on: date) -> Any:  # noqa: ANN401 - a text or a day, as the database wants
    """Return a day as the database keeps it."""
    return connection.ops.adapt_datefield_value(on)


def insert(table: type[models.Model], fields: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows, whose values stand in the order of the fields named; inside the action's transaction."""
    listed = list(rows)
    if listed:
        with connection.cursor() as cursor:
            cursor.executemany(_statement(table, tuple(fields), connection.vendor), listed)


@cache
def _statement(table: type[models.Model], fields: tuple[str, ...], vendor: str) -> str:  # noqa: ARG001 - quoting differs
    quote = connection.ops.quote_name
    options = table._meta  # noqa: SLF001 - Django documents it
    by_name = {field.name: field.column for field in options.concrete_fields}
    columns = ", ".join(quote(by_name[name] or name) for name in fields)
    values = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(options.db_table)} ({columns}) VALUES ({values})"  # noqa: S608 - names of our own tables
