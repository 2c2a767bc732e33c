"""Which part of what a lot could claim was issued as book and claim credits, or is claimed by a passport already."""

from collections.abc import Mapping
from fractions import Fraction

import msgspec

from orepass.custody.queries.promised import claimed_by
from orepass.custody.queries.promises import Production, issued_from, left_in
from orepass.custody.rules.claims.carrying import Paths
from orepass.custody.rules.claims.credited import share_kept
from orepass.custody.rules.lots import Lots


class BesideCredits(msgspec.Struct, frozen=True):
    """The ways of claims into a lot, and by book and claim account what credits and earlier passports leave of it."""

    paths: Paths
    kept: Mapping[str, Fraction]


def beside_credits(state: Lots, uri: str) -> BesideCredits | None:
    """Return what credits leave of the claims of a lot; nothing where no credit concerns it."""
    inside = state.contents(uri)
    books = issued_from(book for leaf in inside for book in state.get(leaf).books)
    if not books:
        return None
    first = {book.organisation: claimed_by(book.organisation, before=uri) for book in books}
    lots = [uri, *(claim.lot for claims in first.values() for claim in claims)]
    production = Production(lots)
    kept = {}
    for book in books:
        left = left_in(book.id)
        claimed = production.claimed(first[book.organisation], book, left)
        others = sum(promise.amount for leaf, promise in claimed.items() if leaf not in inside)
        kept[book.id] = share_kept(left, Fraction(others), production.wanted(uri, book))
    return BesideCredits(production.paths, kept)
