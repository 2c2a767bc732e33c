"""What accounts hold of lots: their entries by lot, and the credits that were retired for them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Sum

from orepass.custody.models import CreditStep, Entry, JournalEvent
from orepass.custody.rules.accounts import Kind, Method
from orepass.custody.rules.lot_books import LotBook, Noted

RETIRED = "retired"
_ROW = ("lot", "account", "account__method", "kind", "amount_mg", "total_mg")


def lot_books(uris: Iterable[str], *, leaving_out: frozenset[str] = frozenset()) -> dict[str, LotBook]:
    """Return the books of those lots that any account knows, without what was taken back or is just now."""
    found: dict[str, list[Noted]] = {}
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event__event_id"))
    wanted = set(uris) - {""}
    rows = Entry.objects.filter(lot__among=wanted).filter(~Exists(declared))
    if leaving_out:
        rows = rows.exclude(event__event_id__in=leaving_out)
    for lot, account, method, kind, amount, total in rows.order_by("id").values_list(*_ROW):
        noted = Noted(
            account=account, kind=Kind(kind), amount_mg=amount, total_mg=total, by_claim=method != Method.BOOK
        )
        found.setdefault(lot, []).append(noted)
    retired = retired_for(wanted)
    return {lot: LotBook(found.get(lot, ()), retired=retired.get(lot, 0)) for lot in {*found, *retired}}


def retired_for(uris: Iterable[str]) -> dict[str, int]:
    """Return what was retired for some lots, in milligrams, by lot; a lot without credits is not among them."""
    rows = CreditStep.objects.filter(what=RETIRED, lot__among=set(uris)).values("lot")
    return dict(rows.annotate(total=Sum("credit__amount_mg")).values_list("lot", "total"))


def covered_by(uri: str) -> tuple[str, str, int] | None:
    """Return edition, unit and amount of the credits retired for a lot, of the scheme with most; none without any."""
    retired = CreditStep.objects.filter(what=RETIRED, lot=uri)
    rows = retired.values_list("credit__account__pack", "credit__account__unit")
    return rows.annotate(total=Sum("credit__amount_mg")).order_by("-total", "credit__account__pack").first()
