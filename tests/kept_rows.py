"""The rows of all tables, kept as the database has them: taken from a transaction, and put into a later one.

A world that many files of tests begin with takes a second to make by its actions, and a few hundredths to put back.
Rows go out and in without a model: SQLite's as its own values, PostgreSQL's as its own text.
"""

import functools
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

type Rows = Mapping[str, Any]
"""What each table holds that is not empty."""


def rows_now() -> Rows:
    """Return the rows of each table that has some."""
    take = _postgres_rows if connection.vendor == "postgresql" else _sqlite_rows
    return {table: take(table) for table in _filled_tables()}


def put_back(rows: Rows, before: Rows) -> None:
    """Let the tables hold these rows, where they hold what they held before the rows came into being."""
    changed = {table: kept for table, kept in rows.items() if before.get(table) != kept}
    put = _put_into_postgres if connection.vendor == "postgresql" else _put_into_sqlite
    with connection.cursor() as cursor:
        for table in [*(before.keys() - rows.keys()), *changed]:
            if table in before:
                cursor.execute(f"DELETE FROM {_name(table)}")  # noqa: S608 - one of our tables
    for table, kept in changed.items():
        put(table, kept)
    _count_on_from(changed)


def _name(table: str) -> str:
    return str(connection.ops.quote_name(table))


def _filled_tables() -> list[str]:
    each = (
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {_name(table)})"  # noqa: S608 - one of our tables
        for table in connection.introspection.table_names()
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return [table for (table,) in cursor.fetchall()]


@functools.cache  # no test changes a table
def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [_name(column.name) for column in connection.introspection.get_table_description(cursor, table)]


def _sqlite_rows(table: str) -> tuple[list[str], list[Any]]:
    """Return the columns and rows; with a sign before its name, no column is read as what it is declared to be."""
    columns = _columns(table)
    plain = ", ".join(f"+{column}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {plain} FROM {_name(table)}")  # noqa: S608 - one of our tables
        return columns, cursor.fetchall()


def _put_into_sqlite(table: str, kept: tuple[list[str], list[Any]]) -> None:
    columns, rows = kept
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_name(table)} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608 - one of our tables
            rows,
        )


def _postgres_rows(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY {_name(table)} TO STDOUT") as copied:
        return b"".join(bytes(part) for part in copied)


def _put_into_postgres(table: str, kept: bytes) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {_name(table)} FROM STDIN") as copied:
        copied.write(kept)


def _count_on_from(rows: Rows) -> None:
    """Let the next number that a table gives be none that came with the rows."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in rows]
    statements = connection.ops.sequence_reset_sql(no_style(), models)
    if statements and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(" ".join(statements))
