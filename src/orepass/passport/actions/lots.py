"""Whether a lot may have a passport now: who has it or a part of it asks, something is left, and nobody stopped it."""

from collections.abc import Mapping
from typing import Final

from orepass.custody.queries import LotCard
from orepass.custody.queries.claims_stopped import stopped_by
from orepass.custody.queries.hands import InHands, in_hands
from orepass.custody.queries.lots import lot_for
from orepass.custody.rules.claims.available import EMPTY, GONE, HELD, RECALLED, USED_UP
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor


class NotTheHolder(Conflict):
    """The lot is not in the organisation's hands."""

    code = "passport.lot.not_held"
    message = _("The lot “{lot}” is not in your hands.")
    what_to_do = _("The organisation that holds the lot, or a part of it, issues the passport of what it has.")


class LotOnHold(Conflict):
    """The lot, or something in it, waits for a person: its tag was used twice, or somebody stopped it."""

    code = "passport.lot.on_hold"
    message = _("The lot “{lot}” is on hold.")
    what_to_do = _(
        "Where a person stopped it, another person releases it; where a tag was used twice, declare one of the two "
        "events an error. Then issue the passport."
    )


class LotRecalled(Conflict):
    """A recall that is open reaches the lot, or something in it."""

    code = "passport.lot.recalled"
    message = _("The lot “{lot}” is recalled.")
    what_to_do = _("Answer the recall; when whoever announced it has ended it, issue the passport.")


class LotUsedUp(Conflict):
    """Something else was made of all of the lot."""

    code = "passport.lot.used_up"
    message = _("The lot “{lot}” was used up.")
    what_to_do = _("Issue the passport of what was made of it.")


class LotGone(Conflict):
    """The lot was destroyed or lost."""

    code = "passport.lot.gone"
    message = _("The lot “{lot}” was destroyed or lost.")
    what_to_do = _("If the event that says so is wrong, declare it an error; else there is nothing to issue one for.")


class LotEmpty(Conflict):
    """Nothing is left of the lot, or it never weighed anything."""

    code = "passport.lot.empty"
    message = _("Nothing is left of the lot “{lot}”.")
    what_to_do = _("Check its mass; if an event gives it wrongly, declare that one an error and tell it anew.")


STOPPED: Final[Mapping[str, type[Conflict]]] = {
    HELD: LotOnHold,
    RECALLED: LotRecalled,
    USED_UP: LotUsedUp,
    GONE: LotGone,
    EMPTY: LotEmpty,
}


def lot_to_tell_of(actor: Actor, lot: str) -> tuple[LotCard, InHands]:
    """Return a lot that the actor may issue a passport of now, with what the issuer has of it.

    Whoever has a part of it may, for that part; nobody may for what they do not have any more.

    Raises:
        NotFound: no event names the lot, or it is not for the actor.
        NotTheHolder: others have all of it.
        LotOnHold, LotRecalled, LotUsedUp, LotGone, LotEmpty: nothing may be claimed of it now.
    """
    card = lot_for(actor, lot)
    named = card.uri[:200]
    mine = in_hands(card.uri, actor.organisation) if actor.organisation else None
    if mine is None and actor.is_in(card.holder):
        mine = in_hands(card.uri, card.holder)
    if mine is None:
        raise NotTheHolder(where="lot", lot=named)
    why = stopped_by(card.uri)
    if why:
        raise STOPPED[why](where="lot", state=why, lot=named)
    return card, mine
