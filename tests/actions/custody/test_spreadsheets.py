"""A spreadsheet becomes events; every fault is named by row and column, and nothing in it is run."""

import base64
import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.custody.actions import SheetRefused, SheetUnreadable, upload_events
from orepass.custody.models import JournalEvent
from orepass.custody.queries import composition, lot_card, lots
from orepass.custody.rules import sheet
from orepass.custody.rules.terms import uri_of
from orepass.platform.access import Actor, Role

ACTOR = Actor("per-OPERATOR", "org-TEST", frozenset({Role.OPERATOR}))
HEAD = ["what", "when", "lot", "mass kg", "material", "grade %", "made from", "step"]
ROWS: list[list[Any]] = [
    ["begin", date(2026, 3, 1), "L 1", 1000, "cobalt_ore", 4, "", ""],
    ["begin", "2026-03-01", "L2", "3000.5", "cobalt_ore", "4", "", ""],
    ["transform", "2026-03-02T10:00:00+02:00", "H1", 300, "cobalt_hydroxide", 36, "L 1=1000; L2=3000.5", "S1"],
    ["transform", "2026-03-02", "SLAG", 900, "", "", "", "S1"],
]


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def xlsx(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_of(rows: list[list[Any]]) -> bytes:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def upload(data: bytes, *, proceed: bool = False) -> Any:
    return upload_events(ACTOR, content_base64=encoded(data), name="march.xlsx", proceed=proceed)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [xlsx, csv_of])
def test_table_becomes_events_with_lots_of_their_own_names(make: Any) -> None:
    card = upload(make([HEAD, *ROWS]))
    assert (card.captured, card.refused) == (3, 0)
    hydroxide = lot_card(f"{uri_of('org-TEST')}/lots/H1")
    assert (hydroxide.mass_mg, hydroxide.content_mg) == (300 * 10**6, 108 * 10**6)
    slag = lot_card(f"{uri_of('org-TEST')}/lots/SLAG")
    assert composition(slag.uri) != []
    assert upload(make([HEAD, *ROWS])).duplicates == 3
    assert len(lots(Actor.system("test")).items) == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ((1, 3, "much"), "row 2, column mass kg", "custody.sheet.cell"),
        ((1, 3, -5), "row 2, column mass kg", "custody.sheet.cell"),
        ((2, 1, "yesterday"), "row 3, column when", "custody.sheet.cell"),
        ((2, 0, "smelt"), "row 3, column what", "custody.sheet.cell"),
        ((2, 2, ""), "row 3, column lot", "custody.sheet.cell"),
        ((1, 2, "=HYPERLINK(1)"), "row 2, column lot", "custody.text.formula"),
        ((1, 2, "@SUM(A1)"), "row 2, column lot", "custody.text.formula"),
        ((1, 4, "-cmd|x"), "row 2, column material", "custody.text.formula"),
        ((0, 0, "strange"), "row 1, column what", "custody.sheet.heading"),
        ((0, 3, "lot"), "row 1, column lot", "custody.sheet.heading"),
        ((3, 6, "L 1=1001"), "row 4", "custody.balance.overdrawn"),
        ((3, 5, 70), "row 4", "custody.grade.impossible"),
    ],
)
def test_fault_is_named_by_row_and_column_and_nothing_is_kept(
    change: tuple[int, int, Any], where: str, code: str
) -> None:
    rows = [list(row) for row in (HEAD, *ROWS)]
    row, column, value = change
    rows[row][column] = value
    with pytest.raises(SheetRefused) as caught:
        upload(csv_of(rows))
    places = {(finding.where.removesuffix(", column "), finding.code) for finding in caught.value.findings}
    assert (where, code) in places
    assert caught.value.where
    assert JournalEvent.objects.count() == 0


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (65 * 2**20))
    return stream.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 broken",
        bomb(),
        xlsx([HEAD, *ROWS])[:2000],
        b"\xff\xfe\x00w",
        b"what,when,lot\n\x00",
        b'what,when,lot\n"begin,1',
        b"",
        b"what,when,lot\n",
    ],
    ids=["broken", "bomb", "truncated", "utf-16", "binary", "open quote", "empty", "no rows"],
)
def test_hostile_file_is_refused(data: bytes) -> None:
    with pytest.raises((SheetUnreadable, SheetRefused)) as caught:
        upload(data)
    assert caught.value.code.startswith("custody.sheet.")
    assert JournalEvent.objects.count() == 0


@pytest.mark.django_db
def test_oversize_and_no_base64_are_refused() -> None:
    for content, code in (("A" * 12_000_000, "too_large"), ("not base64!", "base64")):
        with pytest.raises(SheetUnreadable) as caught:
            upload_events(ACTOR, content_base64=content)
        assert (caught.value.code, caught.value.where) == (f"custody.sheet.{code}", "content_base64")
        assert "xlsx" not in caught.value.way_out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 broken", "The table cannot be read: the file is damaged, or was cut off on its way."),
        (b"\xd0\xcf\x11\xe0 old", "saved in the old format (xls), or is protected by a password"),
        (b"\xff\xfe\x00w", "its text is not UTF-8, from byte 0 on"),
        (b'what,when,lot\n"begin,1', "its quotation marks and commas do not fit together"),
        (bomb(), "The table is too large: it unpacks to too much."),
        (b"what,when,lot\n", "The table has no rows of events."),
    ],
    ids=["damaged", "old", "encoding", "quotes", "bomb", "no rows"],
)
def test_what_cannot_be_read_is_said_in_plain_words(data: bytes, said: str) -> None:
    with pytest.raises((SheetUnreadable, SheetRefused)) as caught:
        upload(data)
    assert said in str(caught.value)
    assert "Error" not in str(caught.value)


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes()
)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=4))
def test_no_table_makes_the_reader_crash(rows: list[list[Any]]) -> None:
    read = sheet.read([HEAD, *rows], "org-TEST")
    assert len(read.events) == len(read.rows)
    assert all(finding.where.startswith("row ") for finding in read.findings)
