"""A lot on hold is moved before a person has decided about it."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lots import Lot
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

HELD = FindingKind(
    "custody.lot.held",
    Severity.ERROR,
    _("{lot} is on hold: its tag was used twice."),
    what_to_do=_("Declare one of the two events with this tag an error; then the lot is free again."),
)

_MOVES = {Happening.TRANSFORMS, Happening.SENDS}


def on_hold(lot: Lot, case: Case) -> bool:
    """Say whether a lot waits for a person."""
    return lot.held or bool(lot.facts.tag and len(case.setting.tags.get(lot.facts.tag, ())) > 1)


def check(case: Case) -> Iterator[Finding]:
    """Look at the lots that the event uses or sends."""
    if case.event.happening not in _MOVES:
        return
    names = [uri for part in (*case.event.used, *case.event.touched) for uri in case.lots.contents(part.uri)]
    for uri in names:
        if on_hold(case.lots.get(uri), case):
            yield HELD.at(case.event.where, lot=uri)
