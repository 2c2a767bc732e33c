"""Something is claimed of what happened nowhere (S3:1389-96: which batch, when and where it moved or changed).

Without a claim the event is kept: where it happened is then unknown, and custody is not proven (``rules.custodians``).
"""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

MISSING = FindingKind(
    "custody.place.missing",
    Severity.ERROR,
    _("Something is claimed for {lot}, and nobody says where this happened."),
    what_to_do=_("Name the place: the site, or the point where it was read."),
)

_SOMEWHERE = {Happening.BEGINS, Happening.TRANSFORMS, Happening.SENDS, Happening.RECEIVES}


def check(case: Case) -> Iterator[Finding]:
    """Look for the place of an event that begins, changes or hands over lots under a claim."""
    event = case.event
    if event.site or event.happening not in _SOMEWHERE or not (event.terms.model or event.certificates):
        return
    for portion in (*event.begun, *event.touched):
        if not portion.facts.origin_site:
            yield MISSING.at(event.where, lot=portion.uri)
            return
