"""What the page components are fed with: plain frozen values, so that a template decides nothing.

One table, one status mark, one task, one timeline moment, one "why?"; their templates are in ``templates/components``.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from orepass.kernel.quantity import Milligrams
from orepass.web.words import day_text, mass_text, number_text

PAGE_SIZE = 40
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Mark(msgspec.Struct, frozen=True):
    """A status: a kind that gives shape and colour, and the word that says it."""

    kind: str
    word: str


class Cell(msgspec.Struct, frozen=True):
    """One cell of a table: its text, and where it leads or what it marks.

    ``language``: that of the note, where it is not the reader's.
    """

    text: str = ""
    href: str = ""
    mark: str = ""
    note: str = ""
    key: str | int | Fraction = ""
    raw: str = ""
    language: str = ""


class Column(msgspec.Struct, frozen=True):
    """One column: its heading and whether it holds text, long names (``code``), numbers, days or actions."""

    label: str
    kind: str = "text"
    sortable: bool = True


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table as a page hands it over, before the reader's order and page are applied.

    One that was cut into pages by whoever asked for its rows says how many were ``skipped``, and how many the
    ``whole`` has. ``order`` is that of a reader who asked for none, as in the address.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    begin_href: str = ""
    begin_text: str = ""
    source: str = ""
    skipped: int = 0
    whole: int = 0
    order: str = ""


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A column heading as shown: the link that sorts by it, and how it is sorted now."""

    label: str
    kind: str
    href: str = ""
    aria_sort: str = ""


class ShownTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table as shown to one reader: ordered, cut into pages, with its export link."""

    id: str
    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[tuple[str, Cell], ...], ...]
    total: int
    first: int
    last: int
    previous_href: str
    next_href: str
    export_href: str
    empty: str
    begin_href: str
    begin_text: str
    source: str


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Something to do, by when, and where."""

    what: str
    href: str
    due_on: date | None = None
    note: str = ""
    mark: Mark | None = None


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One moment of a timeline; ``kind`` is that of a status mark, ``today`` draws the line of today."""

    on: date
    said: str
    kind: str = "none"
    by: str = ""
    today: bool = False
    future: bool = False


class Parameter(msgspec.Struct, frozen=True):
    """A parameter of a rule as the pack carries it."""

    name: str
    value: str
    source: str = ""
    clause: str = ""
    verified: bool = False


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Why the system decided so: the rule, its parameters and clause, and the reasons found.

    ``working``: how a computed value came about, line by line; a line that was kept before lines remembered their
    templates is told in English, as it was kept.
    """

    rule: str = ""
    reasons: tuple[str, ...] = ()
    working: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    edition: str = ""
    summary: str = ""


class NavigationLink(msgspec.Struct, frozen=True):
    """One choice of a filter, with how much there is of it."""

    text: str
    href: str
    count: int
    current: bool = False


class Step(msgspec.Struct, frozen=True):
    """A step of a way: past, now or ahead."""

    name: str
    state: str


def words(text: object, *, href: str = "", note: str = "") -> Cell:
    """Make a cell of text."""
    shown = str(text)
    return Cell(shown, href=href, note=note, key=shown.casefold(), raw=shown)


def number(value: int | Fraction) -> Cell:
    """Make a cell of a number, written in the reader's way."""
    return Cell(number_text(value), key=value, raw=str(value))


def mass(amount: Milligrams | int) -> Cell:
    """Make a cell of a mass with its unit."""
    return Cell(mass_text(amount), key=int(amount), raw=str(amount))


def day(value: date | None) -> Cell:
    """Make a cell of a day; no day shows as a dash with its word."""
    return Cell(day_text(value), key=value.isoformat() if value else "", raw=value.isoformat() if value else "")


def marked(status: Mark, *, href: str = "") -> Cell:
    """Make a cell of a status."""
    return Cell(status.word, href=href, mark=status.kind, key=status.word.casefold(), raw=status.word)


def shown(request: HttpRequest, table: Table) -> ShownTable:
    """Order a table and cut the page the reader asked for; foreign or broken wishes fall back to the start."""
    order = request.GET.get(f"{table.id}-sort", table.order)
    rows = _ordered(table, order)
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    wished = request.GET.get(f"{table.id}-page", "1")
    page = min(max(int(wished), 1), pages) if wished.isdecimal() and len(wished) < len("1000000") else 1
    first = (page - 1) * PAGE_SIZE
    cut = rows[first : first + PAGE_SIZE]

    def link(**wishes: object) -> str:
        kept = {name: request.GET[name] for name in request.GET}
        kept |= {f"{table.id}-{name}": str(value) for name, value in wishes.items()}
        return f"?{urlencode(kept)}#{table.id}"

    return ShownTable(
        id=table.id,
        caption=table.caption,
        headings=tuple(
            _heading(column, at, order, link(sort=_next_order(at, order))) for at, column in enumerate(table.columns)
        ),
        rows=tuple(tuple(zip((column.kind for column in table.columns), row, strict=True)) for row in cut),
        total=max(table.whole, table.skipped + len(rows)),
        first=table.skipped + first + 1 if cut else 0,
        last=table.skipped + first + len(cut),
        previous_href=link(page=page - 1) if page > 1 else "",
        next_href=link(page=page + 1) if page < pages else "",
        export_href=f"?{urlencode({**request.GET.dict(), 'csv': table.id})}",
        empty=table.empty,
        begin_href=table.begin_href,
        begin_text=table.begin_text,
        source=table.source,
    )


def export(request: HttpRequest, tables: Iterable[Table]) -> HttpResponse | None:
    """Answer with one of the page's tables as a spreadsheet file, when the reader asks for it."""
    wished = request.GET.get("csv")
    for table in tables:
        if table.id == wished:
            response = HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{table.id}.csv"'
            return response
    return None


def as_csv(table: Table) -> str:
    """Write a table as CSV; a cell that a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.label for column in table.columns])
    writer.writerows([[_harmless(cell.raw or cell.text) for cell in row] for row in table.rows])
    return out.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


NOTHING: Final = ("", "–")
"""What a cell is ordered by where there is nothing, whatever the others of its column hold."""


def _ordered(table: Table, order: str) -> Sequence[tuple[Cell, ...]]:
    at = order.removeprefix("-")
    if not at.isdecimal() or int(at) >= len(table.columns) or not table.columns[int(at)].sortable:
        return table.rows
    where = int(at)
    filled = [row for row in table.rows if row[where].key not in NOTHING]
    blank = [row for row in table.rows if row[where].key in NOTHING]
    return [*sorted(filled, key=lambda row: row[where].key, reverse=order.startswith("-")), *blank]


def _next_order(at: int, order: str) -> str:
    return f"-{at}" if order == str(at) else str(at)


def _heading(column: Column, at: int, order: str, href: str) -> Heading:
    states = {str(at): "ascending", f"-{at}": "descending"}
    return Heading(
        label=column.label,
        kind=column.kind,
        href=href if column.sortable else "",
        aria_sort=states.get(order, ""),
    )


def key_to_marks() -> tuple[Mark, ...]:
    """List the four marks of certainty, for the key beside a picture or table."""
    return (
        Mark("verified", _("verified: checked by someone independent")),
        Mark("declared", _("declared: said by the party itself")),
        Mark("missing", _("missing: nothing was given")),
        Mark("undetermined", _("expired or undetermined")),
    )
