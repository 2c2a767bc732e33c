"""Production in a book and claim account, on its way: how a lot came into the book, and what left the book with it.

Credits are issued for what stands in the book, not for a lot. So nothing that stands there is claimed by a lot in other
hands: a dispatch says how much is sold as certified, that much leaves the book with the lot, and the claim of the rest
ends for everybody after (C14, C20). Both are facts of their day and stand in the movements, as the right does.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

import msgspec

from orepass.custody.rules.accounts import Kind, Method
from orepass.custody.rules.case import Case
from orepass.custody.rules.claims.held import Parts
from orepass.custody.rules.happening import Event, Happening
from orepass.custody.rules.lots import Lots, Move, Movement
from orepass.custody.rules.opened import Booking, OpenAccount


def own_share(parts: Parts, account: str, mineral: str) -> Fraction:
    """Return the share of a mixture's mineral that stands in an account and may still be claimed."""
    of_mineral = {held: share for held, share in parts.items() if held.mineral in {mineral, ""}}
    total = sum(of_mineral.values(), Fraction(0))
    own = (share for held, share in of_mineral.items() if held.book == account and held.stands)
    return sum(own, Fraction(0)) / total if total else Fraction(0)


def told_by_keeper(account: OpenAccount, actor: str) -> bool:
    """Say whether an event is told by who keeps an account: nobody else takes anything out of it."""
    return actor in {"", account.organisation}


def books_left(events: Iterable[Event], lots: Lots, actor: str) -> set[str]:
    """Return the accounts, wherever they are kept, that lots may stand in which somebody sends who won them."""
    sent = (part.uri for event in events if event.happening is Happening.SENDS for part in event.touched)
    known = (lots.get(leaf) for uri in sent for leaf in lots.contents(uri))
    return {book for lot in known if actor in {"", lot.maker} for book in lot.books}


def noted_in_books(
    moved: Iterable[Movement], booked: Iterable[Booking], opened: Mapping[str, OpenAccount], case: Case
) -> list[Movement]:
    """Write down on the movements of an event which book a lot came into, and what left it with the lot."""
    received: dict[str, str] = {}
    left: dict[str, Fraction] = {}
    for booking in booked:
        if opened[booking.account].method is Method.BOOK:
            if booking.entry.kind is Kind.RECEIPT:
                received[booking.lot] = booking.account
            elif booking.left is not None:
                left[booking.lot] = min(booking.left, left.get(booking.lot, Fraction(1)))
    made_of = _made_of(case)
    return [_noted(part, received.get(part.lot, made_of), left.get(part.lot)) for part in moved]


def _made_of(case: Case) -> str:
    """Return the books that the inputs of a step may stand in, where those who won them made something of them."""
    if case.event.happening is not Happening.TRANSFORMS:
        return ""
    actor = case.setting.actor
    return " ".join(dict.fromkeys(book for _, lot in case.used() if actor in {"", lot.maker} for book in lot.books))


def _noted(moved: Movement, book: str, left: Fraction | None) -> Movement:
    if moved.move is Move.BEGUN and book:
        return msgspec.structs.replace(moved, claim=msgspec.structs.replace(moved.claim, book=book))
    if moved.move is Move.SENT and left is not None:
        return msgspec.structs.replace(moved, claim=msgspec.structs.replace(moved.claim, left=str(left)))
    return moved
