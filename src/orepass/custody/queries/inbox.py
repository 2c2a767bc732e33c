"""Everything open about material: what it is, about what, who has to answer, and by when.

A party sees what its events, lots, accounts and recalls are about; a steward sees all (law 11). Rooms and modules that
keep more open things add a source to :data:`SOURCES`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec
from django.db.models import Exists, OuterRef

from orepass.assurance.queries import Task
from orepass.custody.models import Dispute, DisputeStep, JournalEvent, Question, QuestionStep
from orepass.custody.queries.announced import announced_recalls
from orepass.custody.queries.closing import reconciliations
from orepass.custody.queries.corrections import corrections
from orepass.custody.queries.holds import holds
from orepass.custody.queries.journal import (
    SETTLE_DISPUTE,
    SETTLE_QUESTION,
    DisputeCard,
    QuestionCard,
    dispute_of,
    question_of,
    visible_to,
)
from orepass.custody.queries.uncovered import uncovered_of
from orepass.kernel.period import day_of
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor, Role

LIMIT: Final = 200
"""Items of one kind that one answer holds, the oldest first."""

TASKS: Final = 30
"""Items that show among the tasks of a day; the inbox has the others."""


class Kind(StrEnum):
    """What an open item is."""

    QUESTION = "question"
    DISPUTE = "dispute"
    HOLD = "hold"
    RECALL = "recall"
    CORRECTION = "correction"
    CLOSING = "closing"
    UNCOVERED = "uncovered"


TITLES: Final = {
    "custody.question.answer": _("Answer a question about an event"),
    "custody.question.settle": _("Settle a question that was answered"),
    "custody.dispute.answer": _("Answer a dispute over an event"),
    "custody.dispute.settle": _("Settle a dispute that was answered"),
    "custody.lot.release": _("Decide about lots on hold"),
    "custody.recall.answer": _("Say what became of recalled lots"),
    "custody.recall.end": _("End a recall that everybody answered"),
    "custody.correction.told": _("Tell receivers that an event was an error"),
    "custody.period.close": _("Close a period of an account"),
    "custody.events.capture": _("Cover credits by production again"),
}


class InboxItem(msgspec.Struct, frozen=True, kw_only=True):
    """One open thing.

    Attributes:
        id: the question, dispute, hold, recall or correction; the account of a closing, or of credits.
        action: the step that is waited for; :data:`TITLES` says it in words.
        said: the words of whoever opened it: the message of a question in English, a reason.
        code, params: of a question, by which its message is said in another language; of credits, what is missing.
        event, lot, account: what it is about, as far as it is about one.
        asked: the organisations one of which has to act; a steward where it is nobody's.
        mine: the reader acts for one of them, or is the steward of what is nobody's.
        due_on: the last day, where there is one.
    """

    kind: Kind
    id: str
    action: str
    said: str
    asked: tuple[str, ...]
    since: date
    due_on: date | None = None
    overdue: bool = False
    mine: bool = False
    code: str = ""
    params: dict[str, str] = {}
    event: str = ""
    lot: str = ""
    account: str = ""

    @property
    def message(self) -> str:
        """Return what was said when it was opened, as findings name it."""
        return self.said

    @property
    def title(self) -> str:
        """Return what has to be done, for translation."""
        return TITLES[self.action]


type Source = Callable[[Actor, date], Iterable[InboxItem]]


def inbox(actor: Actor, on: date, *, kind: Kind | None = None, mine: bool = False) -> list[InboxItem]:
    """Return what is open on a day for an actor, what is due first on top.

    Args:
        actor: who asks; without an organisation, only a steward or the system sees anything.
        on: the day by which something is overdue or not.
        kind: only items of this kind.
        mine: only what the actor's organisation has to do itself.
    """
    found = (
        _for(actor, item, on) for wanted, source in SOURCES if kind in {None, wanted} for item in source(actor, on)
    )
    return sorted((item for item in found if item.mine or not mine), key=_urgency)


def custody_tasks(actor: Actor, on: date) -> list[Task]:
    """Return the most urgent of what an actor's organisation has to do about material."""
    if not actor.organisation:
        return []
    return [
        Task(
            action=item.action,
            title=item.title,
            subject=item.id,
            case=item.id,
            organisation=actor.organisation,
            role=str(Role.OPERATOR),
            due_on=item.due_on,
        )
        for item in inbox(actor, on, mine=True)[:TASKS]
        if actor.organisation in item.asked
    ]


def _urgency(item: InboxItem) -> tuple[date, date, str]:
    return (item.due_on or date.max, item.since, item.id)


def _for(actor: Actor, item: InboxItem, on: date) -> InboxItem:
    steward = actor.is_system or Role.STEWARD in actor.roles
    mine = actor.organisation in item.asked if item.asked else steward
    return msgspec.structs.replace(item, mine=mine, overdue=item.due_on is not None and on > item.due_on)


