"""Numbers that no visit, sample or term can have are refused under the name by which they were given."""

from datetime import date
from fractions import Fraction

import pytest

from orepass.kernel.computed import Computed, InputRefused
from orepass.register.rulebook import calculate
from orepass.scheme.rules.audit_days import effective_personnel, multi_site, plan_days
from orepass.scheme.rules.blocks import known
from orepass.scheme.rules.licence import term_after_findings
from orepass.scheme.rules.lifecycle import restore_by
from orepass.scheme.rules.sampling import TAKES_RISK, sample
from orepass.scheme.rules.separation import cooling_off_ends

DAY = date(2026, 1, 31)
ALIKE = ["md1", "md1-all", "globalgap", "rspo", "eu-organic", "detection", "risk-sqrt", "pgs", "all"]


def named(refused: pytest.ExceptionInfo[InputRefused]) -> str:
    return str(refused.value.params["name"])


@pytest.mark.parametrize("rule", ALIKE)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("risk", "0"),
        ("risk", "-1"),
        ("factor", "0"),
        ("least", "0"),
        ("rate", "0"),
        ("rate", "11/10"),
        ("confidence", "0"),
        ("confidence", "1"),
    ],
)
def test_no_sampling_rule_overlooks_a_number_that_cannot_be(rule: str, name: str, value: str) -> None:
    calculate("sample", {"rule": rule, "n": "25"})
    with pytest.raises(InputRefused) as refused:
        calculate("sample", {"rule": rule, "n": "25", name: value})
    assert named(refused) == name


@pytest.mark.parametrize("rule", sorted({*ALIKE, *TAKES_RISK}))
def test_a_draw_takes_no_risk_of_nothing_whatever_its_rule(rule: str) -> None:
    assert int(calculate("draw", {"rule": rule, "n": "25", "risk": "1"}).value) >= 1
    with pytest.raises(InputRefused) as refused:
        calculate("draw", {"rule": rule, "n": "25", "risk": "0"})
    assert named(refused) == "risk"


def test_the_smallest_part_of_a_table_is_still_reckoned() -> None:
    found = plan_days(personnel=10, factor=Fraction(1, 10**6), integrated_percent=Fraction(20))
    assert found.value == 0
    assert sample(rule="risk-sqrt", n=25, risk=Fraction(1, 10**6)).value == 1


@pytest.mark.parametrize("percent", [Fraction(-1), Fraction(21)])
def test_each_reduction_is_refused_by_its_own_name(percent: Fraction) -> None:
    with pytest.raises(InputRefused) as refused:
        plan_days(personnel=10, integrated_percent=percent)
    assert named(refused) == "integrated_percent"


def test_people_of_the_central_function_are_not_taken_for_those_of_a_site() -> None:
    with pytest.raises(InputRefused) as refused:
        multi_site(sites=2, personnel=10, central_personnel=-1)
    assert named(refused) == "central_personnel"


def test_a_week_has_168_hours() -> None:
    assert effective_personnel(full_time=1, part_time=1, week_hours=Fraction(168)).value == 2
    with pytest.raises(InputRefused) as refused:
        effective_personnel(full_time=1, week_hours=Fraction(169))
    assert named(refused) == "week_hours"


def test_a_term_that_is_too_long_is_named_and_not_the_short_one() -> None:
    with pytest.raises(InputRefused) as refused:
        term_after_findings(majors=0, full=121)
    assert named(refused) == "full"


def test_a_scheme_may_ask_for_no_cooling_off_and_restore_nothing_after_the_last_day() -> None:
    found: list[Computed[date]] = [cooling_off_ends(ended_on=DAY, months=0), restore_by(expired_on=DAY, months=0)]
    assert [one.value for one in found] == [DAY, DAY]


@pytest.mark.parametrize(("rule", "start"), [("surveillance-by", "decided_on"), ("candidate-ends", "granted_on")])
def test_a_surveillance_or_a_candidate_of_no_months_is_refused(rule: str, start: str) -> None:
    given = {start: str(DAY)}
    assert calculate(rule, given | {"months": "1"}).value == date(2026, 2, 28)
    with pytest.raises(InputRefused) as refused:
        calculate(rule, given | {"months": "0"})
    assert named(refused) == "months"


def test_a_levy_is_written_as_the_share_by_which_revenue_is_multiplied() -> None:
    of_revenue = known("fees.certificate.per_revenue")
    assert of_revenue is not None
    assert of_revenue.units == ("share",)
    assert calculate("fee-levy", {"per_revenue": "0.001", "revenue": "18000"}).value == 18
