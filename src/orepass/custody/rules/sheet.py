"""A spreadsheet of what happened, one row per lot: told from a template, checked cell by cell, written as events.

Cells are data and never run: a text that a spreadsheet program would take for a formula is refused with its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

import msgspec

from orepass.custody.rules.epcis.reading import Json
from orepass.custody.rules.plausibility.travel import USUAL_KMH
from orepass.custody.rules.sheet_columns import (
    KIND_WORDS,
    SHEET_COLUMNS,
    TRANSPORT_WORDS,
    column_named,
    word_meant,
)
from orepass.custody.rules.terms import PERCENT_MAX, Facts
from orepass.custody.rules.texts import FORMULA, SHOWN, is_formula, is_number
from orepass.custody.rules.writing import Amount, Saying, event, lot_uri, named_uri
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

COLUMNS: Final = tuple(column.name for column in SHEET_COLUMNS)
"""The template's columns by their lasting names; only the first three must be there."""

REQUIRED: Final = COLUMNS[:3]
KINDS: Final = tuple(KIND_WORDS)
ROWS_MAX: Final = 20_000
CELL_MAX: Final = 1_000

HEADING = FindingKind(
    "custody.sheet.heading",
    Severity.ERROR,
    _("The table has no usable column “{column}”."),
    what_to_do=_("Use the template's headings: {columns}."),
)
CELL = FindingKind(
    "custody.sheet.cell",
    Severity.ERROR,
    _("“{value}” cannot be used in the column “{column}”."),
    what_to_do=_("Write masses and percentages as numbers, days as 2026-03-01, and one of these: {words}."),
)
TOO_MANY_ROWS = FindingKind(
    "custody.sheet.too_many_rows",
    Severity.ERROR,
    _("The table has more than {limit} rows."),
    what_to_do=_("Split the table."),
)

Cell = str | int | float | bool | date | datetime | time | timedelta | None


class Sheet(msgspec.Struct, frozen=True):
    """The events of a table, the rows each was written in, and what is wrong."""

    events: list[Json]
    rows: list[int]
    findings: list[Finding]


def place(row: int, column: str = "") -> str:
    """Name a cell as people do."""
    return f"row {row}, column {column}" if column else f"row {row}"


def read(table: Sequence[Sequence[Cell]], owner: str) -> Sheet:
    """Read a table whose first row is the headings; ``owner`` names the lots that have no URI of their own."""
    written = [str(cell or "").strip() for cell in table[0]] if table else []
    headings = [column_named(heading) for heading in written]
    missing = [column for column in REQUIRED if column not in headings]
    strange = [name for name in headings if name and name not in COLUMNS]
    doubled = [name for name in set(headings) - {""} if headings.count(name) > 1]
    wrong = [
        HEADING.at(place(1, column[:40]), column=column[:40], columns=", ".join(COLUMNS))
        for column in (*missing, *strange, *sorted(doubled))
    ]
    if wrong:
        return Sheet([], [], wrong)
    if len(table) > ROWS_MAX:
        return Sheet([], [], [TOO_MANY_ROWS.at(place(ROWS_MAX), limit=ROWS_MAX)])
    found: list[Finding] = []
    told = {name: shown for name, shown in zip(headings, written, strict=True) if shown.casefold() != name}
    rows = [_Row(number, headings, cells, found, told) for number, cells in enumerate(table[1:], 2) if any(cells)]
    events: list[Json] = []
    numbers: list[int] = []
    for group in _groups(rows):
        saying = _saying(group, owner)
        if saying:
            events.append(event(saying))
            numbers.append(group[0].number)
    return Sheet(events, numbers, found)


