"""The five steps of due diligence, and whether an operator has covered each within a year (OECD guidance, steps 1-5).

One file serves every scheme that asks for the five steps, and it is never shown as a certificate (scenario M-24).
"""

from collections.abc import Mapping
from datetime import date
from enum import IntEnum
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.verdict import Unknown, Verdict, all_of, unknown, yes

STEPS: Final = Source(title="OECD Due Diligence Guidance, 3rd edition", clause="five-step framework", verified=True)
MONTHS: Final = 12


class OecdStep(IntEnum):
    """The five steps."""

    MANAGE = 1
    ASSESS = 2
    RESPOND = 3
    AUDIT = 4
    REPORT = 5


STEP_TEXT: Final = {
    OecdStep.MANAGE: _("company management systems"),
    OecdStep.ASSESS: _("risks identified and assessed"),
    OecdStep.RESPOND: _("a strategy to respond to them"),
    OecdStep.AUDIT: _("an independent audit by a third party"),
    OecdStep.REPORT: _("a yearly report"),
}


def covered(done: Mapping[OecdStep, date], on: date, months: int = MONTHS) -> dict[OecdStep, Verdict]:
    """Answer for each step whether it was done within the time; what nobody recorded is unknown."""
    return {each: _single(done.get(each), on, months) for each in OecdStep}


def _single(done_on: date | None, on: date, months: int) -> Verdict:
    if done_on is None or done_on > on:
        return unknown(Unknown.MISSING, _("nothing on record"))
    if on >= add_months(done_on, months):
        return unknown(Unknown.EXPIRED, _("done, but longer ago than a year"))
    return yes(_("done within the year"))


def covers_all(parts: Mapping[OecdStep, Verdict]) -> Verdict:
    """Answer whether all five steps are covered."""
    return all_of(parts[each] for each in OecdStep)


@rule("five-steps")
def five_steps(
    *,
    on: date,
    manage_on: date | None = None,
    assess_on: date | None = None,
    respond_on: date | None = None,
    audit_on: date | None = None,
    report_on: date | None = None,
    months: int = MONTHS,
) -> Computed[int]:
    """How many of the five steps of due diligence are covered on a day, each within a year."""
    need(months >= 1, "months", months, "it must be at least one")
    days = dict(zip(OecdStep, (manage_on, assess_on, respond_on, audit_on, report_on), strict=True))
    parts = covered({step: day for step, day in days.items() if day is not None}, on, months)
    words = tuple(
        said(_("Step {number}, {step}: {reason}."), number=int(step), step=STEP_TEXT[step], reason=part.reasons)
        for step, part in parts.items()
    )
    value = sum(part.is_yes for part in parts.values())
    return Computed(value=value, unit="steps", explanation=words, sources=(STEPS, OWN_CHOICE))
