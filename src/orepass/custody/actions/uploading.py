"""Take a spreadsheet of events (xlsx or csv): every row becomes an event and goes the way of all events."""

import base64
import binascii
import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from orepass.custody.actions.capturing import CaptureCard, CaptureRefused, capture
from orepass.custody.actions.writing import Source
from orepass.custody.rules import sheet as rules
from orepass.custody.rules.writing import document
from orepass.kernel.finding import Finding
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.workbooks import MARK, WorkbookTooLarge, WorkbookUnreadable, read_workbook

BYTES_MAX: Final = 8 * 2**20


class SheetUnreadable(Invalid):
    """The file is no table that can be read safely."""

    code = "custody.sheet.unreadable"
    message = _("The table cannot be read: {reason}.")
    what_to_do = _("Save it as xlsx, or as csv in UTF-8 with commas, and send it again.")


class SheetRefused(Invalid):
    """The table has cells or rows that cannot be taken."""

    code = "custody.sheet.refused"
    message = _("{count} places of the table cannot be taken, first of all {first}; nothing was kept.")
    what_to_do = _("Correct the places named and send the table again.")


@action("custody.events.upload")
def upload_events(
    actor: Actor, *, content_base64: str, name: str = "", proceed: bool = False, at: datetime
) -> CaptureCard:
    """Take the events of a spreadsheet into the journal.

    Raises:
        SheetUnreadable: no xlsx or csv, too large, or not what it seems.
        SheetRefused: a cell or an event cannot be taken; the findings name row and column.
    """
    table = _table(_decoded(content_base64))
    read = rules.read(table, actor.organisation)
    if read.findings or not read.events:
        raise _refused(read.findings)
    whole = document(read.events, created_at=at)
    try:
        card = capture(actor, whole, Source("spreadsheet", name), proceed=proceed, at=at)
    except CaptureRefused as refused:
        raise _refused([_in_the_table(finding, read.rows) for finding in refused.findings]) from None
    located = tuple(_in_the_table(finding, read.rows) for finding in card.findings)
    return msgspec.structs.replace(card, findings=located)


def _refused(findings: Sequence[Finding]) -> SheetRefused:
    first = f"{findings[0].where} ({findings[0].message})" if findings else "no rows"
    where = findings[0].where if findings else ""
    return SheetRefused(where=where, findings=list(findings), count=max(len(findings), 1), first=first)


def _in_the_table(finding: Finding, rows: Sequence[int]) -> Finding:
    parts = finding.where.split("/")
    if len(parts) > 3 and parts[3].isdigit():  # noqa: PLR2004 - /epcisBody/eventList/<number>
        return msgspec.structs.replace(finding, where=rules.place(rows[int(parts[3])], "/".join(parts[4:])))
    return finding


def _decoded(content_base64: str) -> bytes:
    if len(content_base64) > BYTES_MAX * 4 // 3 + 4:
        raise SheetUnreadable(reason=f"more than {BYTES_MAX} bytes")
    try:
        return base64.b64decode(content_base64, validate=True)
    except (binascii.Error, ValueError):
        raise SheetUnreadable(reason="not base64") from None


def _table(data: bytes) -> list[list[rules.Cell]]:
    return _xlsx(data) if data.startswith(MARK) else _csv(data)


def _xlsx(data: bytes) -> list[list[rules.Cell]]:
    try:
        rows = read_workbook(data, rows=rules.ROWS_MAX + 2)[0].rows
    except (WorkbookUnreadable, WorkbookTooLarge) as refused:
        raise SheetUnreadable(reason=refused.params["reason"]) from None
    said = [list(row) for row in rows]
    return said[next((at for at, row in enumerate(said) if any(row)), 0) :]


def _csv(data: bytes) -> list[list[rules.Cell]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetUnreadable(reason=f"not UTF-8 at byte {error.start}") from None
    if "\x00" in text:
        raise SheetUnreadable(reason="it is a binary file")
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
    except csv.Error as error:
        raise SheetUnreadable(reason=str(error)) from None
