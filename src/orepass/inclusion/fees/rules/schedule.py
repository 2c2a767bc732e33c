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
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

FORMULA: Final = Source(title="Orepass", clause=_("fee engine, one formula for published schedules"), verified=True)
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
    words = said(
        _("{per_volume} × {volume} of volume and {per_revenue} × {revenue} of revenue."),
        per_volume=per_volume,
        volume=volume,
        per_revenue=per_revenue,
        revenue=revenue,
    )
    return Computed(value=value, unit="currency", explanation=(words,), sources=(FORMULA,))


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
        said(
            _("{base} as base, {per_site} for each of {sites} sites, {per_member} for each of {members} members."),
            base=base,
            per_site=per_site,
            sites=sites,
            per_member=per_member,
            members=members,
        ),
        said(
            _("The levy on volume and revenue adds {levy}; together {sum}, rounded once, half up."),
            levy=rounded(levy, currency),
            sum=value,
        ),
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
    words = said(
        _("{fee} within its bounds: least {least}, greatest {greatest}."),
        fee=fee,
        least=_("none") if minimum is None else minimum,
        greatest=_("none") if maximum is None else maximum,
    )
    return Computed(value=value.amount, unit=currency, explanation=(words,), sources=(FORMULA,))


@rule("fee-discounted", parameters={"percent": "fees.discount.asm_percent"})
def fee_discounted(*, fee: Decimal, percent: Fraction, currency: str = "EUR") -> Computed[Decimal]:
    """A fee less a discount in per cent, such as that for artisanal miners."""
    not_below_zero(fee=fee)
    per_cent(percent=percent)
    whole = money(fee, currency)
    value = whole - whole.times(percent / PER_CENT)
    words = _("{percent} per cent off {fee} leave {value}.")
    explanation = (said(words, percent=f"{float(percent):g}", fee=whole, value=value),)
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(OWN_CHOICE,))


_WAIVER_EVENTS: Final = {"audit": _("the audit"), "registration": _("the registration")}
_WAIVER_WORDS: Final = {
    True: _("{who}, and {event} on {day} lies in {first_on} to {last_on}."),
    False: _("{who}, and {event} on {day} lies outside {first_on} to {last_on}."),
}


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
    need(basis in _WAIVER_EVENTS, "basis", basis, "it must be audit or registration")
    need(first_on <= last_on, "first_on", first_on, "it must not lie after the last day")
    counts = audit_on if basis == "audit" else registered_on
    within_days = first_on <= counts <= last_on
    value = money("0" if participant and within_days else fee, currency)
    words = said(
        _WAIVER_WORDS[within_days],
        who=_("A registered participant") if participant else _("Not a participant"),
        event=_WAIVER_EVENTS[basis],
        day=counts,
        first_on=first_on,
        last_on=last_on,
    )
    return Computed(value=value.amount, unit=currency, explanation=(words,), sources=(PILOT,))


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
        _("there was an audit before")
        if audited_before
        else _("the agreements are not signed")
        if not agreements_signed
        else _("this metal has had its grant")
        if granted_for_metal
        else _("the fund has too little left for the whole fee")
        if left < fee
        else ""
    )
    value = money("0" if because else fee, currency)
    if because:
        words = said(_("Nothing: {because}."), because=because)
    else:
        words = said(_("The fund pays the whole fee of {fee}."), fee=value)
    return Computed(value=value.amount, unit=currency, explanation=(words,), sources=(FIRST_AUDITS,))


@rule("licence-extension-fee")
def licence_extension_fee(*, months: int, yearly: Decimal = Decimal(1000), currency: str = "USD") -> Computed[Decimal]:
    """The fee for a licence that runs some months longer: so many twelfths of the yearly fee."""
    not_below_zero(months=months, yearly=yearly)
    value = rounded(Fraction(yearly) * months / MONTHS, currency)
    words = _("{months}/12 of {yearly} {currency}.")
    explanation = (said(words, months=months, yearly=yearly, currency=currency),)
    return Computed(value=value.amount, unit=currency, explanation=explanation, sources=(YEARLY,))


@rule("saving-passed-on", parameters={"day_rate": "fees.audit.day_rate"})
def saving_passed_on(
    *, days_saved: Fraction, day_rate: Decimal, fee: Decimal, currency: str = "EUR"
) -> Computed[Decimal]:
    """The discount that hands the operator what recognition saved: days saved × day rate, never more than the fee."""
    not_below_zero(days_saved=days_saved, day_rate=day_rate, fee=fee)
    saved = rounded(days_saved * Fraction(day_rate), currency)
    value = min(saved, money(fee, currency))
    words = said(
        _("{days} days × {rate} = {saved}; off a fee of {fee}: {value}."),
        days=f"{float(days_saved):g}",
        rate=day_rate,
        saved=saved,
        fee=fee,
        value=value,
    )
    return Computed(value=value.amount, unit=currency, explanation=(words,), sources=(SAVINGS,))
