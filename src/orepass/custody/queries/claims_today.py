"""What became of a lot that was told of: whether it may still be claimed, and whether its claim went elsewhere."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from orepass.custody.models import Entry, JournalEvent
from orepass.custody.queries.claims_credited import beside_credits
from orepass.custody.queries.claims_stopped import stopped_in
from orepass.custody.queries.folding import fold
from orepass.custody.queries.following import parts_of
from orepass.custody.queries.lots import lot_uri
from orepass.custody.rules.accounts import Kind, Method
from orepass.custody.rules.claims.credited import CREDITED, less_credits
from orepass.custody.rules.lots import Lots
from orepass.platform.asked_often import asked_often


class LotToday(msgspec.Struct, frozen=True, kw_only=True):
    """A lot as it is now.

    Attributes:
        stopped: why nothing may be claimed of it, as a code; nothing where it may be.
        credited: the share that cannot be claimed beside credits and the passports before its own.
        booked: it was credited to an account of mass balance within the time asked for.
    """

    stopped: str
    credited: Fraction
    booked: bool


def lot_today(lot: str, *, since: datetime, until: datetime) -> LotToday:
    """Return what is known of a lot now, and of what happened to its claim after one instant, till another.

    Raises:
        NotFound: no event names the lot.
    """
    uri, state = _folded(lot)
    return LotToday(
        stopped=stopped_in(state, uri),
        credited=_credited(state, uri),
        booked=any(since < at <= until for (at,) in _received(lots=state.contents(uri))),
    )


def _folded(lot: str) -> tuple[str, Lots]:
    """Return the URI and the state of a lot; one that is named by its URI need not be looked up before."""
    state = fold([lot])
    if lot in state.known:
        return lot, state
    uri = lot_uri(lot)
    return uri, fold([uri])


def _credited(state: Lots, uri: str) -> Fraction:
    beside = beside_credits(state, uri)
    if beside is None:
        return Fraction(0)
    parts = less_credits(parts_of(state, uri, state.get(uri).holder, paths=beside.paths), beside.kept)
    return sum((share for held, share in parts.items() if held.lost == CREDITED), Fraction(0))


@asked_often
def _received(lots: Iterable[str]) -> "QuerySet[Entry, Any]":
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event__event_id"))
    # Entries without a lot have no place in the index by lot, which the database has to be told of to use it.
    rows = Entry.objects.exclude(lot="").filter(~Exists(declared), lot__among=lots, kind=Kind.RECEIPT, amount_mg__gt=0)
    return rows.exclude(account__method=Method.BOOK).values_list("recorded_at")