def _questions(actor: Actor, _on: date) -> Iterator[InboxItem]:
    done = QuestionStep.objects.filter(question=OuterRef("pk"), action=SETTLE_QUESTION)
    rows = Question.objects.filter(~Exists(done), event__in=visible_to(actor)).select_related("event__job")
    for row in rows.prefetch_related("steps", "event__parties").order_by("raised_at", "id")[:LIMIT]:
        card = question_of(row)
        asked = _others(row.event, card.asked) if card.state == "answered" else _named(card.asked)
        yield _of_question(card, asked)


def _of_question(card: QuestionCard, asked: tuple[str, ...]) -> InboxItem:
    waits = card.state == "answered"
    return InboxItem(
        kind=Kind.QUESTION,
        id=card.id,
        action="custody.question.settle" if waits else "custody.question.answer",
        code=card.code,
        params=card.params,
        said=card.message,
        event=card.event,
        lot=card.params.get("lot", ""),
        asked=asked,
        since=day_of(card.raised_at),
        due_on=None if waits else card.answer_by,
    )


def _disputes(actor: Actor, _on: date) -> Iterator[InboxItem]:
    done = DisputeStep.objects.filter(dispute=OuterRef("pk"), action=SETTLE_DISPUTE)
    rows = Dispute.objects.filter(~Exists(done), event__in=visible_to(actor)).select_related("event__job")
    for row in rows.prefetch_related("steps").order_by("raised_at", "id")[:LIMIT]:
        yield _of_dispute(dispute_of(row))


def _of_dispute(card: DisputeCard) -> InboxItem:
    waits = card.state == "answered"
    return InboxItem(
        kind=Kind.DISPUTE,
        id=card.id,
        action="custody.dispute.settle" if waits else "custody.dispute.answer",
        said=card.reason,
        event=card.event,
        asked=_named(card.organisation if waits else card.asked),
        since=day_of(card.raised_at),
        due_on=None if waits else card.answer_by,
    )


def _holds(actor: Actor, _on: date) -> Iterator[InboxItem]:
    for card in holds(actor, limit=LIMIT):
        yield InboxItem(
            kind=Kind.HOLD,
            id=card.id,
            action="custody.lot.release",
            said=card.reason,
            lot=card.held[0] if len(card.held) == 1 else "",
            asked=_named(card.organisation),
            since=day_of(card.placed_at),
        )


def _recalls(actor: Actor, _on: date) -> Iterator[InboxItem]:
    for card in announced_recalls(actor, limit=LIMIT):
        told = (one.party for one in card.parties if one.registered and not one.answered)
        waiting = tuple(party for party in told if party != card.organisation)
        if waiting or card.own:
            yield InboxItem(
                kind=Kind.RECALL,
                id=card.id,
                action="custody.recall.answer" if waiting else "custody.recall.end",
                said=card.reason,
                asked=waiting or _named(card.organisation),
                since=day_of(card.announced_at),
                due_on=card.answer_by if waiting else None,
            )


def _corrections(actor: Actor, _on: date) -> Iterator[InboxItem]:
    for card in corrections(actor, limit=LIMIT):
        if card.open:
            yield InboxItem(
                kind=Kind.CORRECTION,
                id=card.id,
                action="custody.correction.told",
                said=", ".join(one.party for one in card.receivers if not one.told),
                event=card.event,
                asked=_named(card.organisation),
                since=day_of(card.declared_at),
                due_on=card.tell_by,
            )


def _closings(actor: Actor, on: date) -> Iterator[InboxItem]:
    for card in reconciliations(actor, on)[:LIMIT]:
        if card.last_day < on:
            yield InboxItem(
                kind=Kind.CLOSING,
                id=card.account,
                action="custody.period.close",
                said=card.element,
                account=card.account,
                asked=_named(card.organisation),
                since=card.last_day,
                due_on=card.due_on,
            )


def _uncovered(actor: Actor, on: date) -> Iterator[InboxItem]:
    for short in uncovered_of(actor, on):
        yield InboxItem(
            kind=Kind.UNCOVERED,
            id=short.account,
            action="custody.events.capture",
            said=f"{in_unit(Milligrams(short.missing_mg))} kg {short.element}",
            params={"missing_mg": str(short.missing_mg), "element": short.element},
            account=short.account,
            asked=_named(short.issuer),
            since=short.since,
        )


SOURCES: Final[list[tuple[Kind, Source]]] = [
    (Kind.QUESTION, _questions),
    (Kind.DISPUTE, _disputes),
    (Kind.HOLD, _holds),
    (Kind.RECALL, _recalls),
    (Kind.CORRECTION, _corrections),
    (Kind.CLOSING, _closings),
    (Kind.UNCOVERED, _uncovered),
]


def _others(event: JournalEvent, asked: str) -> tuple[str, ...]:
    """Return the other parties of an event, one of whom settles what its sender answered."""
    return tuple(sorted({party.organisation for party in event.parties.all()} - {asked, ""}))


def _named(organisation: str) -> tuple[str, ...]:
    return (organisation,) if organisation else ()
