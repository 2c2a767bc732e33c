"""``orepass import KIND FILE`` and ``orepass export KIND``: published tables in, open data out."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import typer

from orepass.cli.output import emit, progress
from orepass.diligence.actions import import_visits
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.party.actions import import_facilities
from orepass.party.actions.published import ImportOutcome
from orepass.party.rules.progress import heard_by
from orepass.party.rules.table import BYTES_MAX, decoded
from orepass.platform.access import Actor
from orepass.platform.schema import ensure_home
from orepass.register import open_data

app = typer.Typer()
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

IMPORTS: Final[dict[str, Callable[..., ImportOutcome]]] = {"ipis": import_visits, "icmm": import_facilities}
LISTED: Final = 20


class UnknownKind(Invalid):
    """There is no such kind of import or export."""

    code = "cli.kind.unknown"
    message = _("There is no kind “{value}”.")
    what_to_do = _("Give one of these: {known}.")


class UnreadableFile(Invalid):
    """The file cannot be read."""

    code = "cli.file.unreadable"
    message = _("“{value}” cannot be read: {reason}.")
    what_to_do = _("Give the path of a regular file that exists and that you may read, of at most {limit} bytes.")


def file_text(path: Path) -> str:
    """Return the text of a regular file of sensible size.

    Raises:
        UnreadableFile: missing, not a regular file, not readable or too large.
        BadTable: not UTF-8.
    """
    try:
        if not path.is_file():
            raise UnreadableFile(where=str(path), value=path.name, reason="no regular file", limit=BYTES_MAX)
        if path.stat().st_size > BYTES_MAX:
            raise UnreadableFile(where=str(path), value=path.name, reason="too large", limit=BYTES_MAX)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise UnreadableFile(where=str(path)[:200], value=path.name[:80], reason=reason, limit=BYTES_MAX) from None
    return decoded(data)


@app.command("import")
def import_command(
    kind: Annotated[str, typer.Argument(help=f"One of: {', '.join(sorted(IMPORTS))}.")],
    file: Annotated[Path, typer.Argument(help="The publisher's table, comma-separated, UTF-8.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Load a published table, whole or not at all; again, it creates and updates nothing."""
    if kind not in IMPORTS:
        raise UnknownKind(where="KIND", value=kind[:60], known=", ".join(sorted(IMPORTS)))
    text = file_text(file)
    ensure_home()
    lines = text.count("\n")
    with progress(f"import {kind}", lines) as show, heard_by(lambda done, total: show(lines * done // max(total, 1))):
        outcome = IMPORTS[kind](Actor.system("import"), text=text)
    emit(outcome, as_json=as_json, human=lambda: _tell(outcome))


def _tell(outcome: ImportOutcome) -> None:
    for name, counts in outcome.by_kind.items():
        told = f"{counts.created:,} created, {counts.updated:,} updated, {counts.unchanged:,} unchanged"
        print(f"{name:<12} {told}, {counts.refused:,} refused")
    for finding in outcome.findings[:LISTED]:
        print(f"{finding.where}: {finding.message} {finding.what_to_do}")
    if len(outcome.findings) > LISTED:
        print(f"… and {len(outcome.findings) - LISTED:,} more marks; --json lists them all.")


@app.command("export")
def export_command(
    kind: Annotated[str, typer.Argument(help=f"One of: {', '.join(sorted(open_data.TABLES))}.")],
    *,
    out: Annotated[Path | None, typer.Option(help="Write into this file instead of stdout.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write public data as comma-separated values, with cells that no spreadsheet takes for formulas."""
    if kind not in open_data.TABLES:
        raise UnknownKind(where="KIND", value=kind[:60], known=", ".join(sorted(open_data.TABLES)))
    ensure_home()
    table = open_data.table(kind)
    if out is not None:
        try:
            out.write_text(table.text, encoding="utf-8", newline="")
        except OSError as error:
            reason = error.strerror or "not writable"
            raise UnreadableFile(where=str(out), value=out.name, reason=reason, limit=BYTES_MAX) from None
    shown = {"kind": kind, "rows": table.rows, "sha256": table.sha256, "file": str(out or "")}
    answer = shown if out else shown | {"text": table.text}
    emit(answer, as_json=as_json, human=lambda: print(out or table.text, end="\n" if out else ""))
