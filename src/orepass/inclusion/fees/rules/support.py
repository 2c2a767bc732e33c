"""Who helps to pay: contributions by scale, earmarked pots, subsidies, pre-finance.

Who pays has no effect on any decision: nothing here can be seen by the rooms that decide.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from orepass.inclusion.fees.rules.instalments import deduction
from orepass.inclusion.fees.rules.schedule import PER_CENT
from orepass.kernel.computed import (
    OWN_CHOICE,
    Computed,
    Source,
    need,
    not_below_zero,
    numbers_in,
    per_cent,
    rule,
)
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.money import Money, money
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

SCALE: Final = Source(title=ASM_STUDY, clause="retailers and brands pay in proportion to their scale", verified=True)
EARMARKED: Final = Source(title=ASM_STUDY, clause="grants for a purpose: GEF, Fast Track", verified=True)
SUBSIDY: Final = Source(title=ASM_STUDY, clause="subsidies are often a precondition for small producers", verified=True)
PREFINANCE: Final = Source(title=ASM_STUDY, clause="trade credit repaid from sales", verified=True)

NO_FUNDING = FindingKind(
    "fees.funding.none",
    Severity.WARNING,
    _("Nobody but the producer pays for this certification."),
    what_to_do=_("Look for a sponsor, a fund for first audits or payment from sales; this is no refusal."),
)
NO_END = FindingKind(
    "fees.funding.end_unknown",
    Severity.WARNING,
    _("Nobody said when the subsidy ends."),
    what_to_do=_("Ask whoever pays for its last day, and plan who pays after it."),
)


class Support(StrEnum):
    """The three kinds of outside support."""

    PRODUCERS = "producers"
    CAPACITY = "capacity"
    CERTIFICATION = "certification"


def contributions(total: Money, scales: Sequence[Fraction]) -> list[Money]:
    """Share a total in proportion to scale, to the minor unit; the parts add up to it."""
    return total.shared(scales)


def funding_findings(*, fee: Money, subsidised: Money, ends_on: date | None) -> list[Finding]:
    """Say what is missing in a plan of funding; neither is a refusal."""
    if not subsidised.minor or not fee.minor:
        return [NO_FUNDING.at()]
    return [] if ends_on else [NO_END.at()]


@rule("contribution")
def contribution(*, total: Decimal, scales: str, place: int = 1, currency: str = "EUR") -> Computed[Decimal]:
    """One supporter's contribution in proportion to scale; scales such as “3 1”, place says whose. Parts add up."""
    not_below_zero(total=total)
    read = numbers_in("scales", scales)
    need(sum(read) > 0 and min(read) >= 0, "scales", scales, "none may be below zero, and not all zero")
    need(1 <= place <= len(read), "place", place, "it must name one of the scales")
    parts = contributions(money(total, currency), read)
    words = _("{total} shared {ratio} is {parts}.")
    explanation = (said(words, total=total, ratio=" : ".join(scales.split()), parts=tuple(parts)),)
    return Computed(value=parts[place - 1].amount, unit=currency, explanation=explanation, sources=(SCALE,))


@rule("pot-pays")
def pot_pays(
    *, left: Decimal, amount: Decimal, pot_purpose: str, purpose: str, currency: str = "EUR"
) -> Computed[Decimal]:
    """What an earmarked pot pays: the amount, if it is for the pot's own purpose and the pot holds it; else refused."""
    need(purpose == pot_purpose, "purpose", purpose, said(_("the pot is earmarked for {code}"), code=pot_purpose))
    need(amount > 0, "amount", amount, "it must be above zero")
    need(amount <= left, "amount", amount, said(_("the pot holds {left}"), left=left))
    value = money(amount, currency)
    words = _("{amount} of {left} left, for {purpose}.")
    explanation = (said(words, amount=value, left=left, purpose=purpose),)
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(EARMARKED,))


@rule("subsidised-share")
def subsidised_share(
    *, fee: Decimal, subsidised: Decimal, ends_on: date | None = None, currency: str = "EUR"
) -> Computed[Fraction]:
    """The share of a fee that others pay, in per cent; no funding is a warning, and so is a subsidy without an end."""
    need(fee > 0, "fee", fee, "it must be above zero")
    need(0 <= subsidised <= fee, "subsidised", subsidised, "it must lie between 0 and the fee")
    value = Fraction(subsidised) / Fraction(fee) * PER_CENT
    found = funding_findings(fee=money(fee, currency), subsidised=money(subsidised, currency), ends_on=ends_on)
    if ends_on is None:
        words = said(_("{part} of {fee} come from others."), part=subsidised, fee=fee)
    else:
        words = said(_("{part} of {fee} come from others, until {day}."), part=subsidised, fee=fee, day=ends_on)
    explanation = (words, *(one.said for one in found))
    return Computed(value=value, unit="%", explanation=explanation, sources=(SUBSIDY,))


@rule("prefinance-repayment")
def prefinance_repayment(
    *, owed: Decimal, sale: Decimal, percent: Fraction = Fraction(PER_CENT), currency: str = "USD"
) -> Computed[Decimal]:
    """What of a sale repays pre-finance: the agreed share, never more than is owed."""
    not_below_zero(owed=owed, sale=sale)
    per_cent(percent=percent)
    value = deduction(money(owed, currency), money(sale, currency), percent)
    words = _("{percent} per cent of {sale}, and not more than the {owed} owed.")
    explanation = (said(words, percent=f"{float(percent):g}", sale=sale, owed=owed),)
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(PREFINANCE, OWN_CHOICE))
