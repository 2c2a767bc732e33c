"""Tables as people fill them in: read forgiving of form and exact about errors.

Columns may stand in any order, under headings of any case, spacing and accent, in any language that a column knows;
what is not known is passed over and said. What cannot be used is a finding that names sheet and cell (``answers!F7``),
what stands there and what to write instead; a cell that holds a formula is never taken for its value. Reading and
writing the bytes of a workbook is `platform.workbooks`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

import msgspec

from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.suggestion import suggest
from orepass.kernel.text import marked as _

type Cell = str | int | float | bool | date | datetime | time | timedelta | None

SHOWN: Final = 60
FINDINGS_MAX: Final = 200
HEADING_WITHIN: Final = 10
"""The headings stand in one of the first rows; above them people put titles."""
_LETTERS: Final = 26
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

COLUMN_MISSING: Final = FindingKind(
    "kernel.table.column_missing",
    Severity.ERROR,
    _("The sheet “{sheet}” has no column “{column}”."),
    what_to_do=_("Write “{column}” over that column; the order of columns does not matter."),
)
COLUMN_TWICE: Final = FindingKind(
    "kernel.table.column_twice",
    Severity.ERROR,
    _("“{found}” is the column “{column}”, which stands here already."),
    what_to_do=_("Keep one of the two columns and rename the other."),
)
COLUMN_IGNORED: Final = FindingKind(
    "kernel.table.column_ignored",
    Severity.NOTE,
    _("The column “{found}” is not known and is passed over."),
    what_to_do=_("If it was meant to be read: {suggestion}"),
)
SHEET_MISSING: Final = FindingKind(
    "kernel.table.sheet_missing",
    Severity.ERROR,
    _("There is no sheet “{sheet}”."),
    what_to_do=_("Name one sheet “{sheet}”; these were found: {found}."),
)
SHEET_IGNORED: Final = FindingKind(
    "kernel.table.sheet_ignored",
    Severity.NOTE,
    _("The sheet “{sheet}” is not known and is passed over."),
    what_to_do=_("If it was meant to be read: {suggestion}"),
)
FORMULA: Final = FindingKind(
    "kernel.table.formula",
    Severity.ERROR,
    _("The cell holds a formula (shown: “{value}”)."),
    what_to_do=_("Write the value itself, for instance with “paste values only”; formulas are not run here."),
)
MERGED: Final = FindingKind(
    "kernel.table.merged",
    Severity.ERROR,
    _("The cell is merged with its neighbours, so that nobody can say where its value belongs."),
    what_to_do=_("Unmerge the cells and write the value into each one that it is meant for."),
)
CHARACTER: Final = FindingKind(
    "kernel.table.character",
    Severity.ERROR,
    _("The cell holds a character that no text has: “{value}”."),
    what_to_do=_("Type the text again."),
)
WORD: Final = FindingKind(
    "kernel.table.word",
    Severity.ERROR,
    _("“{value}” is not one of the words of the column “{column}”."),
    what_to_do=_("{suggestion}"),
)
VALUE: Final = FindingKind(
    "kernel.table.value",
    Severity.ERROR,
    _("“{value}” cannot stand in the column “{column}”."),
    what_to_do=_("{suggestion}"),
)
TOO_MANY: Final = FindingKind(
    "kernel.table.too_many",
    Severity.ERROR,
    _("There are more errors than the {limit} told here."),
    what_to_do=_("Correct these and send the file again."),
)


class Choices(msgspec.Struct, frozen=True):
    """Words to choose from in some cells of a column, counted from nought."""

    column: int
    first_row: int
    last_row: int
    words: tuple[str, ...]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet: its cells, which are formulas or merged; to be written, also its widths and choices."""

    name: str
    rows: Sequence[Sequence[Cell]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int], ...] = ()
    widths: tuple[int, ...] = ()
    choices: tuple[Choices, ...] = ()
    heading: int = 0
    """The row of the headings."""


class Column(msgspec.Struct, frozen=True):
    """A column: its key, the headings it is known by (the first is the one we write), and whether it must be there."""

    key: str
    headings: tuple[str, ...]
    required: bool = False

    @property
    def heading(self) -> str:
        """Return the heading we write."""
        return self.headings[0]


def cell_name(row: int, column: int) -> str:
    """Name a cell as spreadsheets do, ``B7``, from row and column counted from nought."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def folded(text: str) -> str:
    """Return a word without case, accents, spaces and signs, for comparing."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalnum())


