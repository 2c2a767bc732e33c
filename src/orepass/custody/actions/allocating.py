"""Share the credit of an input out among the products of a step, by one basis in a period; nobody gets what is lost."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import msgspec

from orepass.custody.actions.moving import lock, side_of, taken, write
from orepass.custody.models import Transfer
from orepass.custody.queries.accounts import AccountCard, account_for
from orepass.custody.queries.closing import rules_of
from orepass.custody.queries.transfers import TransferCard, transfer_of
from orepass.custody.rules import accounts as rules
from orepass.custody.rules import allocation
from orepass.custody.rules.allocation import Basis
from orepass.custody.rules.closing.periods import span_of
from orepass.custody.rules.transferring import arriving, check_alike
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.quantity import mass
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action


class SharesUnusable(Invalid):
    """The products of a step cannot be shared out to as they are given."""

    code = "custody.allocation.unusable"
    message = _("The credit cannot be shared out ({first}).")
    what_to_do = _("Give every product its account and one number of the basis, above zero for one of them.")


BASIS_OTHER = FindingKind(
    "custody.allocation.basis",
    Severity.ERROR,
    _("The scheme shares credit out by {wanted}, not by {given}."),
    what_to_do=_("Give the numbers of the scheme's basis."),
)
METAL_APART = FindingKind(
    "custody.allocation.metal_apart",
    Severity.ERROR,
    _("The account counts contained metal: every metal has its own credit, and none becomes another."),
    what_to_do=_("Share out between accounts that count mass."),
)
ELSEWHERE = FindingKind(
    "custody.allocation.elsewhere",
    Severity.ERROR,
    _("The account {account} is kept at another site, or named twice."),
    what_to_do=_("Share out at the site of the step; then move the credit."),
)
NOT_FREE = FindingKind(
    "custody.allocation.not_free",
    Severity.ERROR,
    _("{scheme} does not let credit be pointed at products freely."),
    what_to_do=_("Give the numbers of the basis instead of credit."),
)
NUMBERS = FindingKind(
    "custody.allocation.numbers",
    Severity.ERROR,
    _("The products need one number each, none below zero and one above it; credit for all of them or for none."),
    what_to_do=_("Give each product its mass, metal or value."),
)


class Product(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product of a step: its account, and its number in the basis (kg, or money), or the credit pointed at it."""

    account: str
    number: Decimal = Decimal(0)
    credit_kg: Decimal | None = None


@action("custody.account.allocate")
def allocate_credit(
    actor: Actor,
    *,
    account: Identifier,
    amount_kg: Decimal,
    on: date,
    products: list[Product],
    basis: Basis,
    reason: str = "",
    at: datetime,
) -> TransferCard:
    """Share the credit of an input out among the accounts of its products at the site, each by its declared factor.

    Raises:
        NotFound: there is no such account, or it is not for the actor.
        SharesUnusable: another basis than the scheme's or the period's, numbers that do not fit, or too much credit.
        AccountOverdrawn: the account does not hold that much, on the day or later.
        DayUnusable: before one of the accounts was opened, or in the future.
        PeriodClosed: the day is closed in one of the accounts.
    """
    source = account_for(actor, account)
    cards = {name: account_for(actor, name) for name in dict.fromkeys(product.account for product in products)}
    targets = [cards[product.account] for product in products]
    lock(source, list(cards.values()), on, today=day_of(at))
    amount = mass(amount_kg, "KGM", where="amount_kg")
    found = [*_unusable(source, targets, products, basis, on), *_mixed(source, basis, on)]
    given = {} if found else _given(targets, products, amount)
    factors = {str(card.id): Fraction(card.yield_ppm, rules.PPM) for card in targets}
    found += allocation.check_attribution(amount, given, factors) if given else []
    if found:
        raise SharesUnusable(where=found[0].where, findings=found, first=found[0].message)
    parts = taken(source, amount, on, today=day_of(at))
    entries = {name: arriving(parts, credit, on=on) for name, credit in given.items()}
    return transfer_of(write(actor, source, amount, entries, on=on, basis=basis.value, reason=reason, at=at))


def _unusable(
    source: AccountCard, targets: Sequence[AccountCard], products: Sequence[Product], basis: Basis, on: date
) -> list[Finding]:
    pack = rules_of(source)
    found: list[Finding] = []
    wanted = pack.value("custody.allocation_basis", basis.value)
    if wanted != basis:
        found.append(BASIS_OTHER.at("basis", wanted=wanted, given=basis))
    if source.terms.unit is rules.Unit.CONTAINED:
        found.append(METAL_APART.at("account"))
    times, side = Counter(card.id for card in targets), side_of(source)
    for card in {card.id: card for card in targets}.values():
        if card.site != source.site or times[card.id] > 1:
            found.append(ELSEWHERE.at("products", account=card.id))
        found += check_alike(side, side_of(card), on)
    free = [product.credit_kg is not None for product in products]
    if any(free) and not pack.value("custody.free_attribution", False):  # noqa: FBT003 - the strict default
        found.append(NOT_FREE.at("products", scheme=source.pack.partition("@")[0]))
    numbers = [product.number for product in products]
    if any(free) != all(free) or not (all(free) or sum(numbers) > 0) or min(numbers, default=-1) < 0:
        found.append(NUMBERS.at("products"))
    return found


def _mixed(source: AccountCard, basis: Basis, on: date) -> list[Finding]:
    period = span_of(on, opened_on=source.opened_on, months=source.period_months)
    rows = Transfer.objects.filter(source=source.id, on__gte=period.begins_on, on__lt=period.ends_before)
    used = rows.exclude(basis="").values_list("basis", flat=True)
    return allocation.check_basis(basis, used, begins_on=period.begins_on, last_day=period.last_day)


def _given(targets: Sequence[AccountCard], products: Sequence[Product], amount: int) -> dict[str, int]:
    """Return what each product is credited: what is pointed at it, or its share by the basis and its factor."""
    if all(product.credit_kg is not None for product in products):
        pointed = zip(targets, products, strict=True)
        return {card.id: mass(product.credit_kg or 0, "KGM", where="credit_kg") for card, product in pointed}
    shares = allocation.share_out(amount, [Fraction(product.number) for product in products])
    return {
        card.id: allocation.converted(share, Fraction(card.yield_ppm, rules.PPM))
        for card, share in zip(targets, shares, strict=True)
    }
