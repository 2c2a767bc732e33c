"""Correct an entry by a new one that names it; the old one stays and no longer counts."""

from datetime import datetime
from decimal import Decimal

from orepass.inclusion.fees.actions.book import (
    AmountUnusable,
    card,
    enter,
    require_text,
    sum_of,
)
from orepass.inclusion.fees.models import Account, Entry
from orepass.inclusion.fees.queries import AccountCard
from orepass.inclusion.fees.rules.ledger import EntryKind
from orepass.kernel.identifier import Identifier
from orepass.kernel.money import Money
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


class AlreadyCorrected(Conflict):
    """The entry was corrected before."""

    code = "fees.entry.corrected"
    message = _("This entry is corrected already, by {newer}.")
    what_to_do = _("Correct the newer one.")


@action("fees.entry.correct")
def correct_entry(actor: Actor, *, entry: Identifier, amount: Decimal, note: str, at: datetime) -> AccountCard:
    """Correct the amount of an entry that the actor's organisation recorded, with the reason; zero takes it back.

    Raises:
        AlreadyCorrected: a newer entry corrects it.
        TooMuch: the account would come to less than nothing.
        TextMissing: the reason is missing.
        NotFound: no such entry, or another organisation recorded it.
    """
    old = Entry.objects.select_related("account", "other_side__account").filter(pk=entry).first()
    if old is None:
        raise NotFound(where="entry", what=entry[:40])
    old = old.other_side or old
    Account.objects.select_for_update().filter(pk=old.account_id).first()
    row = old.account
    actor.must_be_in(old.recorded_for_id, entry)
    reason = require_text(note, "note")
    newer = Entry.objects.filter(corrects=old).values_list("pk", flat=True).first()
    if newer:
        raise AlreadyCorrected(where="entry", newer=newer, state="corrected")
    right = Money(0, row.currency) if amount == 0 else sum_of(amount, row.currency)
    if right.minor == old.amount_minor:
        raise AmountUnusable(where="amount", amount=right, value=str(right))
    made = _again(actor, row, old, right, reason, at)
    pots = _other_sides(actor, old, made, right, reason, at)
    for side in {row.counterparty_id, row.owner_id} - {None, actor.organisation}:
        notify(organisation=str(side), kind="fees.entry.corrected", subject=row.pk)
    own = row if actor.is_in(row.owner_id) or actor.is_in(row.counterparty_id) else next(iter(pots), row)
    return card(actor, own, at)


def _again(
    actor: Actor, row: Account, old: Entry, right: Money, reason: str, at: datetime, other_side: Entry | None = None
) -> Entry:
    return enter(
        actor,
        row,
        EntryKind(old.kind),
        right,
        at=at,
        on=old.on,
        party=old.party,
        note=reason,
        details=old.details,
        corrects=old,
        other_side=other_side,
    )


def _other_sides(actor: Actor, old: Entry, made: Entry, right: Money, reason: str, at: datetime) -> list[Account]:
    """Correct the pot's entry together with the fee's: what a sponsor paid leaves both."""
    drawn = list(Entry.objects.filter(other_side=old, corrected_by=None).select_related("account"))
    for entry in drawn:
        Account.objects.select_for_update().get(pk=entry.account_id)
        _again(actor, entry.account, entry, right, reason, at, made)
    return [entry.account for entry in drawn]
