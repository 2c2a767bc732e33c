"""What certification costs in all: quotes, the cost of complying, of a unit.

A larger client never pays less than a smaller one; a group never pays more than its members would alone.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, not_below_zero, one_of, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.money import Money, Rate, converted, half_up, money, rounded
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

AUDIT_COST: Final = Source(title=ASM_STUDY, clause="per diem, travel and a yearly fee by size", verified=True)
IN_COUNTRY: Final = Source(
    title=ASM_STUDY, clause="local certifiers often cost less, and may be unavailable", verified=True
)
TOTAL_COST: Final = Source(
    title=ASM_STUDY, clause="lesson 3: costs at every part, benefits of three kinds", verified=True
)
UNIT_COST: Final = Source(title=ASM_STUDY, clause="lesson 4: larger volumes lower unit costs", verified=True)
ORGANIC_IN_FACT: Final = Source(
    title=ASM_STUDY, clause="many comply in fact and cannot afford inspection", verified=True
)
RATES: Final = Source(title="Orepass", clause=_("own choice: a conversion names its rate and its day"), verified=True)
BENEFITS: Final = ("mandated_premium", "negotiated_premium", "market_access", "value_addition")
_BENEFIT_WORDS: Final = {
    "none": _("none"),
    "mandated_premium": _("mandated premium"),
    "negotiated_premium": _("negotiated premium"),
    "market_access": _("market access"),
    "value_addition": _("value addition"),
}

NO_BENEFIT = FindingKind(
    "fees.cost.no_benefit",
    Severity.WARNING,
    _("This certification costs something and names no benefit."),
    what_to_do=_("Name the premium, the market it opens or the value it adds, or think again."),
)


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What an auditor would cost; ``in_country`` when no border has to be crossed."""

    cost: Money
    in_country: bool
    competent: bool = True


def audit_cost(size_fee: Money, per_diem: Money, days: Fraction, travel: Money) -> Money:
    """Return the fee by size, the per diem for the days, and the travel."""
    return size_fee + per_diem.times(days) + travel


def group_cost(together: Money, singles: Sequence[Money]) -> Money:
    """Return what a group pays: what it costs together, never more than its members would pay alone."""
    return min(together, sum(singles, Money(0, together.currency))) if singles else together


def cheapest(offers: Sequence[Offer]) -> Offer | None:
    """Propose the cheapest competent auditor, at one cost the one in the country; where there is none, none."""
    competent = [offer for offer in offers if offer.competent]
    return min(competent, key=lambda offer: (offer.cost.minor, not offer.in_country), default=None)


def cost_findings(benefit: str) -> list[Finding]:
    """Warn when nothing is gained."""
    return [] if benefit in BENEFITS else [NO_BENEFIT.at()]


@rule("audit-quote", parameters={"per_diem": "fees.audit.day_rate"})
def audit_quote(
    *,
    size_fee: Decimal,
    per_diem: Decimal,
    days: Fraction,
    travel: Decimal = Decimal(0),
    singles: Decimal | None = None,
    currency: str = "USD",
) -> Computed[Decimal]:
    """What an audit costs: fee by size + per diem × days + travel; a group never above the sum of single quotes."""
    not_below_zero(size_fee=size_fee, per_diem=per_diem, days=days, travel=travel, singles=singles)
    together = audit_cost(money(size_fee, currency), money(per_diem, currency), days, money(travel, currency))
    value = group_cost(together, [] if singles is None else [money(singles, currency)])
    explanation = [
        said(
            _("{size_fee} by size, {per_diem} × {days} days, {travel} for travel: {together}."),
            size_fee=size_fee,
            per_diem=per_diem,
            days=f"{float(days):g}",
            travel=travel,
            together=together,
        )
    ]
    if singles is not None:
        explanation.append(
            said(_("Alone they would pay {singles} in all; the group pays {value}."), singles=singles, value=value)
        )
    return Computed(value=value.amount, unit=currency, explanation=tuple(explanation), sources=(AUDIT_COST,))


_PROPOSED: Final = _("Foreign {foreign}, in the country {local}; the cheaper competent one is proposed.")
_NOT_COMPETENT: Final = _("{cost}, not competent")


@rule("auditor-proposed")
def auditor_proposed(
    *, foreign: Decimal, in_country: Decimal | None = None, competent: bool = True, currency: str = "USD"
) -> Computed[str]:
    """Which auditor is proposed: the cheaper competent one; without one in the country, the foreign one."""
    not_below_zero(foreign=foreign, in_country=in_country)
    offers = [Offer(cost=money(foreign, currency), in_country=False)]
    if in_country is not None:
        offers.append(Offer(cost=money(in_country, currency), in_country=True, competent=competent))
    local = _("none") if in_country is None else in_country if competent else said(_NOT_COMPETENT, cost=in_country)
    explanation = (said(_PROPOSED, foreign=foreign, local=local),)
    best = cheapest(offers)
    value = "in-country" if best is not None and best.in_country else "foreign"
    return Computed(value=value, unit="code", explanation=explanation, sources=(IN_COUNTRY,))


