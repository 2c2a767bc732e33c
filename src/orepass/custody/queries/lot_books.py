"""What accounts hold of lots: their entries by lot, and the credits that were retired for them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum

from orepass.custody.models import CreditStep, Entry, JournalEvent
from orepass.custody.rules.accounts import Kind, Method
from orepass.custody.rules.lot_books import LotBook, Noted
from orepass.platform.asked_often import asked_often

RETIRED = "retired"


def lot_books(uris: Iterable[str], *, leaving_out: frozenset[str] = frozenset()) -> dict[str, LotBook]:
    """Return the books of those lots that any account knows, without what was taken back or is just now."""
    wanted = set(uris) - {""}
    if not wanted:
        return {}
    found: dict[str, list[Noted]] = {}
    for lot, account, method, kind, amount, total, event in _entries(lots=wanted):
        if event not in leaving_out:
            noted = Noted(
                account=account, kind=Kind(kind), amount_mg=amount, total_mg=total, by_claim=method != Method.BOOK
            )
            found.setdefault(lot, []).append(noted)
    retired = retired_for(wanted)
    return {lot: LotBook(found.get(lot, ()), retired=retired.get(lot, 0)) for lot in {*found, *retired}}


@asked_often
def _entries(lots: Iterable[str]) -> "QuerySet[Entry, Any]":
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event__event_id"))
    # Entries without a lot have no place in the index by lot, which the database has to be told of to use it.
    rows = Entry.objects.exclude(lot="").filter(~Exists(declared), lot__among=lots).order_by("id")
    return rows.values_list("lot", "account", "account__method", "kind", "amount_mg", "total_mg", "event__event_id")


def retired_for(uris: Iterable[str]) -> dict[str, int]:
    """Return what was retired for some lots, in milligrams, by lot; a lot without credits is not among them."""
    wanted = set(uris)
    retired: dict[str, int] = {}
    for lot, amount in _retired(lots=wanted) if wanted else ():
        retired[lot] = retired.get(lot, 0) + amount
    return retired


@asked_often
def _retired(lots: Iterable[str]) -> "QuerySet[CreditStep, Any]":
    rows = CreditStep.objects.exclude(lot="").filter(what=RETIRED, lot__among=lots)
    return rows.values_list("lot", "credit__amount_mg")


def covered_by(uri: str) -> tuple[str, str, int] | None:
    """Return edition, unit and amount of the credits retired for a lot, of the scheme with most; none without any."""
    retired = CreditStep.objects.filter(what=RETIRED, lot=uri)
    rows = retired.values_list("credit__account__pack", "credit__account__unit")
    return rows.annotate(total=Sum("credit__amount_mg")).order_by("-total", "credit__account__pack").first()
