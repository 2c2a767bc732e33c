"""Take EPCIS events into the journal: read, check, judge, and keep all of them or none (EPCIS 2.0, 8.2.7).

The default is *rollback*: one event that cannot be taken and nothing is kept. With *proceed* the good events are kept
and the others named. A replay changes nothing: an event that is already in the journal counts as a duplicate.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from django.db.models import QuerySet

from orepass.custody.actions import judging, writing
from orepass.custody.actions.pursuing import pursue
from orepass.custody.actions.taken import Taken
from orepass.custody.models import JournalEvent
from orepass.custody.queries.told import numbers_remembered
from orepass.custody.rules import happening, lateness
from orepass.custody.rules.epcis import events, naming, reading
from orepass.custody.rules.epcis.reading import Document
from orepass.custody.rules.terms import Reader
from orepass.kernel.digest import Digest, digest_bytes
from orepass.kernel.finding import Finding, FindingKind, Severity, has_errors
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.asked_often import asked_often

FINDINGS_MAX: Final = 500
"""Findings that one answer carries; a document with more of them has one fault, many times."""

CONFLICT = FindingKind(
    "custody.event.conflict",
    Severity.ERROR,
    _("Another event already has the identifier {event_id}."),
    what_to_do=_("Give the new event an identifier of its own, or declare the first one an error."),
)


class CaptureRefused(Invalid):
    """The document holds events that cannot be taken, and was to be taken as a whole."""

    code = "custody.capture.refused"
    message = _("Events that cannot be taken: {refused} of {count}. Nothing was kept. The first: {first}.")
    what_to_do = _("Correct the events named and send the document again.")


class PartRefused(CaptureRefused):
    """Some events of the document could be taken without the others."""

    what_to_do = _("Correct the events named, or send the document again so that the good events are kept.")


class DocumentRefused(CaptureRefused):
    """What was sent holds no events that could be counted: it cannot be read, or is no EPCIS document."""

    code = "custody.document.refused"
    message = _("The document cannot be taken. Nothing was kept: {first}.")
    what_to_do = _("Correct the document as a whole and send it again.")


class CaptureCard(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a document.

    Attributes:
        captured: events that are new in the journal.
        duplicates: events that were there already; nothing was changed.
        refused: events that were not kept; the findings say why.
        questions: what was opened about the new events, for a person to answer.
    """

    id: Identifier
    name: str
    captured: int
    duplicates: int
    refused: int
    document_digest: Digest
    event_ids: tuple[str, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Identifier, ...] = ()


@action("custody.events.capture")
def capture_events(
    actor: Actor, *, document: str | dict[str, Any], name: str = "", proceed: bool = False, at: datetime
) -> CaptureCard:
    """Take the events of an EPCIS 2.0 document, query document or single event into the journal.

    Raises:
        CaptureRefused: something cannot be taken; without ``proceed`` nothing is.
        DocumentRefused: it cannot be read as a document of events at all.
    """
    return capture(actor, document, writing.Source("epcis", name), proceed=proceed, at=at)


def capture(
    actor: Actor, document: str | dict[str, Any], source: writing.Source, *, proceed: bool, at: datetime
) -> CaptureCard:
    """Take a document in; the forms and the spreadsheet end here too."""
    with numbers_remembered():
        return _capture(actor, document, source, proceed=proceed, at=at)


def _capture(
    actor: Actor, document: str | dict[str, Any], source: writing.Source, *, proceed: bool, at: datetime
) -> CaptureCard:
    taken_apart = _read(document)
    count = len(taken_apart.events)
    kept, findings = _checked(taken_apart)
    fresh, duplicates, conflicts = _new(kept)
    findings += conflicts
    ordered = lateness.in_time(fresh, lambda taken: taken.event)
    findings += judging.judge_all(actor, ordered, at=at)
    good = [taken for taken in ordered if not has_errors(taken.findings)]
    refused = count - duplicates - len(good)
    if refused and not proceed:
        raise _refusal(findings, count)
    text = document if isinstance(document, str) else naming.text_of(taken_apart.body)
    receipt = writing.Receipt(
        source=source, document=taken_apart, digest=digest_bytes(text.encode("utf-8", "replace")), proceeded=proceed
    )
    job = Identifier(mint("cap"))
    opened: tuple[Identifier, ...] = ()
    if good:
        opened = writing.write(actor, job, receipt, good, counts=(len(good), duplicates, refused), at=at)
        pursue(good, at=at)
    return CaptureCard(
        id=job,
        name=source.name,
        captured=len(good),
        duplicates=duplicates,
        refused=refused,
        document_digest=receipt.digest,
        event_ids=tuple(taken.name.event_id for taken in fresh if not has_errors(taken.findings)),
        findings=tuple(findings[:FINDINGS_MAX]),
        questions=opened,
    )


