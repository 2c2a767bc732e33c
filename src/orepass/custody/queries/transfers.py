"""Credit that moved from one account to others, as both sides see it."""

from datetime import date, datetime

import msgspec

from orepass.custody.models import Transfer
from orepass.custody.queries.accounts import account_for
from orepass.kernel.identifier import Identifier
from orepass.platform.access import Actor


class TransferLine(msgspec.Struct, frozen=True, kw_only=True):
    """What one account gave or got; ``of_on`` is the day from which the life of that part counts."""

    account: Identifier
    amount_mg: int
    of_on: date


class TransferCard(msgspec.Struct, frozen=True, kw_only=True):
    """One transfer: what the source gave, what each account got, and by which basis, if it was shared out."""

    id: Identifier
    source: Identifier
    on: date
    basis: str
    reason: str
    amount_mg: int
    lines: tuple[TransferLine, ...]
    recorded_at: datetime


def transfers(actor: Actor, account: str) -> list[TransferCard]:
    """Return the transfers that an account gave or got, the newest first.

    Raises:
        NotFound: there is no such account, or it is not for the actor.
    """
    account_for(actor, account)
    rows = Transfer.objects.filter(entries__account=account).distinct().order_by("-on", "-recorded_at", "-id")
    return [transfer_of(row) for row in rows.prefetch_related("entries")]


def transfer_of(row: Transfer) -> TransferCard:
    """Make the card of a transfer's row."""
    entries = sorted(row.entries.all(), key=lambda entry: entry.pk)
    return TransferCard(
        id=Identifier(row.pk),
        source=Identifier(row.source_id),
        on=row.on,
        basis=row.basis,
        reason=row.reason,
        amount_mg=-sum(entry.amount_mg for entry in entries if entry.account_id == row.source_id),
        lines=tuple(
            TransferLine(account=Identifier(entry.account_id), amount_mg=entry.amount_mg, of_on=entry.of_on or entry.on)
            for entry in entries
        ),
        recorded_at=row.recorded_at,
    )
