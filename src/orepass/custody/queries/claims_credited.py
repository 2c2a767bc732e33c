"""Which part of what a lot could claim was issued as book and claim credits, or is claimed by a passport already."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, QuerySet, Sum

from orepass.custody.models import Account, Credit, Entry
from orepass.custody.queries.accounts import standing_entries
from orepass.custody.queries.cone import upstream_of
from orepass.custody.queries.folding import fold
from orepass.custody.queries.following import HANDED_OVER, paths_of
from orepass.custody.queries.promised import claimed_before
from orepass.custody.rules.accounts import PPM, Kind, Method, Unit
from orepass.custody.rules.claims.carrying import Paths, Sold
from orepass.custody.rules.claims.credited import share_kept, share_of_book
from orepass.custody.rules.graph import Name
from orepass.custody.rules.lots import Lot, Lots, Move
from orepass.custody.rules.measuring import at_most, part_of
from orepass.platform.asked_often import asked_often


class BesideCredits(msgspec.Struct, frozen=True):
    """The ways of claims into a lot, told with the book and claim accounts, and what of these is left for it."""

    paths: Paths
    kept: Mapping[str, Fraction]


class _Book(msgspec.Struct, frozen=True):
    """A book and claim account that something was issued from."""

    id: str
    site: str
    unit: Unit
    yield_ppm: int


def beside_credits(state: Lots, uri: str) -> BesideCredits | None:
    """Return what credits leave of the claims of a lot; nothing where no credit concerns it."""
    books = {name: _Book(name, site, Unit(unit), yield_ppm) for name, site, unit, yield_ppm in _issued_from()}
    inside = state.contents(uri)
    made = _production(inside, books) if books else {}
    if not made:
        return None
    drawn = {name: books[name] for name in made.values()}
    others = claimed_before(uri, {book.site for book in drawn.values()})
    elsewhere = fold(others)
    leaves = {leaf for other in others for leaf in elsewhere.contents(other)} | {*inside}
    production = _production(leaves, drawn)
    paths = paths_of(leaves, books=production, sold=_sold(leaves, drawn, production))
    kept = {}
    for name, book in drawn.items():
        first = sum((_wanted(paths, elsewhere, other, book) or Fraction(0) for other in others), Fraction(0))
        kept[name] = share_kept(_left_in(name), first, _wanted(paths, state, uri, book))
    return BesideCredits(paths, kept)


def _wanted(paths: Paths, state: Lots, uri: str, book: _Book) -> Fraction | None:
    """Return what is left of a lot that is production of an account and not sold; ``None`` where nobody measured it."""
    wanted = Fraction(0)
    for leaf in state.contents(uri):
        lot = state.get(leaf)
        share = share_of_book(paths.of(leaf, lot.holder), book.id)
        measured = at_most(part_of(lot, None, book.unit), lot.remaining_mg, book.unit)
        if share and measured is None:
            return None
        wanted += share * (measured or 0) * _declared_yield(lot, book)
    return wanted


def _declared_yield(lot: Lot, book: _Book) -> Fraction:
    """Return what the account counts of a lot: won there, it has the declared yield before it."""
    return Fraction(book.yield_ppm, PPM) if lot.origin else Fraction(1)


def _left_in(account: str) -> int:
    """Return what was neither sold as certified, nor issued, nor withdrawn; that credits die takes no lot its claim."""
    total: int | None = standing_entries(account).aggregate(total=Sum("amount_mg"))["total"]
    return total or 0


def _production(lots: Iterable[str], books: Mapping[str, _Book]) -> dict[str, str]:
    """Return which lots that lead to some lots are production of which account."""
    steps = upstream_of(lots, also=HANDED_OVER)
    won = {moved.lot for _, moved in steps if moved.move is Move.BEGUN and moved.origin and moved.claim.pack}
    return dict(_received(lots=won, accounts=list(books))) if won else {}


def _sold(lots: Iterable[str], books: Mapping[str, _Book], production: Collection[str]) -> dict[tuple[Name, str], Sold]:
    """Return what each dispatch on the way to some lots took out of the accounts."""
    names = {moved.lot for _, moved in upstream_of(lots, also=HANDED_OVER)}
    found: dict[tuple[Name, str], Sold] = {}
    for event, campaign, lot, account, amount, total in _sales(lots=names, accounts=list(books)):
        kept = Fraction(books[account].yield_ppm, PPM) if lot in production else Fraction(1)
        key = (campaign or event, lot)
        found[key] = (*found.get(key, ()), (account, Fraction(-amount, total) / kept))
    return found


@asked_often
def _issued_from() -> "QuerySet[Account, Any]":
    credit = Credit.objects.filter(account=OuterRef("pk"))
    withdrawn = Entry.objects.filter(account=OuterRef("pk"), kind=Kind.WITHDRAWAL)
    found = Account.objects.filter(Exists(credit) | Exists(withdrawn), method=Method.BOOK)
    return found.order_by("pk").values_list("pk", "site", "unit", "yield_ppm")


@asked_often
def _received(lots: Iterable[str], accounts: Iterable[str]) -> "QuerySet[Entry, Any]":
    # Entries without a lot have no place in the index by lot, which the database has to be told of to use it.
    rows = Entry.objects.exclude(lot="").filter(lot__among=lots, account__among=accounts, kind=Kind.RECEIPT)
    return rows.order_by("pk").values_list("lot", "account")


@asked_often
def _sales(lots: Iterable[str], accounts: Iterable[str]) -> "QuerySet[Entry, Any]":
    rows = Entry.objects.exclude(lot="").filter(lot__among=lots, account__among=accounts, kind=Kind.SALE)
    sold = rows.filter(corrects=None, total_mg__gt=0).order_by("pk")
    return sold.values_list("event", "event__campaign", "lot", "account", "amount_mg", "total_mg")
