"""What passports that hold claim of book and claim accounts: neither credits nor other lots may take it (C14, C20)."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, QuerySet, Sum

from orepass.custody.models import Account, Credit, Entry
from orepass.custody.queries.accounts import AccountCard, standing_without
from orepass.custody.queries.folding import fold
from orepass.custody.queries.following import parts_of, paths_of
from orepass.custody.queries.promised import ClaimOfLot, claimed_by
from orepass.custody.rules.accounts import PPM, Kind, Method, Unit
from orepass.custody.rules.claims.credited import share_of_book
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.measuring import at_most, part_of
from orepass.custody.rules.opened import OpenAccount
from orepass.custody.rules.promises import Promise, Promises
from orepass.custody.rules.weighing import Step
from orepass.platform.asked_often import asked_often


class Book(msgspec.Struct, frozen=True):
    """A book and claim account, as far as lots that stand in it ask."""

    id: str
    organisation: str
    scheme: str
    unit: Unit
    yield_ppm: int


def book_of(account: AccountCard | OpenAccount) -> Book:
    """Return an account as lots that stand in it ask of it."""
    return Book(account.id, account.organisation, account.scheme, account.terms.unit, account.yield_ppm)


class Production:
    """Lots that may stand in book and claim accounts, with what left these accounts, followed together."""

    def __init__(
        self,
        lots: Iterable[str],
        *,
        without: frozenset[str] = frozenset(),
        gone: Collection[Step] = (),
    ) -> None:
        """Follow some lots; without events that are being taken back just now, and what these did."""
        named = list(dict.fromkeys(lots))
        self.state: Lots = fold(named, leaving_out=without)
        leaves = dict.fromkeys(leaf for uri in named for leaf in self.state.contents(uri))
        self.paths = paths_of(leaves, leaving_out=gone)

    def wanted(self, uri: str, book: Book) -> Fraction | None:
        """Return what of a lot stands in an account; ``None`` where nobody measured it."""
        found = [self._of_leaf(leaf, book) for leaf in self.state.contents(uri)]
        known = [in_book for in_book in found if in_book is not None]
        return sum((share * of for share, of in known), Fraction(0)) if len(known) == len(found) else None

    def _of_leaf(self, leaf: str, book: Book) -> tuple[Fraction, int] | None:
        """Return which share of what its holder has of a lot stands in an account, and how much the account counts."""
        lot = self.state.get(leaf)
        share = share_of_book(self.paths.of(leaf, lot.holder), book.id)
        mass = lot.stock.has(lot.holder) if lot.stock.others_have(lot.holder) else None
        measured = at_most(part_of(lot, mass, book.unit), lot.remaining_mg if mass is None else mass, book.unit)
        if measured is None:
            return None if share else (share, 0)
        # Won there, a lot came in with the declared yield; what was made of it stands in the account as it is.
        counted = Fraction(book.yield_ppm, PPM) if lot.origin else Fraction(1)
        return share * counted, measured

    def claimed(self, claims: Iterable[ClaimOfLot], book: Book, left: int) -> dict[str, Promise]:
        """Return by lot what passports claim of an account; what nobody weighed may be all that is left."""
        found: dict[str, Promise] = {}
        for claim in claims:
            kept = self._kept(claim) if claim.scheme == book.scheme else Fraction(0)
            for leaf in self.state.contents(claim.lot) if kept else ():
                share, of = self._of_leaf(leaf, book) or (Fraction(1), max(left, 0))
                amount = int(share * of * kept)
                if amount and (leaf not in found or found[leaf].amount < amount):
                    found[leaf] = Promise(amount, of)
        return found

    def _kept(self, claim: ClaimOfLot) -> Fraction:
        """Return which part of what stands in books a passport claims: of the rest it said that credits took it."""
        holder = self.state.get(claim.lot).holder
        parts = parts_of(self.state, claim.lot, holder, paths=self.paths)
        inside = sum((share for held, share in parts.items() if held.book and held.stands), Fraction(0))
        return max(1 - claim.credited / inside, Fraction(0)) if inside else Fraction(0)


def promises_of(
    books: Sequence[Book], *, without: frozenset[str] = frozenset(), gone: Collection[Step] = ()
) -> dict[str, Promises]:
    """Return by account what is left in it, and what passports that hold claim of that, by lot."""
    claims = {maker: list(claimed_by(maker)) for maker in {book.organisation for book in books}}
    lots = [claim.lot for of_maker in claims.values() for claim in of_maker]
    production = Production(lots, without=without, gone=gone)
    found = {}
    for book in books:
        left = left_in(book.id, without=without)
        by_lot = production.claimed(claims[book.organisation], book, left)
        found[book.id] = Promises(left=left, by_lot=by_lot)
    return found


def issued_from(accounts: Iterable[str]) -> list[Book]:
    """Return those of some accounts that credits were issued from, or something withdrawn."""
    wanted = set(accounts)
    rows = _issued_from(accounts=wanted) if wanted else []
    return [Book(name, maker, scheme, Unit(unit), yield_ppm) for name, maker, scheme, unit, yield_ppm in rows]


def hold_books(organisation: str) -> None:
    """Hold the book and claim accounts of an organisation, or of everybody, till the end of the transaction.

    Who claims a lot looks at what is left of them, and whoever takes something out looks at what is claimed.
    """
    kept_by = {"organisation": organisation} if organisation else {}
    list(Account.objects.select_for_update().filter(method=Method.BOOK, **kept_by).order_by("id"))


def left_in(account: str, *, without: frozenset[str] = frozenset()) -> int:
    """Return what was neither sold as certified, nor issued, nor withdrawn; that credits die takes no lot its claim."""
    rows = standing_without(account, without)
    total: int | None = rows.aggregate(total=Sum("amount_mg"))["total"]
    return total or 0


@asked_often
def _issued_from(accounts: Iterable[str]) -> "QuerySet[Account, Any]":
    credit = Credit.objects.filter(account=OuterRef("pk"))
    withdrawn = Entry.objects.filter(account=OuterRef("pk"), kind=Kind.WITHDRAWAL)
    found = Account.objects.filter(Exists(credit) | Exists(withdrawn), pk__among=accounts, method=Method.BOOK)
    return found.order_by("pk").values_list("pk", "organisation", "scheme", "unit", "yield_ppm")
