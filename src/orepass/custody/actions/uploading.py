"""Take a spreadsheet of events (xlsx or csv): every row becomes an event and goes the way of all events."""

import base64
import binascii
import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from orepass.custody.actions.capturing import CaptureCard, CaptureRefused, capture, told
from orepass.custody.actions.writing import Source
from orepass.custody.rules import sheet as rules
from orepass.custody.rules.writing import document
from orepass.kernel.finding import Finding
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.workbooks import (
    MARK,
    MORE_BYTES,
    OLD_MARK,
    OLD_OR_LOCKED,
    WorkbookTooLarge,
    WorkbookUnreadable,
    read_workbook,
)

BYTES_MAX: Final = 8 * 2**20


class SheetUnreadable(Invalid):
    """The file is no table that can be read safely."""

    code = "custody.sheet.unreadable"
    message = _("The table cannot be read: {reason}.")
    what_to_do = _("Save it as xlsx, or as csv in UTF-8 with commas, and send it again.")


class SheetTooLarge(SheetUnreadable):
    """The table is larger than any honest one."""

    code = "custody.sheet.too_large"
    message = _("The table is too large: {reason}.")
    what_to_do = _("Split it, leave the empty rows far below out, and send the parts one after the other.")


class SheetNotBase64(SheetUnreadable):
    """What should be the bytes of a file is none."""

    code = "custody.sheet.base64"
    message = _("What was sent is not a file in base64.")
    what_to_do = _("Send the bytes of the file in base64 (RFC 4648, section 4), without blanks, breaks or a prefix.")


class SheetRefused(Invalid):
    """The table has cells or rows that cannot be taken."""

    code = "custody.sheet.refused"
    message = _("Places of the table that cannot be taken: {count}. Nothing was kept. The first: {first}.")
    what_to_do = _("Correct the places named and send the table again.")


class SheetEmpty(SheetRefused):
    """The table tells nothing."""

    code = "custody.sheet.empty"
    message = _("The table has no rows of events.")
    what_to_do = _("Write one row for each event below the row that names the columns, and send it again.")


@action("custody.events.upload")
def upload_events(
    actor: Actor, *, content_base64: str, name: str = "", proceed: bool = False, at: datetime
) -> CaptureCard:
    """Take the events of a spreadsheet into the journal.

    Raises:
        SheetUnreadable: no xlsx or csv, or not what it seems.
        SheetTooLarge: it is more than anybody fills in.
        SheetNotBase64: it did not come in base64.
        SheetRefused: a cell or an event cannot be taken; the findings name row and column.
        SheetEmpty: there is nothing in it.
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
    if not findings:
        return SheetEmpty()
    first = f"{findings[0].where}: {told(findings[0])}"
    return SheetRefused(where=findings[0].where, findings=list(findings), count=len(findings), first=first)


def _in_the_table(finding: Finding, rows: Sequence[int]) -> Finding:
    parts = finding.where.split("/")
    if len(parts) > 3 and parts[3].isdigit():  # noqa: PLR2004 - /epcisBody/eventList/<number>
        return msgspec.structs.replace(finding, where=rules.place(rows[int(parts[3])], "/".join(parts[4:])))
    return finding


def _decoded(content_base64: str) -> bytes:
    if len(content_base64) > BYTES_MAX * 4 // 3 + 4:
        raise SheetTooLarge(where="content_base64", reason=said(MORE_BYTES, most=BYTES_MAX))
    try:
        return base64.b64decode(content_base64, validate=True)
    except (binascii.Error, ValueError):
        raise SheetNotBase64(where="content_base64") from None


def _table(data: bytes) -> list[list[rules.Cell]]:
    if data.startswith(OLD_MARK):
        raise SheetUnreadable(reason=OLD_OR_LOCKED)
    return _xlsx(data) if data.startswith(MARK) else _csv(data)


def _xlsx(data: bytes) -> list[list[rules.Cell]]:
    try:
        rows = read_workbook(data, rows=rules.ROWS_MAX + 2)[0].rows
    except WorkbookTooLarge as refused:
        raise SheetTooLarge(reason=refused.params["reason"]) from None
    except WorkbookUnreadable as refused:
        raise SheetUnreadable(reason=refused.params["reason"]) from None
    filled = [list(row) for row in rows]
    return filled[next((at for at, row in enumerate(filled) if any(row)), 0) :]


def _csv(data: bytes) -> list[list[rules.Cell]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetUnreadable(
            reason=said(_("its text is not UTF-8, from byte {position} on"), position=error.start)
        ) from None
    if "\x00" in text:
        raise SheetUnreadable(reason=_("it is neither a workbook nor a text"))
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
    except csv.Error:
        raise SheetUnreadable(reason=_("its quotation marks and commas do not fit together")) from None