def _refusal(findings: list[Finding], count: int) -> CaptureRefused:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    refused = len({finding.where.split("/eventList/")[-1].partition("/")[0] for finding in errors})
    kind = PartRefused if refused < count else CaptureRefused
    return kind(
        where=errors[0].where,
        findings=findings[:FINDINGS_MAX],
        refused=refused,
        count=count,
        first=told(errors[0]),
    )


def told(finding: Finding) -> str:
    """Say a finding with its code, for those who see no list of findings."""
    return f"{finding.message} ({finding.code})"


def _no_document(findings: list[Finding]) -> DocumentRefused:
    first = next(finding for finding in findings if finding.severity is Severity.ERROR)
    return DocumentRefused(where=first.where, findings=findings[:FINDINGS_MAX], first=told(first))


def _read(document: str | dict[str, Any]) -> Document:
    try:
        found = reading.read(document) if isinstance(document, str) else _from_objects(document)
    except reading.Unreadable as unreadable:
        raise _no_document([unreadable.finding]) from None
    around = events.check_envelope(found)
    if has_errors(around):
        raise _no_document(around)
    return found


def _from_objects(document: dict[str, Any]) -> Document:
    reading.check_bounds(document)
    return reading.read_value(reading.exact(document))


def _checked(document: Document) -> tuple[list[Taken], list[Finding]]:
    kept: list[Taken] = []
    findings: list[Finding] = []
    reader = Reader(document.context)
    for index, body in enumerate(document.events):
        where = document.where(index)
        found = events.check_event(body, where)
        if not has_errors(found) and body["type"] in reading.EVENT_TYPES:
            own = Reader(body["@context"]) if document.kind is not reading.Kind.EVENT and "@context" in body else reader
            event = happening.read(body, where, own, found)
        else:
            event = None
        if event is None and not has_errors(found):
            event = happening.foreign(body, where)
        findings += found
        if event is not None and not has_errors(found):
            kept.append(Taken(body=body, where=where, name=naming.name_of(body), event=event, findings=found))
    return kept, findings


def _new(kept: Sequence[Taken]) -> tuple[list[Taken], int, list[Finding]]:
    """Tell the new events from those that are in the journal, or earlier in the same document."""
    named = [taken.name.event_id for taken in kept if "eventID" in taken.body]
    keys = {key for (key,) in _known_keys(keys=[taken.name.key for taken in kept])} if kept else set()
    given = {event_id for (event_id,) in _known_names(event_ids=named)} if named else set()
    fresh: list[Taken] = []
    conflicts: list[Finding] = []
    duplicates = 0
    for taken in kept:
        name = taken.name
        if name.key in keys:
            duplicates += 1
        elif not name.is_declaration and name.event_id in given:
            conflicts.append(CONFLICT.at(f"{taken.where}/eventID", event_id=name.event_id))
        else:
            fresh.append(taken)
            keys.add(name.key)
            if not name.is_declaration:
                given.add(name.event_id)
    return fresh, duplicates, conflicts


@asked_often
def _known_keys(keys: Iterable[str]) -> "QuerySet[JournalEvent, Any]":
    return JournalEvent.objects.filter(key__among=keys).values_list("key")


@asked_often
def _known_names(event_ids: Iterable[str]) -> "QuerySet[JournalEvent, Any]":
    return JournalEvent.objects.filter(is_declaration=False, event_id__among=event_ids).values_list("event_id")
