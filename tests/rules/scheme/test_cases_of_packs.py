"""A worked case that takes a pack's own numbers, or states exact scores, breaks when one of them moves."""

from pathlib import Path

import pytest

import orepass.register.rulebook  # noqa: F401 - declares the rules that the cases ask for
from orepass.scheme.rules.cases import CaseState, run_all
from orepass.scheme.rules.load import load, require
from tests.rules.scheme.packs import CASE, RULES, STANDARD, WATER, described, parameter, write_pack

CANDIDATE = """\
id: candidate-year
title: Twelve months as a candidate.
calc: {rule: candidate-ends, inputs: {granted_on: 2026-06-01, months: $lifecycle.candidate_months}, value: 2027-06-01}
"""
HALF = CASE.replace('{"*": full}', '{"*": full, TST.E.water.A1: none, TST.S.safety.A1: partial}')
SCORES = "outcome: candidate, scores: {E: 1/3, S: 5/6, water: 1/3, assessment: 1/6, monitoring: none}"
SCORED = HALF.replace("outcome: conforms, level: certified, gates_failed: []", SCORES)


def states(root: Path, changes: dict[str, str | bytes | None]) -> dict[str, CaseState]:
    pack = require(write_pack(root, changes))
    return {result.case: result.state for result in run_all(pack.cases, pack)}


@pytest.mark.parametrize(("months", "state"), [(11, "failed"), (12, "passed"), (13, "failed")])
def test_a_rule_computed_with_the_packs_number_breaks_when_the_number_moves(
    tmp_path: Path, months: int, state: str
) -> None:
    written = RULES.replace(parameter("12", "months"), parameter(str(months), "months"))
    assert states(tmp_path, {"rules.yaml": written, "cases/candidate.yaml": CANDIDATE})["candidate-year"] == state


def test_a_case_of_a_standard_takes_the_standards_own_number(tmp_path: Path) -> None:
    own = STANDARD + described("rules:\n  lifecycle:\n    candidate_months: 6 in months\n")
    half = CANDIDATE.replace("id: candidate-year", "id: half").replace("2027-06-01", "2026-12-01") + "standard: TST\n"
    changes: dict[str, str | bytes | None] = {
        "TST/standard.yaml": own,
        "cases/candidate.yaml": CANDIDATE,
        "cases/half.yaml": half,
    }
    assert states(tmp_path, changes) == {"all-full": "passed", "candidate-year": "passed", "half": "passed"}


def test_a_list_of_numbers_is_handed_over_whole(tmp_path: Path) -> None:
    zero = "".join(f"{name}: 0@2026-01-01, " for name in ("governance", "human_rights", "sanctions", "incidents"))
    inputs = f"{zero}conflict: 40@2026-01-01, on: 2026-02-01, thresholds: $diligence.area_thresholds"
    watched = f"id: watched\ntitle: Forty is watched.\ncalc: {{rule: area-level, inputs: {{{inputs}}}, value: watch}}\n"
    for first, state in ((39, "passed"), (40, "passed"), (41, "failed")):
        area = f"diligence:\n  area_thresholds: [{first}, 70, 1, 5] in list\n"
        changes: dict[str, str | bytes | None] = {
            "rules.yaml": RULES + described(area),
            "cases/watched.yaml": watched,
        }
        assert states(tmp_path / str(first), changes)["watched"] == state


def test_a_number_that_the_pack_does_not_have_is_told_with_the_one_it_could_be(tmp_path: Path) -> None:
    pack, findings = load(write_pack(tmp_path, {"cases/x.yaml": CANDIDATE.replace("_months}", "_month}")}))
    assert pack is None
    (wrong,) = [finding for finding in findings if finding.severity == "error"]
    assert (wrong.code, wrong.where) == ("scheme.case.unknown", "cases/x.yaml:1")
    assert "lifecycle.candidate_months" in wrong.what_to_do


def test_a_case_may_state_the_exact_score_of_any_group(tmp_path: Path) -> None:
    assert states(tmp_path, {"cases/all-full.yaml": SCORED}) == {"all-full": "passed"}


@pytest.mark.parametrize(
    ("was", "becomes"),
    [('weight: "2"', 'weight: "3"'), ("due_year: 1", "due_year: 0"), ("flags.mercury", "true")],
)
def test_a_case_with_scores_breaks_when_a_weight_a_year_or_a_condition_moves(
    tmp_path: Path, was: str, becomes: str
) -> None:
    changes: dict[str, str | bytes | None] = {
        "cases/all-full.yaml": SCORED,
        "TST/subjects/01-water.yaml": WATER.replace(was, becomes),
    }
    assert states(tmp_path, changes) == {"all-full": "failed"}


def test_a_score_of_a_group_that_the_standard_does_not_have_is_refused(tmp_path: Path) -> None:
    pack, findings = load(write_pack(tmp_path, {"cases/all-full.yaml": SCORED.replace("water: 1/3", "wter: 1/3")}))
    assert pack is None
    assert [(one.code, one.what_to_do) for one in findings if one.severity == "error"] == [
        ("scheme.case.unknown", "Write “water”.")
    ]
