"""Dates in the life of a certificate (ISO/IEC 17021-1 clause 9 as quoted; CERA's candidate year).

The pack sets the numbers. Calendar months clamp at the month's end. A certificate is valid from the day of the decision
and *before* the same day of the month some months later; "valid to" is the day before. Limits ("by") are inclusive.
"""

from datetime import date, timedelta
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, at_least_one, need, not_below_zero, one_of, rule
from orepass.kernel.period import Period, add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said, typed

CYCLE: Final = Source(
    title="ISO/IEC 17021-1", clause="9.1.3 and 9.6, as quoted by certification bodies", verified=False
)
SUSPENSION: Final = Source(title="ISO/IEC 17021-1", clause="9.6.5, usually six months", verified=False)
CANDIDATE: Final = Source(
    title="CERA 4in1, frequently asked questions", clause="candidate status: one year", verified=True
)
PROVIDER: Final = Source(title="RSPO and ASI guidance on transfer", clause="90 days after withdrawal", verified=False)
SITE_STATUS: Final = Source(title="ICGLR Regional Certification Manual", clause="mine site status", verified=False)
CRAFT: Final = Source(title="CRAFT Code", clause="module 4 within about six months", verified=False)

TRANSFER_DAYS: Final = 90
_SITE_GREEN_MONTHS: Final = 12
_SITE_BLUE_MONTHS: Final = 36


def certificate_period(decided_on: date, cycle_months: int) -> Period:
    """Return the days on which a certificate is valid."""
    return Period(decided_on, add_months(decided_on, cycle_months))


@rule("certificate-valid-to", parameters={"months": "lifecycle.cycle_months"})
def valid_to(*, decided_on: date, months: int = 36) -> Computed[date]:
    """The last day of a certificate: the day before the same day of the month, some months after the decision."""
    at_least_one(months=months)
    value = add_months(decided_on, months) - timedelta(days=1)
    words = said(_("{day} plus {months} months, less one day."), day=decided_on, months=months)
    return Computed(value=value, unit="date", explanation=(words,), sources=(CYCLE,))


@rule("surveillance-by", parameters={"months": "lifecycle.surveillance_months"})
def surveillance_by(*, decided_on: date, months: int = 12) -> Computed[date]:
    """The last day for the first surveillance: within twelve months of the decision."""
    at_least_one(months=months)
    value = add_months(decided_on, months)
    words = said(_("{day} plus {months} months."), day=decided_on, months=months)
    return Computed(value=value, unit="date", explanation=(words,), sources=(CYCLE,))


@rule("restore-by", parameters={"months": "lifecycle.restoration_months"})
def restore_by(*, expired_on: date, months: int = 6) -> Computed[date]:
    """The last day on which an expired certificate may be restored once the open work is done."""
    not_below_zero(months=months)
    value = add_months(expired_on, months)
    words = said(_("{day} plus {months} months."), day=expired_on, months=months)
    return Computed(value=value, unit="date", explanation=(words,), sources=(CYCLE,))


@rule("suspension-decide-by", parameters={"months": "lifecycle.suspension_months"})
def suspension_limit(*, suspended_on: date, months: int = 6) -> Computed[date]:
    """The last day of a suspension: by then it is lifted, or the certificate is withdrawn or reduced."""
    at_least_one(months=months)
    value = add_months(suspended_on, months)
    words = said(_("{day} plus {months} months, clamped to the end of the month."), day=suspended_on, months=months)
    return Computed(value=value, unit="date", explanation=(words,), sources=(SUSPENSION,))


@rule("candidate-ends", parameters={"months": "lifecycle.candidate_months"})
def candidate_ends(*, granted_on: date, months: int = 12) -> Computed[date]:
    """The first day on which candidate status is over: at most a year, so that certification is not dragged out."""
    at_least_one(months=months)
    value = add_months(granted_on, months)
    words = said(_("{day} plus {months} months."), day=granted_on, months=months)
    return Computed(value=value, unit="date", explanation=(words,), sources=(CANDIDATE,))


@rule("requirement-due-on")
def requirement_due(*, entered_on: date, due_year: int) -> Computed[date]:
    """The day on which a staged requirement falls due: the anniversary of the entry."""
    not_below_zero(due_year=due_year)
    value = add_months(entered_on, 12 * due_year)
    words = said(_("{day} plus {years} years; due on the day itself."), day=entered_on, years=due_year)
    return Computed(value=value, unit="date", explanation=(words,), sources=(OWN_CHOICE,))


@rule("provider-withdrawn-valid-to", parameters={"days": "lifecycle.provider_withdrawn_transfer_days"})
def provider_withdrawn(
    *,
    withdrawn_on: date,
    valid_to: date,
    transferred: bool = False,
    days: int = TRANSFER_DAYS,
    extension_days: int = 0,
) -> Computed[date]:
    """The last day of a certificate whose provider lost its approval: 90 days to move; moved, it keeps its day."""
    not_below_zero(days=days, extension_days=extension_days)
    limit = withdrawn_on + timedelta(days=days + extension_days)
    value = valid_to if transferred else min(valid_to, limit)
    words = (
        said(_("transferred, so the old day holds"))
        if transferred
        else said(_("not transferred: {day} at the latest"), day=limit)
    )
    return Computed(value=value, unit="date", explanation=(words,), sources=(PROVIDER,))


PROVIDER_MAY: Final = {
    "approved": frozenset({"certify", "recertify", "audit", "surveillance", "finish"}),
    "suspended": frozenset({"surveillance", "finish"}),
    "withdrawn": frozenset[str](),
}
"""What a provider may still do: suspended it takes on and certifies nobody, and finishes what it began."""
_STATES: Final = {"approved": _("approved"), "suspended": _("suspended"), "withdrawn": _("withdrawn")}


@rule("provider-may")
def provider_may(*, state: str, step: str) -> Computed[bool]:
    """Whether a provider that is approved, suspended or withdrawn may certify, recertify, audit, survey or finish."""
    steps = PROVIDER_MAY["approved"]
    need(state in PROVIDER_MAY, "state", state, one_of(PROVIDER_MAY))
    need(step in steps, "step", step, one_of(sorted(steps)))
    value = step in PROVIDER_MAY[state]
    told = _("A provider that is {state} may do this: {step}.")
    told = told if value else _("A provider that is {state} may not do this: {step}.")
    words = said(told, state=_STATES[state], step=typed(step))
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(PROVIDER,))


@rule("site-status")
def site_status(*, inspected_on: date, on: date) -> Computed[str]:
    """The status of a mine site that was green at its last inspection: green a year, blue three years, then red."""
    need(on >= inspected_on, "on", on, "it must not be before the inspection")
    blue_from = add_months(inspected_on, _SITE_GREEN_MONTHS)
    red_from = add_months(blue_from, _SITE_BLUE_MONTHS)
    value = "green" if on < blue_from else "blue" if on < red_from else "red"
    words = said(_("Blue from {blue}, red from {red} without a new inspection."), blue=blue_from, red=red_from)
    return Computed(value=value, unit="code", explanation=(words,), sources=(SITE_STATUS,))


@rule("entry-path-status")
def entry_path_status(*, passed_on: date, on: date, mitigated: bool = False, months: int = 6) -> Computed[str]:
    """The status on an entry path: candidate until the mitigable risks are handled, lapsed when that takes too long."""
    at_least_one(months=months)
    limit = add_months(passed_on, months)
    value = "affiliate" if mitigated else "candidate" if on < limit else "lapsed"
    words = said(_("The mitigable risks are to be handled before {day}."), day=limit)
    return Computed(value=value, unit="code", explanation=(words,), sources=(CRAFT,))
