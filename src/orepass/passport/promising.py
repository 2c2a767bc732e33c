"""Put this room's answer into custody's table: the lots for which a passport was issued."""

from collections.abc import Iterable
from itertools import batched

from orepass.custody.queries.promised import knows_promised
from orepass.passport.models import Passport

CHUNK = 500


def issued_for(lots: Iterable[str]) -> set[str]:
    """Return of some lots, named by URI, those that have a passport."""
    found: set[str] = set()
    for part in batched(lots, CHUNK, strict=False):
        found.update(Passport.objects.filter(lot__in=part).values_list("lot", flat=True))
    return found


knows_promised(issued_for)
