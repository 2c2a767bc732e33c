"""The tasks of an organisation or an actor, with due days, from the state of files, findings and certificates."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from django.db.models import Q

from orepass.assurance.models import Application, Certificate, Nonconformity, Transfer
from orepass.assurance.queries.cards import CertificateCard
from orepass.assurance.queries.case import nonconformity_of, signals_about
from orepass.assurance.queries.certificates import certificate_of, lost_accreditation_on
from orepass.assurance.queries.evaluation import terms_of_file
from orepass.assurance.queries.facts import candidate_of, state_of
from orepass.assurance.queries.transfers import moved_to, transfer_of
from orepass.assurance.rules.lifecycles import pilot_ended
from orepass.assurance.rules.status import CertificateStatus
from orepass.assurance.rules.tasks import (
    APPLICATION_DUTIES,
    MOVE,
    NEXT_EDITION,
    NONCONFORMITY_DUTIES,
    RENEWAL,
    RENEWAL_MONTHS,
    SIGNAL,
    SURVEILLANCE,
    SUSPENSION,
    TRANSFER_DUTY,
    Duty,
    Side,
    Task,
    by_urgency,
)
from orepass.kernel.period import add_months
from orepass.platform.access import Actor, Role
from orepass.scheme.queries import AnnouncementCard, announcements_by_digest

MOVES = ("transfers__steps", "transfers__provider")
HOLDING = frozenset({CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED})


def tasks_for(actor: Actor, on: date) -> list[Task]:
    """Return what the actor, in the roles held, has to do for the organisation, the most urgent first."""
    mine = {str(role) for role in actor.roles}
    if Role.GROUP_MANAGER in actor.roles:
        mine.add(str(Role.OPERATOR))
    return [task for task in tasks_of(actor.organisation, on) if task.role in mine]


def tasks_of(organisation: str, on: date) -> list[Task]:
    """Return what an organisation has to do, the most urgent first."""
    if not organisation:
        return []
    found = [*_of_files(organisation), *_of_findings(organisation), *_of_certificates(organisation, on)]
    found += _of_transfers(organisation)
    return sorted((task for task in found if task.organisation == organisation), key=by_urgency)


def _of_transfers(organisation: str) -> list[Task]:
    rows = Transfer.objects.filter(provider=organisation).select_related("certificate").prefetch_related("steps")
    waiting = [card for card in map(transfer_of, rows) if "transfer.accept" in card.next_steps]
    return [
        Task(
            action=TRANSFER_DUTY.action,
            title=TRANSFER_DUTY.title,
            subject=card.certificate,
            case=card.application,
            organisation=organisation,
            role=TRANSFER_DUTY.role,
        )
        for card in waiting
    ]


def _party(organisation: str, prefix: str = "") -> Q:
    return Q(**{f"{prefix}client": organisation}) | Q(**{f"{prefix}provider": organisation})


def _task(duty: Duty, *, file: Application | Certificate, case: str, subject: str, due_on: date | None) -> Task:
    moved = moved_to(file) if isinstance(file, Certificate) else None
    provider = moved.provider_id if moved else file.provider_id
    return Task(
        action=duty.action,
        title=duty.title,
        subject=subject,
        case=case,
        organisation=file.client_id if duty.side is Side.CLIENT else provider,
        role=duty.role,
        due_on=due_on,
    )


def _of_files(organisation: str) -> Iterator[Task]:
    rows = Application.objects.filter(_party(organisation)).prefetch_related("steps", "audits__conclusion")
    for row in rows:
        state = state_of(row)
        duty = APPLICATION_DUTIES.get(state)
        if duty and not pilot_ended(row.kind, state):
            yield _task(duty, file=row, case=row.pk, subject=row.pk, due_on=_file_due(row, duty))


def _file_due(row: Application, duty: Duty) -> date | None:
    if duty.action == "assurance.audit.conclude":
        planned = [audit.planned_before for audit in row.audits.all() if not hasattr(audit, "conclusion")]
        return min(planned) - timedelta(days=1) if planned else None
    candidate = candidate_of(row, terms_of_file(row))
    return candidate.valid_to if candidate else None


def _of_findings(organisation: str) -> Iterator[Task]:
    rows = Nonconformity.objects.filter(_party(organisation, "application__")).exclude(steps__action="finding.close")
    related = rows.select_related("application", "audit__conclusion").prefetch_related("steps")
    for row in related:
        card = nonconformity_of(row)
        duty = NONCONFORMITY_DUTIES[card.state]
        yield _task(duty, file=row.application, case=row.application_id, subject=row.pk, due_on=card.due_on())


def _of_certificates(organisation: str, on: date) -> Iterator[Task]:
    mine = _party(organisation) | Q(transfers__provider=organisation)
    rows = Certificate.objects.filter(mine).distinct().select_related("client", "provider", "application")
    lost_on = cache(lost_accreditation_on)
    announced = announcements_by_digest()
    for row in rows.prefetch_related("sites", "steps", "audits__surveillance", "renewals", *MOVES):
        card = certificate_of(row, lost_on)
        status = card.status(on)
        if card.is_moving and status is CertificateStatus.ACTIVE:
            last = card.ends_before - timedelta(days=1)
            yield _task(MOVE, file=row, case=row.application_id, subject=row.pk, due_on=last)
        if status is CertificateStatus.SUSPENDED:
            yield _task(SUSPENSION, file=row, case=row.application_id, subject=row.pk, due_on=card.suspension_due(on))
        if status is CertificateStatus.ACTIVE and signals_about(row.application, on):
            yield _task(SIGNAL, file=row, case=row.application_id, subject=row.pk, due_on=on)
        if status in HOLDING:
            done = sum(hasattr(audit, "surveillance") for audit in row.audits.all())
            for due in card.surveillance_dues[done : done + 1]:
                yield _task(SURVEILLANCE, file=row, case=row.application_id, subject=row.pk, due_on=due)
            yield from _of_next_edition(row, card, announced.get(card.pack_digest))
        near_end = on >= add_months(card.valid_before, -RENEWAL_MONTHS)
        if status is CertificateStatus.ACTIVE and near_end and not row.renewals.all():
            yield _task(RENEWAL, file=row, case=row.application_id, subject=row.pk, due_on=card.period.valid_to)


def _of_next_edition(row: Certificate, card: CertificateCard, said: AnnouncementCard | None) -> Iterator[Task]:
    """Tell the holder until when it may stay, unless the certificate ends before or the way over has begun."""
    if said is None or card.ends_before <= said.ends_before:
        return
    if all(renewal.pack_digest == card.pack_digest for renewal in row.renewals.all()):
        yield _task(NEXT_EDITION, file=row, case=row.application_id, subject=row.pk, due_on=said.last_day)
