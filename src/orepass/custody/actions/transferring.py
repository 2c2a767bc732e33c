"""Move credit to the same product at another site: both sides are written down by one action, on one day.

What moves keeps the day it was born, and what is not there does not move, whatever overdraft the account may have.
"""

from datetime import date, datetime
from decimal import Decimal

from orepass.custody.actions.moving import lock, side_of, taken, write
from orepass.custody.queries.accounts import account_card, account_for
from orepass.custody.queries.closing import rules_of
from orepass.custody.queries.transfers import TransferCard, transfer_of
from orepass.custody.rules.transferring import SAME_ORGANISATION, arriving, check_transfer
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.quantity import mass
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


class TransferRefused(Conflict):
    """The scheme's conditions for credit that moves are not met."""

    code = "custody.transfer.refused"
    message = _("The credit cannot be moved ({first}).")
    what_to_do = _("See what is named, and move the credit to another account, or not at all.")


@action("custody.account.transfer")
def transfer_credit(
    actor: Actor,
    *,
    account: Identifier,
    to: Identifier,
    amount_kg: Decimal,
    on: date,
    reason: str = "",
    at: datetime,
) -> TransferCard:
    """Move credit to an account of the same product at another site, as the scheme allows; the oldest credit first.

    Raises:
        NotFound: there is no such account, or it is not for the actor.
        TransferRefused: a condition of the scheme is not met.
        AccountOverdrawn: the account does not hold that much, on the day or later.
        DayUnusable: before one of the accounts was opened, or in the future.
        PeriodClosed: the day is closed on one of the sides.
    """
    source = account_for(actor, account)
    conditions = rules_of(source).value("custody.credit_transfer", [])
    target = account_for(actor, to) if SAME_ORGANISATION in conditions or not conditions else account_card(to)
    lock(source, [target], on, today=day_of(at))
    found = check_transfer(side_of(source), side_of(target), conditions, on=on, today=day_of(at))
    if found:
        raise TransferRefused(where=found[0].where, findings=found, state="", first=found[0].message)
    amount = mass(amount_kg, "KGM", where="amount_kg")
    parts = taken(source, amount, on, today=day_of(at))
    entries = {str(target.id): arriving(parts, amount, on=on)}
    row = write(actor, source, amount, entries, on=on, basis="", reason=reason, at=at)
    if target.organisation != source.organisation:
        notify(organisation=target.organisation, kind="custody.credit.arrived", subject=row.pk)
    return transfer_of(row)
