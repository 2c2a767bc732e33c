"""An event is told late: after later events of its lots, or long after it happened (our own choice of rule).

It is kept, takes its place in time, and everything is reckoned anew; a person is asked why it comes so late, with
particular care where the lot has been sent on or used since, or a passport was issued for it.
"""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lateness import is_late
from orepass.custody.rules.lots import Move
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

AFTER = _("after later events of the lot")
SINCE = _("after the lot was sent on or used")
PROMISED = _("after a passport was issued for the lot")
LONG = _("later than the scheme allows")

LATE = FindingKind(
    "custody.event.late",
    Severity.WARNING,
    _("What happened to {lot} on {day} was told {reason}."),
    what_to_do=_("Say why it comes so late, with a paper of that day; declare it an error if it did not happen so."),
)

_ONWARDS = frozenset({Move.SENT, Move.RECEIVED, Move.USED})


def check(case: Case) -> Iterator[Finding]:
    """Compare the day of the event with what is recorded of its lots, and with today."""
    event = case.event
    if not event.ours:
        return
    told = False
    for uri in dict.fromkeys(event.lots):
        last = case.lots.get(uri).last_at
        if last is not None and event.on < last.date() and is_late(case, uri) and not _too_early(case, uri):
            told = True
            yield LATE.at(event.where, lot=uri, day=event.on, reason=_reason(case, uri), last_on=last.date())
    today = case.setting.today if case.setting.actor else None  # the house itself takes in old records: nobody to ask
    if not told and today is not None and (today - event.on).days > case.limits.late_days:
        named = next(event.lots, "")
        yield LATE.at(event.where, lot=named, day=event.on, reason=LONG, most=case.limits.late_days)


def is_long(finding: Finding) -> bool:
    """Say whether a finding is about the time since the event, which is asked once for a document."""
    return finding.code == LATE.code and finding.params.get("reason") == LONG


def _too_early(case: Case, uri: str) -> bool:
    """Say whether the event is refused anyhow, for a lot that began after it."""
    began = case.lots.get(uri).began_at
    moved = case.event.happening in {Happening.TRANSFORMS, Happening.SENDS} and not _begins(case, uri)
    return moved and began is not None and began > case.event.happened_at


def _begins(case: Case, uri: str) -> bool:
    return any(portion.uri == uri for portion in case.event.begun)


def _reason(case: Case, uri: str) -> str:
    if uri in case.setting.promised:
        return PROMISED
    later = (moved.move for moved in case.lots.get(uri).history if moved.at > case.event.happened_at)
    return SINCE if _ONWARDS & set(later) else AFTER
