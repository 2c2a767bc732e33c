"""A lot is used before it began (rules C4: an operation is never earlier than its inputs)."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

TIME = FindingKind(
    "custody.lot.time",
    Severity.ERROR,
    _("{lot} began on {began_on}, after this event."),
    what_to_do=_("Check the times of both events."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare the event's time with the beginning of each lot it uses or sends."""
    if case.event.happening not in {Happening.TRANSFORMS, Happening.SENDS}:
        return
    for portion in (*case.event.used, *case.event.touched):
        began = case.lots.get(portion.uri).began_at
        if began and began > case.event.happened_at:
            yield TIME.at(case.event.where, lot=portion.uri, began_on=began.date())
