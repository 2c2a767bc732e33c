"""The day on which an answer about improvement turns, and what is told with it."""

from datetime import date
from decimal import Decimal

import pytest

from orepass.improvement.rules.cycle import CYCLES_MAX, MONTHS_MAX, cycle_follows, indicator_state
from orepass.improvement.rules.indicator import (
    Better,
    IndicatorFact,
    IndicatorState,
    ValueFact,
    last_finished,
    met,
    period_of,
    state,
)
from orepass.improvement.rules.subject import Element, MeasureFact, RiskFact, SubjectFacts, subject_state
from orepass.kernel.computed import InputRefused
from orepass.kernel.period import Period
from orepass.kernel.verdict import Answer, Unknown, Verdict

ON = date(2026, 6, 1)
BEFORE, AFTER = date(2026, 5, 31), date(2026, 6, 2)
WATER = IndicatorFact("ind-1", "water recycled", "%", Better.HIGHER, Decimal(60), 6, date(2025, 1, 15))
DUST = IndicatorFact("ind-2", "dust", "mg", Better.LOWER, Decimal(5), 6, date(2025, 1, 15))
RISK = RiskFact("rsk-1", "shaft collapse", Answer.YES, ON)
MEASURE = MeasureFact("msr-1", "timber the shafts", ON, date(2026, 9, 1), risk="rsk-1")


def value(day: date, number: int) -> ValueFact:
    return ValueFact(day, Decimal(number))


def element(name: Element, on: date, **facts: object) -> Verdict:
    return subject_state(SubjectFacts(**facts), on).elements[name]  # type: ignore[arg-type]


def findings(on: date, **facts: object) -> dict[str, dict[str, str]]:
    found = subject_state(SubjectFacts(**facts), on).findings  # type: ignore[arg-type]
    return {finding.code: finding.params for finding in found if not finding.code.startswith("improvement.element")}


# --- periods that begin in the middle of a month ---


@pytest.mark.parametrize(
    ("on", "first", "finished"),
    [
        (date(2025, 7, 14), date(2025, 1, 15), None),
        (date(2025, 7, 15), date(2025, 7, 15), date(2025, 1, 15)),
        (date(2026, 1, 14), date(2025, 7, 15), date(2025, 1, 15)),
        (date(2026, 1, 15), date(2026, 1, 15), date(2025, 7, 15)),
        (date(2024, 12, 1), date(2025, 1, 15), None),
    ],
)
def test_a_period_ends_on_the_day_of_the_month_on_which_it_began(on: date, first: date, finished: date | None) -> None:
    assert period_of(WATER, on).valid_from == first
    before = last_finished(WATER, on)
    assert (before.valid_from if before else None) == finished


# --- against the target ---


def test_the_target_itself_is_met_whichever_way_is_better() -> None:
    assert [met(WATER, Decimal(number)) for number in (59, 60, 61)] == [False, True, True]
    assert [met(DUST, Decimal(number)) for number in (4, 5, 6)] == [True, True, False]


@pytest.mark.parametrize(
    ("indicator", "numbers", "improving"),
    [
        (WATER, (50, 51), True),
        (WATER, (50, 50), False),
        (WATER, (51, 50), False),
        (DUST, (7, 6), True),
        (DUST, (6, 6), False),
        (DUST, (6, 7), False),
    ],
)
def test_only_a_better_value_than_the_one_before_is_an_improvement(
    indicator: IndicatorFact, numbers: tuple[int, int], improving: bool
) -> None:
    values = [value(date(2026, 2, day), number) for day, number in enumerate(numbers, 1)]
    assert state(indicator, values, ON).improving.is_yes is improving


def test_the_trend_is_that_of_the_two_newest_values_and_needs_two() -> None:
    first, second, third = value(date(2026, 2, 1), 9), value(date(2026, 3, 1), 3), value(date(2026, 4, 1), 4)
    found = state(WATER, [third, first, second], ON)
    assert found.improving.reasons == ("water recycled: from 3 to 4 %",)
    assert found.latest == third
    assert state(WATER, [first], ON).improving.unknown is Unknown.MISSING
    assert state(WATER, [first, second], ON).improving.is_no


def test_a_value_of_today_is_known_today() -> None:
    assert state(WATER, [value(ON, 70)], ON).latest == value(ON, 70)
    assert state(WATER, [value(AFTER, 70)], ON).latest is None


@pytest.mark.parametrize(
    ("day", "overdue", "current"),
    [
        (date(2025, 7, 14), True, False),
        (date(2025, 7, 15), False, True),
        (date(2026, 1, 14), False, True),
        (date(2026, 1, 15), True, True),
    ],
)
def test_a_value_fills_the_period_it_lies_in_from_its_first_to_its_last_day(
    day: date, overdue: bool, current: bool
) -> None:
    found = state(WATER, [value(day, 70)], ON)
    assert (found.overdue is not None) is overdue
    assert found.meets.is_yes is current


