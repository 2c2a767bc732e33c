"""Workbooks (xlsx) as bytes: written with choices and widths, read carefully whoever sent them.

A few kilobytes may unpack to gigabytes, one cell in the last row may ask for a table of billions, and one long text
may be pointed at a million times. The archive's own directory, the places of the cells and the texts they point at are
asked before anything is built; what is left is read by calamine. Formulas are found and told, never run.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from orepass.kernel.refusal import Invalid
from orepass.kernel.table import Sheet, said
from orepass.kernel.text import marked as _
from orepass.kernel.text import said as sentence

BYTES_MAX: Final = 8 * 2**20
UNPACKED_MAX: Final = 64 * 2**20
PARTS_MAX: Final = 200
ROWS_MAX: Final = 100_000
COLUMNS_MAX: Final = 256
CELLS_MAX: Final = 600_000
SHEETS_MAX: Final = 40
TEXT_MAX: Final = 32_767
TEXTS_MAX: Final = 2**28
_MAIN: Final = "xl/workbook.xml"
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    CalamineError,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)
MARK: Final = b"PK\x03\x04"
OLD_MARK: Final = b"\xd0\xcf\x11\xe0"
"""How files begin that older programs write, and workbooks that a password protects."""
TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LIST_MAX: Final = 255
_PREFIX: Final = rb"<(?:[^\s<>/:]+:)?"
_OPENED: Final = re.compile(_PREFIX + rb"(?:c|row)(?=[\s/>])")
_TAG: Final = re.compile(_PREFIX + rb"(c|row)((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*/?>")
_PLACE: Final = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{0,9})([0-9]{1,12})\s*[\"']")
_VALUE: Final = re.compile(_PREFIX + rb"v(?=[\s/>])")
_TEXTS: Final = re.compile(_PREFIX + rb"si(?=[\s/>])")
_TWO_BYTES: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_OTHER_KINDS: Final = frozenset({"content.xml", "xl/workbook.bin"})
_FORMULA: Final = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^<>]*>\s*<(?:\w+:)?f[\s/>]")
_LISTED: Final = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*?\b(?:\w+:)?id=[\"']([^\"']{1,80})[\"']")
_TARGET: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_ATTRIBUTE: Final = re.compile(rb"\b(Id|Target)=[\"']([^\"']{1,200})[\"']")


OLD_OR_LOCKED: Final = _("it was saved in the old format (xls), or is protected by a password")
NO_WORKBOOK: Final = _("it is not a workbook in the format xlsx")
DAMAGED: Final = _("the file is damaged, or was cut off on its way")
MORE_BYTES: Final = _("it has more than {most} bytes")


class WorkbookUnreadable(Invalid):
    """The file is no workbook that can be read safely."""

    code = "platform.workbook.unreadable"
    message = _("The workbook cannot be read: {reason}.")
    what_to_do = _("Open it in a spreadsheet program, save it as xlsx without a password, and send it again.")


class WorkbookNotBase64(WorkbookUnreadable):
    """What should be the bytes of a workbook is none."""

    code = "platform.workbook.base64"
    message = _("What was sent is not a file in base64.")
    what_to_do = _("Send the bytes of the file in base64 (RFC 4648, section 4), without blanks, breaks or a prefix.")


class WorkbookTooLarge(Invalid):
    """The workbook is larger than any honest one."""

    code = "platform.workbook.too_large"
    message = _("The workbook is too large: {reason}.")
    what_to_do = _(
        "Delete what does not belong in it (empty rows far below, copied sheets, pictures) and send it again."
    )


def read_workbook(data: bytes, *, rows: int = ROWS_MAX) -> list[Sheet]:
    """Return the sheets of a workbook, each with at most so many rows.

    Raises:
        WorkbookUnreadable: it is not xlsx, is damaged, or is protected by a password.
        WorkbookTooLarge: it is, or unpacks to, more than any honest workbook.
    """
    if len(data) > BYTES_MAX:
        raise WorkbookTooLarge(reason=sentence(MORE_BYTES, most=BYTES_MAX))
    if data.startswith(OLD_MARK):
        raise WorkbookUnreadable(reason=OLD_OR_LOCKED)
    if not data.startswith(MARK):
        raise WorkbookUnreadable(reason=NO_WORKBOOK)
    try:
        parts = _parts(data)
        formulas = list(_formulas(parts))
        _judge(parts)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = workbook.sheet_names
        if len(names) > SHEETS_MAX:
            raise WorkbookTooLarge(reason=sentence(_("it has more than {most} sheets"), most=SHEETS_MAX))
        return [_sheet(workbook, at, name, formulas, rows) for at, name in enumerate(names)]
    except _BROKEN:
        raise WorkbookUnreadable(reason=DAMAGED) from None


def _sheet(
    workbook: CalamineWorkbook, at: int, name: str, formulas: list[frozenset[tuple[int, int]]], rows: int
) -> Sheet:
    sheet = workbook.get_sheet_by_index(at)
    cells = sheet.to_python(skip_empty_area=False, nrows=rows)
    merged = sorted({start for start, _end in sheet.merged_cell_ranges or ()})
    found = formulas[at] if at < len(formulas) else frozenset()
    return Sheet(name=name, rows=[list(row) for row in cells], formulas=found, merged=tuple(merged))


def _parts(data: bytes) -> dict[str, bytes]:
    """Unpack the parts, none larger than its directory says and all of them within the limit."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = archive.infolist()
        if len(listed) > PARTS_MAX or sum(part.file_size for part in listed) > UNPACKED_MAX:
            raise WorkbookTooLarge(reason=_("it unpacks to too much"))
        parts = {part.filename.lower(): _unpacked(archive, part) for part in listed}
    if len(parts) < len(listed) or _MAIN not in parts or _OTHER_KINDS & parts.keys():
        raise WorkbookUnreadable(reason=NO_WORKBOOK)
    return parts


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as stream:
        found = stream.read(part.file_size + 1)
    if len(found) > part.file_size:
        raise WorkbookTooLarge(reason=_("it unpacks to more than it says"))
    if found.startswith(_TWO_BYTES):
        raise WorkbookUnreadable(reason=_("it is not written in UTF-8"))
    return found


