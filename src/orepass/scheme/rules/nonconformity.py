"""Nonconformities: grades, clocks and what a missed clock does (ISO/IEC 17021-1 9.5.3 as quoted).

The pack sets the numbers. Life: open → plan due → plan accepted → evidence → verified → closed. A closed one stays in
the report. A repetition within one cycle raises the grade. Clocks of other schemes stand here too, because they are
rules that one may ask for.
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, at_least_one, need, not_below_zero, one_of, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said, typed

GENERIC: Final = Source(title="ISO/IEC 17021-1", clause="9.5.3.2, six months after stage 2", verified=False)
RSPO: Final = Source(
    title="RSPO certification systems (2017)", clause="4.9.4; waived for independent smallholders", verified=False
)
RMAP: Final = Source(
    title="Responsible Minerals Assurance Process", clause="gap closure: 60 and 30 days", verified=True
)
ECAP: Final = Source(
    title="Responsible Minerals Initiative, extended plan", clause="90 and 30 days, 12 months", verified=True
)
ICGLR: Final = Source(
    title="ICGLR Regional Certification Manual", clause="yellow three months, red six", verified=False
)
ASI: Final = Source(title="ASI, on moving from a provisional to a full certification", clause="majors", verified=True)


class Grade(StrEnum):
    """How grave a nonconformity is."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


_IN_WORDS: Final = {Grade.MINOR: _("minor"), Grade.MAJOR: _("major"), Grade.CRITICAL: _("critical")}
_ORDER: Final = (Grade.MINOR, Grade.MAJOR, Grade.CRITICAL)


def raised(grade: Grade) -> Grade:
    """Return the next graver grade (repetition within a cycle); critical stays critical."""
    return _ORDER[min(_ORDER.index(grade) + 1, len(_ORDER) - 1)]


@rule("nonconformity-plan-by")
def plan_by(*, found_on: date, days: int = 0, months: int = 0) -> Computed[date]:
    """The last day to hand in the plan, by days and months from the last day of the audit."""
    return _counted(found_on, days, months)


@rule("nonconformity-closed-by")
def closed_by(*, found_on: date, days: int = 0, months: int = 6) -> Computed[date]:
    """The last day to have a nonconformity closed and verified; six months unless said otherwise."""
    return _counted(found_on, days, months)


def _counted(found_on: date, days: int, months: int) -> Computed[date]:
    not_below_zero(days=days, months=months)
    value = add_months(found_on, months) + timedelta(days=days)
    words = said(_("{day} plus {months} months and {days} days."), day=found_on, months=months, days=days)
    return Computed(value=value, unit="date", explanation=(words,), sources=(GENERIC,))


@rule("nonconformity-repeated")
def repeated(*, grade: str) -> Computed[str]:
    """The grade of a nonconformity that comes back within one cycle: one graver."""
    need(grade in {*Grade}, "grade", grade, one_of(Grade))
    value = raised(Grade(grade)).value
    words = said(_("{grade} again becomes {value}."), grade=_IN_WORDS[Grade(grade)], value=_IN_WORDS[Grade(value)])
    return Computed(value=value, unit="code", explanation=(words,), sources=(OWN_CHOICE,))


@rule("nonconformity-grade")
def graded(
    *, listed: bool = False, systemic: bool = False, repeated_minors: bool = False, significant_risk: bool = False
) -> Computed[str]:
    """The grade of a nonconformity: critical when listed, major when systemic, repeated or risky, else minor."""
    grounds = {
        _("it is systemic"): systemic,
        _("it is one of a repeated or related set of minors"): repeated_minors,
        _("it puts workers, environment or community at significant risk"): significant_risk,
    }
    named = [words for words, holds in grounds.items() if holds]
    if listed:
        value, words = Grade.CRITICAL, said(_("It stands on the list of what is not tolerated."))
    elif named:
        value, words = Grade.MAJOR, said(_("Major, because {reasons}."), reasons=_and(named))
    else:
        value, words = Grade.MINOR, said(_("Not listed, not systemic, not repeated, no significant risk."))
    return Computed(value=value.value, unit="code", explanation=(words,), sources=(ASI,))


def _and(reasons: list[str]) -> str:
    return reduce(lambda first, second: said(_("{first}, and {second}"), first=first, second=second), reasons)


MISSED: Final = {Grade.MINOR: "upgrade_to_major", Grade.MAJOR: "suspend", Grade.CRITICAL: "withdraw"}
"""What follows a missed closing where a scheme says nothing else."""


@rule("nonconformity-missed")
def missed(
    *, grade: str, closed_by: date, on: date, closed_on: date | None = None, follows: str | None = None
) -> Computed[str]:
    """What follows when the day for closing has passed: a minor becomes major, a major suspends, a critical ends."""
    need(grade in {*Grade}, "grade", grade, one_of(Grade))
    effect = follows or MISSED[Grade(grade)]
    value = effect if min(on, closed_on or on) > closed_by else "none"
    words = said(
        _("{grade}: last day {last}, closed {closed}, asked on {on}."),
        grade=_IN_WORDS[Grade(grade)],
        last=closed_by,
        closed=closed_on or _("not yet"),
        on=on,
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(GENERIC, OWN_CHOICE))


