"""Run worked cases: answers in, outcome expected; or a rule, its inputs and the value expected.

A story needs a home to be told in: whoever has one passes its results in, elsewhere a story waits.
"""

import fnmatch
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

import msgspec

from orepass.kernel.calculator import calculate
from orepass.kernel.finding import Finding
from orepass.kernel.refusal import Refusal
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.model import Pack, Standard
from orepass.scheme.rules.outcome import Answer, Outcome, Profile
from orepass.scheme.rules.parameters import as_input
from orepass.scheme.rules.written import PARAMETER, WHOLE, CalcFile, CaseFile, ExpectFile


class CaseState(StrEnum):
    """How a case ended; *waiting* names a scenario whose rule is not built yet."""

    PASSED = "passed"
    FAILED = "failed"
    WAITING = "waiting"


class CaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """One case, run."""

    case: str
    title: str
    state: CaseState
    scenarios: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def run(case: CaseFile, pack: Pack | None = None) -> CaseResult:
    """Run one case."""
    if case.waiting is not None or case.story is not None:
        findings: list[Finding] = []
        state = CaseState.WAITING
    else:
        findings = _run_calc(case, case.calc, pack) if case.calc else _run_assess(case, pack)
        state = CaseState.FAILED if findings else CaseState.PASSED
    return CaseResult(
        case=case.id, title=case.title, state=state, scenarios=tuple(case.scenarios), findings=tuple(findings)
    )


Tell = Callable[[Sequence[CaseFile]], list[CaseResult]]
"""Tells the stories among some cases of one file or pack."""


def run_all(cases: Sequence[CaseFile], pack: Pack | None = None, tell: Tell | None = None) -> list[CaseResult]:
    """Run every case of a pack or file, its stories too where somebody can tell them."""
    stories = [case for case in cases if case.story is not None]
    told = {result.case: result for result in tell(stories)} if tell and stories else {}
    return [told.get(case.id) or run(case, pack) for case in cases]


def profile_of_case(case: CaseFile, on: date) -> Profile:
    """Return the profile a case describes; without a day of entry it is a first assessment, on the day itself."""
    written = msgspec.structs.asdict(case.profile) if case.profile else {}
    for key in ("activities", "minerals"):
        written[key] = tuple(written[key]) if written.get(key) is not None else None
    return Profile(**written, entered_on=case.entered_on or on)


def answers_of_case(case: CaseFile, standard: Standard) -> dict[str, Answer]:
    """Return the answers of a case with its patterns spread out."""
    written = spread(case.answers, [requirement.id for requirement in standard.requirements])
    return {
        name: Answer(rating=said) if isinstance(said, str) else _long(msgspec.structs.asdict(said))
        for name, said in written.items()
    }


def spread[T](said: Mapping[str, T], names: Collection[str]) -> dict[str, T]:
    """Return what is said by pattern, name by name; the more specific pattern wins."""
    found: dict[str, T] = {}
    for pattern in sorted(said, key=lambda key: ("*" not in key, len(key))):
        reached = fnmatch.filter(names, pattern) if "*" in pattern else [pattern]
        found.update(dict.fromkeys(reached, said[pattern]))
    return found


def _long(written: Mapping[str, Any]) -> Answer:
    evidence = written["evidence"]
    return Answer(
        rating=written["rating"], evidence=None if evidence is None else tuple(evidence), note=written["note"]
    )


def _failed(case: CaseFile, what: str, expected: object, got: object) -> Finding:
    shown = {name: value or "nothing" for name, value in (("expected", expected), ("got", got))}
    return f.CASE_FAILED.at(case.id, case=case.id, what=what, **shown)


def _run_assess(case: CaseFile, pack: Pack | None) -> list[Finding]:
    if pack is None or case.expect is None or case.standard is None or case.at is None:
        return [f.KEY_MISSING.at(case.id, key="standard, at, expect or calc", inside=case.id)]
    try:
        answers = answers_of_case(case, pack.standard(case.standard))
        outcome = evaluate(pack, case.standard, profile=profile_of_case(case, case.at), answers=answers, on=case.at)
    except Refusal as refusal:
        return [_failed(case, "outcome", case.expect.outcome, refusal.code)]
    return _differences(case, outcome)


def _differences(case: CaseFile, outcome: Outcome) -> list[Finding]:
    expect = case.expect
    assert expect is not None
    wrong: list[Finding] = []
    if outcome.outcome != expect.outcome:
        reasons = "; ".join(reason.message for reason in outcome.reasons[:3])
        wrong.append(_failed(case, "outcome", expect.outcome, f"{outcome.outcome} ({reasons})"))
    if expect.level is not None and outcome.level != expect.level:
        wrong.append(_failed(case, "level", expect.level, outcome.level))
    if expect.gates_failed is not None and sorted(outcome.gates_failed) != sorted(expect.gates_failed):
        wrong.append(_failed(case, "failed gates", ", ".join(expect.gates_failed), ", ".join(outcome.gates_failed)))
    if expect.overlays is not None and sorted(outcome.overlays) != sorted(expect.overlays):
        wrong.append(_failed(case, "overlays", ", ".join(expect.overlays), ", ".join(outcome.overlays)))
    said = [reason.message for reason in outcome.reasons]
    wrong += [_failed(case, "the reason", text, "; ".join(said)) for text in expect.reasons if not _in(text, said)]
    applies = {result.requirement: result.applies for result in outcome.results}
    wrong += [
        _failed(case, "to apply:", name, applies[name].answer) for name in expect.applies if not applies[name].is_yes
    ]
    wrong += [
        _failed(case, "not to apply:", name, applies[name].answer)
        for name in expect.does_not_apply
        if not applies[name].is_no
    ]
    return [*wrong, *_wrong_scores(case, expect, outcome)]


def _wrong_scores(case: CaseFile, expect: ExpectFile, outcome: Outcome) -> list[Finding]:
    groups = (*outcome.dimensions, *outcome.subjects, *outcome.phases)
    scores = {WHOLE: outcome.aggregate, **{one.group: one.score for one in groups}}
    got = {name: score.share if score else "none" for name, score in scores.items()}
    return [
        _failed(case, f"the score of {name}", said, got.get(name))
        for name, said in expect.scores.items()
        if _plain(got.get(name)) != _plain(said)
    ]


def _in(text: str, said: list[str]) -> bool:
    return any(text.casefold() in message.casefold() for message in said)


def _run_calc(case: CaseFile, calc: CalcFile, pack: Pack | None) -> list[Finding]:
    try:
        got = calculate(calc.rule, {name: _input(name, value, case, pack) for name, value in calc.inputs.items()}).value
    except Refusal as refusal:
        if calc.refused == refusal.code:
            return []
        return [_failed(case, calc.rule, calc.refused or calc.value, refusal.code)]
    if calc.refused or _plain(got) != _plain(calc.value):
        return [_failed(case, calc.rule, calc.refused or calc.value, got)]
    return []


def _input(name: str, written: object, case: CaseFile, pack: Pack | None) -> str:
    """Write an input as a rule reads it; what begins with ``$`` is a parameter of the pack."""
    if not str(written).startswith(PARAMETER) or pack is None:
        return str(written)
    rules = pack.standard(case.standard).rules if case.standard else pack.rules
    return as_input(rules[str(written).removeprefix(PARAMETER)], name)


def _plain(value: object) -> str:
    """Write values of different types in one way: numbers exactly, so that 5, 5.0 and "5" are the same."""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        return str(Fraction(str(value)))
    except (ValueError, ZeroDivisionError):
        return str(value)
