"""Pay from sales: a share of every sale goes to the fee until it is paid; inspection opens when it is.

EnCert in Kenya: an agreement first, then ten per cent of each sale; the last deduction is capped at what is owed.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.inclusion.fees.rules.schedule import PER_CENT
from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, not_below_zero, one_of, per_cent, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.money import Money, money
from orepass.kernel.period import add_months
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

FROM_SALES: Final = Source(
    title=ASM_STUDY, clause="EnCert Kenya, box 9: a tenth of each sale until paid", verified=True
)
ADHERENCE: Final = Source(
    title=ASM_STUDY, clause="EnCert Kenya: certificate after two months of adherence", verified=True
)
DISINTEGRATED: Final = Source(
    title=ASM_STUDY, clause="EnCert Kenya: groups fell apart and left a high price", verified=True
)
ARREARS: Final = Source(title="Cradle to Cradle fee schedule", clause="unpaid for 90 days", verified=False)
DEFAULT_DAYS: Final = 90

SHARE_ROSE = FindingKind(
    "fees.agreement.share_rose",
    Severity.WARNING,
    _("{left} of {signed} signatories left; each of the others now carries {share} instead of {before}."),
    what_to_do=_("Offer the others a longer time, a sponsor, or to go on alone; nobody has to pay for those who left."),
)


def deduction(owed: Money, sale: Money, percent: Fraction) -> Money:
    """Return what is taken from a sale: the agreed share, never more than is still owed."""
    return min(sale.times(percent / PER_CENT), owed)


def shares(fee: Money, signatories: int) -> list[Money]:
    """Share a fee among those who signed, so that the shares add up to it."""
    return fee.shared([1] * signatories)


def risen_share(fee: Money, *, signed: int, left: int, where: str = "") -> list[Finding]:
    """Warn when signatories left and the share of those who stay rose."""
    if not 0 < left < signed:
        return []
    before, share = shares(fee, signed)[0], shares(fee, signed - left)[0]
    return [SHARE_ROSE.at(where, left=left, signed=signed, share=share, before=before)]


@rule("instalment-deduction", parameters={"percent": "fees.instalment.sale_percent"})
def instalment_deduction(
    *,
    fee: Decimal,
    sale: Decimal,
    paid: Decimal = Decimal(0),
    percent: Fraction = Fraction(10),
    signed: bool = True,
    currency: str = "KES",
) -> Computed[Decimal]:
    """What is taken from a sale towards a fee: the agreed share, capped at what is owed; nothing unsigned."""
    not_below_zero(fee=fee, sale=sale)
    need(0 <= paid <= fee, "paid", paid, "it must lie between 0 and the fee")
    per_cent(percent=percent)
    owed = money(fee, currency) - money(paid, currency)
    sold = money(sale, currency)
    value = deduction(owed, sold, percent) if signed else Money(0, currency)
    if not signed:
        words = said(_("No agreement is signed, so nothing is taken."))
    else:
        words = said(
            _("{percent} per cent of {sold} are {share}; {owed} is still owed."),
            percent=f"{float(percent):g}",
            sold=sold,
            share=sold.times(percent / PER_CENT),
            owed=owed,
        )
    return Computed(value=value.amount, unit=currency, explanation=(words,), sources=(FROM_SALES,))


@rule("instalment-sales-needed", parameters={"percent": "fees.instalment.sale_percent"})
def sales_needed(
    *, fee: Decimal, paid: Decimal = Decimal(0), percent: Fraction = Fraction(10), currency: str = "KES"
) -> Computed[Decimal]:
    """The sales still needed until their share pays the fee, rounded up to the minor unit."""
    not_below_zero(fee=fee)
    need(0 <= paid <= fee, "paid", paid, "it must lie between 0 and the fee")
    need(0 < percent <= PER_CENT, "percent", percent, "it must lie above 0 and not above 100")
    owed = money(fee, currency) - money(paid, currency)
    exact = owed.minor * PER_CENT / percent
    value = Money(-(-exact.numerator // exact.denominator), currency)
    words = _("{owed} at {percent} per cent of each sale.")
    explanation = (said(words, owed=owed, percent=f"{float(percent):g}"),)
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(FROM_SALES,))


_START_CONDITIONS: Final = {"when_paid": _("when paid"), "when_signed": _("when signed"), "at_once": _("at once")}


@rule("inspection-opens", parameters={"start_condition": "fees.instalment.start_condition"})
def inspection_opens(
    *, fee: Decimal, paid: Decimal, start_condition: str = "when_paid", signed: bool = True
) -> Computed[bool]:
    """Whether inspection may start as far as the fee goes: when paid, when the agreement is signed, or at once."""
    not_below_zero(fee=fee, paid=paid)
    conditions = {"when_paid": paid >= fee, "when_signed": signed or paid >= fee, "at_once": True}
    need(start_condition in conditions, "start_condition", start_condition, one_of(conditions))
    words = _("{paid} of {fee} are paid; the scheme's condition is {condition}.")
    explanation = (said(words, paid=paid, fee=fee, condition=_START_CONDITIONS[start_condition]),)
    return Computed(value=conditions[start_condition], unit="boolean", explanation=explanation, sources=(FROM_SALES,))


@rule("fee-in-default", parameters={"after_days": "fees.instalment.default_after_days"})
def fee_in_default(*, outstanding: Decimal, moved_on: date, on: date, after_days: int = DEFAULT_DAYS) -> Computed[bool]:
    """Whether a fee is in default: something is owed, and nothing was paid for longer than the scheme's days."""
    not_below_zero(outstanding=outstanding, after_days=after_days)
    last_on = moved_on + timedelta(days=after_days)
    value = outstanding > 0 and on > last_on
    words = said(
        _("{outstanding} is owed; the last payment or due day was {moved_on}, {days} days end on {last_on}."),
        outstanding=outstanding,
        moved_on=moved_on,
        days=after_days,
        last_on=last_on,
    )
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(ARREARS, OWN_CHOICE))


@rule("adherence-complete-on", parameters={"months": "fees.instalment.adherence_months"})
def adherence_complete_on(*, started_on: date, missed_on: date | None = None, months: int = 2) -> Computed[date]:
    """The first day on which adherence to the plan has lasted: so many calendar months; a missed deduction restarts."""
    need(months >= 0, "months", months, "it must not be below zero")
    counted = started_on if missed_on is None else max(started_on, missed_on)
    value = add_months(counted, months)
    words = _("{months} calendar months from {day}, clamped to the end of the month.")
    explanation = (said(words, months=months, day=counted),)
    return Computed(value=value, unit="date", explanation=explanation, sources=(ADHERENCE,))


@rule("agreement-share")
def agreement_share(*, fee: Decimal, signed: int, left: int = 0, currency: str = "KES") -> Computed[Decimal]:
    """What each signatory carries at most; when others leave, the share of those who stay rises."""
    not_below_zero(fee=fee)
    need(signed >= 1, "signed", signed, "there must be at least one signatory")
    need(0 <= left < signed, "left", left, "somebody must stay")
    whole = money(fee, currency)
    value = shares(whole, signed - left)[0]
    warning = tuple(found.said for found in risen_share(whole, signed=signed, left=left))
    words = said(_("{fee} among {staying} of {signed} signatories."), fee=whole, staying=signed - left, signed=signed)
    return Computed(value=value.amount, unit=currency, explanation=(words, *warning), sources=(DISINTEGRATED,))
