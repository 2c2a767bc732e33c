"""An event is told before it happened (EPCIS 2.0, §7.4.1: the time at which the event *occurred*).

A day is granted: a bag that is told by its day alone counts from noon, and clocks and time zones err by less.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from orepass.custody.rules.case import Case
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

GRANTED: Final = timedelta(days=1)

FUTURE = FindingKind(
    "custody.event.future",
    Severity.ERROR,
    _("The event is told to happen on {day}; today is {today}."),
    what_to_do=_("Check the time and the time zone; tell of it when it has happened."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare the event's time with the clock of the house."""
    now = case.setting.now
    if now is not None and case.event.happened_at > now + GRANTED:
        yield FUTURE.at(case.event.where, day=case.event.on, today=now.date())
