"""A lot begins again that somebody else began: its name is theirs, with all that is known of it (rules C4).

An object that begins twice is an incident of its own, and both wait (`tag_reused`); of a quantity there would be more.
"""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.lots import Lot, Move
from orepass.custody.rules.movements import holder
from orepass.custody.rules.stock import REGISTERED
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

OF_ANOTHER = FindingKind(
    "custody.lot.of_another",
    Severity.ERROR,
    _("{lot} was begun by somebody else."),
    what_to_do=_("Give what you produce an identifier of its own."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare who tells of a beginning with who told of the earlier ones."""
    if not case.setting.actor:
        return
    mine = {case.setting.actor, holder(case.event, case.setting)}
    for portion in case.event.begun:
        lot = case.lots.get(portion.uri)
        site = portion.facts.origin_site or case.event.site
        if not (portion.instance and lot.instance) and _by_others(lot, mine, site):
            yield OF_ANOTHER.at(case.event.where, lot=portion.uri)


def _by_others(lot: Lot, mine: set[str], site: str) -> bool:
    began = [moved for moved in lot.history if moved.move is Move.BEGUN and moved.holder.startswith(REGISTERED)]
    return any(moved.holder not in mine and (not site or moved.site != site) for moved in began)
