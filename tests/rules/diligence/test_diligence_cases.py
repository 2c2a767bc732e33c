"""The machine of an identified risk, and decisions on areas: what their scalar rules cannot hold."""

from datetime import date
from fractions import Fraction

import pytest

from orepass.diligence.rules.areas import (
    AreaFact,
    AreaInput,
    AreaLevel,
    area_level,
    harmless,
    lighter,
    read_fact,
    written,
)
from orepass.diligence.rules.areas import level_of as area_level_of
from orepass.diligence.rules.cases import CaseStep, CaseTerms, risk_standing, standing_at
from orepass.diligence.rules.red_flags import ENHANCED_DUTIES, diligence_level
from orepass.diligence.rules.standing import HAZARDS, hazard_findings
from orepass.diligence.rules.steps import OecdStep, covered, covers_all
from orepass.kernel.computed import InputRefused
from orepass.kernel.refusal import Conflict
from orepass.kernel.verdict import Answer, Unknown

START = date(2025, 3, 31)


def steps(*taken: tuple[str, date]) -> list[CaseStep]:
    return [CaseStep("risk.identify", START), *(CaseStep(f"risk.{action}", on) for action, on in taken)]


def test_d1_a_stop_risk_stops_on_its_day_and_ends_only_by_a_person() -> None:
    standing = standing_at("R2", steps(), START)
    assert (standing.state, standing.trade.is_no, standing.due_on) == ("stopped", True, START)
    assert standing_at("R2", steps(), date(2035, 1, 1)).state == "stopped"
    confirmed = standing_at("R2", steps(("confirm", START)), START)
    assert (confirmed.state, confirmed.trade.is_no, confirmed.due_on) == ("terminated", True, None)
    refuted = standing_at("R2", steps(("refute", START)), START)
    assert (refuted.state, refuted.trade.is_yes) == ("refuted", True)
    with pytest.raises(Conflict):
        standing_at("R2", steps(("plan", START)), START)


def test_d2_a_plan_that_runs_out_suspends_and_a_later_improvement_resumes() -> None:
    planned = steps(("plan", START))
    assert standing_at("R4", planned, date(2025, 9, 29)).trade.is_yes
    halted = standing_at("R4", planned, date(2025, 9, 30))
    assert (halted.state, halted.since, halted.trade.is_no, halted.due_on) == (
        "halted",
        date(2025, 9, 30),
        True,
        None,
    )
    resumed = standing_at("R4", [*planned, CaseStep("risk.resume", date(2025, 10, 5))], date(2025, 10, 5))
    assert (resumed.state, resumed.trade.is_yes) == ("resumed", True)
    ended = standing_at("R4", [*planned, CaseStep("risk.terminate", date(2025, 10, 5))], date(2025, 10, 5))
    assert ended.trade.is_no
    with pytest.raises(Conflict):
        standing_at("R4", [*planned, CaseStep("risk.improve", date(2025, 9, 30))], date(2025, 10, 5))


def test_a_settled_risk_is_looked_at_again_within_a_year() -> None:
    settled = steps(("plan", START), ("improve", date(2025, 6, 1)))
    assert standing_at("R4", settled, date(2026, 5, 31)).trade.is_yes
    late = standing_at("R4", settled, date(2026, 6, 1))
    assert (late.state, late.trade.unknown) == ("improved", Unknown.EXPIRED)
    again = [*settled, CaseStep("risk.reassess", date(2026, 5, 1))]
    looked = standing_at("R4", again, date(2027, 4, 30))
    assert (looked.trade.is_yes, looked.since, looked.due_on) == (True, date(2025, 6, 1), date(2027, 5, 1))
    reopened = standing_at("R4", [*settled, CaseStep("risk.reopen", date(2026, 5, 1))], date(2026, 5, 1))
    assert (reopened.state, reopened.trade.is_unknown) == ("identified", True)


def test_what_happens_later_is_not_known_yet() -> None:
    assert standing_at("R4", steps(("plan", date(2025, 5, 1))), date(2025, 4, 30)).state == "identified"


def test_a_person_may_suspend_before_the_time_is_over() -> None:
    standing = standing_at("R4", steps(("plan", START), ("suspend", date(2025, 4, 1))), date(2025, 4, 1))
    assert (standing.state, standing.trade.is_no) == ("halted", True)


