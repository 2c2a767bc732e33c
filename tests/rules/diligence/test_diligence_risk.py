from datetime import date

import pytest

from orepass.diligence.rules.observation import ANNEX_II_QUESTIONS, Observation, reading
from orepass.diligence.rules.risks import Outcome, response_to, sourced_recently
from orepass.diligence.rules.site_risk import site_risk
from orepass.diligence.rules.status import Colour, StatusEntry
from orepass.kernel.verdict import Answer, Unknown

ON = date(2025, 6, 1)
ALL_CLEAR = dict.fromkeys(ANNEX_II_QUESTIONS, Answer.NO)


def seen(day: str, *, first_hand: bool = True, decided: bool = False, **answers: Answer) -> Observation:
    return Observation(date.fromisoformat(day), answers, first_hand, "visitor", f"visit {day}", decided=decided)


def codes(found: object) -> list[str]:
    return [finding.code for finding in found.findings]  # type: ignore[attr-defined]


def test_d1_known_armed_group_payment_ends_trade_and_suspicion_suspends_it() -> None:
    assert response_to("R2", known=True) is Outcome.TERMINATE
    assert response_to("R2", known=False) is Outcome.SUSPEND
    assert response_to("R4", known=True) is Outcome.CONTINUE


@pytest.mark.parametrize(("last", "flagged"), [(date(2024, 7, 1), True), (date(2024, 5, 1), False)])
def test_d3_sourcing_from_a_red_flag_area_counts_for_twelve_months(last: date, flagged: bool) -> None:
    assert sourced_recently(last, ON) is flagged


def test_site_is_clear_only_when_every_risk_was_freshly_denied_first_hand() -> None:
    assert site_risk([seen("2025-05-01", **ALL_CLEAR)], [], ON).clear.is_yes


@pytest.mark.parametrize("left_out", ANNEX_II_QUESTIONS)
def test_one_unanswered_question_is_enough_not_to_be_clear(left_out: str) -> None:
    answers = {question: answer for question, answer in ALL_CLEAR.items() if question != left_out}
    found = site_risk([seen("2025-05-01", **answers)], [], ON)
    assert found.clear.unknown is Unknown.MISSING
    assert "diligence.risk.unknown" in codes(found)


def test_nothing_known_is_not_clear() -> None:
    found = site_risk([], [], ON)
    assert found.clear.unknown is Unknown.MISSING
    assert found.may_deliver.is_unknown
    assert codes(found).count("diligence.risk.unknown") == len(ANNEX_II_QUESTIONS)
    assert "diligence.status.missing" in codes(found)


def test_denial_ages_and_then_is_unknown() -> None:
    denied = [seen("2024-06-02", forced_labour=Answer.NO)]
    assert reading("forced_labour", denied, ON).found.is_no
    aged = reading("forced_labour", [seen("2024-06-01", forced_labour=Answer.NO)], ON).found
    assert aged.unknown is Unknown.EXPIRED


def test_hearsay_flags_but_does_not_clear() -> None:
    denied = reading("pillaging", [seen("2025-05-01", first_hand=False, pillaging=Answer.NO)], ON)
    assert denied.found.unknown is Unknown.UNVERIFIABLE
    assert reading("pillaging", [seen("2025-05-01", first_hand=False, pillaging=Answer.YES)], ON).found.is_yes


def test_flag_stands_however_old_until_somebody_looks_again() -> None:
    flagged = seen("2015-01-01", forced_labour=Answer.YES)
    assert reading("forced_labour", [flagged], ON).found.is_yes
    later = seen("2025-01-01", forced_labour=Answer.NO)
    assert reading("forced_labour", [later, flagged], ON).found.is_no


def test_of_two_visits_on_one_day_the_flag_counts_unless_a_person_decided() -> None:
    pair = [seen("2025-01-01", mercury=Answer.YES), seen("2025-01-01", mercury=Answer.NO)]
    assert reading("mercury", pair, ON).found.is_yes
    assert reading("mercury", pair[::-1], ON).found.is_yes
    refuted = seen("2025-01-01", decided=True, mercury=Answer.NO)
    assert reading("mercury", [refuted, *pair], ON).found.is_no


def test_unknown_answer_hides_nothing() -> None:
    observations = [seen("2024-01-01", pillaging=Answer.YES), seen("2025-01-01", pillaging=Answer.UNKNOWN)]
    assert reading("pillaging", observations, ON).found.is_yes


def test_what_happens_later_is_not_known_yet() -> None:
    assert reading("pillaging", [seen("2025-06-02", pillaging=Answer.YES)], ON).found.is_unknown


def test_flag_is_cited_and_says_what_it_calls_for() -> None:
    found = site_risk([seen("2025-01-01", armed_group_control=Answer.YES, security_force_control=Answer.YES)], [], ON)
    flags = {finding.where: finding for finding in found.findings if finding.severity == "warning"}
    assert flags["armed_group_control"].code == "diligence.risk.stop"
    assert flags["security_force_control"].code == "diligence.risk.mitigate"
    assert "visit 2025-01-01" in flags["armed_group_control"].message
    assert found.clear.is_no


def test_signals_outside_annex_ii_are_notes_and_do_not_cloud_the_answer() -> None:
    found = site_risk([seen("2025-05-01", **ALL_CLEAR, mercury=Answer.YES)], [], ON)
    assert found.clear.is_yes
    assert "diligence.risk.sign" in codes(found)


def test_flag_soon_after_a_green_decision_is_a_contradiction() -> None:
    green = StatusEntry(date(2024, 1, 1), Colour.GREEN, "ministry", "Vert")
    found = site_risk([seen("2024-12-01", armed_group_control=Answer.YES)], [green], ON)
    assert "diligence.status.contradicted" in codes(found)
    late = site_risk([seen("2024-12-01", armed_group_control=Answer.YES)], [green], date(2024, 11, 30))
    assert "diligence.status.contradicted" not in codes(late)
    after = site_risk([seen("2026-02-01", armed_group_control=Answer.YES)], [green], date(2026, 3, 1))
    assert "diligence.status.contradicted" not in codes(after)


@pytest.mark.parametrize(
    ("colour", "decided_on", "code"),
    [
        (Colour.GREEN, date(2023, 1, 1), "diligence.status.expired"),
        (Colour.YELLOW, date(2025, 1, 1), "diligence.status.overdue"),
        (Colour.GREEN, date(2020, 1, 1), "diligence.status.lapsed"),
        (None, date(2023, 1, 1), "diligence.status.unreadable"),
    ],
)
def test_status_that_no_longer_carries_shows_why(colour: Colour | None, decided_on: date, code: str) -> None:
    assert code in codes(site_risk([], [StatusEntry(decided_on, colour, "x", "Not class")], ON))


def test_three_ways_of_not_knowing_are_told_apart() -> None:
    old = seen("2020-01-01", pillaging=Answer.NO)
    heard = seen("2025-05-01", first_hand=False, forced_labour=Answer.NO)
    found = {finding.where: finding.code for finding in site_risk([old, heard], [], ON).findings}
    assert found["pillaging"] == "diligence.risk.not_fresh"
    assert found["forced_labour"] == "diligence.risk.hearsay"
    assert found["money_laundering"] == "diligence.risk.unknown"
