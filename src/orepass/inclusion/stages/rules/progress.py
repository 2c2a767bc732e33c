"""A progress plan: what a newcomer still owes, by when, and what follows when it does not come (domain rules B5).

Entry is low, and it is dated: whoever enters with a reduced set promises the rest year by year. A step reported in time
waits for its judgement without harm; a step that is not even reported by its day makes the plan lapse. A lapsed plan
stays lapsed: what brings the right back is a decision, never a late paper.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, assert_never

import msgspec

from orepass.kernel.lifecycle import Lifecycle, step
from orepass.kernel.period import MONTHS_PER_YEAR, Period, add_months
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes

STEP: Final = Lifecycle(
    "step",
    "open",
    (
        step("step.report", "open", "reported"),
        step("step.return", "reported", "open"),
        step("step.confirm", "reported", "confirmed"),
    ),
)
"""A step of a plan: reported by the client, judged by the provider; that it is late is a matter of the date."""


class StepState(StrEnum):
    """Where a step stands on a day."""

    OPEN = "open"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    LATE = "late"


class Stage(StrEnum):
    """Where a client stands on the way from the entry to the full standard."""

    CANDIDATE = "candidate"
    CANDIDATE_ENDED = "candidate_ended"
    PROGRESSING = "progressing"
    COMPLETED = "completed"
    LAPSED = "lapsed"


class Taken(msgspec.Struct, frozen=True):
    """One recorded event of a step, and its day."""

    action: str
    on: date


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One promised step: the requirement, its day, and what was recorded about it."""

    requirement: str
    due_on: date
    taken: tuple[Taken, ...] = ()


def due_on(entered_on: date, due_year: int, extension_days: int = 0) -> date:
    """Return the day of a staged requirement: so many years after the entry, an extension added."""
    return add_months(entered_on, MONTHS_PER_YEAR * due_year) + timedelta(days=extension_days)


def state_of(promised: Step, on: date) -> StepState:
    """Return where a step stands on a day; once late, it is no longer cured by a report."""
    state = STEP.initial
    for event in promised.taken:
        if event.on > on:
            break
        if state == "open" and event.on > promised.due_on:
            return StepState.LATE
        state = STEP.after(state, event.action)
    return StepState.LATE if state == "open" and on > promised.due_on else StepState(state)


def stage_at(steps: Sequence[Step], *, candidate: Period | None, granted_on: date | None, on: date) -> Stage:
    """Return the stage on a day: a candidate until the certificate, while the scheme allows it, then on the way."""
    if granted_on is None or on < granted_on:
        open_ended = candidate is None or candidate.valid_before is None or on < candidate.valid_before
        return Stage.CANDIDATE if open_ended else Stage.CANDIDATE_ENDED
    states = {state_of(promised, on) for promised in steps}
    if StepState.LATE in states:
        return Stage.LAPSED
    return Stage.COMPLETED if states <= {StepState.CONFIRMED} else Stage.PROGRESSING


def progress_right(stage: Stage | None) -> Verdict:
    """Say whether somebody who entered by stages is still on the way; without a plan nobody can know."""
    match stage:
        case None:
            return unknown(Unknown.MISSING, _("there is no progress plan"))
        case Stage.PROGRESSING | Stage.COMPLETED:
            return yes(_("the progress plan is kept"))
        case Stage.CANDIDATE:
            return no(_("a candidate has no right to deliver yet"))
        case Stage.CANDIDATE_ENDED:
            return no(_("the time as a candidate has ended"))
        case Stage.LAPSED:
            return no(_("a step of the progress plan is late"))
    assert_never(stage)


def next_due(steps: Sequence[Step], on: date) -> date | None:
    """Return the day of the next open step."""
    return min((promised.due_on for promised in steps if state_of(promised, on) is StepState.OPEN), default=None)
