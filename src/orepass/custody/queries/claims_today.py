"""What became of a lot that was told of: whether it may still be claimed, how much of it, and in whose hands."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from orepass.custody.models import Entry, JournalEvent
from orepass.custody.queries.claims import Carried
from orepass.custody.queries.claims_stopped import stopped_in
from orepass.custody.queries.folding import fold
from orepass.custody.queries.hands import hands_of
from orepass.custody.queries.lots import lot_uri
from orepass.custody.rules.accounts import Kind, Method
from orepass.custody.rules.lots import Lots
from orepass.platform.asked_often import asked_often


class ClaimToday(msgspec.Struct, frozen=True):
    """What may be claimed in somebody's hands, and why the rest may not be, as a code with its share."""

    holder: str
    share: Fraction
    lost: Mapping[str, Fraction]


class LotToday(msgspec.Struct, frozen=True, kw_only=True):
    """A lot as it is now.

    Attributes:
        stopped: why nothing may be claimed of it, as a code; nothing where it may be.
        claims: what may be claimed of it in each hand that has a part of it, whatever stops it.
        booked: it was credited to an account of mass balance within the time asked for.
    """

    stopped: str
    claims: tuple[ClaimToday, ...]
    booked: bool


def lot_today(lot: str, *, scheme: str, since: datetime, until: datetime) -> LotToday:
    """Return what is known of a lot now, and of what happened to its claim after one instant, till another.

    Args:
        lot: identifier or URI.
        scheme: of which scheme its claim was; nothing where nothing was claimed.
        since: after which instant it may have been credited.
        until: till which instant.

    Raises:
        NotFound: no event names the lot.
    """
    uri, state = _folded(lot)
    carried = Carried(state, uri)
    claims = {holder: carried.claim(holder, scheme=scheme) for holder in hands_of(state.get(uri))}
    return LotToday(
        stopped=stopped_in(state, uri),
        claims=tuple(ClaimToday(holder, claim.share, dict(claim.lost)) for holder, claim in claims.items()),
        booked=any(since < at <= until for (at,) in _received(lots=state.contents(uri))),
    )


def _folded(lot: str) -> tuple[str, Lots]:
    """Return the URI and the state of a lot; one that is named by its URI need not be looked up before."""
    state = fold([lot])
    if lot in state.known:
        return lot, state
    uri = lot_uri(lot)
    return uri, fold([uri])


@asked_often
def _received(lots: Iterable[str]) -> "QuerySet[Entry, Any]":
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event__event_id"))
    # Entries without a lot have no place in the index by lot, which the database has to be told of to use it.
    rows = Entry.objects.exclude(lot="").filter(~Exists(declared), lot__among=lots, kind=Kind.RECEIPT, amount_mg__gt=0)
    return rows.exclude(account__method=Method.BOOK).values_list("recorded_at")
