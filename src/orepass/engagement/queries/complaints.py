"""Read complaints: for whoever holds the receipt, for those who handle them, and for the party they were put to.

A steward stands in for everybody elsewhere; not here. Who complained is told to the handler alone.
"""

import secrets
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from orepass.engagement.models import Complaint, ComplaintStep
from orepass.engagement.queries.cards import (
    ComplainantCard,
    ComplaintCard,
    ComplaintStepCard,
    FollowedCard,
    PutCard,
    SaidCard,
    ToldCard,
)
from orepass.engagement.rules.clocks import acknowledge_by, conclude_by
from orepass.engagement.rules.lifecycles import COMPLAINT, OUTCOMES
from orepass.engagement.rules.pathway import next_of, steps_of
from orepass.engagement.rules.receipt import hash_of
from orepass.engagement.rules.terms import Terms, terms_from
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from orepass.platform.people import people_with_role, person_for
from orepass.scheme.queries import parameters_by_digest

COMPLAINANT, ACCUSED = "complainant", "accused"
PUT, ASSIGN, REMEDY = "complaint.hear", "complaint.assign", "complaint.remedy"
TO_COMPLAINANT = frozenset(
    {
        "complaint.acknowledge",
        "complaint.admit",
        "complaint.dismiss",
        *OUTCOMES.values(),
        REMEDY,
        "complaint.close",
    }
)
"""Steps whose words go to whoever complained."""

_OUTCOME_OF = {step: outcome for outcome, step in OUTCOMES.items()}
_STAND_IN = Actor.system("engagement")


@lru_cache(maxsize=256)
def terms_of(pack_digest: str, standard: str, overlays: tuple[str, ...] = ()) -> Terms:
    """Return the numbers of an edition, as some overlays read it; our defaults when no edition is concerned."""
    values: Mapping[str, Any] = parameters_by_digest(pack_digest, standard, overlays) if pack_digest else {}
    return terms_from(values)


def terms_for(row: Complaint) -> Terms:
    """Return the numbers that a complaint runs on."""
    return terms_of(row.pack_digest, row.standard, tuple(row.overlays))


def _rows() -> QuerySet[Complaint]:
    return Complaint.objects.prefetch_related("steps", "statements")


def state_of(row: Complaint) -> str:
    """Return the state to which the recorded steps of a complaint lead."""
    return COMPLAINT.state_after(step.action for step in row.steps.all())


def handler_of(row: Complaint) -> str:
    """Return the pseudonym of whoever handles a complaint; empty before it is assigned."""
    return next((step.handler for step in reversed(row.steps.all()) if step.action == ASSIGN), "")


def handles(actor: Actor, row: Complaint) -> bool:
    """Say whether an actor handles a complaint, or is a certifier of its provider, or scheme staff."""
    if actor.is_system or (not actor.is_anonymous and actor.pseudonym == handler_of(row)):
        return True
    if not row.handled_by:
        return Role.SCHEME_STAFF in actor.roles
    return Role.CERTIFIER in actor.roles and actor.organisation == row.handled_by


def complaints_for(actor: Actor, *, after: str = "", limit: int = 50) -> list[ComplaintCard]:
    """Return the complaints that the actor's side handles, by identifier; nothing for everybody else."""
    mine = Q(steps__action=ASSIGN, steps__handler=actor.pseudonym)
    if Role.SCHEME_STAFF in actor.roles:
        mine |= Q(handled_by="")
    if Role.CERTIFIER in actor.roles and actor.organisation:
        mine |= Q(handled_by=actor.organisation)
    rows = _rows().filter(mine, pk__gt=after).order_by("pk").distinct()
    return [complaint_of(row) for row in rows[:limit] if handles(actor, row)]


def handler_candidates(row_handled_by: str, on: date) -> list[str]:
    """Return who may be given a complaint: the provider's certifiers and, when none of them is free, scheme staff."""
    people = people_with_role(Role.SCHEME_STAFF, on=on)
    return [*(people_with_role(Role.CERTIFIER, row_handled_by, on) if row_handled_by else ()), *people]


def complaint_for(actor: Actor, complaint: str) -> ComplaintCard:
    """Return a complaint to those who handle it.

    Raises:
        NotFound: there is none, or it is not for the actor.
    """
    row = _rows().filter(pk=complaint).first()
    if row is None or not handles(actor, row):
        raise NotFound(what=complaint)
    return complaint_of(row)


def complainant_for(actor: Actor, complaint: str) -> ComplainantCard | None:
    """Return who complained: to the handler alone when the identity is protected, else to those who handle it."""
    row = _rows().filter(pk=complaint).first()
    if row is None or not handles(actor, row) or not row.person:
        return None
    if row.protect_identity and actor.pseudonym != handler_of(row):
        return None
    return contact_of(row)


