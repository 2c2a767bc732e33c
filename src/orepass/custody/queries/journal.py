"""Read the journal: events as they came, for those who may see them."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from orepass.custody.models import Dispute, DisputeStep, EventParty, JournalEvent, Question, QuestionStep
from orepass.custody.queries.told import one_name_of
from orepass.custody.rules.epcis.naming import text_of
from orepass.custody.rules.epcis.reading import Json, parse
from orepass.custody.rules.settling import DISPUTE, QUESTION, answer_by
from orepass.custody.rules.terms import EPCIS_CONTEXT
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role

PAGE = 50
SETTLE_QUESTION, SETTLE_DISPUTE = "question.settle", "dispute.settle"


class EventCard(msgspec.Struct, frozen=True, kw_only=True):
    """One event of the journal.

    Attributes:
        body: the event as JSON text, exactly as it came, with the server's record time.
        taken_back: an error declaration says that it did not happen so.
        disputed: a party to it disputes it, and the dispute is not settled.
    """

    sequence: int
    event_id: str
    type: str
    happening: str
    happened_at: datetime
    recorded_at: datetime
    business_step: str
    site: str
    sender: str
    receiver: str
    job: Identifier
    organisation: str
    is_declaration: bool
    taken_back: bool
    disputed: bool
    body: str
    lots: tuple[str, ...]

    @property
    def value(self) -> dict[str, Json]:
        """Return the event as Python objects, numbers exact."""
        found: dict[str, Json] = parse(self.body)
        return found


class EventPage(msgspec.Struct, frozen=True):
    """A page of events; ``after`` is the number to continue after, 0 at the end."""

    items: tuple[EventCard, ...]
    after: int


class SettlingCard(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to a question or a dispute, or its settling."""

    action: str
    note: str
    outcome: str
    organisation: str
    evidence: tuple[str, ...]
    at: datetime


class QuestionCard(msgspec.Struct, frozen=True, kw_only=True):
    """A finding about a kept event that waits for a person: for an answer of ``asked``, who sent the event."""

    id: Identifier
    event: str
    code: str
    severity: str
    where: str
    message: str
    params: dict[str, str]
    raised_at: datetime
    asked: str
    answer_by: date
    state: str
    steps: tuple[SettlingCard, ...]


