"""``orepass capture``: EPCIS events in, each file whole or not at all."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import msgspec
import typer

from orepass.cli.files import FileTooLarge, read_bytes
from orepass.cli.output import emit, finish, progress
from orepass.custody.actions import CaptureRefused
from orepass.custody.actions.capturing import CaptureCard
from orepass.custody.rules.epcis import codes
from orepass.custody.rules.epcis.reading import BYTES_MAX
from orepass.kernel.finding import Finding, has_errors
from orepass.platform.access import Actor
from orepass.platform.actions import registered
from orepass.platform.schema import ensure_home

app = typer.Typer()
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
ACTOR: Final = Actor.system("capture")


class FileOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file."""

    file: str
    captured: int
    refused: int
    duplicates: int = 0
    job: str = ""
    findings: tuple[Finding, ...] = ()


@app.command("capture")
def capture_command(
    files: Annotated[list[Path], typer.Argument(help="EPCIS 2.0 in JSON: document, query document or one event.")],
    *,
    proceed: Annotated[bool, typer.Option("--proceed", help="Keep the good events of a file with bad ones.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take EPCIS events into the journal; each file whole or not at all, unless told to proceed."""
    ensure_home()
    outcomes: list[FileOutcome] = []
    with progress("capture", len(files)) as show:
        for done, file in enumerate(files, 1):
            outcomes.append(_captured(file, proceed=proceed))
            show(done)
    emit({"files": outcomes}, as_json=as_json, human=lambda: _tell(outcomes))
    finish(failed=any(outcome.refused or has_errors(list(outcome.findings)) for outcome in outcomes))


def _captured(file: Path, *, proceed: bool) -> FileOutcome:
    try:
        data = read_bytes(file, limit=BYTES_MAX)
    except FileTooLarge as large:
        found = codes.TOO_LARGE.at("", size=large.params["size"], limit=BYTES_MAX)
        return _refused(file, CaptureRefused(findings=[found], refused=1, count=0, first=""))
    try:
        # Bytes that are no UTF-8 reach the reader as they are, so that it can say where.
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _refused(file, CaptureRefused(findings=[_encoding(error)], refused=1, count=0, first=""))
    try:
        card: CaptureCard = registered("custody.events.capture").perform(
            ACTOR, document=text, name=file.name[:200], proceed=proceed
        )
    except CaptureRefused as refused:
        return _refused(file, refused)
    return FileOutcome(
        file=str(file),
        captured=card.captured,
        duplicates=card.duplicates,
        refused=card.refused,
        job=card.id,
        findings=card.findings,
    )


def _encoding(error: UnicodeDecodeError) -> Finding:
    return codes.ENCODING.at(f"byte {error.start}", position=error.start)


def _refused(file: Path, refused: CaptureRefused) -> FileOutcome:
    count = int(str(refused.params.get("count", 0)))
    return FileOutcome(file=str(file), captured=0, refused=max(count, 1), findings=tuple(refused.findings))


def _tell(outcomes: Sequence[FileOutcome]) -> None:
    for outcome in outcomes:
        counts = f"{outcome.captured} captured, {outcome.duplicates} already there, {outcome.refused} refused"
        print(f"{outcome.file}: {counts}")
        for finding in outcome.findings:
            print(f"  {finding.severity} {finding.code} {finding.where}: {finding.message}")
            print(f"    {finding.what_to_do}")
