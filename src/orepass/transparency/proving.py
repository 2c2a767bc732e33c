"""What a proof reads, as plain SQL: two questions; building them by objects would cost more than the answers.

On PostgreSQL they cost more to plan than to answer: there the server is asked to keep the plans of both.
"""

import functools
from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection
from django.db.backends.utils import CursorWrapper

NEWEST_COVERED = """
    SELECT e.subject, e.place, e.data, c.size, c.note, s.line
    FROM (
        SELECT subject, "index" AS place, data FROM transparency_entry
        WHERE {where} ORDER BY id DESC LIMIT 1
    ) AS e
    LEFT JOIN transparency_checkpoint c ON c.size > e.place AND c.size IN (
        (SELECT MAX(size) FROM transparency_checkpoint), (SELECT MAX(checkpoint_id) FROM transparency_cosignature)
    )
    LEFT JOIN transparency_cosignature s ON s.checkpoint_id = c.size
    ORDER BY c.size, s.id
"""
COLUMNS = ("subject", "kind", "content_digest")


class Covered(msgspec.Struct, frozen=True):
    """An entry, and the checkpoint to prove it under: the newest cosigned one that covers it, else the newest one."""

    subject: str
    data: bytes
    index: int | None
    size: int | None
    note: str


def newest_covered(**named: str) -> Covered | None:
    """Return the newest entry of a subject or of a content, of one kind where that is given, queued ones first."""
    given = {column: named[column] for column in COLUMNS if named[column]}
    rows = _rows(_entry_by(tuple(given)), list(given.values())) if set(given) - {"kind"} else []
    if not rows:
        return None
    subject, index, data, size, note, _line = rows[0]
    lines = "".join(row[5] or "" for row in rows if row[3] == size)
    return Covered(subject, bytes(data), index, size, (note or "") + lines)


def tiles(keys: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Return the named tiles that exist."""
    # As text: small and large numbers are different types to PostgreSQL, and a plan is kept for each that it meets.
    rows = _rows(_tiles_of(len(keys)), [str(part) for key in keys for part in key])
    return {(level, number): bytes(hashes) for level, number, hashes in rows}


def _rows(statement: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
    with _cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _cursor() -> CursorWrapper:
    """Open a cursor whose statements keep their plans, where the database and the connection's settings let them.

    Django's own cursor for PostgreSQL writes the values into the statement, so that each is planned anew; the driver's
    sends them beside it, and after a few times under the name of a plan that is kept (unless the connections are those
    of a pooler: project/settings.py).
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    driver: Any = connection.Database  # type: ignore[attr-defined]  # psycopg, which is there with PostgreSQL only
    raw = driver.Cursor(connection.connection)
    raw.format = driver.pq.Format.BINARY  # tiles are bytes: as text they would be twice as long
    return connection.make_debug_cursor(raw) if connection.queries_logged else connection.make_cursor(raw)


@functools.cache
def _entry_by(columns: tuple[str, ...]) -> str:
    return NEWEST_COVERED.format(where=" AND ".join(f"{column} = %s" for column in columns))


@functools.cache
def _tiles_of(count: int) -> str:
    where = " OR ".join(["(level = %s AND number = %s)"] * count)
    return f"SELECT level, number, hashes FROM transparency_tile WHERE {where}"  # noqa: S608 - as many places as tiles
