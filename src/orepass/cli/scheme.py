"""``orepass scheme``: the packs there are, what is in one, and whether a pack or a folder of cases is right."""

import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

import orepass.register.rulebook  # noqa: F401 - declares every rule that a worked case may ask for
from orepass.cli.asking.applies import applies, compare
from orepass.cli.asking.coverage import coverage
from orepass.cli.editions import diff, impact
from orepass.cli.output import emit, finish
from orepass.cli.story.chapters import tell_apart, tell_here
from orepass.kernel.finding import Finding, Severity
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.schema import ensure_home
from orepass.scheme import queries
from orepass.scheme.rules.cards import PackCard, pack_card, standard_card
from orepass.scheme.rules.cases import CaseState
from orepass.scheme.rules.checking import Checked, Report
from orepass.scheme.rules.checking import check as check_paths
from orepass.scheme.rules.model import Overlay, Pack, Tightening, told
from orepass.scheme.rules.schema import pack_schema
from orepass.scheme.rules.written import CaseFile

app = typer.Typer(no_args_is_help=True, help="Standards: list, show, check and compare packs.")
app.command()(diff)
app.command()(impact)
app.command()(applies)
app.command()(compare)
app.command()(coverage)

MISSING_SHOWN = 4
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Language = Annotated[str, typer.Option(help="Tell it in this language.")]


PROBLEM_MAX = 200


class StoriesUnreadable(Invalid):
    """What stands on standard input is no list of cases."""

    code = "scheme.story.unreadable"
    message = _("Standard input is no list of cases: {problem}.")
    what_to_do = _("Use “orepass scheme check PATH”: it reads the files and hands the stories over.")


@app.command(name="list")
def list_packs(*, language: Language = "en", as_json: AsJson = False) -> None:
    """List the packs there are, with what is wrong with those that are refused."""
    report = check_paths(list(queries.pack_paths().values()))
    cards = [pack_card(one.pack, language) for one in report.checked if one.pack]
    refused = [one for one in report.checked if one.pack is None]
    findings = [finding for one in refused for finding in one.findings]
    payload = {"packs": cards, "refused": [_refused(one) for one in refused], "findings": findings}
    emit(payload, as_json=as_json, human=lambda: _print_list(cards, refused))
    finish(failed=bool(refused))


def _refused(one: Checked) -> dict[str, Any]:
    errors = [finding for finding in one.findings if finding.severity is Severity.ERROR]
    return {"path": one.path, "errors": len(errors), "first": errors[0] if errors else None}


def _print_list(cards: list[PackCard], refused: list[Checked]) -> None:
    for card in cards:
        print(f"{card.ref:<28} {card.status:<9} {card.requirements:>4} requirements  {card.title}")
    for one in refused:
        print(f"{one.path:<28} REFUSED   {_refused(one)['errors']:>4} errors")


