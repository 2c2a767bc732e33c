"""What may be decided, and what may not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.assurance.rules.decision import (
    Decision,
    NonconformityFact,
    decision_findings,
    effective_grade,
    recommendation_findings,
    repeated_grade,
)
from orepass.assurance.rules.lifecycles import APPLICATION, NONCONFORMITY
from orepass.assurance.rules.terms import GENERIC, Grade, Terms
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes

STAGE_2_ENDED = date(2025, 1, 20)
WITH_PROVISIONAL = Terms(provisional_months=12)
MET = yes("met")


def fact(grade: Grade, state: str = "open", verified_on: date | None = None) -> NonconformityFact:
    return NonconformityFact(
        identifier="ncf-1", grade=grade, state=state, visit_ended_on=STAGE_2_ENDED, verified_on=verified_on
    )


def codes(
    decision: Decision,
    *facts: NonconformityFact,
    outcome: Verdict = MET,
    accredited: Verdict = MET,
    candidate_ended_before: date | None = None,
    on: date = date(2025, 3, 1),
    terms: Terms = GENERIC,
) -> list[str]:
    found = decision_findings(
        decision,
        outcome=outcome,
        nonconformities=facts,
        accredited=accredited,
        candidate_ended_before=candidate_ended_before,
        on=on,
        terms=terms,
    )
    return [finding.code.removeprefix("assurance.decision.") for finding in found]


def test_a_clean_file_is_granted() -> None:
    assert codes(Decision.GRANT) == []


@pytest.mark.parametrize("state", ["open", "planned", "accepted", "proved"])
def test_n4_an_open_major_refuses_a_full_certificate(state: str) -> None:
    assert codes(Decision.GRANT, fact(Grade.MAJOR, state)) == ["major_open"]


def test_n4_a_major_verified_after_six_months_needs_a_new_stage_2() -> None:
    in_time = fact(Grade.MAJOR, "closed", date(2025, 7, 20))
    late = fact(Grade.MAJOR, "closed", date(2025, 7, 21))
    assert codes(Decision.GRANT, in_time, on=date(2025, 8, 1)) == []
    assert codes(Decision.GRANT, late, on=date(2025, 8, 1)) == ["verified_too_late"]


def test_n1_an_open_major_allows_a_provisional_certificate_where_the_scheme_has_one() -> None:
    assert codes(Decision.GRANT_PROVISIONAL, fact(Grade.MAJOR), terms=WITH_PROVISIONAL) == []
    assert codes(Decision.GRANT_PROVISIONAL, fact(Grade.MAJOR)) == ["no_provisional"]


def test_an_open_critical_refuses_every_certificate() -> None:
    assert codes(Decision.GRANT, fact(Grade.CRITICAL)) == ["critical_open"]
    assert codes(Decision.GRANT_PROVISIONAL, fact(Grade.CRITICAL), terms=WITH_PROVISIONAL) == ["critical_open"]


@pytest.mark.parametrize(("state", "refused"), [("open", True), ("planned", True), ("accepted", False)])
def test_a_minor_needs_an_accepted_plan(state: str, refused: bool) -> None:
    assert bool(codes(Decision.GRANT, fact(Grade.MINOR, state))) is refused


def test_n2_a_minor_that_missed_its_closure_counts_as_major() -> None:
    minor = fact(Grade.MINOR, "accepted")
    assert effective_grade(minor, date(2026, 1, 20), GENERIC) is Grade.MINOR
    assert effective_grade(minor, date(2026, 1, 21), GENERIC) is Grade.MAJOR
    assert codes(Decision.GRANT, minor, on=date(2026, 1, 21)) == ["major_open"]


def test_a_candidate_whose_time_is_over_gets_no_certificate() -> None:
    end = date(2026, 1, 31)
    assert codes(Decision.GRANT, candidate_ended_before=end, on=date(2026, 1, 30)) == []
    assert codes(Decision.GRANT, candidate_ended_before=end, on=end) == ["candidate_ended"]


@pytest.mark.parametrize("answer", [no("not met"), *(unknown(kind, "r") for kind in Unknown)])
def test_only_a_plain_yes_grants(answer: Verdict) -> None:
    assert codes(Decision.GRANT, outcome=answer) == ["outcome_not_met"]
    assert codes(Decision.GRANT, accredited=answer) == ["provider_not_accredited"]


def test_declining_is_always_possible() -> None:
    assert codes(Decision.DECLINE, fact(Grade.CRITICAL), outcome=no("not met")) == []


def test_a_repeated_finding_weighs_one_grade_more() -> None:
    assert [repeated_grade(grade) for grade in Grade] == [Grade.CRITICAL, Grade.CRITICAL, Grade.MAJOR]


facts = st.builds(
    fact, st.sampled_from(list(Grade)), st.sampled_from(sorted(NONCONFORMITY.states)), st.just(date(2025, 2, 1))
)


@given(st.lists(facts, max_size=4), st.dates(date(2025, 1, 21), date(2027, 1, 1)))
def test_more_findings_never_make_a_certificate_easier(several: list[NonconformityFact], on: date) -> None:
    fewer = codes(Decision.GRANT, *several[1:], on=on)
    assert len(codes(Decision.GRANT, *several, on=on)) >= len(fewer)


def test_every_state_of_a_file_but_the_ends_has_a_next_step() -> None:
    ends = {state for state in APPLICATION.states if not APPLICATION.allowed(state)}
    assert ends == {"refused", "withdrawn", "granted", "declined"}
    assert {state for state in NONCONFORMITY.states if not NONCONFORMITY.allowed(state)} == {"closed"}


def recommended(decision: Decision, *facts: NonconformityFact, outcome: Verdict = MET, on: date) -> list[str]:
    found = recommendation_findings(
        decision, outcome=outcome, nonconformities=facts, candidate_ended_before=None, on=on, terms=GENERIC
    )
    return [finding.code.removeprefix("assurance.decision.") for finding in found]


def test_what_can_still_be_closed_in_time_stands_against_no_recommendation() -> None:
    last = date(2025, 7, 20)
    for grade in (Grade.CRITICAL, Grade.MAJOR, Grade.MINOR):
        assert recommended(Decision.GRANT, fact(grade), on=STAGE_2_ENDED) == []
    assert recommended(Decision.GRANT, fact(Grade.MAJOR), on=last) == []
    assert recommended(Decision.GRANT, fact(Grade.MAJOR), on=last + timedelta(days=1)) == ["major_open"]
    assert recommended(Decision.DECLINE, fact(Grade.MAJOR), on=last + timedelta(days=1)) == []


def test_no_grant_is_recommended_where_the_standard_is_not_met_or_a_major_was_closed_too_late() -> None:
    late = fact(Grade.MAJOR, "closed", date(2025, 7, 21))
    assert recommended(Decision.GRANT, late, on=date(2025, 8, 1)) == ["verified_too_late"]
    assert recommended(Decision.GRANT, outcome=no("short"), on=date(2025, 8, 1)) == ["outcome_not_met"]
