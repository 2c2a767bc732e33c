"""Sponsors: pledge an earmarked pot, pay fees from it; a fund for first audits pays whole ones, once per metal."""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from orepass.inclusion.fees.actions.book import (
    card,
    enter,
    kept,
    locked_of,
    open_account,
    own_house,
    require_text,
    standing,
    sum_of,
)
from orepass.inclusion.fees.actions.charge import tell_if_paid
from orepass.inclusion.fees.models import Account, Entry
from orepass.inclusion.fees.queries import AccountCard
from orepass.inclusion.fees.rules.ledger import AccountKind, EntryKind
from orepass.inclusion.fees.rules.support import Support
from orepass.kernel.identifier import Identifier
from orepass.kernel.kept import Kept
from orepass.kernel.money import Money, money
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """A sum of money as it is pledged."""

    value: Decimal
    currency: str


class Earmarked(Conflict):
    """The pot is for something else."""

    code = "fees.pot.earmarked"
    message = _("This pot is earmarked for “{purpose}”.")
    what_to_do = _("Pay a fee of that purpose, or pledge another pot.")


class Overspent(Conflict):
    """The pot holds less."""

    code = "fees.pot.overspent"
    message = _("The pot holds {left}; that is less.")
    what_to_do = _("Pay what it holds, or pledge more.")


class NotFunded(Conflict):
    """A fund for first audits does not pay this."""

    code = "fees.fund.not_granted"
    message = _("The fund pays whole first audits only: never audited before, agreements signed, once per metal.")
    what_to_do = _("Let a sponsor pay a part, or pay the fee from sales.")


@action("fees.sponsor.pledge")
def pledge(
    actor: Actor,
    *,
    pack_ref: str,
    standard: str,
    purpose: str,
    amount: Sum,
    support: Support = Support.CERTIFICATION,
    ends_on: date | None = None,
    at: datetime,
) -> AccountCard:
    """Pledge a pot for one purpose; without a last day the pot is marked, so that somebody asks.

    Raises:
        AmountUnusable: it is not above zero.
        BadMoney: the currency is unknown.
        TextMissing: the purpose is missing.
    """
    house = own_house(actor)
    sum_ = sum_of(amount.value, amount.currency)
    details = {"support": support.value} | ({"ends_on": ends_on.isoformat()} if ends_on else {})
    row = open_account(
        actor,
        AccountKind.POT,
        owner=house,
        counterparty=None,
        purpose=purpose,
        ref=pack_ref,
        standard=standard,
        at=at,
        currency=amount.currency,
        details=details,
    )
    enter(actor, row, EntryKind.PLEDGED, sum_, at=at, party=house)
    return card(actor, row, at)


def _sides(actor: Actor, pot: str, account: str) -> tuple[Account, Account]:
    """Lock a pot of the actor's and the fee it is to pay; whoever was told a fee's number may pay it."""
    purse = locked_of(actor, pot, AccountKind.POT, side="owner")
    row = Account.objects.select_for_update().filter(pk=account, kind=AccountKind.FEE).first()
    if row is None or row.currency != purse.currency:
        raise NotFound(where="account", what=account[:40])
    if purse.purpose != row.purpose:
        raise Earmarked(where="account", purpose=purse.purpose, state="earmarked")
    return purse, row


def _pay(
    actor: Actor, purse: Account, row: Account, amount: Money, *, step: Kept, at: datetime, **details: str
) -> None:
    paid = enter(
        actor,
        row,
        EntryKind.SPONSORED,
        amount,
        at=at,
        party=purse.owner_id,
        steps=[step],
        details={"pot": purse.pk, **details},
    )
    enter(actor, purse, EntryKind.DRAWN, amount, at=at, party=row.owner_id, other_side=paid, details={"fee": row.pk})
    notify(organisation=row.owner_id, kind="fees.charge.sponsored", subject=row.pk)
    tell_if_paid(row.owner_id, row.pk, still_open=bool(standing(row).open.minor))


@action("fees.sponsor.pay")
def sponsor_pays(actor: Actor, *, pot: Identifier, account: Identifier, amount: Decimal, at: datetime) -> AccountCard:
    """Pay a client's fee from one's own pot; who pays has no effect on any decision.

    Raises:
        Earmarked: the pot is for another purpose.
        Overspent: the pot holds less.
        TooMuch: less is open on the fee.
        NotFound: no such pot of the actor's, or no such fee in its currency.
    """
    purse, row = _sides(actor, pot, account)
    left = standing(purse).open
    sum_ = sum_of(amount, row.currency)
    if left < sum_:
        raise Overspent(where="amount", left=left, state="overspent")
    _value, step = kept(
        purse,
        "pot-pays",
        {
            "left": left.amount,
            "amount": sum_.amount,
            "pot_purpose": purse.purpose,
            "purpose": row.purpose,
            "currency": row.currency,
        },
    )
    _pay(actor, purse, row, sum_, step=step, at=at)
    return card(actor, purse, at)


@action("fees.fund.grant")
def grant_first_audit(
    actor: Actor,
    *,
    pot: Identifier,
    account: Identifier,
    metal: str,
    audited_before: bool,
    agreements_signed: bool,
    at: datetime,
) -> AccountCard:
    """Pay the whole of a first audit from a fund: first come, never audited before, one grant per metal and client.

    Raises:
        NotFunded: one of the conditions does not hold.
        Earmarked: the fund is for another purpose.
        NotFound: no such pot of the actor's, or no such fee in its currency.
    """
    purse, row = _sides(actor, pot, account)
    named = require_text(metal, "metal").casefold()
    grants = Entry.objects.filter(kind=EntryKind.SPONSORED, account__owner=row.owner_id, corrected_by=None)
    granted = any(entry.details.get("metal") == named for entry in grants)
    open_now = standing(row).open
    inputs = {
        "fee": open_now.amount,
        "left": standing(purse).open.amount,
        "audited_before": audited_before,
        "agreements_signed": agreements_signed,
        "granted_for_metal": granted,
        "currency": row.currency,
    }
    paid, step = kept(purse, "first-audit-fund", inputs)
    amount = money(paid, row.currency)
    if not amount.minor:
        raise NotFunded(where="account", state="not funded")
    _pay(actor, purse, row, amount, step=step, at=at, metal=named)
    return card(actor, purse, at)
