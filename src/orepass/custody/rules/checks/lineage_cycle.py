"""A lot would be made from itself."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

CYCLE = FindingKind(
    "custody.lineage.cycle",
    Severity.ERROR,
    _("{lot} would be made from itself."),
    what_to_do=_("Give what comes out of the step an identifier of its own."),
)


def check(case: Case) -> Iterator[Finding]:
    """Look for a lot on both sides of one event."""
    used = {portion.uri for portion in case.event.used}
    for portion in case.event.begun:
        if portion.uri in used:
            yield CYCLE.at(case.event.where, lot=portion.uri)