@rule("cost-sheet")
def cost_sheet(
    *,
    fees: Decimal,
    audit: Decimal,
    compliance: Decimal | None = None,
    other: Decimal = Decimal(0),
    benefit: str = "none",
    currency: str = "USD",
) -> Computed[Decimal]:
    """What certification costs in all, complying included; a cost without a benefit is flagged."""
    need(compliance is not None, "compliance", compliance, "a cost sheet needs the cost of complying")
    need(benefit in _BENEFIT_WORDS, "benefit", benefit, one_of(_BENEFIT_WORDS))
    not_below_zero(fees=fees, audit=audit, compliance=compliance, other=other)
    lines = [money(line, currency) for line in (fees, audit, compliance or Decimal(0), other)]
    value = sum(lines, Money(0, currency))
    words = said(
        _("Fees {fees}, audit {audit}, complying {complying}, other {other}; benefit: {benefit}."),
        fees=lines[0],
        audit=lines[1],
        complying=lines[2],
        other=lines[3],
        benefit=_BENEFIT_WORDS[benefit],
    )
    explanation = (words, *(found.said for found in cost_findings(benefit)))
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(TOTAL_COST,))


@rule("unit-cost")
def unit_cost(*, fixed: Decimal, variable: Decimal, volume: Decimal, currency: str = "USD") -> Computed[Decimal | None]:
    """The cost of a unit: (fixed + variable × volume) / volume; without volume there is none."""
    not_below_zero(fixed=fixed, variable=variable, volume=volume)
    if not volume:
        none = (said(_("No volume, so no unit cost.")),)
        return Computed(value=None, unit=currency, explanation=none, sources=(UNIT_COST,))
    cost = rounded(Fraction(fixed) / Fraction(volume) + Fraction(variable), currency)
    words = _("{fixed} shared over {volume} units, and {variable} for each.")
    explanation = (said(words, fixed=fixed, volume=volume, variable=variable),)
    return Computed(value=cost.amount, unit=currency, explanation=explanation, sources=(UNIT_COST,))


@rule("shared-inspection")
def shared_inspection(*, visit: Decimal, producers: int, currency: str = "USD") -> Computed[Decimal]:
    """What each of some producers pays for one shared inspection; until it, practice is a starting level, no claim."""
    not_below_zero(visit=visit)
    need(producers >= 1, "producers", producers, "there must be at least one producer")
    value = money(visit, currency).shared([1] * producers)[0]
    explanation = (
        said(
            _("{visit} among {producers} producers, the first shares a minor unit more where it does not divide."),
            visit=visit,
            producers=producers,
        ),
        said(_("What they practise is recorded as their starting level; nothing is certified before the inspection.")),
    )
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(ORGANIC_IN_FACT, OWN_CHOICE))


@rule("money-converted")
def money_converted(
    *, amount: Decimal, currency: str, per_unit: Decimal, into: str, rate_on: date, rate_of: str = ""
) -> Computed[Decimal]:
    """An amount in another currency: how much of the one bought one unit of the other, on which day, by whose rate."""
    not_below_zero(amount=amount)
    need(per_unit > 0, "per_unit", per_unit, "it must be above zero")
    rate = Rate(of=currency, into=into, value=1 / Fraction(per_unit), on=rate_on, source=rate_of)
    value = converted(money(amount, currency), rate)
    words = said(
        _("{per_unit} {currency} bought 1 {into} on {day} (rate: {rate_of})."),
        per_unit=per_unit,
        currency=currency,
        into=into,
        day=rate_on,
        rate_of=rate_of or _("not named"),
    )
    return Computed(value=value.amount, unit=into, explanation=(words,), sources=(RATES,))


@rule("rate-implied")
def rate_implied(*, amount: Decimal, other: Decimal) -> Computed[Decimal]:
    """The rate behind two printed figures of the same cost: so much of the first for one of the other, two decimals."""
    not_below_zero(amount=amount)
    need(other > 0, "other", other, "it must be above zero")
    value = Decimal(half_up(Fraction(amount) / Fraction(other) * 100)).scaleb(-2)
    return Computed(
        value=value,
        unit="rate",
        explanation=(said("{amount} / {other}.", amount=amount, other=other),),
        sources=(RATES,),
    )
