"""Recalls that were announced: to whoever announced one, all of it; to whoever was told, its own part."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from orepass.custody.models import Recall, RecallLot, RecallParty, RecallStep
from orepass.custody.queries.reaching import Asked
from orepass.custody.rules.recall_steps import RECALL, recall_answer_by
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role

PAGE = 50
LOTS_SHOWN = 500
END = "recall.end"


class RecalledLot(msgspec.Struct, frozen=True, kw_only=True):
    """A lot as the recall found it: on the day of the announcement, else when an event told of it (``found_at``)."""

    uri: str
    began: bool
    holder: str
    share_exact: str
    share_most_exact: str
    suspect_mg: int | None
    certified_mg: int | None
    found_at: datetime | None


class RecallAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a party said became of its lots, or why the recall ended."""

    action: str
    party: str
    outcome: str
    note: str
    evidence: tuple[str, ...]
    organisation: str
    at: datetime


class RecallPartyCard(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to tell, and whether it answered."""

    party: str
    registered: bool
    lots: int
    answered: bool


class AnnouncedRecall(msgspec.Struct, frozen=True, kw_only=True):
    """A recall as its reader may see it.

    Attributes:
        own: the reader announced it, or sees everything; else the lots, parties and answers are its own only.
        digest: names everything that was found on the day of the announcement.
        lots: :data:`LOTS_SHOWN` at most; ``count`` says how many the reader may see. What is made of them later joins.
    """

    id: Identifier
    asked: Asked
    reason: str
    organisation: str
    announced_at: datetime
    answer_by: date
    state: str
    digest: str
    exact: bool
    own: bool
    count: int
    suspect_mg: int
    certified_mg: int
    lots: tuple[RecalledLot, ...]
    parties: tuple[RecallPartyCard, ...]
    answers: tuple[RecallAnswer, ...]

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Return who was told and has not answered."""
        return tuple(one.party for one in self.parties if not one.answered)


def announced_recalls(actor: Actor, *, ended: bool = False, limit: int = PAGE) -> list[AnnouncedRecall]:
    """Return the recalls that are open (or ended) and that an actor announced or was told of, newest first."""
    over = RecallStep.objects.filter(recall=OuterRef("pk"), action=END)
    rows = visible_recalls(actor).filter(Exists(over) if ended else ~Exists(over))
    return [recall_of(actor, row) for row in rows.order_by("-announced_at", "id")[:limit]]


def announced_recall(actor: Actor, recall: str) -> AnnouncedRecall:
    """Return one recall.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = visible_recalls(actor).filter(pk=recall).first()
    if row is None:
        raise NotFound(where="recall", what=recall[:60])
    return recall_of(actor, row)


def open_recalls_on(uris: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the open recalls that reach some lots, whoever asks: for pages and passports that show a lot."""
    over = RecallStep.objects.filter(recall=OuterRef("recall"), action=END)
    found: dict[str, tuple[str, ...]] = {}
    rows = RecallLot.objects.filter(~Exists(over), lot__uri__among=set(uris)).order_by("recall__announced_at", "recall")
    for uri, recall in rows.values_list("lot__uri", "recall"):
        found[uri] = (*found.get(uri, ()), recall)
    return found


def visible_recalls(actor: Actor) -> "QuerySet[Recall]":
    """Return the recalls that an actor announced, or was told of."""
    rows = Recall.objects.all()
    if sees_all(actor):
        return rows
    if not actor.organisation:
        return rows.none()
    told = RecallParty.objects.filter(recall=OuterRef("pk"), party=actor.organisation)
    return rows.filter(Q(organisation=actor.organisation) | Exists(told))


def sees_all(actor: Actor) -> bool:
    """Say whether an actor stands in for everybody."""
    return actor.is_system or Role.STEWARD in actor.roles


def recall_of(actor: Actor, row: Recall) -> AnnouncedRecall:
    """Make the card of a recall for its reader."""
    own = sees_all(actor) or actor.is_in(row.organisation)
    lots, parties, steps = row.lots.select_related("lot"), row.parties.all(), list(row.steps.all())
    if not own:
        lots, parties = lots.filter(holder=actor.organisation), parties.filter(party=actor.organisation)
    answered = {step.party for step in steps if step.action != END}
    total = lots.aggregate(suspect=Sum("suspect_mg"), certified=Sum("certified_mg"))
    return AnnouncedRecall(
        id=Identifier(row.pk),
        asked=Asked(certificate=row.certificate, site=row.site, member=row.member, lot=row.lot, since=row.since)
        if own
        else Asked(),
        reason=row.reason,
        organisation=row.organisation,
        announced_at=row.announced_at,
        answer_by=recall_answer_by(announced_on=day_of(row.announced_at), days=row.answer_days).value,
        state=RECALL.state_after(step.action for step in steps),
        digest=row.digest,
        exact=row.exact,
        own=own,
        count=lots.count(),
        suspect_mg=total["suspect"] or 0,
        certified_mg=total["certified"] or 0,
        lots=tuple(map(_lot, lots.order_by("-began", "pk")[:LOTS_SHOWN])),
        parties=tuple(
            RecallPartyCard(party=one.party, registered=one.registered, lots=one.lots, answered=one.party in answered)
            for one in parties.order_by("-registered", "party")
        ),
        answers=tuple(_answer(step) for step in steps if own or step.action == END or step.party == actor.organisation),
    )


def _lot(row: RecallLot) -> RecalledLot:
    return RecalledLot(
        uri=row.lot.uri,
        began=row.began,
        holder=row.holder,
        share_exact=row.share,
        share_most_exact=row.share_most,
        suspect_mg=row.suspect_mg,
        certified_mg=row.certified_mg,
        found_at=row.found_at,
    )


def _answer(step: RecallStep) -> RecallAnswer:
    return RecallAnswer(
        action=step.action,
        party=step.party,
        outcome=step.outcome,
        note=step.note,
        evidence=tuple(step.evidence),
        organisation=step.organisation,
        at=step.at,
    )
