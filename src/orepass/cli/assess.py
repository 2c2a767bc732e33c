"""``orepass assess PACK --case FILE``: evaluate one case file and say why and what next."""

from pathlib import Path
from typing import Annotated, Any

import typer

from orepass.cli.output import emit
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform import clock
from orepass.scheme import queries
from orepass.scheme.rules.cases import answers_of_case, profile_of_case
from orepass.scheme.rules.folder import read_file
from orepass.scheme.rules.load import read_cases
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Outcome
from orepass.scheme.rules.written import CaseFile

app = typer.Typer()


class CaseRefused(Invalid):
    """The case file cannot be used."""

    code = "scheme.case.refused"
    message = _("“{file}” cannot be used: {first}.")
    what_to_do = _("{way_out}")


@app.command()
def assess(
    pack: Annotated[str, typer.Argument(help="cera-4in1, cera-4in1@2026.1 or a folder.")],
    *,
    case: Annotated[Path, typer.Option(help="A case file (YAML): profile, answers.")],
    standard: Annotated[str, typer.Option(help="The standard; the case's own by default.")] = "",
    only: Annotated[str, typer.Option("--id", help="Which case of a file with several.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Evaluate one case: outcome, level, gates, reasons, what to do next."""
    found = queries.pack_from_files(pack)
    chosen = _case(case, only)
    outcome = _outcome(found, chosen, standard, case)
    emit(_payload(outcome), as_json=as_json, human=lambda: _print(outcome))


def _refuse(path: Path, first: str, way_out: str) -> CaseRefused:
    return CaseRefused(where=str(path), file=path, first=first.rstrip("."), way_out=way_out)


def _case(path: Path, only: str) -> CaseFile:
    file, findings = read_file(path, str(path), "cases")
    cases, wrong = ([], []) if findings else read_cases(file)
    problems = [*findings, *wrong]
    if problems:
        first = problems[0]
        raise CaseRefused(
            where=first.where, findings=problems, file=path, first=first.message.rstrip("."), way_out=first.what_to_do
        )
    chosen = [case for case in cases if not only or case.id == only]
    if len(chosen) != 1:
        listed = ", ".join(case.id for case in cases)
        raise _refuse(
            path, f"it holds {len(chosen)} cases that fit, and one is assessed.", f"Choose one with --id: {listed}."
        )
    return chosen[0]


def _outcome(pack: Pack, case: CaseFile, standard: str, path: Path) -> Outcome:
    code = standard or case.standard or ""
    if not code and len(pack.standards) == 1:
        code = pack.standards[0].code
    if not code:
        known = ", ".join(one.code for one in pack.standards)
        raise _refuse(path, "it names no standard.", f"Give --standard, one of: {known}.")
    on = case.at or clock.today()
    answers = answers_of_case(case, pack.standard(code))
    return queries.evaluate(pack, code, profile_of_case(case, on), answers, on)


def _payload(outcome: Outcome) -> dict[str, Any]:
    return {
        "outcome": outcome.outcome,
        "level": outcome.level,
        "gates_failed": outcome.gates_failed,
        "gates_unknown": outcome.gates_unknown,
        "reasons": [reason.message for reason in outcome.reasons],
        "next_steps": [
            {"requirement": step.requirement, "step": step.step.message, "due_on": step.due_on}
            for step in outcome.next_steps
        ],
        "best_level": outcome.best_level,
        "next_level": outcome.next_level,
        "score": outcome.aggregate,
        "dimensions": outcome.dimensions,
        "subjects": outcome.subjects,
        "phases": outcome.phases,
        "requirements": [
            {
                "id": result.requirement,
                "applies": result.applies.answer,
                "why": result.why.message,
                "due": result.due.answer,
                "due_on": result.due_on,
                "rating": result.rating,
                "counted": result.counted,
                "score": result.score,
                "gate": None if result.gate is None else result.gate.answer,
            }
            for result in outcome.results
        ],
        "pack": outcome.pack,
        "pack_digest": outcome.pack_digest,
        "inputs_digest": outcome.inputs_digest,
        "standard": outcome.standard,
        "on": outcome.on,
        "findings": outcome.reasons,
    }


def _print(outcome: Outcome) -> None:
    level = f", level {outcome.level}" if outcome.level else ""
    score = f", {outcome.aggregate.percent} per cent" if outcome.aggregate else ""
    print(f"{outcome.outcome}{level}{score}   ({outcome.pack} {outcome.standard}, {outcome.on})")
    for reason in outcome.reasons:
        print(f"  {reason.message}")
    if outcome.next_steps:
        print("What to do next:")
    for step in outcome.next_steps[:10]:
        print(f"  {step.requirement:<28} {step.step.message}")
