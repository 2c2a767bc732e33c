"""Staged compliance: what is asked in which year, how many points, who is asked to leave (domain rules A7, B).

A staged requirement is active from the anniversary of the entry on; before, it is shown and stays outside the
denominator. Years are counted from the entry: the second begins on the first anniversary, clamped to the month's end.
"""

from datetime import date
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, one_of, rule
from orepass.kernel.period import MONTHS_PER_YEAR, add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.verdict import Answer, Unknown, Verdict, all_of, any_of, no, unknown, yes
from orepass.scheme.rules.worded import between

UTZ: Final = Source(
    title="IIED, Scaling up certification in ASM", clause="core from year 1, more points each year", verified=True
)
STAGED: Final = Source(
    title="IIED, Scaling up certification in ASM", clause="short in some areas, with progress and basics", verified=True
)
COTTON: Final = Source(
    title="IIED, Scaling up certification in ASM", clause="three years, then asked to leave; historic", verified=True
)
PLANS: Final = Source(
    title="IIED, Scaling up certification in ASM", clause="producers choose what to improve each year", verified=True
)
YEARS_MAX: Final = 50
ASK_WHEN: Final = ("neither", "not_met")
_WHO_IS_ASKED: Final = {
    "neither": _("Nobody is asked before {day}; asked is who does neither meet the standard nor work towards it."),
    "not_met": _("Nobody is asked before {day}; asked is who does not meet the standard."),
}


def year_of(entered_on: date | None, on: date) -> int | None:
    """Return the year of participation: the first until the first anniversary; of an unknown entry nothing."""
    if entered_on is None:
        return None
    years = max(on.year - entered_on.year, 0)
    if years and add_months(entered_on, MONTHS_PER_YEAR * years) > on:
        years -= 1
    return years + 1


def known(value: bool | None, name: str) -> Verdict:  # noqa: FBT001 - a fact that may be missing
    """Return a fact as an answer; one that is missing is unknown."""
    if value is None:
        return unknown(Unknown.MISSING, name)
    return yes(name) if value else no(name)


def _anniversary(entered_on: date, years: int, name: str) -> date:
    need(0 <= years <= YEARS_MAX, name, years, between(0, YEARS_MAX))
    return add_months(entered_on, MONTHS_PER_YEAR * years)


@rule("participation-year")
def participation_year(*, entered_on: date, on: date) -> Computed[int]:
    """The year of participation on a day: the first until the first anniversary of the entry, then the second."""
    need(on >= entered_on, "on", on, "it must not be before the entry")
    value = year_of(entered_on, on)
    assert value is not None, "the entry is known"
    began_on = add_months(entered_on, MONTHS_PER_YEAR * (value - 1))
    words = said(_("Year {year} began on {day}."), year=value, day=began_on)
    return Computed(value=value, unit="count", explanation=(words,), sources=(OWN_CHOICE,))


@rule("requirement-counts")
def requirement_counts(*, entered_on: date, due_year: int, on: date, met: bool | None = None) -> Computed[str]:
    """What a staged requirement is on a day: not_due before its anniversary, then met, nonconformity or unknown."""
    due_on = _anniversary(entered_on, due_year, "due_year")
    value = "unknown" if met is None else "met" if met else "nonconformity"
    value = "not_due" if on < due_on else value
    words = said(_("Due from {due_on}; before, it is shown and does not count."), due_on=due_on)
    return Computed(value=value, unit="code", explanation=(words,), sources=(UTZ, OWN_CHOICE))


@rule("points-needed")
def points_needed(*, entered_on: date, on: date, by_year: str = "10,15,20") -> Computed[Fraction]:
    """The points needed on a day, from a list by year of participation; the last year holds for all that follow."""
    needed = [_points(part) for part in by_year.split(",")]
    problem = said(_("it must name at most {most} years"), most=YEARS_MAX)
    need(len(needed) <= YEARS_MAX, "by_year", by_year, problem)
    need(needed == sorted(needed), "by_year", by_year, "a later year never asks for fewer points")
    year = participation_year(entered_on=entered_on, on=on).value
    value = needed[min(year, len(needed)) - 1]
    words = said(_("In year {year} of participation: {points}."), year=year, points=value)
    return Computed(value=value, unit="count", explanation=(words,), sources=(UTZ,))


