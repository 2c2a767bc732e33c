"""Put this room's answer into custody's table: the lots for which a passport was issued."""

from collections.abc import Iterable

from orepass.custody.queries.promised import knows_promised
from orepass.passport.models import Passport


def issued_for(lots: Iterable[str]) -> set[str]:
    """Return of some lots, named by URI, those that have a passport."""
    return set(Passport.objects.filter(lot__among=lots).values_list("lot", flat=True))


knows_promised(issued_for)