class DisputeCard(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute about an event, which waits for an answer of ``asked``, who sent the event."""

    id: Identifier
    event: str
    organisation: str
    reason: str
    evidence: tuple[str, ...]
    raised_at: datetime
    asked: str
    answer_by: date
    state: str
    steps: tuple[SettlingCard, ...]


def visible_to(actor: Actor) -> "QuerySet[JournalEvent]":
    """Return the events an actor may see: those of its organisation and those it is a partner in."""
    rows = JournalEvent.objects.all()
    if actor.is_system or Role.STEWARD in actor.roles:
        return rows
    mine = EventParty.objects.filter(event=OuterRef("sequence"), organisation=actor.organisation)
    return rows.filter(Exists(mine)) if actor.organisation else rows.none()


def events(actor: Actor, *, lot: str = "", site: str = "", after: int = 0, limit: int = PAGE) -> EventPage:
    """Return events in journal order, a page at a time."""
    rows = visible_to(actor).filter(sequence__gt=after)
    if lot:
        rows = rows.filter(movements__lot__uri=one_name_of([lot]).get(lot, lot)).distinct()
    if site:
        rows = rows.filter(site=site)
    found = list(_with_flags(rows).order_by("sequence")[: limit + 1])
    cards = tuple(event_of(row) for row in found[:limit])
    return EventPage(cards, cards[-1].sequence if len(found) > limit else 0)


def event_for(actor: Actor, event_id: str) -> list[EventCard]:
    """Return the event of an identifier, and its error declaration if there is one.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    rows = _with_flags(visible_to(actor).filter(event_id=event_id)).order_by("sequence")
    found = [event_of(row) for row in rows]
    if not found:
        raise NotFound(what=event_id)
    return found


def events_count() -> int:
    """Return how many events the journal holds."""
    return JournalEvent.objects.count()


def questions(actor: Actor, *, settled: bool = False, lot: str = "", limit: int = PAGE) -> list[QuestionCard]:
    """Return the open questions (or the settled ones) about events an actor may see, newest first."""
    rows = Question.objects.filter(event__in=visible_to(actor)).select_related("event__job").prefetch_related("steps")
    done = QuestionStep.objects.filter(question=OuterRef("pk"), action=SETTLE_QUESTION)
    rows = rows.filter(Exists(done) if settled else ~Exists(done))
    if lot:
        rows = rows.filter(event__movements__lot__uri=one_name_of([lot]).get(lot, lot)).distinct()
    return [question_of(row) for row in rows.order_by("-raised_at", "id")[:limit]]


def question_of(row: Question) -> QuestionCard:
    """Make the card of a question."""
    steps = tuple(row.steps.all())
    return QuestionCard(
        id=Identifier(row.pk),
        event=row.event.event_id,
        code=row.code,
        severity=row.severity,
        where=row.where,
        message=row.message,
        params=row.params,
        raised_at=row.raised_at,
        asked=row.event.job.organisation,
        answer_by=answer_by(asked_on=day_of(row.raised_at)).value,
        state=QUESTION.state_after(step.action for step in steps),
        steps=tuple(_settling(step) for step in steps),
    )


def _settling(step: QuestionStep | DisputeStep) -> SettlingCard:
    return SettlingCard(
        action=step.action,
        note=step.note,
        outcome=step.outcome,
        organisation=step.organisation,
        evidence=tuple(step.evidence),
        at=step.at,
    )


def disputes(actor: Actor, *, event_id: str = "") -> list[DisputeCard]:
    """Return the disputes about events an actor may see."""
    rows = Dispute.objects.filter(event__in=visible_to(actor)).select_related("event__job").prefetch_related("steps")
    rows = rows.order_by("raised_at", "id")
    if event_id:
        rows = rows.filter(event__event_id=event_id)
    return [dispute_of(row) for row in rows]


def dispute_of(row: Dispute) -> DisputeCard:
    """Make the card of a dispute."""
    steps = tuple(row.steps.all())
    return DisputeCard(
        id=Identifier(row.pk),
        event=row.event.event_id,
        organisation=row.organisation,
        reason=row.reason,
        evidence=tuple(row.evidence),
        raised_at=row.raised_at,
        asked=row.event.job.organisation,
        answer_by=answer_by(asked_on=day_of(row.raised_at)).value,
        state=DISPUTE.state_after(step.action for step in steps),
        steps=tuple(_settling(step) for step in steps),
    )


def _with_flags(rows: "QuerySet[JournalEvent]") -> "QuerySet[JournalEvent]":
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event_id"))
    settled = DisputeStep.objects.filter(dispute=OuterRef("pk"), action=SETTLE_DISPUTE)
    disputed = Dispute.objects.filter(~Exists(settled), event=OuterRef("sequence"))
    return (
        rows.select_related("job")
        .prefetch_related("movements__lot")
        .annotate(is_declared=Exists(declared), is_disputed=Exists(disputed))
    )


def event_of(row: JournalEvent) -> EventCard:
    """Make the card of an event row that carries its flags."""
    flags: dict[str, Any] = row.__dict__
    return EventCard(
        sequence=row.sequence,
        event_id=row.event_id,
        type=row.type,
        happening=row.happening,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        business_step=row.business_step,
        site=row.site,
        sender=row.sender,
        receiver=row.receiver,
        job=Identifier(row.job_id),
        organisation=row.job.organisation,
        is_declaration=row.is_declaration,
        taken_back=bool(flags["is_declared"]) and not row.is_declaration,
        disputed=bool(flags["is_disputed"]),
        body=_text(row),
        lots=tuple(dict.fromkeys(movement.lot.uri for movement in row.movements.all())),
    )


def _text(row: JournalEvent) -> str:
    body = parse(row.body)
    body.setdefault("@context", json.loads(row.job.context))
    body["eventID"] = row.event_id
    body["recordTime"] = row.recorded_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return text_of(body)


def query_document(cards: Sequence[EventCard], *, created_at: datetime) -> str:
    """Write events as an EPCISQueryDocument, the answer form of EPCIS 2.0."""
    return text_of(
        {
            "@context": [EPCIS_CONTEXT],
            "type": "EPCISQueryDocument",
            "schemaVersion": "2.0",
            "creationDate": created_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "epcisBody": {
                "queryResults": {
                    "queryName": "SimpleEventQuery",
                    "resultsBody": {"eventList": [card.value for card in cards]},
                }
            },
        }
    )