def test_what_is_missing_and_what_was_found_is_told() -> None:
    assert state(WATER, [], ON).meets.reasons == ("water recycled: no value yet",)
    assert state(WATER, [value(date(2025, 2, 1), 70)], ON).meets.reasons == (
        "water recycled: the newest value is of 2025-02-01",
    )
    assert state(WATER, [value(ON, 59)], ON).meets.reasons == ("water recycled: 59 % on 2026-06-01, target 60",)


# --- the five elements of a subject ---


@pytest.mark.parametrize("kind", ["policies", "plans"])
def test_a_policy_or_plan_is_in_force_from_its_first_day_until_the_day_before_its_end(kind: str) -> None:
    name = Element.POLICY if kind == "policies" else Element.IMPROVEMENT_PLAN
    word = "policy" if kind == "policies" else "improvement plan"
    period = {kind: (Period(date(2025, 1, 1), date(2025, 3, 1)), Period(date(2026, 1, 1), ON))}
    assert element(name, BEFORE, **period).reasons == (f"there is a {word} in force",)
    ended = element(name, ON, **period)
    assert (ended.unknown, ended.reasons) == (Unknown.EXPIRED, (f"the {word} ended on 2026-05-31",))
    assert element(name, date(2025, 1, 1), **period).is_yes
    assert element(name, date(2024, 12, 31), **period).reasons == (f"there is no {word}",)


def test_a_risk_counts_from_the_day_it_was_assessed() -> None:
    known = {"risks": (RISK,)}
    assert element(Element.RISK_ASSESSMENT, BEFORE, **known).reasons == ("no risk has been assessed",)
    assert element(Element.RISK_ASSESSMENT, ON, **known).reasons == ("1 risks assessed within a year",)
    assert (findings(BEFORE, **known), set(findings(ON, **known))) == ({}, {"improvement.risk.unmitigated"})
    assert element(Element.MITIGATION, BEFORE, **known).is_unknown
    assert element(Element.MITIGATION, ON, **known).reasons == ("no mitigation for: shaft collapse",)


def test_a_risk_nobody_could_judge_is_to_be_assessed_again_from_its_day() -> None:
    doubtful = RiskFact("rsk-2", "dust", Answer.UNKNOWN, ON)
    assert set(findings(ON, risks=(doubtful,))) == {"improvement.risk.unassessed"}
    assert findings(BEFORE, risks=(doubtful,)) == {}
    assert element(Element.RISK_ASSESSMENT, ON, risks=(RISK, doubtful)).reasons == ("to be assessed again: dust",)


def test_a_risk_that_was_found_stays_found_when_its_assessment_ages_and_is_asked_for_again() -> None:
    aged = date(2027, 6, 1)
    assert set(findings(aged, risks=(RISK,))) == {"improvement.risk.unmitigated", "improvement.risk.unassessed"}
    found = element(Element.MITIGATION, aged, risks=(RISK,), mitigations=(MEASURE,))
    assert (found.unknown, found.reasons) == (Unknown.EXPIRED, ("which risks need mitigation is not known",))


def test_a_measure_mitigates_from_the_day_it_was_planned() -> None:
    early = RiskFact("rsk-1", "shaft collapse", Answer.YES, date(2026, 1, 1))
    facts = {"risks": (early,), "mitigations": (MEASURE,)}
    assert element(Element.MITIGATION, BEFORE, **facts).is_no
    assert element(Element.MITIGATION, ON, **facts).reasons == ("every risk found has a mitigation",)
    assert set(findings(BEFORE, **facts)) == {"improvement.risk.unmitigated"}
    assert findings(ON, **facts) == {}


def test_where_no_risk_was_found_none_needs_a_measure_and_it_is_said() -> None:
    absent = RiskFact("rsk-1", "shaft collapse", Answer.NO, ON)
    assert element(Element.MITIGATION, ON, risks=(absent,)).reasons == ("no risk was found, none is needed",)


@pytest.mark.parametrize(
    ("done_on", "on", "late"),
    [
        (None, date(2026, 9, 1), False),
        (None, date(2026, 9, 2), True),
        (date(2026, 9, 2), date(2026, 9, 2), False),
        (date(2026, 9, 3), date(2026, 9, 2), True),
    ],
    ids=["on its day", "the day after", "done that day", "done only later"],
)
def test_a_measure_is_late_from_the_day_after_the_one_it_was_due_on(done_on: date | None, on: date, late: bool) -> None:
    measure = MeasureFact("msr-1", "timber", ON, date(2026, 9, 1), done_on)
    told = {"measure": "timber", "due_on": "2026-09-01"}
    assert findings(on, mitigations=(measure,)) == ({"improvement.mitigation.overdue": told} if late else {})
    assert findings(on, actions=(measure,)) == ({"improvement.action.overdue": told} if late else {})


