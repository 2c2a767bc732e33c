"""Premiums: a buyer owes the producer group, the group receives, its members vote on what it is spent for."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from orepass.inclusion.fees.actions.book import (
    AmountUnusable,
    TooMuch,
    card,
    enter,
    kept,
    locked_of,
    open_account,
    organisation_of,
    own_house,
    require_past,
    require_text,
    sum_of,
)
from orepass.inclusion.fees.models import Account
from orepass.inclusion.fees.queries import AccountCard
from orepass.inclusion.fees.queries.reading import lines_of
from orepass.inclusion.fees.rules.ledger import AccountKind, EntryKind, owed_by
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify
from orepass.scheme.queries import pack

DIGITS_MAX = 12


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What was delivered, and the premium agreed for a kilogram of it."""

    mass_kg: Decimal
    per_kg: Decimal
    currency: str
    delivered_on: date


class Ballot(msgspec.Struct, frozen=True, kw_only=True):
    """A vote of the members: how many there are, were present, were in favour, when, and its minutes."""

    members: int
    present: int
    in_favour: int
    held_on: date
    minutes: tuple[str, ...] = ()


class NotApproved(Conflict):
    """The members have not approved this."""

    code = "fees.premium.not_approved"
    message = _("The members have not approved this: {present} of {members} were present, {in_favour} in favour.")
    what_to_do = _("Call the members again; the scheme asks for a quorum and for more than half of those present.")


@action("fees.premium.owe")
def owe_premium(
    actor: Actor, *, producer: Identifier, pack_ref: str, standard: str, delivery: Delivery, at: datetime
) -> AccountCard:
    """Owe a producer group the premium on a delivery; the actor's organisation is the buyer.

    Raises:
        AmountUnusable: mass or premium are not above zero.
        DayUnusable: the delivery has not happened.
        NotFound: there is no such producer.
    """
    house = own_house(actor)
    require_past(delivery.delivered_on, at, "delivery")
    for name, value in (("mass_kg", delivery.mass_kg), ("per_kg", delivery.per_kg)):
        if value <= 0 or len(f"{value:f}") > DIGITS_MAX:
            raise AmountUnusable(where=name, amount=f"{value:.12f}"[:40], value=str(value)[:40])
    row = _purse(actor, organisation_of(producer), pack_ref, standard, delivery.currency, at)
    inputs = {"mass_kg": delivery.mass_kg, "per_kg": delivery.per_kg, "currency": delivery.currency}
    owed, step = kept(row, "premium-by-mass", inputs)
    amount = sum_of(owed, row.currency, "delivery")
    enter(actor, row, EntryKind.OWED, amount, at=at, on=delivery.delivered_on, party=house, steps=[step])
    notify(organisation=producer, kind="fees.premium.owed", subject=row.pk)
    return card(actor, row, at)


def _purse(actor: Actor, producer: str, ref: str, standard: str, currency: str, at: datetime) -> Account:
    digest = pack(ref).digest
    found = Account.objects.select_for_update().filter(
        kind=AccountKind.PREMIUM, owner=producer, currency=currency, pack_digest=digest, standard=standard
    )
    return found.first() or open_account(
        actor,
        AccountKind.PREMIUM,
        owner=producer,
        counterparty=None,
        purpose="premium",
        ref=ref,
        standard=standard,
        at=at,
        currency=currency,
    )


@action("fees.premium.receive")
def receive_premium(
    actor: Actor, *, account: Identifier, buyer: Identifier, amount: Decimal, received_on: date, at: datetime
) -> AccountCard:
    """Record a premium that the group has received from a buyer, at most what that buyer owes.

    Raises:
        TooMuch: this buyer owes less.
        AmountUnusable: it is not above zero.
        DayUnusable: the day has not come.
        NotFound: no such account, or not the actor's group's.
    """
    row = locked_of(actor, account, AccountKind.PREMIUM, side="owner")
    require_past(received_on, at, "received_on")
    sum_ = sum_of(amount, row.currency)
    if owed_by(lines_of(row), buyer, row.currency) < sum_:
        raise TooMuch(where="amount", state="received")
    enter(actor, row, EntryKind.RECEIVED, sum_, at=at, on=received_on, party=buyer)
    notify(organisation=buyer, kind="fees.premium.received", subject=row.pk)
    return card(actor, row, at)


@action("fees.premium.spend")
def spend_premium(
    actor: Actor, *, account: Identifier, amount: Decimal, purpose: str, ballot: Ballot, at: datetime
) -> AccountCard:
    """Spend what the group has in hand on what its members voted for; without a quorum nothing is spent.

    Raises:
        NotApproved: too few were present, or not enough in favour.
        TooMuch: the group has less in hand.
        InputRefused: the numbers of the vote cannot be.
        DayUnusable: the vote has not been held.
        NotFound: no such account, or not the actor's group's; or no such minutes.
    """
    row = locked_of(actor, account, AccountKind.PREMIUM, side="owner")
    require_past(ballot.held_on, at, "ballot")
    require_evidence(list(ballot.minutes))
    votes: dict[str, Any] = {"members": ballot.members, "present": ballot.present, "in_favour": ballot.in_favour}
    approved, step = kept(
        row,
        "premium-spending-approved",
        dict(votes),
        quorum_percent="premium.quorum_percent",
        majority_percent="premium.majority_percent",
    )
    if not approved:
        raise NotApproved(where="ballot", state="not approved", **votes)
    details = {
        "purpose": require_text(purpose, "purpose"),
        "held_on": ballot.held_on.isoformat(),
        "minutes": ", ".join(ballot.minutes),
    }
    enter(actor, row, EntryKind.SPENT, sum_of(amount, row.currency), at=at, steps=[step], details=details)
    return card(actor, row, at)
