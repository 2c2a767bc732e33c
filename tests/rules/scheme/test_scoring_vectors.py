"""Every vector of scoring, staged compliance and licences, one test each, under its id."""

from pathlib import Path
from typing import Any

import pytest

from orepass.kernel.calculator import calculate
from orepass.kernel.computed import Computed, InputRefused
from orepass.scheme.rules import licence, scoring, staged
from orepass.scheme.rules.cases import CaseState, run
from orepass.scheme.rules.folder import read_file
from orepass.scheme.rules.load import read_cases
from orepass.scheme.rules.parameters import Parameter, ParameterMissing, Rules
from orepass.scheme.rules.scoring import ANSWERS_MAX
from orepass.scheme.rules.written import CaseFile

CASES = Path(__file__).parents[3] / "standards" / "cases"
FILES = ("scoring", "staged", "licence")


def cases(name: str) -> list[CaseFile]:
    path = CASES / f"{name}.yaml"
    file, wrong = read_file(path, str(path), "cases")
    found, more = read_cases(file)
    assert not [*wrong, *more]
    return found


VECTORS = [case for name in FILES for case in cases(name)]


@pytest.mark.parametrize("vector", VECTORS, ids=[vector.id for vector in VECTORS])
def test_vector(vector: CaseFile) -> None:
    result = run(vector)
    assert result.state is CaseState.PASSED, [finding.message for finding in result.findings]


def test_every_vector_named_in_the_task_is_there() -> None:
    ids = {vector.id.partition("-")[0] for vector in VECTORS}
    assert {"R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R10", "R12", "N1", "N2"} <= ids
    scenarios = {name for vector in VECTORS for name in vector.scenarios}
    assert {"B-01", "B-02", "B-05", "B-06", "B-07", "B-08", "B-09", "B-15", "U-01", "I-11", "C-02"} <= scenarios


def test_r1_tells_the_score_of_every_principle_and_what_is_left_out() -> None:
    said = scoring.score_share(answers="P1:1!,1,0.5,0,NR;P2:1,0.5,0.5;P9:NR").explanation
    assert said[:3] == ("P1: 62.5 per cent.", "P2: 66.6 per cent.", "P9: nothing is relevant, so it is left out.")


def test_r2_names_the_critical_answer_that_misses_the_gate() -> None:
    said = calculate("score-level", {"answers": "P1:1!,0.25!"}).explanation
    assert "Below its gate of 1/2: P1.2." in said[-1]


def test_r4_what_is_not_known_is_told() -> None:
    assert "Not known, and counted as nothing: 1." in scoring.score_share(answers="P1:1,?").explanation


def test_a_list_that_is_too_long_is_refused() -> None:
    with pytest.raises(InputRefused, match="at most"):
        scoring.parts("answers", ",".join(["1"] * (ANSWERS_MAX + 1)))


def test_every_rule_explains_itself_and_names_its_source() -> None:
    computed: list[Computed[Any]] = [
        scoring.award_without_miss(full=1, partial=2, missed=0),
        scoring.share_of_musts(major_met=1, majors=1, minor_met=1, minors=1),
        staged.member_exit(joined_on=_day(), on=_day()),
        licence.licence_months(),
    ]
    assert all(one.explanation and one.sources for one in computed)
    assert computed[0].explanation[1] == "Plans to write: 2."


def _day() -> Any:
    return calculate("plan-for-partial-by", {"awarded_on": "2025-01-31", "months": "1"}).value


def table(**months: int) -> Rules:
    return Rules(
        {
            f"licence.months.{pair.replace('_', '.')}": Parameter(
                path=pair, value=value, unit="months", source="", clause="", verified=False
            )
            for pair, value in months.items()
        }
    )


def test_the_term_of_a_licence_comes_from_the_table_of_the_pack() -> None:
    rules = table(good_low=36, good_high=24, poor_low=18, poor_high=12)
    assert licence.term(rules, record="good", risk="low") == 36
    assert licence.term(rules, record="poor", risk="high") == 12


@pytest.mark.parametrize(
    ("known", "months"), [({"record": "good"}, 24), ({"risk": "low"}, 18), ({}, 12), ({"record": "excellent"}, 12)]
)
def test_an_unknown_record_or_risk_counts_as_the_shortest_term(known: dict[str, str], months: int) -> None:
    assert licence.term(table(good_low=36, good_high=24, poor_low=18, poor_high=12), **known) == months


def test_without_a_table_the_cycle_of_the_pack_is_the_term() -> None:
    cycle = Parameter(path="x", value=36, unit="months", source="", clause="", verified=False)
    assert licence.term(Rules({"lifecycle.cycle_months": cycle}), record="good", risk="low") == 36
    with pytest.raises(ParameterMissing):
        licence.term(Rules())
