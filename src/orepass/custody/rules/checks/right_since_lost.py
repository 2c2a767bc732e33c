"""A lot is dated before the day its site was stopped and recorded after it (C17): allowed, and asked about.

What counts is the right on the day of the event; that it is told only now may be honest, or may be a date moved back.
"""

from collections.abc import Iterator

from orepass.custody.rules.according import accorded
from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Answer

SINCE_LOST = FindingKind(
    "custody.right.since_lost",
    Severity.WARNING,
    _("{lot} is dated {day}, when {site} could deliver as certified; when it was recorded it could not: {reason}."),
    what_to_do=_("Show a paper of that day, such as the logbook of tags or the weighing note."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare the right on the day of each beginning with the right today."""
    event, today = case.event, case.setting.today
    if event.happening is not Happening.BEGINS or today is None or today <= event.on:
        return
    for portion in event.begun:
        site = portion.facts.origin_site or event.site
        now = case.rights.of_site(site, today).verdict
        if now.answer is Answer.NO and accorded(case, portion).right is not None:
            reason = "; ".join(now.reasons) or now.answer
            yield SINCE_LOST.at(event.where, lot=portion.uri, day=event.on, site=site, reason=reason)
