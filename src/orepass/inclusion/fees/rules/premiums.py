"""Premiums: owed to the producer group on top of whichever price applies, spent only by its members' vote.

No scheme here asks for a premium; one that pays none leaves the line at zero, and selling elsewhere is nobody's fault.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.inclusion.fees.rules.schedule import PER_CENT
from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, not_below_zero, per_cent, rule
from orepass.kernel.money import money, rounded
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

FAIRMINED: Final = Source(
    title="Fairmined", clause="USD 4,000 per kilogram of gold, read on a trade page", verified=True
)
FAIRTRADE: Final = Source(
    title="Fairtrade gold, prices since 1 August 2013",
    clause="minimum 95 per cent of the fix, USD 2,000 per kilogram, ecological 15 per cent of the fix",
    verified=True,
)
PRICE_RULE: Final = Source(
    title="Fairtrade gold, prices since 1 August 2013",
    clause="the premium comes on top of whichever price applies",
    verified=True,
)
VOTE: Final = Source(title=ASM_STUDY, clause="groups decide democratically on the social premium", verified=True)
SURCHARGE: Final = Source(title=ASM_STUDY, clause="segregated cocoa at a reasonable surcharge", verified=True)


@rule("premium-by-mass")
def premium_by_mass(*, mass_kg: Decimal, per_kg: Decimal = Decimal(4000), currency: str = "USD") -> Computed[Decimal]:
    """The premium on a delivered mass: so much for each kilogram, owed to the producer group."""
    not_below_zero(mass_kg=mass_kg, per_kg=per_kg)
    value = rounded(Fraction(mass_kg) * Fraction(per_kg), currency)
    explanation = (said("{mass} kg × {per_kg} {currency}.", mass=mass_kg, per_kg=per_kg, currency=currency),)
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(FAIRMINED,))


@rule("premium-of-price", parameters={"percent": "fees.premium.price_percent"})
def premium_of_price(*, price: Decimal, percent: Fraction, currency: str = "USD") -> Computed[Decimal]:
    """The premium on goods: so many per cent of their price, on top of it, owed to the producer group."""
    not_below_zero(price=price)
    per_cent(percent=percent)
    value = money(price, currency).times(percent / PER_CENT)
    told = _("{percent} per cent of {price} {currency}.")
    words = said(told, percent=f"{float(percent):g}", price=price, currency=currency)
    return Computed(value=value.amount, unit=currency, explanation=(words,), sources=(PRICE_RULE, OWN_CHOICE))


@rule("price-with-premium")
def price_with_premium(
    *,
    fix: Decimal,
    market: Decimal | None = None,
    minimum_percent: Fraction = Fraction(95),
    premium: Decimal = Decimal(2000),
    ecological: bool = False,
    ecological_percent: Fraction = Fraction(15),
    currency: str = "USD",
) -> Computed[Decimal]:
    """The price with its premium: the market's if above the minimum, else the minimum; the premium on top."""
    not_below_zero(fix=fix, market=market, premium=premium)
    per_cent(minimum_percent=minimum_percent, ecological_percent=ecological_percent)
    of_fix = money(fix, currency)
    minimum = of_fix.times(minimum_percent / PER_CENT)
    price = minimum if market is None else max(minimum, money(market, currency))
    above = of_fix.times(ecological_percent / PER_CENT) if ecological else money(premium, currency)
    explanation = (
        said(
            _("The minimum is {percent} per cent of the fix, {minimum}; the price that applies is {price}."),
            percent=f"{float(minimum_percent):g}",
            minimum=minimum,
            price=price,
        ),
        said(_("The premium of {premium} comes on top: {sum}."), premium=above, sum=price + above),
    )
    return Computed(
        value=(price + above).amount, unit=currency, explanation=explanation, sources=(FAIRTRADE, PRICE_RULE)
    )


@rule("price-with-surcharge")
def price_with_surcharge(*, price: Decimal, surcharge_percent: Fraction, currency: str = "USD") -> Computed[Decimal]:
    """The price of segregated material: the price and the surcharge, each its own line."""
    not_below_zero(price=price, surcharge_percent=surcharge_percent)
    line = money(price, currency)
    surcharge = line.times(surcharge_percent / PER_CENT)
    explanation = (
        said(_("Price {price}."), price=line),
        said(_("Surcharge for segregated material {surcharge}."), surcharge=surcharge),
    )
    return Computed(value=(line + surcharge).amount, unit=currency, explanation=explanation, sources=(SURCHARGE,))


@rule(
    "premium-spending-approved",
    parameters={"quorum_percent": "fees.premium.quorum_percent", "majority_percent": "fees.premium.majority_percent"},
)
def premium_spending_approved(
    *,
    members: int,
    present: int,
    in_favour: int,
    quorum_percent: Fraction = Fraction(50),
    majority_percent: Fraction = Fraction(50),
) -> Computed[bool]:
    """Whether the members approved a spending: enough of them present, and more than the share asked in favour."""
    need(members >= 1, "members", members, "there must be at least one member")
    need(0 <= present <= members, "present", present, "it must lie between 0 and the number of members")
    need(0 <= in_favour <= present, "in_favour", in_favour, "it must lie between 0 and those present")
    per_cent(quorum_percent=quorum_percent, majority_percent=majority_percent)
    quorum = present * PER_CENT >= quorum_percent * members
    majority = in_favour * PER_CENT > majority_percent * present
    words = (
        said(
            _("{present} of {members} members were present; the quorum is {percent} per cent."),
            present=present,
            members=members,
            percent=f"{float(quorum_percent):g}",
        ),
        said(
            _("{in_favour} of {present} were in favour; more than {percent} per cent are asked."),
            in_favour=in_favour,
            present=present,
            percent=f"{float(majority_percent):g}",
        ),
    )
    return Computed(value=quorum and majority, unit="boolean", explanation=words, sources=(VOTE, OWN_CHOICE))
