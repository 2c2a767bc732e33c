from datetime import date
from decimal import Decimal

import msgspec
import pytest

from orepass.improvement.rules.indicator import (
    Better,
    IndicatorFact,
    IndicatorState,
    ValueFact,
    last_finished,
    period_of,
    state,
)
from orepass.improvement.rules.subject import Element, MeasureFact, RiskFact, SubjectFacts, subject_state
from orepass.kernel.period import Period
from orepass.kernel.verdict import Answer, Unknown

ON = date(2026, 6, 1)
WATER = IndicatorFact("ind-1", "water recycled", "%", Better.HIGHER, Decimal(60), 6, date(2025, 1, 1))


def value(day: str, number: str) -> ValueFact:
    return ValueFact(date.fromisoformat(day), Decimal(number))


def measured(*values: ValueFact, on: date = ON) -> IndicatorState:
    return state(WATER, values, on)


def codes(facts: SubjectFacts, on: date = ON) -> set[str]:
    return {finding.code for finding in subject_state(facts, on).findings}


PRESENT = RiskFact("rsk-1", "shaft collapse", Answer.YES, date(2026, 1, 1))
MITIGATED = MeasureFact("msr-1", "timber the shafts", date(2026, 1, 2), date(2026, 9, 1), risk="rsk-1")
COMPLETE = SubjectFacts(
    policies=(Period(date(2025, 1, 1)),),
    risks=(PRESENT,),
    mitigations=(MITIGATED,),
    indicators=(measured(value("2025-12-01", "70")),),
    plans=(Period(date(2026, 1, 1), date(2027, 1, 1)),),
)


def test_c02_subject_with_all_five_elements_is_complete() -> None:
    assert subject_state(COMPLETE, ON).complete.is_yes
    assert codes(COMPLETE) == set()


@pytest.mark.parametrize(
    ("field", "element"),
    [
        ("policies", Element.POLICY),
        ("risks", Element.RISK_ASSESSMENT),
        ("mitigations", Element.MITIGATION),
        ("indicators", Element.INDICATORS),
        ("plans", Element.IMPROVEMENT_PLAN),
    ],
)
def test_c02_subject_that_lacks_one_of_five_is_not_complete(field: str, element: Element) -> None:
    found = subject_state(msgspec.structs.replace(COMPLETE, **{field: ()}), ON)
    assert not found.complete.is_yes
    assert not found.elements[element].is_yes
    assert f"improvement.element.{element}" in {finding.code for finding in found.findings}


def test_c02_identified_risk_without_mitigation_raises_a_finding() -> None:
    assert "improvement.risk.unmitigated" in codes(msgspec.structs.replace(COMPLETE, mitigations=()))
    other = msgspec.structs.replace(MITIGATED, risk="rsk-OTHER")
    assert "improvement.risk.unmitigated" in codes(msgspec.structs.replace(COMPLETE, mitigations=(other,)))


def test_c02_subject_without_identified_risk_needs_no_mitigation() -> None:
    absent = msgspec.structs.replace(PRESENT, presence=Answer.NO)
    facts = msgspec.structs.replace(COMPLETE, risks=(absent,), mitigations=())
    assert subject_state(facts, ON).complete.is_yes
    assert codes(facts) == set()


def test_unknown_risk_leaves_assessment_and_mitigation_unknown() -> None:
    facts = msgspec.structs.replace(COMPLETE, risks=(msgspec.structs.replace(PRESENT, presence=Answer.UNKNOWN),))
    found = subject_state(facts, ON)
    assert found.elements[Element.RISK_ASSESSMENT].is_unknown
    assert found.elements[Element.MITIGATION].is_unknown
    assert "improvement.risk.unassessed" in codes(facts)


def test_assessment_ages_after_a_year() -> None:
    assert subject_state(COMPLETE, date(2026, 12, 31)).elements[Element.RISK_ASSESSMENT].is_yes
    aged = subject_state(COMPLETE, date(2027, 1, 1)).elements
    assert aged[Element.RISK_ASSESSMENT].unknown is Unknown.EXPIRED
    assert aged[Element.IMPROVEMENT_PLAN].unknown is Unknown.EXPIRED


def test_policy_that_begins_later_is_not_there_yet() -> None:
    facts = msgspec.structs.replace(COMPLETE, policies=(Period(date(2026, 7, 1)),))
    assert subject_state(facts, ON).elements[Element.POLICY].is_no


