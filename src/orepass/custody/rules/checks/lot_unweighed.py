"""Parts are taken out of a lot that nobody weighed: it could be drawn from without end.

All of it can be used, once, and is asked about (``plausibility.untold``). Weighed it is by whoever sends, receives or
looks at it with a mass, at any time before.
"""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

UNWEIGHED = FindingKind(
    "custody.lot.unweighed",
    Severity.ERROR,
    _("A part of {lot} is used, and nobody ever said what all of it weighs."),
    what_to_do=_("Weigh the lot and tell its mass (an event that looks at it), or use it as a whole."),
)


def check(case: Case) -> Iterator[Finding]:
    """Look for parts of lots without a mass."""
    if case.event.happening is not Happening.TRANSFORMS:
        return
    for lot, mass, _content in case.drawn():
        if mass is not None and lot.begun and lot.mass_mg is None and not (lot.used_up or lot.ended):
            yield UNWEIGHED.at(case.event.where, lot=lot.uri)
