"""Who holds the file of a certificate today: the provider that granted it, or the one it has moved to."""

from datetime import date, datetime

import msgspec

from orepass.assurance.models import Application, Certificate, Transfer
from orepass.assurance.rules.lifecycles import TRANSFER
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.platform.access import Actor

ACCEPT = "transfer.accept"


class TransferCard(msgspec.Struct, frozen=True, kw_only=True):
    """A request to move a certificate to another provider, and where it stands."""

    id: Identifier
    certificate: Identifier
    application: Identifier
    client: Identifier
    provider: Identifier
    reason: str
    state: str
    next_steps: tuple[str, ...]
    requested_at: datetime
    accepted_on: date | None = None


def transfer_of(row: Transfer) -> TransferCard:
    """Make the card of a request's row."""
    steps = list(row.steps.all())
    state = TRANSFER.state_after(step.action for step in steps)
    accepted = [day_of(step.at) for step in steps if step.action == ACCEPT]
    return TransferCard(
        id=Identifier(row.pk),
        certificate=Identifier(row.certificate_id),
        application=Identifier(row.certificate.application_id),
        client=Identifier(row.certificate.client_id),
        provider=Identifier(row.provider_id),
        reason=row.reason,
        state=state,
        next_steps=TRANSFER.allowed(state),
        requested_at=row.requested_at,
        accepted_on=accepted[0] if accepted else None,
    )


def moved_to(row: Certificate) -> Transfer | None:
    """Return the last move of a certificate that was accepted, if it ever moved."""
    accepted = [
        (step.at, step.pk, moved)
        for moved in row.transfers.all()
        for step in moved.steps.all()
        if step.action == ACCEPT
    ]
    return max(accepted, key=lambda found: found[:2])[2] if accepted else None


def provider_today(row: Application) -> str:
    """Return the provider that holds a file today."""
    moved = (
        Transfer.objects.filter(certificate__application=row, steps__action=ACCEPT)
        .order_by("-steps__at", "-steps__pk")
        .values_list("provider_id", flat=True)
        .first()
    )
    return str(moved or row.provider_id)


def was_asked(actor: Actor, row: Application) -> bool:
    """Say whether an actor acts for a provider that was asked to take the file's certificate over, and may read it."""
    asked = Transfer.objects.filter(certificate__application=row, provider=actor.organisation).prefetch_related("steps")
    return bool(actor.organisation) and any(transfer_of(each).state in {"requested", "accepted"} for each in asked)


def transfers_for(actor: Actor) -> list[TransferCard]:
    """Return the requests to move that concern the actor's organisation, as client, as asked or as present provider."""
    rows = Transfer.objects.select_related("certificate__application").prefetch_related("steps")
    return [
        transfer_of(row)
        for row in rows
        if any(map(actor.is_in, (row.certificate.client_id, row.provider_id, row.certificate.provider_id)))
    ]


def open_transfers(certificate: str) -> list[TransferCard]:
    """Return the requests about a certificate that are not answered yet."""
    rows = Transfer.objects.filter(certificate=certificate).select_related("certificate").prefetch_related("steps")
    return [card for card in map(transfer_of, rows) if card.state == TRANSFER.initial]
