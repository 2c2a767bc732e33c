"""Samples, modules, months, points and audit days at the edge of each condition, and what their explanations say."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.kernel.computed import InputRefused
from orepass.register import rulebook

REFUSED = "refused"
ENTERED = {"entered_on": "2025-01-10", "on": "2025-01-10"}
YEAR = {"starts_on": "2025-01-01", "ends_on": "2025-12-31"}
WEIGHED = {"answers": "P1:1;P2:0", "how": "weighted_mean"}


EDGES = [
    ("participation-year", {"entered_on": "2025-01-10", "on": "2025-01-09"}, REFUSED),
    ("participation-year", {"entered_on": "2025-01-10", "on": "2025-01-10"}, "1"),
    ("participation-year", {"entered_on": "2025-01-10", "on": "2026-01-09"}, "1"),
    ("participation-year", {"entered_on": "2025-01-10", "on": "2026-01-10"}, "2"),
    ("sample-risk-sqrt", {"n": "100", "risk": "6/5", "factor": "1/2"}, "6"),
    ("sample-risk-sqrt", {"n": "100", "risk": "6/5", "factor": "1/2", "least": "7"}, "7"),
    ("sample-risk-sqrt", {"n": "5", "least": "7"}, "5"),
    ("sample-risk-sqrt", {"n": "100", "risk": "0"}, REFUSED),
    ("sample-risk-sqrt", {"n": "100", "factor": "0"}, REFUSED),
    ("second-party-checks", {"producers": "10000000", "per_check": "10000000", "risk": "low"}, "1"),
    ("second-party-checks", {"producers": "10000001", "risk": "low"}, REFUSED),
    ("second-party-checks", {"producers": "0", "risk": "low"}, REFUSED),
    ("licence-months", {"least": "120", "longest": "120"}, "120"),
    ("licence-months", {"least": "121", "longest": "121"}, REFUSED),
    ("licence-months", {"least": "1", "longest": "1"}, "1"),
    ("licence-months", {"least": "0", "longest": "1"}, REFUSED),
    ("licence-length-allowed", {**YEAR, "least": "1", "longest": "120"}, "True"),
    ("licence-length-allowed", {**YEAR, "least": "120", "longest": "120"}, "False"),
    ("licence-length-allowed", {**YEAR, "least": "13", "longest": "12"}, REFUSED),
    ("improvement-year", {"unmet": "0", "chosen": "0"}, "valid"),
    ("improvement-year", {"unmet": "-1", "chosen": "-1"}, REFUSED),
    ("improvement-year", {"unmet": "1", "chosen": "-1"}, REFUSED),
    ("improvement-year", {"unmet": "1", "chosen": "2"}, REFUSED),
    ("score-share", {**WEIGHED, "weights": "P1:9999"}, "9999/100"),
    ("score-share", {**WEIGHED, "weights": "P1:10000"}, REFUSED),
    ("score-level", {"answers": "P1:1", "thresholds": "100", "gates": "1"}, "100"),
    ("score-level", {"answers": "P1:1", "thresholds": "1", "gates": "1"}, "1"),
    ("score-level", {"answers": "P1:1", "thresholds": "0", "gates": "1"}, REFUSED),
    ("score-level", {"answers": "P1:1", "thresholds": "101", "gates": "1"}, REFUSED),
    ("score-level", {"answers": "P1:1", "thresholds": "0100", "gates": "1"}, REFUSED),
    ("score-level", {"answers": "P1:1", "thresholds": "50,50", "gates": "1,1"}, REFUSED),
    ("score-level", {"answers": "P1:1", "thresholds": "50,100", "gates": "1,0.5"}, REFUSED),
    ("score-level", {"answers": "P1:1", "thresholds": "50,100", "gates": "1,1"}, "100"),
    ("points-needed", {**ENTERED, "by_year": "0"}, "0"),
    ("points-needed", {**ENTERED, "by_year": "10,10"}, "10"),
    ("points-needed", {**ENTERED, "by_year": "10,9"}, REFUSED),
    ("points-needed", {**ENTERED, "by_year": "1.5"}, "3/2"),
    ("points-needed", {**ENTERED, "by_year": "1."}, REFUSED),
    ("points-needed", {**ENTERED, "by_year": ".5"}, REFUSED),
    ("points-needed", {**ENTERED, "by_year": "1.x"}, REFUSED),
    ("points-needed", {**ENTERED, "by_year": "1/2"}, REFUSED),
    ("points-needed", {**ENTERED, "by_year": "1e3"}, REFUSED),
    ("points-needed", {**ENTERED, "by_year": "-1"}, REFUSED),
    ("points-needed", {**ENTERED, "by_year": "٣"}, REFUSED),
    ("points-needed", {**ENTERED, "by_year": "1.٣"}, REFUSED),
    ("points-needed", {**ENTERED, "by_year": "123456789"}, "123456789"),
    ("points-needed", {**ENTERED, "by_year": "1234567890"}, REFUSED),
    ("points-needed", {**ENTERED, "by_year": ",".join(["1"] * 50)}, "1"),
    ("points-needed", {**ENTERED, "by_year": ",".join(["1"] * 51)}, REFUSED),
]


def test_the_explanation_of_a_square_root_sample_shows_the_product_of_risk_and_factor() -> None:
    told = calculate("sample-risk-sqrt", {"n": "100", "risk": "6/5", "factor": "1/2"})
    assert told.explanation == ("0.6·√100, rounded up, is 6.", "At least 1, at most all 100: 6.")


def test_risk_is_told_only_where_it_changes_the_sample() -> None:
    assert not [line for line in calculate("sample-md1", {"n": "9"}).explanation if "risk" in line]
    assert [line for line in calculate("sample-md1", {"n": "9", "risk": "3/2"}).explanation if "risk of 1.5" in line]


def test_a_year_of_participation_says_when_it_began() -> None:
    told = calculate("participation-year", {"entered_on": "2025-01-10", "on": "2026-01-10"}).explanation
    assert told == ("Year 2 began on 2026-01-10.",)


def test_a_rung_says_which_modules_it_lacks() -> None:
    assert calculate("modules-reached", {"passed": "1,2,3"}).explanation == (
        "candidate: reached.",
        "affiliate: lacks 4.",
    )


def test_clamping_to_the_end_of_the_month_is_told_where_it_happened_only() -> None:
    (plain,) = calculate("months-after", {"start": "2026-01-28", "months": "1"}).explanation
    (clamped,) = calculate("months-after", {"start": "2026-01-31", "months": "1"}).explanation
    assert plain == "2026-01-28 plus 1 calendar months."
    assert clamped.endswith("Clamped to the end of the month.")


def test_an_audit_plan_tells_only_the_reductions_that_were_made() -> None:
    plain = calculate("audit-plan-days", {"personnel": "40"})
    assert not [line for line in plain.explanation if "less" in line]
    assert not [source for source in plain.sources if "MD 11" in source.title]
    reduced = calculate("audit-plan-days", {"personnel": "40", "percent": "10", "integrated_percent": "20"})
    assert [line.partition(" per cent")[0] for line in reduced.explanation if "less" in line] == [
        "4 less 10",
        "3.6 less 20",
    ]
    assert [source for source in reduced.sources if "MD 11" in source.title]


def test_a_later_audit_tells_its_share_and_the_first_one_none() -> None:
    assert not [line for line in calculate("audit-plan-days", {"personnel": "40"}).explanation if "of it is" in line]
    later = calculate("audit-plan-days", {"personnel": "40", "stage": "surveillance", "factor": "1/2"})
    assert "surveillance: 0.5 of it is 2." in later.explanation


def test_what_is_not_known_is_told_only_where_something_is_not() -> None:
    known = calculate("score-share", {"answers": "P1:1,0.5;P2:NR"}).explanation
    assert known == (
        "P1: 75 per cent.",
        "P2: nothing is relevant, so it is left out.",
        "The weakest principle decides.",
    )
    assert "Not known, and counted as nothing: 1." in calculate("score-share", {"answers": "P1:1,?"}).explanation


@pytest.mark.parametrize(
    ("answers", "level", "asks"),
    [
        ("P1:0.5!,0.7", "50", "75 asks 75 per cent in each principle."),
        ("P1:0.4!,0.9", "transparency", "50 asks 50 per cent in each principle. Below its gate of 1/2: P1.1."),
        ("P1:0.5!,1", "75", "100 asks 100 per cent in each principle. Below its gate of 1: P1.1."),
    ],
)
def test_a_critical_answer_misses_a_gate_below_it_and_not_at_it(answers: str, level: str, asks: str) -> None:
    found = calculate("score-level", {"answers": answers})
    assert (found.value, found.explanation[-1]) == (level, asks)


def test_the_highest_level_asks_for_nothing_above_it() -> None:
    found = calculate("score-level", {"answers": "P1:1!,1"})
    assert (found.value, found.explanation[-1]) == ("100", "Critical: P1.1.")


def test_who_is_asked_to_leave_is_told_by_the_reading_that_is_set() -> None:
    since = {"joined_on": "2025-01-10", "on": "2028-01-10", "met": "false", "working": "true"}
    for ask_when, whom in (
        ("neither", "who does neither meet the standard nor work towards it"),
        ("not_met", "who does not meet the standard"),
    ):
        told = calculate("member-exit", since | {"ask_when": ask_when}).explanation
        assert told == (f"Nobody is asked before 2028-01-10; asked is {whom}.",)


def test_half_of_the_root_is_told_at_surveillance_only() -> None:
    first = calculate("sample-globalgap", {"n": "25"}).explanation[0]
    yearly = calculate("sample-globalgap", {"n": "25", "kind": "surveillance"}).explanation[0]
    assert first == "initial: √25, rounded up, is 5."
    assert yearly == "surveillance: √25, rounded up, is 5; half of it 3."


@pytest.mark.parametrize(("name", "inputs", "value"), EDGES)
def test_rule_turns_at_its_edge_and_not_beside_it(name: str, inputs: dict[str, str], value: str) -> None:
    assert rulebook.MODULES
    if value == REFUSED:
        with pytest.raises(InputRefused):
            calculate(name, inputs)
    else:
        assert str(calculate(name, inputs).value) == value
