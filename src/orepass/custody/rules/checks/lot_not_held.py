"""A party uses or sends what another registered party holds: other parties' lots are not for you."""

from collections.abc import Iterator
from typing import Final

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lateness import completes
from orepass.custody.rules.lots import Lot
from orepass.custody.rules.stock import REGISTERED, HandedOver
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

NOT_HELD = FindingKind(
    "custody.lot.not_held",
    Severity.ERROR,
    _("{lot} is not in your hands."),
    what_to_do=_("Check the identifier; when it was handed over to you, record that you received it first."),
)

DEPARTING: Final = "departing"
"""The word for a part that was shipped, and now leaves: it is on its way to the same taker already."""
_MOVES = {Happening.TRANSFORMS, Happening.SENDS, Happening.ENDS, Happening.PACKS, Happening.UNPACKS}


def check(case: Case) -> Iterator[Finding]:
    """Compare the holder with the party that acts."""
    event, actor = case.event, case.setting.actor
    if not actor or event.happening not in {*_MOVES, Happening.RECEIVES}:
        return
    told_again = {part.uri for part in event.touched if part.mass_mg is not None and event.business_step == DEPARTING}
    for uri in dict.fromkeys(leaf for part in (*event.used, *event.touched) for leaf in _with_contents(case, part.uri)):
        if uri in told_again and (case.setting.organisation(event.receiver), actor) in case.lots.get(uri).stock.parts:
            continue
        if _elsewhere(case, case.lots.get(uri)) and not completes(case, uri):
            yield NOT_HELD.at(event.where, lot=uri)


def _elsewhere(case: Case, lot: Lot) -> bool:
    """Say whether others have the lot, and the event does not take it from whoever has it."""
    actor, stock, giver = case.setting.actor, lot.stock, case.setting.organisation(case.event.sender)
    receives = case.event.happening is Happening.RECEIVES
    if not stock.parts:
        return lot.holder.startswith(REGISTERED) and lot.holder not in {actor, giver if receives else actor}
    if receives:
        return not stock.comes(HandedOver(giver, actor)) and not (giver and stock.has(giver))
    return not (stock.is_with(actor) or actor in stock.apart)


def _with_contents(case: Case, uri: str) -> list[str]:
    return [uri, *case.lots.contents(uri)]
