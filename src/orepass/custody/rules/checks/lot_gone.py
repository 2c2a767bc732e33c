"""A lot is used or sent after it was used up, lost or destroyed; the other half of a hand-over may still be told."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lateness import completes
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

GONE = FindingKind(
    "custody.lot.gone",
    Severity.ERROR,
    _("Nothing is left of {lot}."),
    what_to_do=_("Check the identifier; a lot that was used up cannot be used or sent again."),
)

_MOVES = {Happening.TRANSFORMS, Happening.SENDS, Happening.RECEIVES, Happening.PACKS}


def check(case: Case) -> Iterator[Finding]:
    """Look at the lots that the event uses or moves."""
    if case.event.happening not in _MOVES:
        return
    named = [portion.uri for portion in (*case.event.used, *case.event.touched)]
    for uri in dict.fromkeys(leaf for name in named for leaf in (name, *case.lots.contents(name))):
        lot = case.lots.get(uri)
        if (lot.used_up or lot.ended) and not completes(case, uri):
            yield GONE.at(case.event.where, lot=uri)
