"""A lot of which nobody had told begins after it was used: later than that it cannot, and earlier somebody has to look.

What came out of its use was judged without knowing what went in: nothing is claimed of it until it is told anew.
"""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lots import Move
from orepass.custody.rules.terms import NOTHING
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

USED_BEFORE = FindingKind(
    "custody.lot.used_before",
    Severity.ERROR,
    _("{lot} was used on {used_on}, before it begins here."),
    what_to_do=_("Check the times of both events; declare the use an error if it did not happen."),
)
TOLD_AFTER = FindingKind(
    "custody.lot.told_after_use",
    Severity.WARNING,
    _("{lot} was used on {used_on}, before anybody had told that it began; nothing is claimed of what came out."),
    what_to_do=_("Let whoever used it declare the use an error and tell it anew: then it is judged by what went in."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare every lot that begins for the first time with the uses that were told of it."""
    if case.event.happening not in {Happening.BEGINS, Happening.TRANSFORMS}:
        return
    for portion in case.event.begun:
        lot = case.lots.get(portion.uri)
        used = [moved for moved in lot.history if moved.move is Move.USED and not lot.begun]
        early = [moved.at for moved in used if moved.at < case.event.happened_at]
        blind = [moved.at for moved in used if moved.facts is NOTHING]
        if early:
            yield USED_BEFORE.at(case.event.where, lot=portion.uri, used_on=min(early).date())
        elif blind:
            yield TOLD_AFTER.at(case.event.where, lot=portion.uri, used_on=min(blind).date())