@app.command()
def show(
    pack: Annotated[str, typer.Argument(help="cera-4in1, cera-4in1@2026.1 or a folder.")],
    *,
    standard: Annotated[str, typer.Option(help="Only this standard.")] = "",
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Show a pack: its standards by subject and phase, its parameters with their sources, its languages."""
    found = queries.pack_from_files(pack)
    emit(_shown(found, standard, language), as_json=as_json, human=lambda: _print_pack(found, standard, language))


def _codes(pack: Pack, standard: str) -> list[str]:
    return [pack.standard(standard).code] if standard else [one.code for one in pack.standards]


def _shown(pack: Pack, standard: str, language: str) -> dict[str, Any]:
    return {
        "packs": [pack_card(pack, language)],
        "notice": pack.notice,
        "standards": [standard_card(pack, code, language) for code in _codes(pack, standard)],
        "parameters": list(pack.rules.parameters.values()),
        "overlays": [_overlay(one, language) for one in pack.overlays],
        "languages": pack.completeness,
        "findings": pack.findings,
    }


def _print_pack(pack: Pack, standard: str, language: str) -> None:
    print(f"{pack.ref}  {pack_card(pack, language).title}\ndigest {pack.digest}")
    for code in _codes(pack, standard):
        card = standard_card(pack, code, language)
        print(f"\n{code}  {card.title} ({card.requirements} requirements, {card.core} core)")
        for subject in card.subjects:
            print(f"  {subject.dimension} {subject.title}")
            for one in (one for part in subject.phases.values() for one in part):
                mark = "core" if one.core else f"year {one.due_year}" if one.due_year else ""
                print(f"    {one.id:<28} {mark:<7} {one.statement}")
    for overlay in pack.overlays:
        print(f"\nread in its own way where {overlay.condition}: {told(overlay.title, language)} ({overlay.status})")
        for said in overlay.tightenings:
            print(f"    {said.requirement:<28} {'; '.join(_asked(said))}")
        for name in overlay.additional:
            print(f"    {name:<28} added")
    _print_languages(pack)


def _asked(one: Tightening) -> list[str]:
    """Say in words what an overlay asks of a requirement."""
    asked = {
        "explained": bool(one.explanation or one.also_fails_when),
        "core": bool(one.core),
        f"weight {one.weight}": one.weight is not None,
        f"due from year {one.due_year}": one.due_year is not None,
        f"shown by {', '.join(one.accepts or ())}": one.accepts is not None,
    }
    return [words for words, said in asked.items() if said]


def _overlay(overlay: Overlay, language: str) -> dict[str, Any]:
    return {
        **msgspec.to_builtins(overlay, str_keys=True),
        "title": told(overlay.title, language),
        "about": told(overlay.about, language),
        "rules": list(overlay.rules.parameters.values()),
    }


def _print_languages(pack: Pack) -> None:
    """Tell how far each language is translated: in all, then file by file what is missing."""
    print()
    for one in pack.completeness:
        claim = "complete" if one.language in pack.complete_in else "partly translated" if one.missing else "complete"
        mark = "" if one.reviewed else ", not reviewed"
        print(f"{one.language}: {one.present} of {one.total} texts, {claim}{mark}")
        for file in (file for file in one.files if file.missing):
            keys = ", ".join(file.missing[:MISSING_SHOWN]) + (" …" if len(file.missing) > MISSING_SHOWN else "")
            print(f"    {file.file:<40} {file.present:>3} of {file.total:<3} missing: {keys}")


@app.command()
def check(
    paths: Annotated[list[str], typer.Argument(help="Editions, schemes, cases; or a pack's name.")],
    *,
    verbose: Annotated[bool, typer.Option("--all", help="Print notes and passed cases too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Validate packs and run their worked cases; exit 1 when anything is wrong."""
    report = check_paths([_path(path) for path in paths], tell_apart)
    emit(_report(report), as_json=as_json, human=lambda: _print_report(report, verbose=verbose))
    finish(failed=not report.passed)


def _path(text: str) -> Path:
    path = Path(text)
    if text and path.exists():  # nothing at all is a slip, not the folder one stands in
        return path
    named = queries.pack_paths().get(text) or queries.meant_folder(text)
    if named is None:
        raise NotFound(where=text[:200], what=text[:200])
    return named


def _report(report: Report) -> dict[str, Any]:
    return {
        "packs": [
            {
                "path": one.path,
                "ref": one.pack.ref if one.pack else None,
                "digest": one.pack.digest if one.pack else None,
                "standards": [standard.code for standard in one.pack.standards] if one.pack else [],
                "passed": one.passed,
                "languages": [_language(part) for part in one.pack.completeness] if one.pack else [],
            }
            for one in report.checked
            if one.pack or Path(one.path).is_dir()
        ],
        "scenarios": report.scenarios,
        "cases": [
            {"id": case.case, "state": case.state, "path": one.path, "scenarios": case.scenarios}
            for one in report.checked
            for case in one.cases
        ],
        "findings": [{**msgspec.to_builtins(finding), "path": path} for path, finding in _findings(report)],
        "passed": report.passed,
    }


def _language(part: Any) -> dict[str, Any]:  # noqa: ANN401 - a completeness row
    return {"language": part.language, "present": part.present, "total": part.total, "reviewed": part.reviewed}


def _findings(report: Report) -> list[tuple[str, Finding]]:
    found = [("", finding) for finding in report.findings]
    for one in report.checked:
        found += [(one.path, finding) for finding in one.findings]
        found += [(one.path, finding) for case in one.cases for finding in case.findings]
    return found


def _print_report(report: Report, *, verbose: bool) -> None:
    for path, finding in _findings(report):
        if verbose or finding.severity is not Severity.NOTE:
            print(f"{finding.severity:<8} {path} {finding.where}\n  {finding.message}\n  → {finding.what_to_do}")
    cases = [case for one in report.checked for case in one.cases]
    for case in cases:
        if verbose or case.state is CaseState.FAILED:
            print(f"{case.state:<8} {case.case}: {case.title}")
    counts = {state: sum(case.state is state for case in cases) for state in CaseState}
    packs = sum(one.pack is not None for one in report.checked)
    told = ", ".join(f"{count} {state}" for state, count in counts.items())
    print(f"{packs} packs; cases: {told}; {'passed' if report.passed else 'NOT passed'}")


@app.command(hidden=True)
def tell(*, as_json: AsJson = True) -> None:
    """Tell the stories that stand on standard input as JSON, in this home, each rolled back; `check` does it apart."""
    ensure_home()
    try:
        cases = msgspec.json.decode(sys.stdin.buffer.read(), type=list[CaseFile])
    except msgspec.MsgspecError as error:
        raise StoriesUnreadable(where="standard input", problem=str(error)[:PROBLEM_MAX]) from None
    emit(tell_here(cases), as_json=as_json)


@app.command()
def schema(*, as_json: AsJson = True) -> None:
    """Print the JSON Schema of the pack format, for editors that check while one types."""
    emit(pack_schema(), as_json=as_json)
