"""What a fee is: a base and parts by size, within bounds, less what the scheme gives up.

``fee = base + per_site·n + per_member·m + per_volume·q + per_revenue·v``, then minimum and maximum, then discounts and
waivers. Nothing here asks how an assessment ended: a fee never depends on the outcome (ISO/IEC 17065, impartiality).
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, not_below_zero, per_cent, rule
from orepass.kernel.money import Money, money, rounded
from orepass.kernel.works import ASM_STUDY

FORMULA: Final = Source(title="Orepass", clause="fee engine, one formula for published schedules", verified=True)
PILOT: Final = Source(
    title="DMT and TÜV NORD on the CPS II pilot (2024)",
    clause="free pilot audits, September to December",
    verified=True,
)
FIRST_AUDITS: Final = Source(
    title="RMI, Initial Audit Fund", clause="the whole first audit, first come, one per metal", verified=True
)
YEARLY: Final = Source(
    title="Cradle to Cradle fee schedule", clause="extension by months of the yearly fee", verified=False
)
SAVINGS: Final = Source(
    title=ASM_STUDY,
    clause="savings from recognition are passed on",
    verified=True,
)
PER_CENT: Final = 100
MONTHS: Final = 12


def within(fee: Money, minimum: Decimal | None, maximum: Decimal | None) -> Money:
    """Return a fee raised to the minimum or lowered to the maximum."""
    if minimum is not None:
        fee = max(fee, money(minimum, fee.currency))
    return fee if maximum is None else min(fee, money(maximum, fee.currency))


@rule("fee-levy")
def fee_levy(
    *,
    per_volume: Decimal = Decimal(0),
    volume: Decimal = Decimal(0),
    per_revenue: Decimal = Decimal(0),
    revenue: Decimal = Decimal(0),
) -> Computed[Fraction]:
    """The part of a fee that follows volume and revenue, not yet rounded."""
    not_below_zero(per_volume=per_volume, volume=volume, per_revenue=per_revenue, revenue=revenue)
    value = Fraction(per_volume) * Fraction(volume) + Fraction(per_revenue) * Fraction(revenue)
    explanation = (f"{per_volume} × {volume} of volume and {per_revenue} × {revenue} of revenue.",)
    return Computed(value=value, unit="currency", explanation=explanation, sources=(FORMULA,))


@rule("fee")
def fee(
    *,
    base: Decimal = Decimal(0),
    per_site: Decimal = Decimal(0),
    sites: int = 0,
    per_member: Decimal = Decimal(0),
    members: int = 0,
    levy: Fraction = Fraction(0),
    currency: str = "EUR",
) -> Computed[Decimal]:
    """A fee: base, so much for each site and member, and the levy on volume and revenue; before its bounds."""
    not_below_zero(base=base, per_site=per_site, sites=sites, per_member=per_member, members=members, levy=levy)
    exact = Fraction(base) + Fraction(per_site) * sites + Fraction(per_member) * members + levy
    value = rounded(exact, currency)
    explanation = (
        f"{base} as base, {per_site} for each of {sites} sites, {per_member} for each of {members} members.",
        f"The levy on volume and revenue adds {rounded(levy, currency)}; together {value}, rounded once, half up.",
    )
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(FORMULA,))


@rule("fee-bounded")
def fee_bounded(
    *, fee: Decimal, minimum: Decimal | None = None, maximum: Decimal | None = None, currency: str = "EUR"
) -> Computed[Decimal]:
    """A fee within its least and its greatest amount."""
    not_below_zero(fee=fee, minimum=minimum, maximum=maximum)
    if minimum is not None and maximum is not None:
        need(minimum <= maximum, "minimum", minimum, "it must not lie above the maximum")
    value = within(money(fee, currency), minimum, maximum)
    bounds = f"least {'none' if minimum is None else minimum}, greatest {'none' if maximum is None else maximum}"
    return Computed(
        value=value.amount, unit=currency, explanation=(f"{fee} within its bounds: {bounds}.",), sources=(FORMULA,)
    )


@rule("fee-discounted", parameters={"percent": "fees.discount.asm_percent"})
def fee_discounted(*, fee: Decimal, percent: Fraction, currency: str = "EUR") -> Computed[Decimal]:
    """A fee less a discount in per cent, such as that for artisanal miners."""
    not_below_zero(fee=fee)
    per_cent(percent=percent)
    whole = money(fee, currency)
    value = whole - whole.times(percent / PER_CENT)
    explanation = (f"{float(percent):g} per cent off {whole} leave {value}.",)
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(OWN_CHOICE,))


@rule("fee-after-waiver")
def fee_after_waiver(
    *,
    fee: Decimal,
    participant: bool,
    audit_on: date,
    registered_on: date,
    first_on: date = date(2024, 9, 1),
    last_on: date = date(2024, 12, 31),
    basis: str = "audit",
    currency: str = "EUR",
) -> Computed[Decimal]:
    """What a free programme leaves of a fee: nothing for a participant whose audit or registration is in it."""
    not_below_zero(fee=fee)
    need(basis in {"audit", "registration"}, "basis", basis, "it must be audit or registration")
    need(first_on <= last_on, "first_on", first_on, "it must not lie after the last day")
    counts = audit_on if basis == "audit" else registered_on
    free = participant and first_on <= counts <= last_on
    why = f"the {basis} on {counts} lies {'in' if first_on <= counts <= last_on else 'outside'} {first_on} to {last_on}"
    who = "A registered participant" if participant else "Not a participant"
    value = money("0" if free else fee, currency)
    return Computed(value=value.amount, unit=currency, explanation=(f"{who}, and {why}.",), sources=(PILOT,))


@rule("first-audit-fund")
def first_audit_fund(
    *,
    fee: Decimal,
    left: Decimal,
    audited_before: bool,
    agreements_signed: bool,
    granted_for_metal: bool = False,
    currency: str = "EUR",
) -> Computed[Decimal]:
    """What a fund for first audits pays: the whole fee, once per metal, to whoever was never audited; else nothing."""
    not_below_zero(fee=fee, left=left)
    because = (
        "there was an audit before"
        if audited_before
        else "the agreements are not signed"
        if not agreements_signed
        else "this metal has had its grant"
        if granted_for_metal
        else "the fund has too little left for the whole fee"
        if left < fee
        else ""
    )
    value = money("0" if because else fee, currency)
    explanation = (f"Nothing: {because}." if because else f"The fund pays the whole fee of {value}.",)
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(FIRST_AUDITS,))


@rule("licence-extension-fee")
def licence_extension_fee(*, months: int, yearly: Decimal = Decimal(1000), currency: str = "USD") -> Computed[Decimal]:
    """The fee for a licence that runs some months longer: so many twelfths of the yearly fee."""
    not_below_zero(months=months, yearly=yearly)
    value = rounded(Fraction(yearly) * months / MONTHS, currency)
    explanation = (f"{months}/12 of {yearly} {currency}.",)
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(YEARLY,))


@rule("saving-passed-on", parameters={"day_rate": "fees.audit.day_rate"})
def saving_passed_on(
    *, days_saved: Fraction, day_rate: Decimal, fee: Decimal, currency: str = "EUR"
) -> Computed[Decimal]:
    """The discount that hands the operator what recognition saved: days saved × day rate, never more than the fee."""
    not_below_zero(days_saved=days_saved, day_rate=day_rate, fee=fee)
    saved = rounded(days_saved * Fraction(day_rate), currency)
    value = min(saved, money(fee, currency))
    explanation = (f"{float(days_saved):g} days × {day_rate} = {saved}; off a fee of {fee}: {value}.",)
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(SAVINGS,))
