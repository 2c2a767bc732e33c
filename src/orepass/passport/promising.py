"""Put this room's answers into custody's table: the lots that have a passport, and what passports that hold claim."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

import msgspec
from django.db.models import Q, QuerySet

from orepass.credentials.queries.revoked import revoked_among
from orepass.custody.queries.promised import ClaimOfLot, knows_claimed, knows_promised
from orepass.custody.rules.claims.credited import CREDITED
from orepass.passport.models import Passport, PassportVersion
from orepass.passport.rules.content import NOTHING_CLAIMED, ClaimLine
from orepass.platform.asked_often import asked_often


def issued_for(lots: Iterable[str]) -> set[str]:
    """Return of some lots, named by URI, those that have a passport."""
    return set(Passport.objects.filter(lot__among=lots).values_list("lot", flat=True))


def claims_of(organisation: str) -> Sequence[ClaimOfLot]:
    """Return what the passports of an organisation that were not revoked claim, in the order of their issue.

    Every version of a passport can be read: the one counts that claims most.
    """
    rows = _versions(organisation=organisation)
    revoked = revoked_among([url for _, url, _ in rows])
    found: dict[str, ClaimOfLot] = {}
    for lot, url, content in rows:
        if url in revoked:
            continue
        claim = _CLAIM.decode(content).claim
        # A passport that claims nothing still has its place in the order, for the day on which it claims again.
        credited = sum((Fraction(share) for why, share in claim.lost if why == CREDITED), Fraction(0))
        told = ClaimOfLot(lot, claim.pack.partition("@")[0] if claim.stands else "", credited)
        before = found.get(told.lot)
        if before is None or not before.scheme or (told.scheme and told.credited < before.credited):
            found[told.lot] = told
    return list(found.values())


class _Claim(msgspec.Struct):
    """Of a passport's content what it claims."""

    claim: ClaimLine = NOTHING_CLAIMED


_CLAIM: Final = msgspec.json.Decoder(_Claim)


@asked_often
def _versions(organisation: str) -> "QuerySet[PassportVersion, Any]":
    # A container is in nobody's hands, and so its passport in nobody's name: what is in it says whose books it is in.
    rows = PassportVersion.objects.filter(Q(passport__organisation=organisation) | Q(passport__organisation=""))
    in_order = rows.order_by("passport__created_at", "passport", "number")
    return in_order.values_list("passport__lot", "credential__url", "content")


knows_promised(issued_for)
knows_claimed(claims_of)