def test_a_pack_may_tighten_the_clock_and_the_list_never_loosen_them() -> None:
    tight = CaseTerms(mitigation_months=3, stop_at_once=frozenset({"R3"}))
    assert standing_at("R4", steps(("plan", START)), date(2025, 6, 30), tight).state == "halted"
    assert standing_at("R3", steps(), START, tight).state == "stopped"
    assert standing_at("R2", steps(), START, tight).state == "stopped"
    loose = CaseTerms(mitigation_months=24, stop_at_once=frozenset())
    assert standing_at("R4", steps(("plan", START)), date(2025, 9, 30), loose).state == "halted"
    assert standing_at("R1a", steps(), START, loose).state == "stopped"


def test_an_unknown_risk_has_no_standing() -> None:
    with pytest.raises(InputRefused):
        risk_standing(code="R9", identified_on=START, on=START)


def test_e4_each_input_keeps_its_own_day() -> None:
    on = date(2026, 1, 1)
    fresh = [AreaFact(input=name, value=Fraction(0), as_of=on) for name in AreaInput]
    assert area_level_of(fresh, on).value == "no"
    assert area_level_of(fresh[1:], on).value == "watch"
    later = [AreaFact(input=AreaInput.CONFLICT, value=Fraction(90), as_of=date(2026, 1, 2)), *fresh[1:]]
    assert area_level_of(later, on).value == "watch"
    stale = [AreaFact(input=AreaInput.CONFLICT, value=Fraction(90), as_of=date(2024, 1, 1)), *fresh[1:]]
    assert area_level_of(stale, on).value == "cahra"
    assert read_fact(AreaInput.CONFLICT, "72.5@2026-01-01").value == Fraction(145, 2)
    assert written(AreaFact(input=AreaInput.CONFLICT, value=Fraction(145, 2), as_of=on)) == "145/2@2026-01-01"
    assert written(AreaFact(input=AreaInput.CONFLICT)) is None


@pytest.mark.parametrize("text", ["72", "x@2026-01-01", "1/0@2026-01-01", "72@soon", "-1@2026-01-01", "2@2026-01-01"])
def test_e4_an_unreadable_input_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        area_level(on=date(2026, 6, 1), sanctions=text)


def test_e4_a_lapsed_decision_clears_nothing_and_a_grave_one_does_not_lapse_into_harmless() -> None:
    ends = date(2026, 1, 1)
    assert harmless(AreaLevel.NO, ends, date(2025, 12, 31)).is_yes
    assert harmless(AreaLevel.NO, ends, ends).unknown is Unknown.EXPIRED
    assert harmless(None, None, ends).unknown is Unknown.MISSING
    assert harmless(AreaLevel.CAHRA, ends, date(2030, 1, 1)).is_no
    assert lighter(AreaLevel.NO, AreaLevel.WATCH)
    assert not lighter(AreaLevel.CAHRA, AreaLevel.WATCH)


def test_a_red_flag_asks_for_every_enhanced_duty() -> None:
    assert set(ENHANCED_DUTIES) <= set(diligence_level(asked=3, flagged=1, unknown=1).explanation)
    assert not set(ENHANCED_DUTIES) & set(diligence_level(asked=3, flagged=0).explanation)


def test_a04_hazards_without_a_measure_and_hazards_nobody_looked_for_are_found() -> None:
    known = dict.fromkeys(HAZARDS, Answer.NO)
    assert hazard_findings(known) == []
    assert [found.code for found in hazard_findings({})] == ["diligence.hazard.unknown"] * len(HAZARDS)
    present = {**known, "mercury": Answer.YES}
    assert [found.code for found in hazard_findings(present)] == ["diligence.hazard.unmitigated"]
    assert hazard_findings(present, frozenset({"mercury"})) == []


def test_five_steps_are_covered_when_each_is() -> None:
    on = date(2026, 1, 1)
    done = dict.fromkeys(OecdStep, date(2025, 6, 1))
    assert covers_all(covered(done, on)).is_yes
    assert covers_all(covered({**done, OecdStep.AUDIT: date(2026, 1, 2)}, on)).is_unknown