def _points(text: str) -> Fraction:
    word = text.strip()
    whole, _point, rest = word.partition(".")
    fits = whole.isascii() and whole.isdecimal() and len(word) <= 9 and (not rest or rest.isdecimal())  # noqa: PLR2004 - digits
    need(fits and word.isascii() and not word.endswith("."), "by_year", word, "write points such as 10,15,20")
    return Fraction(word)


@rule("staged-decision")
def staged_decision(
    *, full: bool | None = None, progress: bool | None = None, basics: bool | None = None
) -> Computed[str]:
    """Whether one certifies under staged compliance: basics always; then in full, or short with progress shown."""
    made_up_for = any_of([known(full, _("everything")), known(progress, _("progress over time"))])
    verdict = all_of([known(basics, _("the basics")), made_up_for])
    value = "certified" if verdict.is_yes else "refused" if verdict.is_no else "unknown"
    words = said(_("Basics are never made up for; falling short is made up for by progress over time."))
    reasons = said(_("Decided by: {reasons}."), reasons=verdict.reasons)
    return Computed(value=value, unit="code", explanation=(words, reasons), sources=(STAGED,))


@rule("improvement-year")
def improvement_year(
    *, unmet: int, chosen: int, progress: bool | None = None, first_year: bool = False
) -> Computed[str]:
    """How a year's improvement plan stands: valid, refused without a chosen criterion, flagged without progress."""
    need(unmet >= 0, "unmet", unmet, "it must not be below zero")
    need(0 <= chosen <= unmet, "chosen", chosen, "it must lie between 0 and the number of unmet criteria")
    if not unmet:
        value, words = "valid", said(_("Every criterion is met, so an empty plan is valid."))
    elif not chosen:
        value, words = "refused", said(_("{unmet} criteria are unmet, and the plan chooses none of them."), unmet=unmet)
    elif first_year or progress:
        words = said(_("{chosen} of {unmet} unmet criteria are chosen for this year."), chosen=chosen, unmet=unmet)
        value = "valid"
    elif progress is None:
        value, words = "flagged", said(_("A plan is there, but progress is not known since the last."))
    else:
        value, words = "flagged", said(_("A plan is there, but progress was not made since the last."))
    return Computed(value=value, unit="code", explanation=(words,), sources=(PLANS, OWN_CHOICE))


@rule("member-exit")
def member_exit(
    *,
    joined_on: date,
    on: date,
    met: bool | None = None,
    working: bool | None = None,
    years: int = 3,
    ask_when: str = "neither",
) -> Computed[str]:
    """Whether a member stays, is asked to leave, or unknown: from the anniversary, when neither meeting nor working.

    The source can be read in two ways, so it is a setting: ``neither`` asks those who neither meet the standard nor
    work towards it, ``not_met`` asks those who do not meet it even if they work towards it.
    """
    need(ask_when in ASK_WHEN, "ask_when", ask_when, one_of(ASK_WHEN))
    need(years >= 1, "years", years, "it must be at least one")
    asked_from = _anniversary(joined_on, years, "years")
    grounds = [known(met, "meets the standard")]
    grounds += [known(working, "works towards it")] if ask_when == "neither" else []
    verdict = any_of(grounds)
    value = {Answer.YES: "stays", Answer.NO: "asked_to_leave", Answer.UNKNOWN: "unknown"}[verdict.answer]
    value = "stays" if on < asked_from else value
    words = said(_WHO_IS_ASKED[ask_when], day=asked_from)
    return Computed(value=value, unit="code", explanation=(words,), sources=(COTTON, OWN_CHOICE))