def _judge(parts: dict[str, bytes]) -> None:
    """Refuse cells outside any honest table, too many of them, and texts that are repeated without an end.

    Every part is looked at: which of them are sheets is only what the archive says of itself.
    """
    longest = max((len(text) for content in parts.values() for text in _TEXTS.split(content)[1:]), default=0)
    if longest * sum(len(_VALUE.findall(content)) for content in parts.values()) > TEXTS_MAX:
        raise WorkbookTooLarge(reason=_("its texts are repeated without an end"))
    for content in parts.values():
        if len(_OPENED.findall(content)) > CELLS_MAX:
            raise WorkbookTooLarge(reason=sentence(_("a sheet has more than {most} cells"), most=CELLS_MAX))
        width, height = _reach(content)
        if width > COLUMNS_MAX or height > ROWS_MAX or width * height > CELLS_MAX:
            raise WorkbookTooLarge(
                reason=sentence(_("a sheet reaches to column {column}, row {row}"), column=width, row=height)
            )


def _reach(content: bytes) -> tuple[int, int]:
    """Return how far to the right and how far down the cells of a sheet reach, at most: unplaced ones follow on."""
    width = height = follow = most = unplaced = tags = 0
    for kind, attributes in _TAG.findall(content):
        tags += 1
        places = _PLACE.findall(attributes)
        if kind == b"row":
            follow, unplaced = 0, unplaced + (not places)
        elif not places:
            follow += 1
            most = max(most, follow)
        for column, row in places:
            width, height = max(width, _number(column)), max(height, int(row))
    if tags != len(_OPENED.findall(content)):
        raise WorkbookUnreadable(reason=_("its cells are written in an unusual way"))
    return width + most, height + unplaced


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _formulas(parts: dict[str, bytes]) -> Iterator[frozenset[tuple[int, int]]]:
    """Go through the sheets in the order of the workbook and return where formulas stand."""
    targets = {}
    for found in _TARGET.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        named = dict(_ATTRIBUTE.findall(found))
        targets[named.get(b"Id", b"")] = named.get(b"Target", b"").decode("ascii", "replace").lower()
    for identifier in _LISTED.findall(parts.get("xl/workbook.xml", b"")):
        target = targets.get(identifier, "").removeprefix("/")
        content = parts.get(target) or parts.get(f"xl/{target}") or b""
        yield frozenset((int(row) - 1, _number(column) - 1) for column, row in _FORMULA.findall(content))


def write_workbook(sheets: Sequence[Sheet], *, title: str = "") -> bytes:
    """Return a workbook: headings stand fast, choices are offered, texts never become formulas."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(out, options)
    # The same contents give the same bytes: no clock is asked.
    workbook.set_properties({"title": title, "created": _BEGINNING})
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets:
        page = workbook.add_worksheet(sheet.name)
        page.freeze_panes(sheet.heading + 1, 0)
        for at, width in enumerate(sheet.widths):
            page.set_column(at, at, width, plain)
        for number, cells in enumerate(sheet.rows):
            style = bold if number == sheet.heading else plain
            for at, cell in enumerate(cells):
                _write(page, (number, at), cell, style)
        for listed in sheet.choices:
            _offer(page, listed.first_row, listed.last_row, listed.column, listed.words)
    workbook.close()
    return out.getvalue()


def _write(page: "xlsxwriter.workbook.Worksheet", at: tuple[int, int], cell: object, style: object) -> None:
    row, column = at
    if cell is None or cell == "":
        page.write_blank(row, column, None, style)
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell, style)
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell, style)
    else:
        text = said(cell)  # type: ignore[arg-type]  # a cell of any kind
        if len(text) > TEXT_MAX:
            raise WorkbookTooLarge(reason=sentence(_("a text of {count} characters fits no cell"), count=len(text)))
        page.write_string(row, column, text, style)


def _offer(page: "xlsxwriter.workbook.Worksheet", first: int, last: int, column: int, words: tuple[str, ...]) -> None:
    """Offer words to choose from; a list that no cell can hold is left out."""
    if len(",".join(words)) > _LIST_MAX or any("," in word for word in words):
        return
    rule = {"validate": "list", "source": list(words), "error_type": "warning"}
    page.data_validation(first, column, last, column, rule)
