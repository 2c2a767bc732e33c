"""``orepass export KIND``: open data as tables, standards and self-assessments as files for other programs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import typer

from orepass.assurance.queries.worksheets import FORM, SHEET, for_file, for_profile
from orepass.cli import oscal
from orepass.cli.files import UnreadableFile
from orepass.cli.imports import UnknownKind
from orepass.cli.output import emit
from orepass.custody.queries.templates import events_template
from orepass.custody.rules.sheet_columns import LANGUAGES
from orepass.kernel.digest import digest_bytes
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.party.rules.table import BYTES_MAX
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.schema import ensure_home
from orepass.platform.workbooks import write_workbook
from orepass.register import open_data
from orepass.scheme import queries as scheme
from orepass.scheme.rules.asking.saying import profile_said
from orepass.scheme.rules.template.forming import empty_template, template_of

app = typer.Typer()
FILE: Final = "app-"


class Wanted(NamedTuple):
    """What is asked for on the command line."""

    what: str
    empty: bool
    standard: str
    profile: tuple[str, ...]
    language: str
    shape: str = ""
    check: bool = False


class Made(NamedTuple):
    """What was made: its bytes, whether a terminal can show them, and what is told of it."""

    data: bytes
    is_text: bool
    told: dict[str, Any]


class FileNeeded(Invalid):
    """What is made is no text that a terminal could show."""

    code = "cli.export.file_needed"
    message = _("A workbook cannot be shown on a terminal.")
    what_to_do = _("Add --out FILE.xlsx.")


class WhatNeeded(Invalid):
    """The kind of export needs to know of what."""

    code = "cli.export.what_needed"
    message = _("“{kind}” needs to know of what.")
    what_to_do = _("Write it after the kind: {example}.")


class LanguageUnknown(Invalid):
    """The table has no headings in the language."""

    code = "cli.export.language"
    message = _("The table of events has no headings in “{value}”.")
    what_to_do = _("Choose one of: {known}.")


def _need(wanted: Wanted, kind: str, example: str) -> str:
    if not wanted.what:
        raise WhatNeeded(where="WHAT", kind=kind, example=f"orepass export {kind} {example}")
    return wanted.what


def _standard(wanted: Wanted) -> Made:
    if wanted.empty:
        return Made(write_workbook(empty_template()), is_text=False, told={})
    pack = scheme.pack_from_files(_need(wanted, "standard", "cera-4in1 --out cera.xlsx"))
    told = {"pack": pack.ref, "digest": pack.digest, "standards": [one.code for one in pack.standards]}
    return Made(write_workbook(template_of(pack), title=pack.ref), is_text=False, told=told)


def _assessment(kind: str) -> Callable[[Wanted], Made]:
    """Make the workbook or the form of a file of this home, or of a standard for a profile."""

    def made(wanted: Wanted) -> Made:
        what = _need(wanted, kind, "cera-4in1 --standard ASM --profile size=asm")
        today = clock.today()
        if what.startswith(FILE):
            ensure_home()
            file = for_file(Actor.system("export"), what, kind, language=wanted.language, on=today)
        else:
            pack = scheme.pack_from_files(what)
            profile = profile_said(pack, _said(wanted.profile))
            code = wanted.standard or pack.standards[0].code
            file = for_profile(pack, code, profile, kind, language=wanted.language, on=today)
        told = {name: getattr(file, name) for name in ("pack", "digest", "standard", "requirements")}
        return Made(file.data, is_text=False, told=told)

    return made


def _oscal(wanted: Wanted) -> Made:
    """Make the OSCAL catalogue of a pack, the profile of a standard for a site, or the results of a file."""
    what = _need(wanted, "oscal", "cera-4in1 --as catalog")
    if what.startswith(FILE):
        ensure_home()
        document = oscal.of_file(what, wanted.shape, language=wanted.language, on=clock.today())
    else:
        pack = scheme.pack_from_files(what)
        site = profile_said(pack, _said(wanted.profile))
        shape = wanted.shape or oscal.CATALOG
        document = oscal.of_pack(pack, shape, standard=wanted.standard, site=site, language=wanted.language)
    told: dict[str, Any] = {"as": next(iter(document))}
    if wanted.check:
        told["oscal_version"] = oscal.check(document)
    return Made(json.dumps(document, ensure_ascii=False, indent=1).encode(), is_text=True, told=told)


def _said(pairs: tuple[str, ...]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise WhatNeeded(
                where="--profile", kind=pair[:60], example="--profile size=asm --profile minerals=gold,tin"
            )
        said.setdefault(name, []).append(value)
    return said


def _open_table(kind: str) -> Callable[[Wanted], Made]:
    def made(wanted: Wanted) -> Made:
        del wanted
        ensure_home()
        table = open_data.table(kind)
        return Made(table.text.encode(), is_text=True, told={"rows": table.rows})

    return made


def _events(wanted: Wanted) -> Made:
    """Make the empty table of events, in which people tell what happened to lots.

    Raises:
        LanguageUnknown: it has no headings in that language.
    """
    if wanted.language not in LANGUAGES:
        raise LanguageUnknown(where="--language", value=wanted.language[:20], known=", ".join(LANGUAGES))
    return Made(events_template(wanted.language), is_text=False, told={"language": wanted.language})


EXPORTS: Final[dict[str, Callable[[Wanted], Made]]] = {
    **{kind: _open_table(kind) for kind in open_data.TABLES},
    "standard": _standard,
    SHEET: _assessment(SHEET),
    FORM: _assessment(FORM),
    "oscal": _oscal,
    "events-table": _events,
}


@app.command("export")
def export_command(  # noqa: PLR0913 - a command's options are named, typed and explained one by one
    kind: Annotated[str, typer.Argument(help=f"One of: {', '.join(sorted(EXPORTS))}.")],
    what: Annotated[str, typer.Argument(help="Of what: a pack, or the file of an application.")] = "",
    *,
    out: Annotated[Path | None, typer.Option(help="Write into this file instead of stdout.")] = None,
    empty: Annotated[bool, typer.Option("--empty", help="standard: a workbook for one still to be written.")] = False,
    standard: Annotated[str, typer.Option(help="Which standard of the pack.")] = "",
    profile: Annotated[list[str] | None, typer.Option(help="What is said of the site: name=value, repeated.")] = None,
    language: Annotated[str, typer.Option(help="In this language, where the pack has it.")] = "en",
    shape: Annotated[str, typer.Option("--as", help="oscal: catalog, profile or results.")] = "",
    check: Annotated[bool, typer.Option("--check", help="oscal: hold it against OSCAL's own models.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Write public data, a standard or a self-assessment as a file that other programs read; no cell is a formula."""
    if kind not in EXPORTS:
        raise UnknownKind(where="KIND", value=kind[:60], known=", ".join(sorted(EXPORTS)))
    made = EXPORTS[kind](Wanted(what, empty, standard, tuple(profile or ()), language, shape, check))
    if out is None and not made.is_text:
        raise FileNeeded(where="--out")
    if out is not None:
        _write(out, made.data)
    shown = {"kind": kind, **made.told, "sha256": digest_bytes(made.data), "file": str(out or "")}
    text = made.data.decode() if out is None else ""
    emit(
        shown if out else shown | {"text": text},
        as_json=as_json,
        human=lambda: print(out or text, end="\n" if out else ""),
    )


def _write(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        reason = error.strerror or "not writable"
        raise UnreadableFile(where=str(out), value=out.name, reason=reason, limit=BYTES_MAX) from None
