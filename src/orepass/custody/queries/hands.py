"""What somebody has of a lot that may be in several hands: how much, where, and how much of that counts."""

from typing import Final

import msgspec

from orepass.custody.queries.folding import fold
from orepass.custody.queries.lots import lot_uri
from orepass.custody.queries.places import site_of
from orepass.custody.rules.lots import Lot, Move
from orepass.custody.rules.stock import HERE

CAME: Final = frozenset({Move.BEGUN, Move.RECEIVED})


class InHands(msgspec.Struct, frozen=True, kw_only=True):
    """What one party has of a lot, with what is on its way to them.

    Attributes:
        site: of a lot in several hands where it began or arrived in these last; else where it is now.
        made: it began with nobody but them; of a container, all that is in it did.
        made_at: where, if they made it.
        mass_mg: how much it is as told; ``None`` where nobody weighed it.
        counted_mg: how much of that counts: of a lot that was made, no more than went into it.
    """

    holder: str
    site: str
    mass_mg: int | None
    counted_mg: int | None
    made: bool
    made_at: str


def in_hands(lot: str, holder: str) -> InHands | None:
    """Return what somebody has of a lot; nothing where others have all of it.

    Raises:
        NotFound: no event names the lot.
    """
    uri = lot_uri(lot)
    state = fold([uri])
    found = state.get(uri)
    made = bool(holder) and all(state.get(leaf).maker == holder for leaf in state.contents(uri))
    if found.stock.parts:
        has = found.stock.has(holder)
        part = has if found.stock.others_have(holder) else None
        return None if has == 0 else _in_hands(found, holder, part, made=made)
    # Of what is gone, or of what nobody told that it began, the last who had it is known.
    return _in_hands(found, holder, None, made=made) if found.holder == holder else None


def hands_of(lot: Lot) -> list[str]:
    """Return who has parts of a lot; of what is gone, or of a container, who had it last."""
    found = dict.fromkeys(who or (giver if giver != HERE else "") for who, giver in lot.stock.parts)
    return list(found) or [lot.holder]


def _in_hands(lot: Lot, holder: str, part_mg: int | None, *, made: bool) -> InHands:
    came = [told.site for told in lot.history if told.move in CAME and told.site and told.holder == holder]
    named = came[-1] if came and lot.stock.others_have(holder) else lot.site
    began = [told.site for told in lot.history if told.move is Move.BEGUN and told.site]
    first = began[0] if began and made else ""
    return InHands(
        holder=holder,
        site=site_of(named) or named,
        mass_mg=lot.remaining_mg if part_mg is None else part_mg,
        counted_mg=lot.assured_mass_of(part_mg),
        made=made,
        made_at=site_of(first) or first,
    )