class _Row:
    """One row, read cell by cell; what cannot be used goes to the findings."""

    def __init__(
        self,
        number: int,
        headings: Sequence[str],
        cells: Sequence[Cell],
        out: list[Finding],
        told: Mapping[str, str],
    ) -> None:
        self.number = number
        self.told = told
        self.cells: Mapping[str, Cell] = dict(zip(headings, cells, strict=False))
        self.out = out

    def text(self, column: str) -> str:
        value = self.cells.get(column)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        said = str(value).strip()
        if is_formula(said):
            self.out.append(FORMULA.at(place(self.number, self._heading(column)), value=said[:SHOWN]))
            return ""
        return said if self._usable(said) else self._wrong(column, said)

    @staticmethod
    def _usable(said: str) -> bool:
        return len(said) <= CELL_MAX and (said.isprintable() or not said)

    def _wrong(self, column: str, said: str, words: Iterable[str] = KINDS) -> str:
        shown, heading = ", ".join(words), self._heading(column)
        self.out.append(CELL.at(place(self.number, heading), value=said[:40], column=heading, words=shown))
        return ""

    def _heading(self, column: str) -> str:
        """Name a column as its writer does."""
        return self.told.get(column, column)

    def number_in(self, column: str) -> Decimal | None:
        said = self.text(column).replace(" ", "")
        if not said:
            return None
        if not is_number(said) or Decimal(said) < 0:
            self._wrong(column, said)
            return None
        return Decimal(said)

    def percent(self, column: str) -> Decimal | None:
        number = self.number_in(column)
        if number is not None and number > PERCENT_MAX:
            self._wrong(column, str(number))
            return None
        return number

    def when(self) -> datetime | None:
        # A cell that is a day or an instant already reads as its text does: ISO 8601.
        said = self.text("when")
        try:
            read_as = datetime.fromisoformat(said)
        except ValueError:
            self._wrong("when", said)
            return None
        if len(said) <= len("2026-03-01"):
            read_as = read_as.replace(hour=12)
        return read_as if read_as.tzinfo else read_as.replace(tzinfo=UTC)

    def kind(self) -> str:
        said = word_meant(self.text("what"), KIND_WORDS)
        return said if said in KINDS else self._wrong("what", said)

    def transport(self) -> str:
        said = word_meant(self.text("transport"), TRANSPORT_WORDS)
        return said if said in ("", *USUAL_KMH) else self._wrong("transport", said, USUAL_KMH)

    def made_from(self, owner: str) -> list[Amount]:
        found: list[Amount] = []
        for part in filter(None, (part.strip() for part in self.text("made from").split(";"))):
            name, equals, amount = (piece.strip() for piece in part.rpartition("="))
            if not equals or not is_number(amount):
                found.append(Amount(lot_uri(part, owner)))
            elif name:
                found.append(Amount(lot_uri(name, owner), Decimal(amount)))
            else:
                self._wrong("made from", part)
        return found

    def lot(self, owner: str) -> tuple[Amount, Facts] | None:
        name = self.text("lot")
        if not name:
            self._wrong("lot", name)
            return None
        facts = Facts(
            material=self.text("material"),
            moisture_pct=self.number_in("moisture %"),
            grade_pct=self.number_in("grade %"),
            member=named_uri(self.text("member")),
            tag=self.text("tag"),
            tag_scheme=self.text("tag scheme"),
            hs=self.text("hs"),
        )
        return Amount(lot_uri(name, owner), self.number_in("mass kg")), facts


def _groups(rows: Iterable[_Row]) -> list[list[_Row]]:
    """Put the rows that name the same step together: several lots that come out of one transformation."""
    found: list[list[_Row]] = []
    by_step: dict[str, list[_Row]] = {}
    for row in rows:
        step = row.text("step")
        if step and step in by_step:
            by_step[step].append(row)
            continue
        found.append([row])
        by_step[step] = found[-1]
    return found


def _saying(rows: Sequence[_Row], owner: str) -> Saying | None:
    first = rows[0]
    before = len(first.out)
    what, when = first.kind(), first.when()
    lots = [lot for row in rows if (lot := row.lot(owner))]
    packed_into = first.text("packed into")
    saying = Saying(
        what=what,
        when=when or datetime.min.replace(tzinfo=UTC),
        lots=lots,
        made_from=[amount for row in rows for amount in row.made_from(owner)],
        site=named_uri(first.text("site")),
        sender=named_uri(first.text("from")),
        receiver=named_uri(first.text("to")),
        packed_into=lot_uri(packed_into, owner) if packed_into else "",
        certificate=named_uri(first.text("certificate")),
        model=first.text("model"),
        account=named_uri(first.text("account")),
        claimed_pct=first.percent("claimed %"),
        transport=first.transport(),
    )
    return saying if len(first.out) == before else None