def test_a_measure_is_open_from_the_day_it_was_planned_until_it_is_done() -> None:
    measure = MeasureFact("msr-1", "timber", ON, ON, date(2026, 7, 1))
    assert [measure.open_on(day) for day in (BEFORE, ON, date(2026, 6, 30), date(2026, 7, 1))] == [
        False,
        True,
        True,
        False,
    ]


def indicators(*states: IndicatorState) -> dict[str, tuple[IndicatorState, ...]]:
    return {"indicators": states}


def test_a_subject_is_measured_when_each_of_its_indicators_is() -> None:
    good, none = state(WATER, [value(ON, 70)], ON), state(DUST, [], ON)
    old = state(DUST, [value(date(2025, 2, 1), 4)], ON)
    assert element(Element.INDICATORS, ON).reasons == ("no indicator is defined",)
    assert element(Element.INDICATORS, ON, **indicators(good, good)).reasons == ("2 indicators with current values",)
    assert element(Element.INDICATORS, ON, **indicators(good, none)).reasons == ("no value yet: dust",)
    assert element(Element.INDICATORS, ON, **indicators(good, old)).reasons == ("no value in the last period: dust",)


def test_an_indicator_without_any_value_is_asked_for_and_does_not_miss_its_target() -> None:
    late = findings(ON, **indicators(state(WATER, [], ON)))
    told = {"name": "water recycled", "valid_from": "2025-07-15", "valid_to": "2026-01-14"}
    assert late == {"improvement.indicator.overdue": told}


def test_an_action_for_one_indicator_does_not_answer_for_another() -> None:
    low = state(WATER, [value(date(2026, 1, 1), 59)], ON)
    other = MeasureFact("msr-2", "spray", ON, date(2026, 9, 1), indicator="ind-2")
    own = MeasureFact("msr-3", "pump", ON, date(2026, 9, 1), indicator="ind-1")
    told = {"name": "water recycled", "target": "60", "unit": "%", "value": "59", "on": "2026-01-01"}
    assert findings(ON, actions=(other,), **indicators(low)) == {"improvement.indicator.below_target": told}
    assert findings(ON, actions=(own,), **indicators(low)) == {}


# --- the rules that anyone may ask ---


def test_the_first_day_of_the_first_period_is_asked_and_the_day_before_is_refused() -> None:
    asked = {"target": Decimal(10), "started_on": ON}
    found = indicator_state(on=ON, **asked)  # type: ignore[arg-type]
    assert (found.value, found.explanation) == ("no_value_yet", ("No period is missing.", "indicator: no value yet"))
    with pytest.raises(InputRefused):
        indicator_state(on=BEFORE, **asked)  # type: ignore[arg-type]
    overdue = indicator_state(on=date(2027, 6, 1), **asked)  # type: ignore[arg-type]
    assert overdue.explanation[0] == "Nothing was reported from 2026-06-01 to 2027-05-31."


@pytest.mark.parametrize(
    "given",
    [{"value": Decimal(1)}, {"observed_on": ON}, {"period_months": 0}, {"period_months": MONTHS_MAX + 1}],
    ids=["a value of no day", "a day without a value", "no months", "more than ten years"],
)
def test_what_cannot_be_asked_of_an_indicator_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(InputRefused):
        indicator_state(target=Decimal(10), started_on=ON, on=ON, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("months", [1, MONTHS_MAX])
def test_a_period_is_one_month_to_ten_years_long(months: int) -> None:
    assert indicator_state(target=Decimal(10), started_on=ON, on=ON, period_months=months).value == "no_value_yet"


@pytest.mark.parametrize(
    ("cycle", "names", "stands"),
    [(1, None, True), (1, 1, False), (2, 1, True), (2, None, False), (CYCLES_MAX, CYCLES_MAX - 1, True)],
)
def test_each_cycle_but_the_first_names_the_one_before(cycle: int, names: int | None, stands: bool) -> None:
    assert cycle_follows(cycle=cycle, names=names).value is stands


@pytest.mark.parametrize("cycle", [0, CYCLES_MAX + 1])
def test_a_cycle_of_no_number_is_refused(cycle: int) -> None:
    with pytest.raises(InputRefused):
        cycle_follows(cycle=cycle)


def test_the_cycle_named_and_the_one_wanted_are_told() -> None:
    assert cycle_follows(cycle=3, names=1).explanation == ("Cycle 3 names cycle 2; here it names cycle 1.",)
    assert cycle_follows(cycle=1).explanation == ("Cycle 1 names none; here it names none.",)
