"""Read and write comma-separated tables from strangers, whole or not at all.

A table that is truncated, wrongly encoded, has another header or an outsized cell is refused before anything is
written, with the row, the column and a way out. What a cell says is never executed: ``=cmd|…`` is kept as the text it
is and made inert again when it leaves in an export.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from orepass.kernel.digest import Digest, digest_bytes
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

BYTES_MAX: Final = 64 * 1024 * 1024
CELL_MAX: Final = 100_000
ROWS_MAX: Final = 500_000
_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_NO_TEXT: Final = re.compile(r"[\x00\ud800-\udfff]")
_NUMBER: Final = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?\Z")


class BadTable(Invalid):
    """The table cannot be read as a whole, so that nothing of it is used."""

    code = "party.table.unreadable"
    message = _("The table cannot be read at row {row}, column {column}: {reason}.")
    what_to_do = _("Save it again as comma-separated values in UTF-8 from the publisher's original and send it whole.")


class WrongHeader(Invalid):
    """The first row is not the one this kind of table has."""

    code = "party.table.header"
    message = _("This is not a table of the kind “{kind}”: the column “{column}” is missing or stands twice.")
    what_to_do = _("Send the file as published, with its own first row: {expected}.")


class TooLarge(Invalid):
    """The file or a cell is larger than any honest one."""

    code = "party.table.too_large"
    message = _("Row {row}, column {column} is larger than {limit}.")
    what_to_do = _("Split the file, or remove what does not belong in it, and send it again.")


class Table(msgspec.Struct, frozen=True):
    """A table as read: its rows by column name, and the digest of the file it came from."""

    kind: str
    digest: Digest
    rows: list[dict[str, str]]


def decoded(data: bytes) -> str:
    """Return the text of a file, which must be UTF-8 (a byte-order mark is passed over).

    Raises:
        BadTable: another encoding.
        TooLarge: beyond the limit of any table we know.
    """
    if len(data) > BYTES_MAX:
        raise TooLarge(row=0, column="", limit=f"{BYTES_MAX} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise BadTable(f"row {row}", row=row, column="?", reason="not UTF-8") from None
    return text


def _check_characters(text: str) -> None:
    if len(text) > BYTES_MAX:
        raise TooLarge(row=0, column="", limit=f"{BYTES_MAX} characters")
    strange = _NO_TEXT.search(text)
    if strange:
        row = text.count("\n", 0, strange.start()) + 1
        raise BadTable(f"row {row}", row=row, column="?", reason="a character that no text has")


def read_table(text: str, kind: str, columns: Sequence[str]) -> Table:
    """Read a whole table whose header holds at least the given columns; row 1 is the header.

    Raises:
        BadTable: characters that no text has, truncated, badly quoted, or a row with too few or too many cells.
        WrongHeader: a column is missing or doubled.
        TooLarge: an outsized cell or too many rows.
    """
    _check_characters(text)
    header: list[str] = []
    rows: list[dict[str, str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                header = [cell.strip() for cell in cells]
                _check_header(header, kind, columns)
            elif cells:
                _check_row(cells, header, number)
                rows.append(dict(zip(header, (cell.strip() for cell in cells), strict=True)))
    except csv.Error as error:
        row = len(rows) + 2
        if "field limit" in str(error):
            raise TooLarge(f"row {row}", row=row, column="?", limit=f"{CELL_MAX} characters") from None
        raise BadTable(f"row {row}", row=row, column="?", reason=str(error)) from None
    if not header:
        raise WrongHeader("row 1", kind=kind, column=columns[0], expected=", ".join(columns[:6]))
    return Table(kind, digest_bytes(text.encode()), rows)


def _check_header(header: list[str], kind: str, columns: Sequence[str]) -> None:
    for column in columns:
        if header.count(column) != 1:
            raise WrongHeader("row 1", kind=kind, column=column, expected=", ".join(columns[:6]))
    if len(set(header)) != len(header):
        twice = next(column for column in header if header.count(column) > 1)
        raise WrongHeader("row 1", kind=kind, column=twice, expected=", ".join(columns[:6]))


def _check_row(cells: list[str], header: list[str], number: int) -> None:
    if len(cells) != len(header):
        column = header[len(cells)] if len(cells) < len(header) else str(len(cells))
        reason = f"{len(cells)} cells instead of {len(header)}; the file may be cut off here"
        raise BadTable(f"row {number}", row=number, column=column, reason=reason)
    if number > ROWS_MAX:
        raise TooLarge(f"row {number}", row=number, column="", limit=f"{ROWS_MAX} rows")
    for at, cell in enumerate(cells):
        if len(cell) > CELL_MAX:
            raise TooLarge(f"row {number}", row=number, column=header[at], limit=f"{CELL_MAX} characters")


def inert(cell: object) -> str:
    """Return a cell that no spreadsheet program takes for a formula; plain numbers stay numbers."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def written(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Write a table with inert cells, in UTF-8 with line ends as RFC 4180 has them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([inert(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()
