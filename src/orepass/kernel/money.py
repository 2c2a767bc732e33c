"""Exact money: whole minor units of an ISO 4217 currency; no floats, and no conversion without its rate and day.

One rounding rule: a reckoned amount is rounded once, at its end, half up to the minor unit; a sum that is shared out is
shared by largest remainder, so that the parts add up to it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

import msgspec

from orepass.kernel.quantity import apportion
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _

MINOR_MAX: Final = 2**63 - 1
LENGTH_MAX: Final = 30
"""Characters of an amount as written; more would be no sum of money."""

_EXPONENTS: Final[dict[int, str]] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
    "MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD "
    "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR "
    "ZMW ZWG",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
EXPONENT: Final[dict[str, int]] = {code: places for places, codes in _EXPONENTS.items() for code in codes.split()}
"""Decimal places of each currency (ISO 4217)."""


class BadMoney(Invalid):
    """The amount cannot be held exactly."""

    code = "kernel.money.invalid"
    message = _("“{value} {currency}” is not a sum of money that can be held exactly.")
    what_to_do = _("Give a number without exponent and an ISO 4217 code, with no more decimals than the currency has.")


class MixedCurrencies(Invalid):
    """Sums of two currencies meet."""

    code = "kernel.money.currencies"
    message = _("{one} and {other} cannot be reckoned together.")
    what_to_do = _("Convert one of them first, with a rate and its day.")


class Money(msgspec.Struct, frozen=True):
    """A sum of money, which may be below zero: a deduction, a correction."""

    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """Return the sum in the currency's main unit, with all its decimals."""
        return Decimal(self.minor).scaleb(-EXPONENT[self.currency])

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other).minor

    def times(self, factor: int | Fraction | Decimal) -> "Money":
        """Multiply, and round half up to the minor unit."""
        return Money(half_up(self.minor * Fraction(factor)), self.currency)

    def shared(self, weights: Sequence[int | Fraction]) -> list["Money"]:
        """Share out by weights, so that the parts add up to the whole.

        Raises:
            Invalid: no positive weight, or a negative one.
        """
        return [Money(part, self.currency) for part in apportion(self.minor, weights)]

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise MixedCurrencies(one=self.currency, other=other.currency)
        return other


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """What one main unit of a currency was worth in another, on a day, as somebody published it."""

    of: str
    into: str
    value: Fraction
    on: date
    source: str


def money(value: str | int | Decimal, currency: str) -> Money:
    """Read a sum exactly.

    Raises:
        BadMoney: not a number, finer than the minor unit, too large, or an unknown currency.
    """
    places = EXPONENT.get(currency)
    try:
        number = Decimal(value)
    except (InvalidOperation, ValueError):
        number = Decimal("NaN")
    if places is None or not number.is_finite() or len(str(value)) > LENGTH_MAX or "E" in str(number):
        raise BadMoney(value=str(value)[:LENGTH_MAX], currency=currency[:LENGTH_MAX])
    exact = Fraction(number) * 10**places
    if exact.denominator != 1 or abs(exact.numerator) > MINOR_MAX:
        raise BadMoney(value=str(value)[:LENGTH_MAX], currency=currency)
    return Money(exact.numerator, currency)


def rounded(exact: Fraction, currency: str) -> Money:
    """Round a reckoned amount of main units once, half up to the minor unit.

    Raises:
        BadMoney: an unknown currency.
    """
    if currency not in EXPONENT:
        raise BadMoney(value=str(exact)[:LENGTH_MAX], currency=currency[:LENGTH_MAX])
    return Money(half_up(exact * 10 ** EXPONENT[currency]), currency)


def half_up(exact: Fraction) -> int:
    """Round to a whole number, halves away from zero."""
    doubled = abs(exact) * 2 + 1
    whole = int(doubled.numerator // (doubled.denominator * 2))
    return whole if exact >= 0 else -whole


def total(parts: Iterable[Money], currency: str) -> Money:
    """Add up sums of one currency; none at all make zero.

    Raises:
        MixedCurrencies: one of them is in another currency.
    """
    return sum(parts, Money(0, currency))


def converted(sum_: Money, rate: Rate) -> Money:
    """Convert by a named rate of a named day; there is no other way from one currency to another.

    Raises:
        MixedCurrencies: the rate is for another currency.
    """
    if sum_.currency != rate.of:
        raise MixedCurrencies(one=sum_.currency, other=rate.of)
    return rounded(Fraction(sum_.amount) * rate.value, rate.into)
