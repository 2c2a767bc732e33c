"""What stands on what an event told: what took something of a lot, or out of a campaign, or claimed from an account."""

from collections.abc import Collection

from django.db.models import QuerySet

from orepass.custody.models import Entry, Movement
from orepass.custody.queries.accounts import standing_entries
from orepass.custody.queries.told import standing
from orepass.custody.rules.accounts import Kind
from orepass.custody.rules.lots import Move

SHOWN = 5


def taken_from(lot: str, *, leaving_out: Collection[str]) -> list[str]:
    """Return the events that used, sent or lost something of a lot, the last first."""
    rows = Movement.objects.filter(lot__uri=lot, move__in=[Move.USED, Move.SENT, Move.ENDED])
    return _named(rows, leaving_out)


def came_out_of(campaign: str, *, leaving_out: Collection[str]) -> list[str]:
    """Return the events that tell what came out of a campaign, the last first."""
    return _named(Movement.objects.filter(event__campaign=campaign, move=Move.BEGUN), leaving_out)


def claimed_from(account: str, *, leaving_out: Collection[str]) -> list[str]:
    """Return the events that took something out of an account, the last first; what is no event by its day."""
    rows = (
        standing_entries(account).filter(amount_mg__lt=0, corrects=None).exclude(event__event_id__in=set(leaving_out))
    )
    told = rows.order_by("-on", "-id").values_list("event__event_id", "kind", "on")
    return list(dict.fromkeys(event or f"{kind} {on.isoformat()}" for event, kind, on in told))[:SHOWN]


def received_on(account: str, lots: Collection[str]) -> list[str]:
    """Return the events by which lots were received on an account, the last first."""
    rows = standing_entries(account).filter(kind=Kind.RECEIPT, lot__in=lots, event__isnull=False).order_by("-id")
    return list(dict.fromkeys(rows.values_list("event__event_id", flat=True)))[:SHOWN]


def credited_by(events: Collection[str]) -> dict[str, set[str]]:
    """Return by account the lots that some events credited to it."""
    found: dict[str, set[str]] = {}
    rows = Entry.objects.filter(event__event_id__in=events, kind=Kind.RECEIPT, amount_mg__gt=0)
    for account, lot in rows.values_list("account", "lot"):
        found.setdefault(account, set()).add(lot)
    return found


def _named(rows: "QuerySet[Movement]", leaving_out: Collection[str]) -> list[str]:
    stands = standing(rows).exclude(event__event_id__in=set(leaving_out)).order_by("-event")
    return list(dict.fromkeys(stands.values_list("event__event_id", flat=True)))[:SHOWN]
