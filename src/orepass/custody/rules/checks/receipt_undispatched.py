"""Somebody receives what its holder, who is registered here, never said to have sent.

It may come first that was told second: the receipt is kept. Until the dispatch is told the lot stays with its holder,
and nothing is claimed of what was received, nor credited to an account.
"""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lateness import as_of
from orepass.custody.rules.movements import handed_over
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

UNDISPATCHED = FindingKind(
    "custody.receipt.undispatched",
    Severity.WARNING,
    _("Nobody who has {lot} told that it was sent; until then nothing may be claimed of what was received."),
    what_to_do=_(
        "Ask the sender to record the dispatch, with the day on which it left. For the credit of an account, declare "
        "this receipt an error then, and tell it anew."
    ),
)


def check(case: Case) -> Iterator[Finding]:
    """Look for lots that were on their way to nobody, and that somebody else has who could have told."""
    if case.event.happening is not Happening.RECEIVES:
        return
    named = [
        (leaf, part.mass_mg if leaf == part.uri else None)
        for part in case.event.touched
        for leaf in case.lots.whole_in(part.uri)
    ]
    for uri, mass in dict(named).items():
        if not as_of(case, uri).stock.comes(handed_over(case, mass)):
            yield UNDISPATCHED.at(case.event.where, lot=uri)
