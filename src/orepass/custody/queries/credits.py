"""Book and claim credits: their cards, for those who issued them, hold them or held them."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
from django.db.models import Q, QuerySet

from orepass.custody.models import Credit, CreditStep
from orepass.custody.queries.accounts import missing_of
from orepass.custody.queries.lot_books import RETIRED
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.platform.access import Actor, Role

SHOWN = 200


class CreditCard(msgspec.Struct, frozen=True, kw_only=True):
    """A credit and what became of it.

    Attributes:
        amount_mg: how much certified production it stands for, in the unit of its account.
        holder: who has it, or had it when it was retired.
        valid_before: the day it is worth nothing any more, where the scheme lets credits die.
        retired_on: the day it was used up; ``None`` while it is not.
        lot: the lot (its URI) that it was retired for, if any.
        missing_mg: how much of what was issued from its account production does not cover any more; while that is so,
            no credit of the account is retired.
    """

    id: Identifier
    serial: str
    account: Identifier
    scheme: str
    element: str
    unit: str
    amount_mg: int
    issuer: Identifier
    holder: Identifier
    issued_on: date
    valid_before: date | None
    retired_on: date | None
    lot: str
    note: str
    missing_mg: int = 0

    def is_usable(self, on: date) -> bool:
        """Say whether it may still be handed on or retired on a day."""
        return self.retired_on is None and (self.valid_before is None or on < self.valid_before)


def credit_cards(rows: Sequence[Credit]) -> list[CreditCard]:
    """Make the cards of credits, in the order of the rows."""
    steps: dict[str, list[CreditStep]] = {}
    for step in CreditStep.objects.filter(credit__in=[row.pk for row in rows]).order_by("id"):
        steps.setdefault(step.credit_id, []).append(step)
    missing = {account: missing_of(account, clock.today()) for account in {row.account_id for row in rows}}
    return [_card(row, steps.get(row.pk, []), missing[row.account_id]) for row in rows]


def _card(row: Credit, steps: Sequence[CreditStep], missing: int) -> CreditCard:
    retired = next((step for step in steps if step.what == RETIRED), None)
    return CreditCard(
        id=Identifier(row.pk),
        serial=row.serial,
        account=Identifier(row.account_id),
        scheme=row.account.scheme,
        element=row.account.element,
        unit=row.account.unit,
        amount_mg=row.amount_mg,
        issuer=Identifier(row.issuer),
        holder=Identifier(steps[-1].organisation if steps else row.issuer),
        issued_on=row.issued_on,
        valid_before=row.valid_before,
        retired_on=retired.on if retired else None,
        lot=retired.lot if retired else "",
        note=steps[-1].note if steps else "",
        missing_mg=missing,
    )


def credits_seen_by(actor: Actor) -> "QuerySet[Credit]":
    """Return the credits that an actor issued, holds or held; a steward sees all."""
    if actor.is_system or Role.STEWARD in actor.roles:
        return Credit.objects.all()
    mine = actor.organisation or "—"
    had = CreditStep.objects.filter(organisation=mine).values("credit")
    return Credit.objects.filter(Q(issuer=mine) | Q(pk__in=had))


def credits_of(
    actor: Actor, *, holder: str = "", account: str = "", lot: str = "", after: str = "", limit: int = SHOWN
) -> list[CreditCard]:
    """Return the credits an actor issued, holds or held, by serial.

    Args:
        actor: who asks.
        holder: only those that this organisation has now.
        account: only those issued from this account.
        lot: only those retired for this lot (its URI).
        after: the serial to continue after.
        limit: how many at most, before ``holder`` is looked at.
    """
    rows = credits_seen_by(actor).select_related("account").order_by("serial")
    if account:
        rows = rows.filter(account=account)
    if lot:
        rows = rows.filter(pk__in=CreditStep.objects.filter(what=RETIRED, lot=lot).values("credit"))
    if after:
        rows = rows.filter(serial__gt=after)
    return [card for card in credit_cards(list(rows[:limit])) if not holder or card.holder == holder]


def credit_for(actor: Actor, credit: str) -> CreditCard:
    """Return a credit by identifier or serial to whoever issued, holds or held it.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = Credit.objects.select_related("account").filter(Q(pk=credit) | Q(serial=credit)).first()
    if row is None or not _may_see(actor, row):
        raise NotFound(what=credit[:60])
    return credit_cards([row])[0]


def _may_see(actor: Actor, row: Credit) -> bool:
    if actor.is_system or Role.STEWARD in actor.roles:
        return True
    had: Iterable[str] = row.steps.values_list("organisation", flat=True)
    return bool(actor.organisation) and actor.organisation in {row.issuer, *had}
