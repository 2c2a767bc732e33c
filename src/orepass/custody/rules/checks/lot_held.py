"""A lot on hold is used, sent or packed out before a person has decided about it.

A hold that a person placed binds whoever sends the event, whatever words it uses and whichever day it bears.
"""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lots import Lot
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

TAG = _("its tag was used twice")
PLACED = _("a person stopped it")

HELD = FindingKind(
    "custody.lot.held",
    Severity.ERROR,
    _("{lot} is on hold: {reason}."),
    what_to_do=_(
        "Where a person stopped it, another person releases it; where a tag was used twice, declare one of the two "
        "events with this tag an error. Then the lot is free again."
    ),
)

_MOVES = {Happening.TRANSFORMS, Happening.SENDS, Happening.UNPACKS}


def on_hold(lot: Lot, case: Case) -> bool:
    """Say whether a lot waits because its tag was used twice."""
    return lot.held or bool(lot.tag and len(case.setting.tags.get(lot.tag, ())) > 1)


def check(case: Case) -> Iterator[Finding]:
    """Look at the lots that the event uses, sends or packs out, with what is in them and what they are in."""
    if case.event.happening not in _MOVES:
        return
    told: set[str] = set()
    for part in (*case.event.used, *case.event.touched):
        for uri in case.lots.inside(part.uri):
            if case.event.happening is not Happening.UNPACKS and on_hold(case.lots.get(uri), case):
                yield HELD.at(case.event.where, lot=uri, reason=TAG, hold="")
        for uri in (*case.lots.inside(part.uri), *case.lots.around(part.uri)):
            hold = case.setting.held.get(uri)
            if hold and uri not in told:
                told.add(uri)
                yield HELD.at(case.event.where, lot=uri, reason=PLACED, hold=hold)


def binds(finding: Finding) -> bool:
    """Say whether a finding is about a hold that a person placed."""
    return finding.code == HELD.code and bool(finding.params.get("hold"))
