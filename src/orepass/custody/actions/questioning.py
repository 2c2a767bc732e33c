"""Open a question for each thing that was noticed about kept events; what was asked about a bag is not asked again.

One bag may be told by form, by table and by a document: three events, of which the second and the third say nothing
new. An event that was declared an error asks nothing any more, and whoever tells it anew is asked anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef

from orepass.custody.actions.taken import Taken
from orepass.custody.models import JournalEvent, Question
from orepass.custody.rules.asking import Subject, subject_of
from orepass.custody.rules.happening import Happening
from orepass.kernel.finding import Finding, Severity
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.platform.access import Actor
from orepass.platform.notices import notify

ROWS: Final = 2_000
DAY: Final = timedelta(days=1)


def open_questions(actor: Actor, numbered: Sequence[tuple[int, Taken]], at: datetime) -> tuple[Identifier, ...]:
    """Open the questions of some events, and tell whoever sent them."""
    asked = [
        (sequence, taken, finding)
        for sequence, taken in numbered
        for finding in taken.findings
        if finding.severity is Severity.WARNING and taken.event.ours
    ]
    known = _asked_before(actor, [taken for _, taken, _ in asked])
    rows = []
    for sequence, taken, finding in asked:
        subject = _subject(taken, finding)
        if subject is None or subject not in known:
            rows.append(_question(sequence, finding, at))
        known.add(subject)
    Question.objects.bulk_create(rows, batch_size=ROWS)
    if rows and actor.organisation:
        notify(organisation=actor.organisation, kind="custody.question.opened", subject=rows[0].pk)
    return tuple(Identifier(row.pk) for row in rows)


def _subject(taken: Taken, finding: Finding) -> Subject | None:
    """Return what a question about a beginning is about; of other events each is a matter of its own."""
    event = taken.event
    if event.happening is not Happening.BEGINS:
        return None
    lots = [portion.uri for portion in event.begun]
    return subject_of(finding.code, finding.params, site=event.site, on=event.on, lots=lots)


def _asked_before(actor: Actor, asked: Iterable[Taken]) -> set[Subject | None]:
    """Return what whoever sends this was asked about the same places and days, of events that stand."""
    begun = [taken.event for taken in asked if taken.event.happening is Happening.BEGINS]
    if not begun:
        return set()
    taken_back = JournalEvent.objects.filter(event_id=OuterRef("event__event_id"), is_declaration=True)
    times = [event.happened_at for event in begun]
    rows = Question.objects.filter(
        ~Exists(taken_back),
        event__job__organisation=actor.organisation,
        event__happening=Happening.BEGINS,
        event__site__in={event.site for event in begun},
        event__happened_at__gt=min(times) - DAY,
        event__happened_at__lt=max(times) + DAY,
    )
    found: dict[str, tuple[str, dict[str, str], str, date, list[str]]] = {}
    named: dict[str, list[str]] = defaultdict(list)
    wanted = ("pk", "code", "params", "event__site", "event__happened_at", "event__movements__lot__uri")
    for pk, code, params, site, happened_at, lot in rows.values_list(*wanted):
        named[pk].append(lot)
        found[pk] = (code, params, site, day_of(happened_at), named[pk])
    return {subject_of(code, params, site=site, on=on, lots=lots) for code, params, site, on, lots in found.values()}


def _question(sequence: int, finding: Finding, at: datetime) -> Question:
    return Question(
        id=mint("que"),
        event_id=sequence,
        code=finding.code,
        severity=finding.severity,
        where=finding.where[:200],
        params=finding.params,
        message=finding.message,
        raised_at=at,
    )
