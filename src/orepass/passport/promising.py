"""Put this room's answers into custody's table: the lots for which a passport was issued, and which came first."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from orepass.credentials import queries as credentials
from orepass.custody.queries.promised import knows_claimed, knows_promised
from orepass.passport.models import Passport
from orepass.platform import clock


def issued_for(lots: Iterable[str]) -> set[str]:
    """Return of some lots, named by URI, those that have a passport."""
    return set(Passport.objects.filter(lot__among=lots).values_list("lot", flat=True))


def issued_before(lot: str, sites: Collection[str]) -> list[str]:
    """Return the lots with material of some sites whose passports came before that of a lot and still hold.

    Of a lot without a passport all of them came before.
    """
    of_sites = reduce(or_, (Q(versions__content__contains=f'"{site}"') for site in sites), Q(pk__in=[]))
    rows = Passport.objects.filter(of_sites).distinct().order_by("created_at", "pk")
    now = clock.now()
    standing = [row for row in rows if not _revoked(row, now)]
    own = next((at for at, row in enumerate(standing) if row.lot == lot), len(standing))
    return [row.lot for row in standing[:own]]


def _revoked(passport: Passport, at: datetime) -> bool:
    urls = passport.versions.order_by("-number").values_list("credential__url", flat=True)[:1]
    told = [status for url in urls for status in credentials.status_of(url, at=at)]
    return any(status.is_set for status in told if status.purpose == "revocation")


knows_promised(issued_for)
knows_claimed(issued_before)
