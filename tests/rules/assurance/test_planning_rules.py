"""What a plan owes the scheme, as a function from its numbers, the file's facts and what the planner states."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from orepass.assurance.rules.planning import (
    Asked,
    PlanBasis,
    RiskLevel,
    Situation,
    all_from_afar,
    days_asked,
    days_findings,
    random_findings,
    remote_asked,
    remote_findings,
    sample_asked,
    sample_findings,
)
from orepass.kernel.finding import Finding

VALUES: dict[str, Any] = {
    "sampling.rule": "md1",
    "sampling.surveillance_factor": Fraction(3, 5),
    "sampling.risk_multiplier": {"regular": "1", "medium": "1.5", "high": "2"},
    "audit_time.table": "ems-high",
    "audit_time.lookup": "step",
    "audit_time.surveillance_factor": "0.33",
    "audit_time.remote_share_max_percent": 20,
}
FACTS = Situation(kind="surveillance", sites=9, personnel=40, open_major=False)


def facts(**changes: Any) -> Situation:
    return Situation(**{"kind": "initial", "sites": 9, "personnel": 40, "open_major": False, **changes})


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code.rpartition(".")[2] for finding in findings]


def inputs(asked: Asked | None) -> dict[str, Any]:
    assert asked is not None
    return asked.inputs


def test_the_sample_is_asked_with_the_scheme_s_rule_factor_and_risk() -> None:
    asked = sample_asked(VALUES, FACTS, PlanBasis(risk=RiskLevel.MEDIUM))
    assert inputs(asked) == {
        "rule": "md1",
        "n": 9,
        "kind": "surveillance",
        "risk": Fraction(3, 2),
        "factor": Fraction(3, 5),
    }
    assert asked is not None
    assert asked.parameters == {
        "rule": "sampling.rule",
        "factor": "sampling.surveillance_factor",
        "risk": "sampling.risk_multiplier/medium",
    }
    assert "factor" not in inputs(sample_asked(VALUES, facts(), PlanBasis()))
    assert "factor" not in inputs(sample_asked({**VALUES, "sampling.rule": "eu-organic"}, FACTS, PlanBasis()))
    assert inputs(sample_asked({"sampling.rule": "md1"}, FACTS, PlanBasis(risk=RiskLevel.HIGH)))["risk"] == 1


@pytest.mark.parametrize(("values", "sites"), [({}, 9), ({"sampling.rule": 3}, 9), (VALUES, 0)])
def test_no_sample_is_asked_where_the_scheme_is_silent_or_nothing_is_to_be_sampled(
    values: dict[str, Any], sites: int
) -> None:
    assert sample_asked(values, facts(sites=sites), PlanBasis()) is None


def test_days_are_asked_by_the_people_stated_else_those_of_the_file() -> None:
    asked = inputs(days_asked(VALUES, FACTS, PlanBasis(reduction_percent=10)))
    assert asked == {
        "personnel": 40,
        "stage": "surveillance",
        "percent": Fraction(10),
        "system": "ems-high",
        "lookup": "step",
        "factor": Fraction(33, 100),
    }
    stated = inputs(days_asked(VALUES, facts(), PlanBasis(personnel=7)))
    assert stated["personnel"] == 7
    assert "factor" not in stated
    assert days_asked({}, FACTS, PlanBasis()) is None
    assert days_asked(VALUES, facts(personnel=None), PlanBasis()) is None


def test_the_remote_part_is_asked_only_when_there_is_one() -> None:
    assert remote_asked(VALUES, FACTS, PlanBasis(), Decimal(4)) is None
    assert remote_asked(VALUES, FACTS, PlanBasis(remote_days=Decimal(1)), Decimal(0)) is None
    asked = inputs(remote_asked(VALUES, facts(), PlanBasis(remote_days=Decimal(1), risk=RiskLevel.HIGH), Decimal(4)))
    assert (asked["initial_high_risk"], asked["most"]) == (True, 20)
    later = inputs(remote_asked(VALUES, FACTS, PlanBasis(remote_days=Decimal(1), risk=RiskLevel.HIGH), Decimal(4)))
    assert later["initial_high_risk"] is False


def test_a_scheme_says_what_forbids_a_remote_part() -> None:
    situation = facts(open_major=True)
    basis = PlanBasis(remote_days=Decimal(1), risk=RiskLevel.HIGH, high_risk_area=True)
    names = ("initial_high_risk", "open_major", "high_risk_area")

    def held(values: dict[str, Any]) -> list[str]:
        asked = inputs(remote_asked(values, situation, basis, Decimal(4)))
        return [name for name in names if asked[name]]

    assert held(VALUES) == list(names)
    assert held({**VALUES, "audit_time.remote_forbidden_if": ["open_major"]}) == ["open_major"]
    assert held({**VALUES, "audit_time.remote_forbidden_if": ["nothing"]}) == []


def test_only_a_visit_without_any_day_on_site_is_all_from_afar() -> None:
    assert all_from_afar(PlanBasis(remote_days=Decimal(4)), Decimal(4))
    assert not all_from_afar(PlanBasis(remote_days=Decimal("3.5")), Decimal(4))


def test_a_sample_is_large_enough_and_holds_the_central_function() -> None:
    assert sample_findings(3, 3, central_missing=False) == []
    assert sample_findings(None, 1, central_missing=False) == []
    assert codes(sample_findings(3, 2, central_missing=True)) == ["central_left_out", "fewer_sites"]
    assert random_findings(2, 2, everybody=False) == []
    assert random_findings(2, 0, everybody=True) == []
    assert codes(random_findings(2, 1, everybody=False)) == ["too_little_chance"]


@pytest.mark.parametrize(
    ("asked", "planned", "basis", "known", "enforced", "expected"),
    [
        (Decimal(7), "7", PlanBasis(), True, True, []),
        (Decimal(7), "6.5", PlanBasis(), True, False, ["short_of_days"]),
        (Decimal(7), "6.5", PlanBasis(), True, True, ["fewer_days"]),
        (Decimal(7), "6.5", PlanBasis(deviation="One shaft."), True, True, ["days_explained"]),
        ("manual", "1", PlanBasis(), True, True, ["days_by_judgement"]),
        (None, "1", PlanBasis(), False, True, ["personnel_unknown"]),
        (None, "1", PlanBasis(), True, True, []),
        (Decimal(7), "7", PlanBasis(reduction_percent=5), True, True, ["reduction_unexplained"]),
        (Decimal(7), "7", PlanBasis(reduction_percent=5, reduction_reason="Known."), True, True, []),
    ],
)
def test_days_short_of_the_table_are_told_explained_or_refused(
    asked: Any, planned: str, basis: PlanBasis, known: bool, enforced: bool, expected: list[str]
) -> None:
    assert codes(days_findings(asked, Decimal(planned), basis, known=known, enforced=enforced)) == expected


def test_the_answer_about_the_remote_part_is_allowed_told_or_refused() -> None:
    assert remote_findings("allowed", ("x",)) == []
    assert codes(remote_findings("notify", ("x",))) == ["remote_notice"]
    assert codes(remote_findings("too_much", ("x",))) == ["remote_refused"]
    assert codes(remote_findings("forbidden", ("a", "b"))) == ["remote_refused"]
