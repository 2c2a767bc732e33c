"""Pre-finance: cash before the sale, repaid from sales, never beyond what is owed."""

from datetime import date, datetime
from decimal import Decimal

from orepass.inclusion.fees.actions.book import (
    TooMuch,
    card,
    enter,
    kept,
    locked_of,
    measure_of,
    open_account,
    own_house,
    require_past,
    standing,
    sum_of,
)
from orepass.inclusion.fees.queries import AccountCard
from orepass.inclusion.fees.rules.ledger import AccountKind, EntryKind
from orepass.kernel.identifier import Identifier
from orepass.kernel.money import money
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


@action("fees.advance.grant")
def grant_advance(
    actor: Actor,
    *,
    borrower: Identifier,
    pack_ref: str,
    standard: str,
    purpose: str,
    amount: Decimal,
    currency: str,
    at: datetime,
) -> AccountCard:
    """Record cash given to a producer before its sale, by the organisation that gave it.

    Raises:
        AmountUnusable: it is not above zero.
        NotFound: there is no such borrower.
    """
    house = own_house(actor)
    sum_ = sum_of(amount, currency)
    row = open_account(
        actor,
        AccountKind.ADVANCE,
        owner=borrower,
        counterparty=house,
        purpose=purpose,
        ref=pack_ref,
        standard=standard,
        at=at,
        currency=currency,
    )
    enter(actor, row, EntryKind.ADVANCED, sum_, at=at, party=house)
    notify(organisation=borrower, kind="fees.advance.granted", subject=row.pk)
    return card(actor, row, at)


@action("fees.advance.repay")
def repay_advance(
    actor: Actor, *, account: Identifier, sale: Decimal, percent: Decimal, sold_on: date, at: datetime
) -> AccountCard:
    """Record what of a sale repaid an advance: the agreed share, and never more than is owed.

    Raises:
        TooMuch: nothing is owed any more.
        AmountUnusable: the sale or the share is not above zero.
        DayUnusable: the day has not come.
        NotFound: no such advance, or not one the actor's organisation gave.
    """
    row = locked_of(actor, account, AccountKind.ADVANCE, side="counterparty")
    require_past(sold_on, at, "sold_on")
    owed = standing(row).open
    if not owed.minor:
        raise TooMuch(where="sale", state="repaid")
    inputs = {
        "owed": owed.amount,
        "sale": sum_of(sale, row.currency, "sale").amount,
        "percent": measure_of(percent, "percent"),
        "currency": row.currency,
    }
    repaid, step = kept(row, "prefinance-repayment", inputs)
    enter(
        actor, row, EntryKind.REPAID, money(repaid, row.currency), at=at, on=sold_on, party=row.owner_id, steps=[step]
    )
    return card(actor, row, at)
