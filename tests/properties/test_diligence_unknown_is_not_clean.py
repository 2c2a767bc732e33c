from datetime import date, timedelta
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from orepass.diligence.rules.observation import QUESTIONS, Observation
from orepass.diligence.rules.site_risk import site_risk
from orepass.diligence.rules.status import Colour, StatusEntry, may_deliver, status_on, timeline
from orepass.kernel.verdict import Answer

DAYS = st.dates(date(2015, 1, 1), date(2026, 1, 1))
ANSWERS = st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.sampled_from(Answer))
OBSERVATIONS = st.lists(st.builds(Observation, DAYS, ANSWERS, st.booleans()), max_size=5)
ENTRIES = st.lists(st.builds(StatusEntry, DAYS, st.sampled_from([*Colour, None])), max_size=5)


@given(OBSERVATIONS, ENTRIES, DAYS, DAYS, st.sets(st.sampled_from(sorted(QUESTIONS))))
def test_adding_an_unknown_answer_never_makes_a_site_clear(
    observations: list[Observation], entries: list[StatusEntry], on: date, day: date, questions: set[str]
) -> None:
    before = site_risk(observations, entries, on)
    unknown = Observation(day, dict.fromkeys(questions, Answer.UNKNOWN))
    after = site_risk([*observations, unknown], entries, on)
    assert after.clear == before.clear


@given(st.lists(st.builds(Observation, DAYS, ANSWERS, st.booleans()), min_size=1, max_size=5), DAYS, st.data())
def test_turning_a_no_into_an_unknown_never_makes_a_site_clear(
    observations: list[Observation], on: date, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(observations) - 1))
    less = {code: answer for code, answer in observations[at].answers.items() if answer is not Answer.NO}
    fewer = [*observations[:at], msgspec.structs.replace(observations[at], answers=less), *observations[at + 1 :]]
    assert site_risk(observations, [], on).clear.is_yes or not site_risk(fewer, [], on).clear.is_yes


@given(OBSERVATIONS, DAYS)
def test_clear_only_when_every_risk_is_answered(observations: list[Observation], on: date) -> None:
    risk = site_risk(observations, [], on)
    answered = all(each.found.is_no for each in risk.readings if QUESTIONS[each.question].risk)
    assert risk.clear.is_yes == answered


@given(ENTRIES)
def test_timeline_is_one_unbroken_line(entries: list[StatusEntry]) -> None:
    spans = timeline(entries)
    for earlier, later in pairwise(spans):
        assert earlier.period.valid_before == later.period.valid_from
        assert earlier.period.valid_from < later.period.valid_from
    assert not spans or spans[-1].period.valid_before is None


@given(ENTRIES, DAYS)
def test_delivery_needs_a_green_or_yellow_decision_of_the_last_year(entries: list[StatusEntry], on: date) -> None:
    verdict = may_deliver(status_on(entries, on))
    recent = [
        entry
        for entry in entries
        if entry.colour in {Colour.GREEN, Colour.YELLOW} and on - timedelta(days=366) <= entry.decided_on <= on
    ]
    assert recent or not verdict.is_yes