WHILE_OPEN: Final = {
    "suspend_at_once": "suspended",
    "no_decision_until_closed": "no_decision",
    "provisional_certificate": "provisional",
    "plan_accepted": "certificate",
    "noted": "certificate",
}


@rule("nonconformity-while-open")
def while_open(*, effect: str, plan_accepted: bool = False) -> Computed[str]:
    """What can be had while a nonconformity is open: suspended, no_decision, provisional or certificate."""
    need(effect in WHILE_OPEN, "effect", effect, one_of(WHILE_OPEN))
    waits = effect == "plan_accepted" and not plan_accepted
    value = "no_decision" if waits else WHILE_OPEN[effect]
    told = _("{effect}; its plan is not accepted yet: {value}.") if waits else _("{effect}: {value}.")
    words = said(told, effect=typed(effect), value=typed(value))
    return Computed(value=value, unit="code", explanation=(words,), sources=(GENERIC, OWN_CHOICE))


@rule("stage-two-again")
def stage_two_again(*, ended_on: date, on: date, verified_on: date | None = None, months: int = 6) -> Computed[bool]:
    """Whether stage 2 has to be repeated: a major was not verified within six months of its last day."""
    not_below_zero(months=months)
    limit = add_months(ended_on, months)
    value = (verified_on or on) > limit
    told = _("To be verified by {limit}; verified {verified}, asked on {on}.")
    words = said(told, limit=limit, verified=verified_on or _("not yet"), on=on)
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(GENERIC,))


@rule("majors-suspend", parameters={"limit": "nonconformity.majors_per_subject_that_suspend"})
def majors_suspend(*, majors: int, limit: int = 5, smallholders: bool = False) -> Computed[bool]:
    """Whether so many majors within one principle suspend at once; groups of independent smallholders are spared."""
    not_below_zero(majors=majors)
    at_least_one(limit=limit)
    value = majors >= limit and not smallholders
    words = said(
        _("{majors} against a limit of {limit}, waived for smallholders.")
        if smallholders
        else _("{majors} against a limit of {limit}."),
        majors=majors,
        limit=limit,
    )
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(RSPO,))


@rule("gap-closure-by")
def gap_closure_by(*, letter_on: date, step: str = "final") -> Computed[date]:
    """Days of a gap closure after the letter: evidence by day 60, final by day 90, else out for six months."""
    final = letter_on + timedelta(days=90)
    steps = {"evidence": letter_on + timedelta(days=60), "final": final, "out-until": add_months(final, 6)}
    need(step in steps, "step", step, one_of(steps))
    words = said(_("{step}, counted from the letter of {day}."), step=typed(step), day=letter_on)
    return Computed(value=steps[step], unit="date", explanation=(words,), sources=(RMAP,))


@rule("extended-plan-by")
def extended_plan_by(*, listed_on: date, step: str = "warning") -> Computed[date]:
    """Days of an extended plan: warning after 90 days, removal 30 days later, hard stop after a year."""
    warning = listed_on + timedelta(days=90)
    steps = {"warning": warning, "removal": warning + timedelta(days=30), "hard-stop": add_months(listed_on, 12)}
    need(step in steps, "step", step, one_of(steps))
    words = said(_("{step}, counted from {day}."), step=typed(step), day=listed_on)
    return Computed(value=steps[step], unit="date", explanation=(words,), sources=(ECAP,))


@rule("site-flag-until")
def site_flag_until(*, found_on: date, colour: str) -> Computed[date]:
    """The day a mine site's flag runs to: yellow must be mended within three months, red blocks for at least six."""
    months = {"yellow": 3, "red": 6}
    need(colour in months, "colour", colour, "it must be yellow or red")
    value = add_months(found_on, months[colour])
    words = said(
        _("{day} plus {months} months; export stays allowed until then.")
        if colour == "yellow"
        else _("{day} plus {months} months; no lots before, and only after a clean inspection."),
        day=found_on,
        months=months[colour],
    )
    return Computed(value=value, unit="date", explanation=(words,), sources=(ICGLR,))


@rule("site-may-produce")
def site_may_produce(*, found_on: date, colour: str, on: date, clean_on: date | None = None) -> Computed[bool]:
    """Whether a flagged mine site may send certified lots: a yellow one until its day, a red one never before it."""
    until = site_flag_until(found_on=found_on, colour=colour).value
    clean = clean_on is not None and clean_on <= on
    value = (clean or on <= until) if colour == "yellow" else (clean and on >= until)
    words = said(
        _("{colour} since {found_on}, runs to {until}; clean inspection: {clean}; asked on {on}."),
        colour=_("yellow") if colour == "yellow" else _("red"),
        found_on=found_on,
        until=until,
        clean=clean_on or _("none"),
        on=on,
    )
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(ICGLR,))
