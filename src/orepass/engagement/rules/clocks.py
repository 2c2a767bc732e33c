"""By when a complaint is acknowledged and concluded, by when an appeal is filed and decided, and whether it stays.

ISO/IEC 17065, 7.13. Every "by" is a day that still counts. The numbers are the pack's; a default is named as ours.
"""

from datetime import date, timedelta
from typing import Final

from orepass.engagement.rules.terms import EXAMPLE, HANDLING, Terms
from orepass.kernel.computed import OWN_CHOICE, Computed, need, rule
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.scheme.rules.working_days import appeal_by


@rule("complaint-acknowledge-by", parameters={"days": "lifecycle.complaint_acknowledge_days"})
def acknowledge_by(*, received_on: date, days: int = 7) -> Computed[date]:
    """The last day to tell a complainant that the complaint has arrived and who looks after it."""
    return _after_days(received_on, days)


@rule("complaint-conclude-by", parameters={"days": "lifecycle.complaint_answer_days"})
def conclude_by(*, received_on: date, days: int = 60) -> Computed[date]:
    """The last day to conclude a complaint: upheld, partly upheld or rejected."""
    return _after_days(received_on, days)


def _after_days(day: date, days: int) -> Computed[date]:
    need(days >= 0, "days", days, "it must not be below zero")
    value = day + timedelta(days=days)
    words = (said(_("{day} plus {days} days, the last one included."), day=day, days=days),)
    return Computed(value=value, unit="date", explanation=words, sources=(HANDLING, OWN_CHOICE))


@rule("appeal-file-by")
def file_by(
    *, told_on: date, months: int | None = None, days: int | None = None, working_days: int | None = None
) -> Computed[date]:
    """The last day to file an appeal: so many months, days or working days after being told; a month by default."""
    if working_days is not None:
        need(months is None and days is None, "working_days", working_days, "give one of months, days, working_days")
        return appeal_by(informed_on=told_on, working_days=working_days)
    return _counted(_APPEAL, told_on, months=months, days=days)


@rule("appeal-decide-by")
def decide_by(*, filed_on: date, months: int | None = None, days: int | None = None) -> Computed[date]:
    """The last day to decide an appeal: so many months or days after it was filed; a month by default."""
    return _counted(_DECISION, filed_on, months=months, days=days)


_APPEAL: Final = (
    _("The appeal is due {days} days after {day}."),
    _("The appeal is due {months} months after {day}, clamped to the end of the month."),
)
_DECISION: Final = (
    _("The decision is due {days} days after {day}."),
    _("The decision is due {months} months after {day}, clamped to the end of the month."),
)


def _counted(told: tuple[str, str], day: date, *, months: int | None, days: int | None) -> Computed[date]:
    in_days, in_months = told
    if days is not None:
        need(months is None, "days", days, "give months or days, not both")
        need(days >= 0, "days", days, "it must not be below zero")
        value = day + timedelta(days=days)
        words = said(in_days, days=days, day=day)
    else:
        number = 1 if months is None else months
        need(number >= 0, "months", number, "it must not be below zero")
        value = add_months(day, number)
        words = said(in_months, months=number, day=day)
    return Computed(value=value, unit="date", explanation=(words,), sources=(EXAMPLE,))


@rule("appeal-in-time")
def in_time(
    *,
    told_on: date,
    filed_on: date,
    months: int | None = None,
    days: int | None = None,
    working_days: int | None = None,
) -> Computed[bool]:
    """Whether an appeal was filed in time; the last day itself still counts."""
    need(filed_on >= told_on, "filed_on", filed_on, "it must not be before the day on which the decision was told")
    last = file_by(told_on=told_on, months=months, days=days, working_days=working_days)
    words = said(_("Filed on {filed_on}; the last day was {last}."), filed_on=filed_on, last=last.value)
    value = filed_on <= last.value
    return Computed(value=value, unit="boolean", explanation=(*last.explanation, words), sources=last.sources)


@rule("appeal-stays")
def stays(*, stays_decision: bool = False) -> Computed[bool]:
    """Whether filing an appeal holds the decision up; it does not unless the pack says so."""
    words = said(_("The pack says that it does.") if stays_decision else _("It does not, unless the pack says so."))
    return Computed(value=stays_decision, unit="boolean", explanation=(words,), sources=(EXAMPLE,))


def appeal_clock(terms: Terms, told_on: date) -> Computed[date]:
    """Return the last day to appeal under a pack's terms; working days come first, then days, then months."""
    if terms.appeal_working_days is not None:
        return file_by(told_on=told_on, working_days=terms.appeal_working_days)
    if terms.appeal_days is not None:
        return file_by(told_on=told_on, days=terms.appeal_days)
    return file_by(told_on=told_on, months=terms.appeal_months)


def decision_clock(terms: Terms, filed_on: date) -> Computed[date]:
    """Return the last day to decide an appeal under a pack's terms; days come before months."""
    if terms.appeal_decision_days is not None:
        return decide_by(filed_on=filed_on, days=terms.appeal_decision_days)
    return decide_by(filed_on=filed_on, months=terms.appeal_decision_months)
