"""Workbooks from strangers: bombs and oddities are refused quickly, formulas are told and never run."""

import io
import zipfile

import pytest

from orepass.kernel.table import Choices, Sheet
from orepass.platform.workbooks import BYTES_MAX, WorkbookTooLarge, WorkbookUnreadable, read_workbook, write_workbook
from tests.hanging import ends

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEETS = [Sheet(name="answers", rows=[["requirement", "answer"], ["=1+1", True]]), Sheet(name="b", rows=[])]
GOOD = write_workbook(SHEETS)


def with_part(name: str, content: bytes, of: bytes = GOOD, *, without: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(of)) as whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in whole.namelist():
            if part != name or not without:
                made.writestr(part, content if part == name else whole.read(part))
        if name not in whole.namelist():
            made.writestr(name, content)
    return out.getvalue()


def with_cells(rows: bytes) -> bytes:
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (SPREADSHEET.encode(), rows)
    return with_part("xl/worksheets/sheet1.xml", sheet)


def test_what_is_written_reads_the_same_and_a_text_is_no_formula() -> None:
    first, second = read_workbook(GOOD)
    assert (first.name, first.rows, first.formulas) == ("answers", SHEETS[0].rows, frozenset())
    assert (second.name, second.rows) == ("b", [])


def test_every_damaged_byte_of_a_workbook_is_read_as_before_or_refused() -> None:
    refusals = 0
    for at in range(0, len(GOOD), 7):
        damaged = GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :]
        try:
            assert [sheet.name for sheet in read_workbook(damaged)] == ["answers", "b"]
        except (WorkbookUnreadable, WorkbookTooLarge):
            refusals += 1
    assert refusals > len(GOOD) // 14


def test_the_same_contents_give_the_same_bytes() -> None:
    assert write_workbook(SHEETS) == GOOD


def test_choices_are_offered_unless_no_cell_can_hold_them() -> None:
    words = [Choices(1, 1, 9, ("full", "none")), Choices(0, 1, 9, ("x" * 300,)), Choices(0, 1, 9, ("a,b",))]
    data = write_workbook([Sheet(name="s", rows=[["a", "b"]], choices=tuple(words), widths=(10, 20))])
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        sheet = whole.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<dataValidation ") == 1
    assert '"full,none"' in sheet


def test_a_text_that_fits_no_cell_is_not_cut_off() -> None:
    assert len(str(read_workbook(write_workbook([Sheet(name="s", rows=[["x" * 32_767]])]))[0].rows[0][0])) == 32_767
    with pytest.raises(WorkbookTooLarge):
        write_workbook([Sheet(name="s", rows=[["x" * 32_768]])])


def test_formulas_and_merged_cells_are_told() -> None:
    rows = b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="C1" t="str"><f a="b">X</f><v>x</v></c></row>'
    assert read_workbook(with_cells(rows))[0].formulas == frozenset({(0, 0), (0, 2)})
    merged = with_part(
        "xl/worksheets/sheet1.xml",
        b'<worksheet xmlns="%s"><sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>'
        b'<mergeCells><mergeCell ref="B2:C3"/></mergeCells></worksheet>' % SPREADSHEET.encode(),
    )
    assert read_workbook(merged)[0].merged == ((1, 1),)


TEXTS = b'<sst xmlns="%s"><si><t>%s</t></si></sst>' % (SPREADSHEET.encode(), b"x" * 30_000)


def many_pointers() -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (at, at) for at in range(1, 50_000))
    return with_part("xl/sharedStrings.xml", TEXTS, of=with_cells(rows))


def lying_directory() -> bytes:
    data = bytearray(with_part("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 100_000 + b"</worksheet>"))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[at + 24 : at + 28] = (50).to_bytes(4, "little")
    return bytes(data)


def other_target() -> bytes:
    """Name a part that is no sheet by its folder as the first sheet."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as whole:
        links = whole.read("xl/_rels/workbook.xml.rels").replace(b"worksheets/sheet1.xml", b"other.dat")
        far = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (SPREADSHEET.encode(), FAR)
    return with_part("xl/other.dat", far, of=with_part("xl/_rels/workbook.xml.rels", links))


def twice() -> bytes:
    out = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as made:
        made.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    return out.getvalue()


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HOSTILE = {
    "a sheet elsewhere": (other_target(), WorkbookTooLarge),
    "a part twice": (twice(), WorkbookUnreadable),
    "another kind of table": (with_part("content.xml", b"<office/>"), WorkbookUnreadable),
    "no workbook": (with_part("xl/workbook.xml", b"", without=True), WorkbookUnreadable),
    "UTF-16": (with_part("xl/worksheets/sheet1.xml", "<worksheet/>".encode("utf-16")), WorkbookUnreadable),
    "a place of another name": (with_cells(b'<row><c x:r="A1" r="XFD1048576"><v>1</v></c></row>'), WorkbookTooLarge),
    "a place within a text": (
        with_cells(b"<row><c s=' r=\"A1\"' r='XFD1048576'><v>1</v></c></row>"),
        WorkbookTooLarge,
    ),
    "a sign within a text": (with_cells(b'<row><c s=">" r="XFD1048576"><v>1</v></c></row>'), WorkbookTooLarge),
    "a tag that is none": (with_cells(b"<row><c r=XFD1048576><v>1</v></c></row>"), WorkbookUnreadable),
    "another prefix": (with_cells(b'<row><a-b:c r="XFD1048576"><v>1</v></a-b:c></row>'), WorkbookTooLarge),
    "too many cells": (with_cells(b"<row><c/></row>" * 300_001), WorkbookTooLarge),
    "empty": (b"", WorkbookUnreadable),
    "no zip": (b"PK\x03\x04 and then nothing", WorkbookUnreadable),
    "text": (b"requirement,answer\n", WorkbookUnreadable),
    "too many bytes": (b"PK\x03\x04" + b" " * BYTES_MAX, WorkbookTooLarge),
    "cut off": (GOOD[: len(GOOD) // 2], WorkbookUnreadable),
    "a bomb": (with_part("xl/worksheets/sheet1.xml", b" " * 70 * 2**20), WorkbookTooLarge),
    "many parts": (None, WorkbookTooLarge),
    "last cell of all": (with_cells(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), WorkbookTooLarge),
    "far row": (with_cells(b'<row r="1048576"><c><v>1</v></c></row>'), WorkbookTooLarge),
    "cells without places": (
        with_cells(b"<row>" + b"<c><v>1</v></c>" * 2000 + b'</row><row r="99999"><c><v>1</v></c></row>'),
        WorkbookTooLarge,
    ),
    "texts pointed at without an end": (many_pointers(), WorkbookTooLarge),
    "broken cells": (with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"), WorkbookUnreadable),
    "no workbook inside": (with_part("xl/workbook.xml", b"<x"), WorkbookUnreadable),
    "a directory that lies": (lying_directory(), WorkbookUnreadable),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused(name: str) -> None:
    data, kind = HOSTILE[name]
    if data is None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for at in range(201):
                made.writestr(f"part{at}.xml", b"")
        data = out.getvalue()
    with ends(), pytest.raises(kind) as refused:
        read_workbook(data)
    assert refused.value.way_out