def test_measures_past_their_day_are_overdue_until_done() -> None:
    late = msgspec.structs.replace(MITIGATED, due_on=date(2026, 5, 31))
    facts = msgspec.structs.replace(COMPLETE, mitigations=(late,), actions=(late,))
    assert {"improvement.mitigation.overdue", "improvement.action.overdue"} <= codes(facts)
    done = msgspec.structs.replace(late, done_on=date(2026, 5, 1))
    assert codes(msgspec.structs.replace(COMPLETE, mitigations=(done,), actions=(done,))) == set()
    assert codes(msgspec.structs.replace(COMPLETE, actions=(late,)), date(2026, 5, 31)) == set()


def test_indicator_below_target_calls_for_an_action() -> None:
    facts = msgspec.structs.replace(COMPLETE, indicators=(measured(value("2025-12-01", "59.9")),))
    assert codes(facts) == {"improvement.indicator.below_target"}
    action = MeasureFact("msr-2", "second pump", date(2026, 1, 2), date(2026, 9, 1), indicator="ind-1")
    assert codes(msgspec.structs.replace(facts, actions=(action,))) == set()
    done = msgspec.structs.replace(action, done_on=date(2026, 2, 1))
    assert codes(msgspec.structs.replace(facts, actions=(done,))) == {"improvement.indicator.below_target"}


def test_indicator_without_value_in_a_finished_period_is_overdue() -> None:
    late = measured(value("2025-06-30", "70"))
    assert late.overdue == Period(date(2025, 7, 1), date(2026, 1, 1))
    assert late.meets.unknown is Unknown.EXPIRED
    facts = msgspec.structs.replace(COMPLETE, indicators=(late,))
    assert "improvement.indicator.overdue" in codes(facts)
    assert subject_state(facts, ON).elements[Element.INDICATORS].unknown is Unknown.EXPIRED


def test_value_of_the_next_period_does_not_fill_the_gap_but_is_current() -> None:
    found = measured(value("2025-06-30", "70"), value("2026-02-01", "65"))
    assert found.overdue is not None
    assert found.meets.is_yes


def test_indicator_is_not_overdue_in_its_first_period() -> None:
    found = measured(on=date(2025, 6, 30))
    assert found.overdue is None
    assert found.meets.unknown is Unknown.MISSING
    assert measured(on=date(2025, 7, 1)).overdue == Period(date(2025, 1, 1), date(2025, 7, 1))


def test_periods_follow_from_the_first_day() -> None:
    assert period_of(WATER, date(2026, 6, 1)) == Period(date(2026, 1, 1), date(2026, 7, 1))
    assert period_of(WATER, date(2024, 6, 1)) == Period(date(2025, 1, 1), date(2025, 7, 1))
    assert last_finished(WATER, date(2026, 6, 1)) == Period(date(2025, 7, 1), date(2026, 1, 1))
    assert last_finished(WATER, date(2025, 6, 30)) is None


@pytest.mark.parametrize("started", [date(2025, 1, 31), date(2024, 12, 31), date(1, 1, 1), date(2025, 1, 1)])
@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2026, 3, 1), date(2025, 1, 31), ON])
def test_each_day_lies_in_its_period_and_the_one_before_has_ended(started: date, on: date) -> None:
    indicator = msgspec.structs.replace(WATER, started_on=started, period_months=1)
    current = period_of(indicator, on)
    assert current.holds(on)
    before = last_finished(indicator, on)
    assert before is None or before.valid_before == current.valid_from


def test_lower_may_be_better_and_the_trend_says_so() -> None:
    accidents = msgspec.structs.replace(WATER, better=Better.LOWER, target=Decimal(2))
    found = state(accidents, [value("2025-12-01", "3"), value("2025-07-01", "5")], ON)
    assert found.meets.is_no
    assert found.improving.is_yes
    assert state(accidents, [value("2025-07-01", "2"), value("2025-12-01", "2")], ON).improving.is_no
    assert state(WATER, [value("2025-07-01", "2"), value("2025-12-01", "3")], ON).improving.is_yes


def test_values_observed_later_are_not_known_yet() -> None:
    assert measured(value("2026-06-02", "70")).latest is None


def test_indicator_without_any_value_is_not_measured() -> None:
    facts = msgspec.structs.replace(COMPLETE, indicators=(measured(on=date(2025, 2, 1)),))
    assert subject_state(facts, ON).elements[Element.INDICATORS].unknown is Unknown.MISSING
