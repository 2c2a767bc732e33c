"""A box is packed into itself, or into what is in it: then nothing of it could ever be reached, or looked into."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

ITSELF = FindingKind(
    "custody.lot.packed_in_itself",
    Severity.ERROR,
    _("{parent} would be packed into itself, with {lot}."),
    what_to_do=_("Check which is the container and which is in it; unpack first what is packed the other way."),
)


def check(case: Case) -> Iterator[Finding]:
    """Look for the container in what goes into it."""
    if case.event.happening is not Happening.PACKS:
        return
    parent = case.event.parent
    for portion in case.event.touched:
        if parent in case.lots.inside(portion.uri):
            yield ITSELF.at(case.event.where, parent=parent, lot=portion.uri)