def shown(value: object) -> str:
    """Return the beginning of a value for a message."""
    text = said(value) if isinstance(value, str | int | float | bool | date | time | timedelta | None) else str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def said(value: Cell) -> str:
    """Return what a cell says as text: whole numbers without a point, days as 2026-01-31."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


class Row:
    """One row of a sheet under its headings."""

    def __init__(self, sheet: Sheet, number: int, columns: dict[str, int], names: dict[str, str]) -> None:
        """Take a row by its number, counted from nought."""
        self.sheet = sheet
        self.number = number
        self._columns = columns
        self._names = names

    def place(self, key: str = "") -> str:
        """Name the cell of a column, or the row's first cell."""
        return f"{self.sheet.name}!{cell_name(self.number, self._columns.get(key, 0))}"

    def cell(self, key: str) -> Cell:
        """Return what stands in a column; nothing where it is empty or there is no such column."""
        at = self._columns.get(key)
        cells = self.sheet.rows[self.number]
        value = cells[at] if at is not None and at < len(cells) else None
        return None if isinstance(value, str) and not value.strip() else value

    def text(self, key: str) -> str:
        """Return the text of a cell as it stands, outer blanks and all."""
        return said(self.cell(key))

    def word(self, key: str) -> str:
        """Return the text of a cell without outer blanks."""
        return self.text(key).strip()

    def choice(self, key: str, known: dict[str, str], out: list[Finding]) -> str:
        """Return the code that a cell means, by any of its names; what is none of them is a finding."""
        given = self.word(key)
        if not given:
            return ""
        code = next((code for name, code in known.items() if folded(name) == folded(given)), "")
        if not code:
            options = list(dict.fromkeys([*known.values(), *known]))
            out.append(self.finding(WORD, key, value=shown(given), suggestion=suggest(given[:SHOWN], options)))
        return code

    def finding(self, kind: FindingKind, key: str, **params: object) -> Finding:
        """Make a finding at the cell of a column."""
        return kind.at(self.place(key), column=self._names.get(key, key), **params)


def rows_of(sheet: Sheet, columns: Sequence[Column], out: list[Finding]) -> list[Row]:
    """Return the rows below the headings that say anything; what is wrong with headings and cells goes to ``out``."""
    heading, found = _headings(sheet, columns, out)
    names = {column.key: column.heading for column in columns}
    missing = [column for column in columns if column.required and column.key not in found]
    for column in missing:
        place = f"{sheet.name}!{cell_name(heading, 0)}"
        out.append(COLUMN_MISSING.at(place, sheet=sheet.name, column=column.heading))
    if missing:
        return []
    rows = [Row(sheet, number, found, names) for number in range(heading + 1, len(sheet.rows))]
    told = [row for row in rows if any(row.cell(key) is not None for key in found)]
    used = set(found.values())
    out += _unusable(sheet, heading, used)
    return told


def _headings(sheet: Sheet, columns: Sequence[Column], out: list[Finding]) -> tuple[int, dict[str, int]]:
    """Find the row of the headings, the one of the first rows that knows most columns."""
    by_name = {folded(name): column.key for column in columns for name in (column.key, *column.headings)}
    first = sheet.rows[:HEADING_WITHIN]
    counts = [sum(folded(said(cell)) in by_name for cell in cells) for cells in first]
    heading = counts.index(max(counts)) if counts else 0
    found: dict[str, int] = {}
    known = [column.heading for column in columns]
    for at, cell in enumerate(first[heading] if first else ()):
        name = said(cell).strip()
        key = by_name.get(folded(name), "")
        place = f"{sheet.name}!{cell_name(heading, at)}"
        if name and not key:
            suggestion = suggest(name[:SHOWN], known)
            out.append(COLUMN_IGNORED.at(place, found=shown(name), suggestion=suggestion))
        elif key in found:
            out.append(COLUMN_TWICE.at(place, found=shown(name), column=key))
        elif key:
            found[key] = at
    return heading, found


def _unusable(sheet: Sheet, heading: int, used: Collection[int]) -> Iterable[Finding]:
    """Find the cells in known columns that are formulas, merged, or hold what no text has."""
    for row, column in sorted(sheet.formulas):
        if row > heading and column in used and row < len(sheet.rows):
            cells = sheet.rows[row]
            value = cells[column] if column < len(cells) else ""
            yield FORMULA.at(f"{sheet.name}!{cell_name(row, column)}", value=shown(value))
    for row, column in sorted(sheet.merged):
        if row > heading and column in used:
            yield MERGED.at(f"{sheet.name}!{cell_name(row, column)}")
    for row, cells in enumerate(sheet.rows[heading + 1 :], heading + 1):
        for column in used:
            value = cells[column] if column < len(cells) else None
            if isinstance(value, str) and _UNWRITABLE.search(value):
                place = f"{sheet.name}!{cell_name(row, column)}"
                yield CHARACTER.at(place, value=shown(_UNWRITABLE.sub("�", value)))


def sheet_named(sheets: Sequence[Sheet], names: Sequence[str]) -> Sheet | None:
    """Return the sheet of one of several names, whatever their case and accents."""
    wanted = {folded(name) for name in names}
    return next((sheet for sheet in sheets if folded(sheet.name) in wanted), None)


def limited(findings: Sequence[Finding]) -> list[Finding]:
    """Return the errors first, no more than a person reads, and say when there are more."""
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    ordered = sorted(findings, key=lambda finding: order[finding.severity])
    more = len(ordered) > FINDINGS_MAX
    return [*ordered[:FINDINGS_MAX], *([TOO_MANY.at(limit=FINDINGS_MAX)] if more else [])]
