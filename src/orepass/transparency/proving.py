"""What a proof reads, as plain SQL: two questions; building them by objects would cost more than the answers.

On PostgreSQL they cost more to plan than to answer: there the server is asked to keep the plans of both.
"""

import functools
from collections.abc import Sequence
from typing import Any

import msgspec

from orepass.platform.asked_often import plan_keeping_cursor

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
TILE = "SELECT level, number, hashes FROM transparency_tile WHERE level = %s AND number = %s"
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
    with plan_keeping_cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


@functools.cache
def _entry_by(columns: tuple[str, ...]) -> str:
    return NEWEST_COVERED.format(where=" AND ".join(f"{column} = %s" for column in columns))


@functools.cache
def _tiles_of(count: int) -> str:
    # A question of several parts, each a look into the index, costs the server a quarter less than alternatives in one.
    return " UNION ALL ".join([TILE] * count)
