"""Price one fee of a schedule for one client, step by step; every step keeps its rule, its inputs and its value."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import msgspec

from orepass.inclusion.fees.rules.steps import take
from orepass.inclusion.fees.rules.terms import (
    AUDIT,
    BLOCK,
    BUYER_LINES,
    PREMIUM,
    currency_of,
    has_premium,
    rate,
    require_fee,
)
from orepass.kernel.computed import Computed, need
from orepass.kernel.kept import Kept
from orepass.kernel.money import Money, money
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.scheme.rules.parameters import Rules

DIGITS_MAX: Final = 12
KILOGRAMS: Final = 1000
_TOO_LONG: Final = said(_("it has more than {count} characters"), count=DIGITS_MAX)
IN_COUNTRY: Final = "in-country"


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """What a fee goes by: size, days and travel; never the outcome, and size never decides who may enter.

    ``travel`` is that of an auditor in the country (none: there is none), ``foreign_travel`` that of one from abroad.
    """

    sites: int = 1
    members: int = 0
    volume_t: Decimal = Decimal(0)
    revenue: Decimal = Decimal(0)
    days: Decimal = Decimal(0)
    travel: Decimal | None = None
    foreign_travel: Decimal | None = None
    artisanal: bool = False


class Priced(msgspec.Struct, frozen=True, kw_only=True):
    """One fee with the steps it was reckoned by; the last step's value is the amount."""

    fee: str
    amount: Money
    steps: tuple[Kept, ...]


class Reckoning:
    """The steps of one fee, each kept with its rule, its inputs and where in the pack they stand."""

    def __init__(self, rules: Rules, *, pack_digest: str, standard: str) -> None:
        """Begin without a step."""
        self.rules = rules
        self.pack_digest = pack_digest
        self.standard = standard
        self.currency = currency_of(rules)
        self.steps: list[Kept] = []

    def step(self, rule: str, inputs: Mapping[str, Any], **of_pack: str) -> Computed[Any]:
        """Take one step; ``of_pack`` names the inputs that stand in the pack, by their path below ``fees``."""
        paths = {name: f"{BLOCK}.{path}" for name, path in of_pack.items() if f"{BLOCK}.{path}" in self.rules}
        taken = {name: rate(self.rules, path.removeprefix(f"{BLOCK}.")) for name, path in paths.items()}
        computed, kept = take(
            rule, {**inputs, **taken}, pack_digest=self.pack_digest, standard=self.standard, parameters=paths
        )
        self.steps.append(kept)
        return computed

    def amount(self, rule: str, inputs: Mapping[str, Any], **of_pack: str) -> Decimal:
        """Take a step whose value is an amount in the schedule's currency."""
        value = self.step(rule, {**inputs, "currency": self.currency}, **of_pack).value
        assert isinstance(value, Decimal), rule
        return value


def price(rules: Rules, fee: str, measure: Measure, *, pack_digest: str, standard: str) -> Priced:
    """Price one fee.

    Raises:
        FeeUnknown: the schedule has no such fee.
        InputRefused: a measure is below zero or beyond what fees go by.
    """
    _require_ordinary(measure)
    reckoning = Reckoning(rules, pack_digest=pack_digest, standard=standard)
    if fee == PREMIUM and PREMIUM in rules.value(f"{BLOCK}.{BUYER_LINES}", ()) and has_premium(rules):
        return _premium(reckoning, measure)
    require_fee(rules, fee)
    amount = _by_size(reckoning, fee, measure)
    amount = _audit(reckoning, amount, measure) if fee == AUDIT else _discounted(reckoning, amount, measure)
    return Priced(fee=fee, amount=money(amount, reckoning.currency), steps=tuple(reckoning.steps))


def confirmed(rules: Rules, paths: Iterable[str]) -> bool:
    """Say whether the source of an edition confirms every number behind a fee; where no number is, it confirms none."""
    numbers = list(paths)
    return bool(numbers) and all(path in rules and rules[path].verified for path in numbers)


def _premium(reckoning: Reckoning, measure: Measure) -> Priced:
    """Price the premium as a buyer’s line: of the price of the goods, or of their mass where the edition says so."""
    if rate(reckoning.rules, f"{PREMIUM}.price_percent") is not None:
        amount = reckoning.amount("premium-of-price", {"price": measure.revenue}, percent=f"{PREMIUM}.price_percent")
    else:
        mass = measure.volume_t * KILOGRAMS
        amount = reckoning.amount("premium-by-mass", {"mass_kg": mass}, per_kg=f"{PREMIUM}.per_kilogram")
    return Priced(fee=PREMIUM, amount=money(amount, reckoning.currency), steps=tuple(reckoning.steps))


def _require_ordinary(measure: Measure) -> None:
    for name, value in msgspec.structs.asdict(measure).items():
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            need(value >= 0, name, value, "it must not be below zero")
            need(len(f"{Decimal(value):f}") <= DIGITS_MAX, name, value, _TOO_LONG)


def _by_size(reckoning: Reckoning, fee: str, measure: Measure) -> Decimal:
    levy = reckoning.step(
        "fee-levy",
        {"volume": measure.volume_t, "revenue": measure.revenue},
        per_volume=f"{fee}.per_volume",
        per_revenue=f"{fee}.per_revenue",
    )
    whole = reckoning.amount(
        "fee",
        {"sites": measure.sites, "members": measure.members, "levy": levy.value},
        base=f"{fee}.base",
        per_site=f"{fee}.per_site",
        per_member=f"{fee}.per_member",
    )
    return reckoning.amount("fee-bounded", {"fee": whole}, minimum=f"{fee}.minimum", maximum=f"{fee}.maximum")


def _discounted(reckoning: Reckoning, amount: Decimal, measure: Measure) -> Decimal:
    if not measure.artisanal or rate(reckoning.rules, "discount.asm_percent") is None:
        return amount
    return reckoning.amount("fee-discounted", {"fee": amount}, percent="discount.asm_percent")


def _audit(reckoning: Reckoning, by_size: Decimal, measure: Measure) -> Decimal:
    """Quote an audit by auditors in the country and from abroad, and take the cheaper one."""
    singles = _singles(reckoning, measure)
    quotes = {
        name: reckoning.amount(
            "audit-quote",
            {"size_fee": by_size, "days": measure.days, "travel": travel or Decimal(0), "singles": singles},
            per_diem=f"{AUDIT}.day_rate",
        )
        for name, travel in (("foreign", measure.foreign_travel), ("in_country", measure.travel))
        if travel is not None or (name == "in_country" and measure.foreign_travel is None)
    }
    if len(quotes) == 1:
        return next(iter(quotes.values()))
    proposed = reckoning.step("auditor-proposed", {**quotes, "currency": reckoning.currency}).value
    return quotes["in_country" if proposed == IN_COUNTRY else "foreign"]


def _singles(reckoning: Reckoning, measure: Measure) -> Decimal | None:
    days = rate(reckoning.rules, f"{AUDIT}.single_days")
    if measure.members < 2 or days is None:  # noqa: PLR2004 - two make a group
        return None
    base = rate(reckoning.rules, f"{AUDIT}.base") or Decimal(0)
    known = [one for one in (measure.travel, measure.foreign_travel) if one is not None]
    alone = reckoning.amount(
        "audit-quote",
        {"size_fee": base, "travel": min(known, default=Decimal(0))},
        per_diem=f"{AUDIT}.day_rate",
        days=f"{AUDIT}.single_days",
    )
    return alone * measure.members