def contact_of(row: Complaint) -> ComplainantCard | None:
    """Return the data of whoever complained, for the checks of this room."""
    if not row.person:
        return None
    card = person_for(_STAND_IN, row.person)
    return None if card.erased else ComplainantCard(name=card.name, email=card.email, phone=card.phone)


def holder_row(complaint: str, secret: str) -> Complaint:
    """Return a complaint to whoever holds its receipt; a wrong number and a wrong secret look alike.

    Raises:
        NotFound: no complaint has this number and this secret.
    """
    row = _rows().filter(pk=complaint.strip()).first()
    kept = row.secret_hash if row else hash_of("nothing")
    if not secrets.compare_digest(kept, hash_of(secret)) or row is None:
        raise NotFound(where="secret", what=complaint.strip()[:30])
    return row


def followed(complaint: str, secret: str) -> FollowedCard:
    """Return a complaint to whoever holds its receipt.

    Raises:
        NotFound: no complaint has this number and this secret.
    """
    return followed_of(holder_row(complaint, secret))


def followed_of(row: Complaint) -> FollowedCard:
    """Make the card for the holder of the receipt."""
    terms = terms_for(row)
    received = day_of(row.received_at)
    return FollowedCard(
        id=Identifier(row.pk),
        state=state_of(row),
        received_on=received,
        acknowledge_by=acknowledge_by(received_on=received, days=terms.acknowledge_days).value,
        conclude_by=conclude_by(received_on=received, days=terms.complaint_decide_days).value,
        statement=row.statement,
        added=_said(row, COMPLAINANT),
        told=tuple(_told(step) for step in row.steps.all() if step.action in TO_COMPLAINANT),
        has_contact=contact_of(row) is not None,
    )


def put_to(actor: Actor) -> list[PutCard]:
    """Return the complaints that were put to the actor's organisation; the others do not exist for it."""
    if not actor.organisation:
        return []
    rows = _rows().filter(accused=actor.organisation, steps__action=PUT).distinct()
    return [_put_of(row) for row in rows]


def put_for(actor: Actor, complaint: str) -> PutCard:
    """Return one complaint that was put to the actor's organisation.

    Raises:
        NotFound: there is none, or nothing was put to this organisation.
    """
    found = next((card for card in put_to(actor) if card.id == complaint), None)
    if found is None:
        raise NotFound(what=complaint)
    return found


def _put_of(row: Complaint) -> PutCard:
    steps = list(row.steps.all())
    return PutCard(
        id=Identifier(row.pk),
        subject=row.subject,
        summary=tuple(_told(step) for step in steps if step.action == PUT),
        answers=_said(row, ACCUSED),
        outcome=next((_OUTCOME_OF[step.action] for step in steps if step.action in _OUTCOME_OF), ""),
        remedy=tuple(_told(step) for step in steps if step.action == REMEDY),
    )


def _told(step: ComplaintStep) -> ToldCard:
    return ToldCard(action=step.action, told=step.told, on=day_of(step.at))


def _said(row: Complaint, *sides: str) -> tuple[SaidCard, ...]:
    return tuple(
        SaidCard(side=said.side, statement=said.statement, on=day_of(said.at))
        for said in row.statements.all()
        if said.side in sides
    )


def complaint_of(row: Complaint) -> ComplaintCard:
    """Make the card of a complaint for those who handle it."""
    terms = terms_for(row)
    received = day_of(row.received_at)
    pathway = steps_of(terms.pathway)
    steps = list(row.steps.all())
    return ComplaintCard(
        id=Identifier(row.pk),
        about=row.about,
        subject=row.subject,
        state=state_of(row),
        statement=row.statement,
        language=row.language,
        protect_identity=row.protect_identity,
        anonymous=not row.person,
        handled_by=row.handled_by,
        handler=handler_of(row),
        accused=row.accused,
        received_on=received,
        acknowledge_by=acknowledge_by(received_on=received, days=terms.acknowledge_days).value,
        conclude_by=conclude_by(received_on=received, days=terms.complaint_decide_days).value,
        pathway=pathway,
        next_stage=next_of(pathway, [step.stage for step in steps if step.stage]),
        said=_said(row, COMPLAINANT, ACCUSED),
        steps=tuple(
            ComplaintStepCard(
                action=step.action,
                note=step.note,
                told=step.told,
                outcome=step.outcome,
                stage=step.stage,
                due_on=step.due_on,
                evidence=tuple(step.evidence),
                at=step.at,
                by=step.by,
            )
            for step in steps
        ),
    )
