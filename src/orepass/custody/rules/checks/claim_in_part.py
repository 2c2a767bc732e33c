"""A part of a lot is claimed where it begins: there a lot is certified or it is not; parts come of mixing."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

IN_PART = FindingKind(
    "custody.claim.in_part",
    Severity.ERROR,
    _("{percent} % are claimed of a lot that begins; it is claimed as a whole or not at all."),
    what_to_do=_("Say nothing where all of it is claimed, and 0 where nothing is."),
)


def check(case: Case) -> Iterator[Finding]:
    """Look at the share that is claimed where lots begin."""
    if case.event.happening is Happening.BEGINS and 0 < case.event.terms.claimed < 1:
        yield IN_PART.at(case.event.where, percent=case.event.terms.claimed_pct)
