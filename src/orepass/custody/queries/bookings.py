"""The entries that a lot caused in accounts, for those whose accounts they are."""

from collections.abc import Iterable

import msgspec
from django.db.models import Exists, OuterRef

from orepass.custody.models import Entry, JournalEvent, Lot
from orepass.custody.queries.accounts import EntryCard, entry_of
from orepass.kernel.identifier import Identifier
from orepass.platform.access import Actor, Role

SHOWN = 200


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """One entry with the account it stands in."""

    account: Identifier
    element: str
    model: str
    entry: EntryCard


def bookings_of(actor: Actor, lot: str, *, limit: int = SHOWN) -> list[Booking]:
    """Return the standing entries of a lot (its URI) in the accounts an actor may see, by day."""
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event__event_id"))
    corrected = Entry.objects.filter(corrects=OuterRef("pk"))
    rows = Entry.objects.filter(~Exists(declared) | Exists(corrected), lot=lot)
    rows = rows.select_related("account", "event", "corrects__event")
    if not (actor.is_system or Role.STEWARD in actor.roles):
        rows = rows.filter(account__organisation=actor.organisation or "—")
    return [_booking(row) for row in rows.order_by("on", "id")[:limit]]


def _booking(row: Entry) -> Booking:
    return Booking(
        account=Identifier(row.account_id),
        element=row.account.element,
        model=row.account.model,
        entry=entry_of(row),
    )


def lot_names(uris: Iterable[str]) -> dict[str, str]:
    """Return the identifiers of lots by their URI."""
    return dict(Lot.objects.filter(uri__among=set(uris) - {""}).values_list("uri", "identifier"))
