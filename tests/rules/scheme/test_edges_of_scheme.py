"""Samples, modules and working days at the edge of each condition, and what their explanations say."""

import pytest

from orepass.kernel.calculator import calculate
from orepass.kernel.computed import InputRefused
from orepass.register import rulebook

REFUSED = "refused"


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


@pytest.mark.parametrize(("name", "inputs", "value"), EDGES)
def test_rule_turns_at_its_edge_and_not_beside_it(name: str, inputs: dict[str, str], value: str) -> None:
    assert rulebook.MODULES
    if value == REFUSED:
        with pytest.raises(InputRefused):
            calculate(name, inputs)
    else:
        assert str(calculate(name, inputs).value) == value
