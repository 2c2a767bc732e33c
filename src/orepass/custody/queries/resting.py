"""Which events stand on what another told: those that took something of a lot, or out of a campaign."""

from collections.abc import Collection

from django.db.models import QuerySet

from orepass.custody.models import Movement
from orepass.custody.queries.told import standing
from orepass.custody.rules.lots import Move

SHOWN = 5


def taken_from(lot: str, *, leaving_out: Collection[str]) -> list[str]:
    """Return the events that used, sent or lost something of a lot, the last first."""
    rows = Movement.objects.filter(lot__uri=lot, move__in=[Move.USED, Move.SENT, Move.ENDED])
    return _named(rows, leaving_out)


def came_out_of(campaign: str, *, leaving_out: Collection[str]) -> list[str]:
    """Return the events that tell what came out of a campaign, the last first."""
    return _named(Movement.objects.filter(event__campaign=campaign, move=Move.BEGUN), leaving_out)


def _named(rows: "QuerySet[Movement]", leaving_out: Collection[str]) -> list[str]:
    stands = standing(rows).exclude(event__event_id__in=set(leaving_out)).order_by("-event")
    return list(dict.fromkeys(stands.values_list("event__event_id", flat=True)))[:SHOWN]
