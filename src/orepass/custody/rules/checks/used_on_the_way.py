"""A lot is used, sent on or lost on a day before its receipt, which is on record: whoever does so did not have it yet.

Else what was received would be credited to an account, and claimed by what was made of it as well.
"""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lateness import as_of, is_late
from orepass.custody.rules.lots import Move
from orepass.custody.rules.movements import giver
from orepass.custody.rules.stock import HERE
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

NOT_RECEIVED = FindingKind(
    "custody.lot.not_received",
    Severity.ERROR,
    _("{lot} was received on {received_on}, after this event."),
    what_to_do=_("Check the times of both events; declare the receipt an error and tell it anew if its time is wrong."),
)
_TAKES = {Happening.TRANSFORMS, Happening.SENDS, Happening.ENDS}


def check(case: Case) -> Iterator[Finding]:
    """Compare what a late event takes with what was in hands then, where more was received later."""
    if case.event.happening not in _TAKES:
        return
    who, at = giver(case.event, case.setting), case.event.happened_at
    for uri, mass in _taken(case).items():
        if not is_late(case, uri):
            continue
        then = as_of(case, uri).stock
        in_hands = then.parts.get((who, HERE), 0)
        wanted = case.lots.get(uri).stock.has(who) if mass is None else mass
        enough = in_hands is None or (in_hands > 0 and (wanted is None or wanted <= in_hands))
        later = (moved for moved in case.lots.get(uri).history if moved.move is Move.RECEIVED and moved.at > at)
        received = next((moved.at for moved in later if moved.holder == who), None)
        if then.begun and not enough and received is not None:
            yield NOT_RECEIVED.at(case.event.where, lot=uri, received_on=received.date())


def _taken(case: Case) -> dict[str, int | None]:
    """Return the lots that the event takes something of, each with the mass as far as it is told."""
    found: dict[str, int | None] = {}
    for portion in (*case.event.used, *case.event.touched):
        for uri in case.lots.whole_in(portion.uri):
            mass, before = portion.mass_mg if uri == portion.uri else None, found.get(uri, 0)
            found[uri] = None if mass is None or before is None else before + mass
    return found
