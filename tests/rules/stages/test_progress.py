"""Progress plans: days, lapse, stages (vectors R10 and R12)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.inclusion.stages.rules.progress import (
    STEP,
    Stage,
    Step,
    StepState,
    Taken,
    due_on,
    next_due,
    progress_right,
    stage_at,
    state_of,
)
from orepass.kernel.period import Period

GRANTED = date(2026, 3, 2)
DUE = date(2027, 3, 2)
CANDIDATE = Period(date(2025, 1, 31), date(2025, 7, 31))


def step(*taken: Taken, due: date = DUE) -> Step:
    return Step(requirement="R", due_on=due, taken=taken)


def reported(on: date) -> Taken:
    return Taken("step.report", on)


def stage(*steps: Step, on: date) -> Stage:
    return stage_at(steps, candidate=None, granted_on=GRANTED, on=on)


def test_r10_a_requirement_of_year_three_falls_due_on_its_anniversary() -> None:
    due = due_on(GRANTED, 3)
    assert due == date(2029, 3, 2)
    assert state_of(step(due=due), due) is StepState.OPEN
    assert state_of(step(due=due), due + timedelta(days=1)) is StepState.LATE


def test_the_29th_of_february_falls_on_the_28th() -> None:
    assert due_on(date(2028, 2, 29), 1, extension_days=1) == date(2029, 3, 1)


def test_r12_a_candidate_whose_time_ended_lapses() -> None:
    def standing(on: date) -> Stage:
        return stage_at([step()], candidate=CANDIDATE, granted_on=None, on=on)

    assert standing(date(2025, 7, 30)) is Stage.CANDIDATE
    assert standing(date(2025, 7, 31)) is Stage.CANDIDATE_ENDED


def test_a_report_in_time_waits_without_harm() -> None:
    waiting = step(reported(DUE))
    assert state_of(waiting, DUE + timedelta(days=90)) is StepState.REPORTED
    assert stage(waiting, on=DUE + timedelta(days=90)) is Stage.PROGRESSING


def test_a_late_report_cures_nothing() -> None:
    late = step(reported(DUE + timedelta(days=1)), Taken("step.confirm", DUE + timedelta(days=2)))
    assert state_of(late, DUE + timedelta(days=30)) is StepState.LATE
    assert stage(late, on=DUE + timedelta(days=30)) is Stage.LAPSED


def test_a_returned_report_must_be_made_good_by_its_day() -> None:
    returned = step(reported(date(2026, 12, 1)), Taken("step.return", date(2027, 1, 5)))
    assert state_of(returned, DUE) is StepState.OPEN
    assert state_of(returned, DUE + timedelta(days=1)) is StepState.LATE


def test_a_plan_with_every_step_confirmed_is_completed() -> None:
    done = step(reported(date(2026, 5, 1)), Taken("step.confirm", date(2026, 5, 9)))
    assert stage(done, on=date(2030, 1, 1)) is Stage.COMPLETED
    assert stage(on=GRANTED) is Stage.COMPLETED
    assert next_due([done], date(2026, 6, 1)) is None
    assert next_due([done, step()], date(2026, 6, 1)) == DUE


@pytest.mark.parametrize(
    ("where", "right"),
    [
        (Stage.PROGRESSING, True),
        (Stage.COMPLETED, True),
        (Stage.CANDIDATE, False),
        (Stage.CANDIDATE_ENDED, False),
        (Stage.LAPSED, False),
        (None, False),
    ],
)
def test_only_a_kept_plan_gives_a_right(where: Stage | None, right: bool) -> None:
    assert progress_right(where).is_yes is right


@st.composite
def lives(draw: st.DrawFn) -> Step:
    """Draw a step with events that its table allows."""
    taken: list[Taken] = []
    on = GRANTED
    for _number in range(draw(st.integers(0, 6))):
        on += timedelta(days=draw(st.integers(0, 200)))
        state = state_of(step(*taken), on)
        allowed = STEP.allowed(state)
        if not allowed:
            break
        taken.append(Taken(draw(st.sampled_from(allowed)), on))
    return step(*taken)


@given(lives(), st.integers(0, 1500), st.integers(0, 1500))
def test_what_is_late_stays_late(promised: Step, first: int, wait: int) -> None:
    day = GRANTED + timedelta(days=first)
    if state_of(promised, day) is StepState.LATE:
        assert state_of(promised, day + timedelta(days=wait)) is StepState.LATE


# --- the day on which a plan turns ---

BEFORE, AFTER = DUE - timedelta(days=1), DUE + timedelta(days=1)


def test_an_extension_is_added_to_the_anniversary_and_a_year_is_twelve_months() -> None:
    assert due_on(GRANTED, 1) == DUE
    assert due_on(GRANTED, 1, extension_days=30) == date(2027, 4, 1)
    assert due_on(GRANTED, 0) == GRANTED


def test_what_was_recorded_counts_from_its_day() -> None:
    promised = step(reported(DUE), Taken("step.confirm", AFTER))
    assert [state_of(promised, day) for day in (BEFORE, DUE, AFTER)] == [
        StepState.OPEN,
        StepState.REPORTED,
        StepState.CONFIRMED,
    ]


def test_a_report_in_time_that_is_returned_late_leaves_the_step_late_for_good() -> None:
    returned = step(reported(DUE), Taken("step.return", AFTER), reported(AFTER))
    assert state_of(returned, DUE) is StepState.REPORTED
    assert state_of(returned, AFTER) is StepState.LATE


def test_a_report_in_time_may_be_judged_after_its_day() -> None:
    assert state_of(step(reported(DUE), Taken("step.confirm", AFTER)), DUE + timedelta(days=400)) is StepState.CONFIRMED


def test_a_candidate_is_one_until_the_day_of_the_certificate() -> None:
    def standing(on: date, candidate: Period | None = CANDIDATE) -> Stage:
        return stage_at([step()], candidate=candidate, granted_on=date(2025, 6, 1), on=on)

    assert standing(date(2025, 5, 31)) is Stage.CANDIDATE
    assert standing(date(2025, 6, 1)) is Stage.PROGRESSING
    assert standing(date(2025, 5, 31), Period(date(2025, 1, 1), date(2025, 5, 31))) is Stage.CANDIDATE_ENDED
    for without_an_end in (None, Period(date(2025, 1, 31))):
        assert standing(date(2025, 5, 31), without_an_end) is Stage.CANDIDATE


def test_one_late_step_lapses_a_plan_of_many() -> None:
    done = step(reported(GRANTED), Taken("step.confirm", GRANTED))
    assert stage(done, step(), on=DUE) is Stage.PROGRESSING
    assert stage(done, step(), on=AFTER) is Stage.LAPSED
    assert stage(done, done, on=AFTER) is Stage.COMPLETED


def test_the_next_step_is_the_first_that_nobody_reported() -> None:
    later = step(due=DUE + timedelta(days=365))
    assert next_due([later, step()], GRANTED) == DUE
    assert next_due([later, step(reported(GRANTED))], GRANTED) == later.due_on
    assert next_due([step()], AFTER) is None


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        (Stage.PROGRESSING, "the progress plan is kept"),
        (Stage.COMPLETED, "the progress plan is kept"),
        (Stage.CANDIDATE, "a candidate has no right to deliver yet"),
        (Stage.CANDIDATE_ENDED, "the time as a candidate has ended"),
        (Stage.LAPSED, "a step of the progress plan is late"),
    ],
)
def test_each_stage_says_why_it_gives_a_right_or_none(where: Stage, reason: str) -> None:
    assert progress_right(where).reasons == (reason,)


def test_without_a_plan_nobody_can_know() -> None:
    assert progress_right(None).is_unknown
