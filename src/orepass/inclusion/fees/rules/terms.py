"""The numbers of fees, from the pack's block ``fees``; a silent pack is refused, for nobody is charged by our guess."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.scheme.rules.blocks import PREMIUM_RATES
from orepass.scheme.rules.parameters import Rules

BLOCK: Final = "fees"
AUDIT: Final = "audit"
PREMIUM: Final = "premium"
BUYER_LINES: Final = "buyer_lines"
NOT_FEES: Final = frozenset({"discount", "instalment", "waiver", "premium"})
RATES: Final = ("base", "per_site", "per_member", "per_volume", "per_revenue", "minimum", "maximum")


class FeeUnknown(NotFound):
    """The schedule has no such fee."""

    code = "fees.schedule.unknown"
    message = _("The schedule has no “{name}”.")
    what_to_do = _("Choose one of: {known}.")


class NoBuyerLines(Conflict):
    """The edition does not say what a buyer pays on top of the goods."""

    code = "fees.quote.no_buyer_lines"
    message = _("The edition does not say what a buyer pays on top of the goods.")
    what_to_do = _("Ask for a producer’s quote, or ask the owner of the standard to add the lines of a buyer.")


class Instalments(msgspec.Struct, frozen=True, kw_only=True):
    """How a fee may be paid from sales."""

    sale_percent: Fraction
    start_condition: str
    default_after_days: int


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """A free programme: its days, and which day of a client counts."""

    first_on: date
    last_on: date
    basis: str


class Vote(msgspec.Struct, frozen=True, kw_only=True):
    """What the scheme asks of a vote on a premium."""

    quorum_percent: Fraction
    majority_percent: Fraction


def fee_names(rules: Rules) -> tuple[str, ...]:
    """Return the names of the fees of a schedule."""
    names = {path.partition(".")[0] for path in rules.under(BLOCK) if "." in path}
    return tuple(sorted(names - NOT_FEES))


def lines_of(rules: Rules, *, buyer: bool) -> tuple[str, ...]:
    """Return what a quote tells: a buyer’s lines in the order of the edition, or every fee that is no buyer’s.

    Raises:
        NoBuyerLines: the edition says nothing of what a buyer pays.
    """
    bought = tuple(map(str, rules.value(f"{BLOCK}.{BUYER_LINES}", ())))
    if not buyer:
        return tuple(name for name in fee_names(rules) if name not in bought)
    if not bought:
        raise NoBuyerLines(where="buyer", state="none")
    return bought


def has_premium(rules: Rules) -> bool:
    """Say whether an edition names the rate of its premium: what somebody else pays is no rate of it."""
    return any(path in rules for path in PREMIUM_RATES)


def require_fee(rules: Rules, name: str) -> None:
    """Refuse a fee that the schedule does not have.

    Raises:
        FeeUnknown: there is no such fee.
    """
    known = fee_names(rules)
    if name not in known:
        raise FeeUnknown(where="fee", name=name[:40], what=name[:40], known=", ".join(known) or "–")


def currency_of(rules: Rules) -> str:
    """Return the currency of the schedule."""
    return str(rules[f"{BLOCK}.currency"].value)


def due_days(rules: Rules) -> int:
    """Return the days within which a charge is to be paid."""
    return rules.whole(f"{BLOCK}.due_days")


def rate(rules: Rules, path: str) -> Decimal | None:
    """Return a rate of the schedule, or nothing where it has none."""
    full = f"{BLOCK}.{path}"
    return Decimal(str(rules[full].value)) if full in rules else None


def instalments(rules: Rules) -> Instalments:
    """Read how a fee may be paid from sales.

    Raises:
        ParameterMissing: the pack leaves it open.
    """
    return Instalments(
        sale_percent=rules[f"{BLOCK}.instalment.sale_percent"].number,
        start_condition=str(rules[f"{BLOCK}.instalment.start_condition"].value),
        default_after_days=rules.whole(f"{BLOCK}.instalment.default_after_days"),
    )


def waivers(rules: Rules) -> tuple[str, ...]:
    """Return the names of the free programmes."""
    return tuple(dict.fromkeys(path.partition(".")[0] for path in rules.under(f"{BLOCK}.waiver")))


def waiver(rules: Rules, programme: str) -> Waiver:
    """Read a free programme.

    Raises:
        FeeUnknown: the scheme has no such programme.
    """
    known = waivers(rules)
    if programme not in known:
        raise FeeUnknown(where="programme", name=programme[:40], what=programme[:40], known=", ".join(known) or "–")
    block = f"{BLOCK}.waiver.{programme}"
    return Waiver(
        first_on=date.fromisoformat(str(rules[f"{block}.first_on"].value)),
        last_on=date.fromisoformat(str(rules[f"{block}.last_on"].value)),
        basis=str(rules[f"{block}.basis"].value),
    )


def vote(rules: Rules) -> Vote:
    """Read what is asked of a vote on a premium.

    Raises:
        ParameterMissing: the pack leaves it open.
    """
    return Vote(
        quorum_percent=rules[f"{BLOCK}.premium.quorum_percent"].number,
        majority_percent=rules[f"{BLOCK}.premium.majority_percent"].number,
    )
