"""Errors that receivers have to be told of: by when, who was told, and who is still to be told by the sender."""

from datetime import date, datetime

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet

from orepass.custody.models import Correction, CorrectionParty, CorrectionStep
from orepass.custody.rules.correcting import correction_told_by
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role

PAGE = 50


class ReceiverCard(msgspec.Struct, frozen=True, kw_only=True):
    """A receiver: told by a notice of ours, or by the sender, who says how; or still to be told."""

    party: str
    registered: bool
    told: bool
    note: str
    told_at: datetime | None


class CorrectionCard(msgspec.Struct, frozen=True, kw_only=True):
    """An event that was declared an error, and its receivers; a receiver sees itself only.

    Attributes:
        organisation: who sent the event and declared it an error, and tells those who are not registered here.
        tell_by: the last day, in the working days of the scheme that bound the event.
        open: somebody is still to be told.
    """

    id: Identifier
    event: str
    organisation: str
    declared_at: datetime
    tell_by: date
    receivers: tuple[ReceiverCard, ...]
    open: bool


def corrections(actor: Actor, *, done: bool = False, limit: int = PAGE) -> list[CorrectionCard]:
    """Return the corrections with somebody still to be told (or without) that an actor may see, the oldest first."""
    waiting = untold().filter(correction=OuterRef("pk"))
    rows = visible_corrections(actor).filter(~Exists(waiting) if done else Exists(waiting))
    return [correction_of(actor, row) for row in rows.order_by("declared_at", "id")[:limit]]


def correction_for(actor: Actor, correction: str) -> CorrectionCard:
    """Return one correction.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = visible_corrections(actor).filter(pk=correction).first()
    if row is None:
        raise NotFound(where="correction", what=correction[:60])
    return correction_of(actor, row)


def untold() -> "QuerySet[CorrectionParty]":
    """Return the receivers whom nobody has told yet."""
    told = CorrectionStep.objects.filter(correction=OuterRef("correction"), party=OuterRef("party"))
    return CorrectionParty.objects.filter(~Exists(told), registered=False)


def visible_corrections(actor: Actor) -> "QuerySet[Correction]":
    """Return the corrections that an actor's organisation declared or receives."""
    rows = Correction.objects.prefetch_related("parties", "steps")
    if actor.is_system or Role.STEWARD in actor.roles:
        return rows
    if not actor.organisation:
        return rows.none()
    mine = CorrectionParty.objects.filter(correction=OuterRef("pk"), party=actor.organisation)
    return rows.filter(Q(organisation=actor.organisation) | Exists(mine))


def correction_of(actor: Actor, row: Correction) -> CorrectionCard:
    """Make the card of a correction for its reader."""
    own = actor.is_in(row.organisation)
    told = {step.party: step for step in row.steps.all()}
    receivers = tuple(
        ReceiverCard(
            party=one.party,
            registered=one.registered,
            told=one.registered or one.party in told,
            note=told[one.party].note if one.party in told else "",
            told_at=told[one.party].at if one.party in told else row.declared_at if one.registered else None,
        )
        for one in sorted(row.parties.all(), key=lambda one: (one.registered, one.party))
        if own or one.party == actor.organisation
    )
    return CorrectionCard(
        id=Identifier(row.pk),
        event=row.event_id,
        organisation=row.organisation,
        declared_at=row.declared_at,
        tell_by=correction_told_by(declared_on=day_of(row.declared_at), working_days=row.working_days).value,
        receivers=receivers,
        open=any(not one.told for one in receivers),
    )
