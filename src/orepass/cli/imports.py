"""``orepass import KIND FILE``: published tables and standards in; ``exports`` is the way out."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from orepass.assurance.rules.filled import NotUsable
from orepass.cli.files import read_bytes
from orepass.cli.output import emit, finish, progress
from orepass.diligence.actions import import_visits
from orepass.kernel.digest import digest_bytes
from orepass.kernel.finding import Finding, has_errors
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.party.actions import import_facilities
from orepass.party.actions.published import Counts, ImportOutcome, outcome_of
from orepass.party.rules.progress import heard_by
from orepass.party.rules.table import BYTES_MAX, decoded
from orepass.platform.access import Actor
from orepass.platform.actions import perform_from_json
from orepass.platform.people import actor_for
from orepass.platform.schema import ensure_home
from orepass.platform.workbooks import BYTES_MAX as WORKBOOK_MAX
from orepass.platform.workbooks import read_workbook
from orepass.scheme.rules.template.placing import place
from orepass.scheme.rules.template.reading import read_template

app = typer.Typer()
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]

PUBLISHED: Final[dict[str, Callable[..., ImportOutcome]]] = {"ipis": import_visits, "icmm": import_facilities}
LISTED: Final = 20


class UnknownKind(Invalid):
    """There is no such kind of import or export."""

    code = "cli.kind.unknown"
    message = _("There is no kind “{value}”.")
    what_to_do = _("Give one of these: {known}.")


class Taking(NamedTuple):
    """What is to be taken in, and where it goes."""

    file: Path
    into: Path | None
    application: str
    actor: Actor


class ApplicationNeeded(Invalid):
    """Answers belong to a file."""

    code = "cli.import.application_needed"
    message = _("Answers belong to the file of an application, and none is named.")
    what_to_do = _("Add --application app-… and --as PERSON.")


def _answers(kind: str, tag: str) -> Callable[[Taking], ImportOutcome]:
    """Save answers that come back from outside; what cannot be used is told place by place, and nothing is saved."""

    def take(taking: Taking) -> ImportOutcome:
        if not taking.application:
            raise ApplicationNeeded(where="--application")
        data = read_bytes(taking.file, limit=WORKBOOK_MAX)
        inputs = {"application": taking.application, "content_base64": base64.b64encode(data).decode()}
        try:
            outcome: ImportOutcome = perform_from_json(taking.actor, tag, inputs)
        except NotUsable as refused:
            return counted(kind, data, Counts(refused=int(str(refused.params["count"]))), refused.findings)
        return outcome

    return take


class FolderNeeded(Invalid):
    """A standard is written into a folder."""

    code = "cli.import.into_needed"
    message = _("A standard is written into a folder, and none is named.")
    what_to_do = _("Add --into FOLDER; the folder is made.")


def _standard(taking: Taking) -> ImportOutcome:
    """Write the standard of a workbook into a folder; with any error nothing is written."""
    if taking.into is None:
        raise FolderNeeded(where="--into")
    data = read_bytes(taking.file, limit=WORKBOOK_MAX)
    taken = read_template(read_workbook(data))
    findings = list(taken.findings)
    if taken.pack is None or taken.digest is None:
        return counted("standard", data, Counts(refused=1), findings)
    written = place(taken.files, taken.digest, taking.into)
    return counted("standard", data, Counts(created=written, unchanged=0 if written else len(taken.files)), findings)


def counted(kind: str, data: bytes, counts: Counts, findings: list[Finding]) -> ImportOutcome:
    """Return what an import of one kind did."""
    return outcome_of(kind, digest_bytes(data), {kind: counts}, findings)


def _published(kind: str) -> Callable[[Taking], ImportOutcome]:
    def take(taking: Taking) -> ImportOutcome:
        text = decoded(read_bytes(taking.file, limit=BYTES_MAX))
        ensure_home()
        lines = text.count("\n")
        step = progress(f"import {kind}", lines)
        with step as show, heard_by(lambda done, total: show(lines * done // max(total, 1))):
            return PUBLISHED[kind](Actor.system("import"), text=text)

    return take


IMPORTS: Final[dict[str, Callable[[Taking], ImportOutcome]]] = {
    **{kind: _published(kind) for kind in PUBLISHED},
    "standard": _standard,
    "self-assessment": _answers("self-assessment", "assurance.answer.import_sheet"),
    "submissions": _answers("submissions", "assurance.answer.import_submissions"),
}


@app.command("import")
def import_command(
    kind: Annotated[str, typer.Argument(help=f"One of: {', '.join(sorted(IMPORTS))}.")],
    file: Annotated[Path, typer.Argument(help="The publisher's table (comma-separated, UTF-8), or a workbook.")],
    *,
    into: Annotated[Path | None, typer.Option(help="standard: the folder to write the edition into.")] = None,
    application: Annotated[str, typer.Option(help="self-assessment, submissions: the file they belong to.")] = "",
    who: Annotated[str, typer.Option("--as", help="self-assessment, submissions: the person's pseudonym.")] = "",
    organisation: Annotated[str, typer.Option("--for", help="The organisation acted for.")] = "",
    as_json: AsJson = False,
) -> None:
    """Load a published table or a workbook, whole or not at all; again, it creates and updates nothing."""
    if kind not in IMPORTS:
        raise UnknownKind(where="KIND", value=kind[:60], known=", ".join(sorted(IMPORTS)))
    if application:
        ensure_home()
    actor = actor_for(who, organisation) if application else Actor.system("import")
    outcome = IMPORTS[kind](Taking(file, into, application, actor))
    emit(outcome, as_json=as_json, human=lambda: _tell(outcome))
    finish(failed=has_errors(list(outcome.findings)))


def _tell(outcome: ImportOutcome) -> None:
    for name, counts in outcome.by_kind.items():
        told = f"{counts.created:,} created, {counts.updated:,} updated, {counts.unchanged:,} unchanged"
        print(f"{name:<12} {told}, {counts.refused:,} refused")
    for finding in outcome.findings[:LISTED]:
        print(f"{finding.where}: {finding.message} {finding.what_to_do}")
    if len(outcome.findings) > LISTED:
        print(f"… and {len(outcome.findings) - LISTED:,} more marks; --json lists them all.")
