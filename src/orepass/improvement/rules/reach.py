"""How far a programme has come: towards its target, from where it began, by source, and by what was sold on terms.

Facts from the study of 2013 on certification of artisanal mining (IIED); what is derived from them says so. What is
not known is no number: without a baseline no change is shown, without a year a pledge is never overdue.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import (
    OWN_CHOICE,
    Computed,
    Source,
    above_zero,
    at_least_one,
    names_in,
    need,
    not_below_zero,
    one_of,
    rule,
)
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

TARGETS: Final = Source(title=ASM_STUDY, clause="lines 1057 and 1983, trained and certified farmers", verified=True)
REWARD: Final = Source(title=ASM_STUDY, clause="lines 1053 to 1057, better yields as the reward", verified=True)
SUPPLY: Final = Source(title=ASM_STUDY, clause="line 1168, supply from smallholders", verified=True)
TERMS: Final = Source(title=ASM_STUDY, clause="lines 445 to 455, gold sold on terms", verified=True)
PLEDGES: Final = Source(title=ASM_STUDY, clause="lines 1917 to 1926, pledges of brands", verified=True)
READY: Final = Source(title=ASM_STUDY, clause="lines 2133 to 2150, what helped a country", verified=True)
_CENT: Final = 100
ANSWERS: Final = ("yes", "no", "unknown")


@rule("target-reached")
def target_reached(*, done: int, target: int) -> Computed[Fraction]:
    """How much of a target is reached, in per cent; people trained and people certified are counts of their own."""
    not_below_zero(done=done)
    at_least_one(target=target)
    value = Fraction(done * _CENT, target)
    words = said(_("{done} of {target} are {percent} per cent."), done=done, target=target, percent=f"{float(value):g}")
    return Computed(value=value, unit="per cent", explanation=(words,), sources=(TARGETS,))


@rule("baseline-change")
def baseline_change(*, now: Fraction, baseline: Fraction | None = None) -> Computed[Fraction | str]:
    """The change of a yield or a cost against a producer's own baseline, in per cent; unknown without a baseline."""
    not_below_zero(now=now)
    above_zero(baseline=baseline)
    if baseline is None:
        words = said(_("There is no baseline of this producer, so no change is shown."))
        return Computed(value="unknown", unit="code", explanation=(words,), sources=(REWARD, OWN_CHOICE))
    value = (now - baseline) * _CENT / baseline
    words = said(
        _("{now} against {baseline} at the beginning."), now=f"{float(now):g}", baseline=f"{float(baseline):g}"
    )
    return Computed(value=value, unit="per cent", explanation=(words,), sources=(REWARD, OWN_CHOICE))


@rule("supply-shares-whole")
def supply_shares_whole(*, shares: str) -> Computed[bool]:
    """Whether a report of supply by kind of source is whole: shares in per cent, such as “25, 75”, make a hundred."""
    parts = []
    for name in names_in(shares):
        need(
            name.isascii() and name.isdecimal() and len(name) <= len("100"),
            "shares",
            name,
            "write whole per cents with commas between them",
        )
        parts.append(int(name))
    need(bool(parts), "shares", shares, "name at least one share")
    words = said(_("The shares add up to {percent} per cent."), percent=sum(parts))
    return Computed(value=sum(parts) == _CENT, unit="boolean", explanation=(words,), sources=(SUPPLY,))


@rule("sold-without-terms")
def sold_without_terms(*, available: Decimal, on_terms: Decimal) -> Computed[Decimal]:
    """What of the certified goods was not sold on the scheme's terms; it is certified all the same."""
    not_below_zero(available=available, on_terms=on_terms)
    need(on_terms <= available, "on_terms", on_terms, "it must not be above what is available")
    words = said(_("{sold} of {available} were sold on terms."), sold=on_terms, available=available)
    return Computed(value=available - on_terms, unit="as given", explanation=(words,), sources=(TERMS,))


@rule("pledge-state")
def pledge_state(*, pledged: Fraction, contracted: Fraction, on: date, due_on: date | None = None) -> Computed[str]:
    """How a brand's pledge stands: met when all of it is contracted, open, or overdue after its day; none, never."""
    above_zero(pledged=pledged)
    not_below_zero(contracted=contracted)
    late = due_on is not None and on > due_on
    value = "met" if contracted >= pledged else "overdue" if late else "open"
    ends = said(_("It names no day.")) if due_on is None else said(_("It is due on {due_on}."), due_on=due_on)
    words = said(
        _("{contracted} of {pledged} are contracted on {on}."),
        contracted=f"{float(contracted):g}",
        pledged=f"{float(pledged):g}",
        on=on,
    )
    return Computed(value=value, unit="code", explanation=(words, ends), sources=(PLEDGES, OWN_CHOICE))


@rule("country-ready")
def country_ready(*, answers: str) -> Computed[str]:
    """How many points of a country's list are ready, of how many: answers of yes, no and unknown; unknown is no yes."""
    given = names_in(answers)
    for name in given:
        need(name in ANSWERS, "answers", name, one_of(ANSWERS))
    need(bool(given), "answers", answers, "give at least one answer")
    words = said(_("{no} answered no, {unknown} not known."), no=given.count("no"), unknown=given.count("unknown"))
    value = f"{given.count('yes')}/{len(given)}"
    return Computed(value=value, unit="text", explanation=(words,), sources=(READY, OWN_CHOICE))
