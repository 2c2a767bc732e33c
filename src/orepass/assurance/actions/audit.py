"""Plan and conclude visits: team, days, sample and stages (ISO/IEC 17021-1, 9.2 and 9.3)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import msgspec

from orepass.assurance.actions.agreement import require_days
from orepass.assurance.actions.answers import NotOnTheTeam
from orepass.assurance.actions.drawn import require_chosen
from orepass.assurance.actions.file import advance, open_file, require_candidate_time, require_state
from orepass.assurance.actions.provider import require_provider_may
from orepass.assurance.actions.reckoning import Visit, reckon
from orepass.assurance.actions.team import require_team
from orepass.assurance.models import (
    Application,
    Audit,
    AuditConclusion,
    AuditSubject,
    AuditTeamMember,
    Nonconformity,
)
from orepass.assurance.queries.cards import AuditCard, Subject, TeamMember
from orepass.assurance.queries.case import audit_of, day_to_tell
from orepass.assurance.queries.certificates import certificate_of
from orepass.assurance.rules.planning import FINAL_STAGE, PlanBasis, all_from_afar
from orepass.assurance.rules.status import CertificateStatus
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


class AuditKind(StrEnum):
    """Why a visit is made."""

    INITIAL = "initial"
    SURVEILLANCE = "surveillance"
    FOLLOW_UP = "follow_up"


class SampleUnusable(Invalid):
    """The sample cannot be used."""

    code = "assurance.audit.sample"
    message = _("The sample cannot be used: {reason}.")
    what_to_do = _("Name every site or member to be visited once; sites are those of the application.")


class DatesUnusable(Invalid):
    """The dates of a visit cannot be used."""

    code = "assurance.audit.dates"
    message = _("The visit cannot run from {valid_from} to before {valid_before}.")
    what_to_do = _("Give a first day, and a later day before which the visit is over.")


class NoCertificate(Conflict):
    """There is no certificate that this visit could watch over."""

    code = "assurance.audit.no_certificate"
    message = _("A {kind} visit needs a certificate that is active or suspended.")
    what_to_do = _("Plan it for a certificate in force; a first certification is an initial audit.")


class AlreadyConcluded(Conflict):
    """The visit is over."""

    code = "assurance.audit.concluded"
    message = _("This visit was concluded on {ended}.")
    what_to_do = _("Plan another visit.")


class VisitPlan(msgspec.Struct, frozen=True, kw_only=True):
    """When a visit is made and why.

    Attributes:
        stage: 1 looks at readiness and documents, 2 at everything on site and completes the evaluation.
        draw: the digest of the draw behind a random sample, if there was one.
        basis: what sample, days and remote part are reckoned from, and reasons for what deviates.
    """

    kind: AuditKind = AuditKind.INITIAL
    stage: int = FINAL_STAGE
    planned_from: date
    planned_before: date
    days: Decimal
    announced: bool = True
    draw: str = ""
    basis: PlanBasis = PlanBasis()


def open_planning(actor: Actor, application: str, at: datetime) -> Application:
    """Open a file for which a visit may be planned whose sample is chosen.

    Raises:
        NotFound: there is no such file, or the actor does not act for its provider.
        DrawNeeded: the holder has members; whom to visit is drawn.
        CandidateTimeOver: the file is undecided and its time is over.
    """
    row = open_file(actor, application, of="provider")
    require_chosen(row)
    require_candidate_time(row, at)
    return row


@action("assurance.audit.plan", begins=open_planning)
def plan_audit(
    actor: Actor,
    *,
    application: Identifier,
    visit: VisitPlan,
    team: list[TeamMember],
    sample: list[Subject],
    at: datetime,
) -> AuditCard:
    """Plan a visit: stage, days, team and sample; every person of the team must be independent of the client.

    Raises:
        DrawNeeded: the holder has members; whom to visit is drawn.
        NotIndependent: somebody is tied to the client, has reviewed or decided the file, or led too often.
        NotCompetent: a competence that the visit needs is not shown.
        PlanUnusable: fewer sites, fewer days or more from afar than the scheme allows.
        ProviderNotApproved: the provider is suspended or withdrawn.
        TeamUnusable: no lead or two, or a person twice.
        SampleUnusable: nothing to visit, a subject twice, or a site that is not of the application.
        NoCertificate: a surveillance or follow-up visit without a certificate in force.
        DatesUnusable: no such stage, or the visit would end before it begins.
    """
    open_planning(actor, application, at)
    return plan_visit(actor, application=application, visit=visit, team=team, sample=sample, at=at)


def plan_visit(
    actor: Actor,
    *,
    application: Identifier,
    visit: VisitPlan,
    team: list[TeamMember],
    sample: list[Subject],
    at: datetime,
) -> AuditCard:
    """Plan a visit whose sample was chosen or drawn, inside an action (for rooms above; see `plan_audit`)."""
    row = open_file(actor, application, of="provider")
    if visit.stage not in {1, FINAL_STAGE} or visit.planned_before <= visit.planned_from:
        raise DatesUnusable(where="visit", valid_from=visit.planned_from, valid_before=visit.planned_before)
    require_days(visit.days, "visit.days")
    require_provider_may(row, _step_of(row, visit.kind), at)
    warned = require_team(row, team, visit.basis, at)
    _require_sample(row, sample, visit.basis.central)
    certificate = _step_for(actor, row, visit.kind, at)
    reckoned = reckon(row, _as_planned(row, visit, sample), sample)
    audit = Audit.objects.create(
        id=mint("aud"),
        application=row,
        certificate_id=certificate,
        planned_at=at,
        planned_by=actor.pseudonym,
        computed=msgspec.to_builtins(reckoned.computed),
        told=msgspec.to_builtins([*warned, *reckoned.told]),
        **{**msgspec.structs.asdict(visit), "basis": msgspec.to_builtins(visit.basis)},
    )
    AuditTeamMember.objects.bulk_create(
        AuditTeamMember(audit=audit, person=member.person, part=member.part) for member in team
    )
    AuditSubject.objects.bulk_create(
        AuditSubject(audit=audit, subject=subject.subject, chosen=subject.chosen) for subject in sample
    )
    if visit.announced:
        notify(organisation=row.client_id, kind="assurance.audit.planned", subject=audit.pk, due_on=visit.planned_from)
    return audit_of(audit)


def _step_of(row: Application, kind: AuditKind) -> str:
    """Return what a visit is in the eyes of whoever approves providers."""
    if kind is not AuditKind.INITIAL:
        return "surveillance"
    return "recertify" if row.kind == "recertification" else "audit"


def _as_planned(row: Application, visit: VisitPlan, sample: list[Subject]) -> Visit:
    """Return the visit as its rules see it; the stages of an initial audit share its days."""
    stages = row.audits.filter(kind=AuditKind.INITIAL) if visit.kind is AuditKind.INITIAL else ()
    return Visit(
        kind=visit.kind,
        stage=visit.stage,
        days=visit.days,
        total_days=visit.days + sum((earlier.days for earlier in stages), Decimal(0)),
        drawn=bool(visit.draw) or any(not subject.subject.startswith("sit-") for subject in sample),
        basis=visit.basis,
    )


def _step_for(actor: Actor, row: Application, kind: AuditKind, at: datetime) -> str | None:
    if kind is AuditKind.INITIAL:
        state = require_state(row, "assessed", "planned", "evaluated")
        advance(actor, row, "audit.repeat" if state == "evaluated" else "audit.plan", at=at)
        return None
    certificate = getattr(row, "certificate", None)
    in_force = {CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED}
    if certificate is None or certificate_of(certificate).status(day_of(at)) not in in_force:
        raise NoCertificate(where=row.pk, kind=kind)
    return str(certificate.pk)


def _require_sample(row: Application, sample: list[Subject], central: str = "") -> None:
    subjects = [subject.subject for subject in sample]
    if not subjects or len(set(subjects)) != len(subjects):
        raise SampleUnusable(where="sample", reason="it is empty, or names a subject twice")
    sites = {listed.site_id for listed in row.sites.all()}
    named = [*subjects, central] if central else subjects
    strange = [subject for subject in named if subject.startswith("sit-") and subject not in sites]
    if strange:
        raise SampleUnusable(where="sample", reason=f"{', '.join(strange)} is not in the scope")


def open_audit(actor: Actor, audit: str) -> Audit:
    """Lock the file of a visit and return the visit to a member of its team.

    Raises:
        NotFound: there is none, or the actor does not act for the provider.
        NotOnTheTeam: the actor is not in the team.
    """
    row = Audit.objects.filter(pk=audit).first()
    if row is None:
        raise NotFound(where="audit", what=audit)
    open_file(actor, row.application_id, of="provider")
    if not row.team.filter(person=actor.pseudonym).exists():
        raise NotOnTheTeam(where=audit)
    return row


def open_running(actor: Actor, audit: str, _at: datetime) -> Audit:
    """Open a visit that is not over, for its team.

    Raises:
        NotFound: there is none, or the actor does not act for the provider.
        NotOnTheTeam: the actor is not in the team.
        AlreadyConcluded: it is over.
    """
    row = open_audit(actor, audit)
    _require_running(row)
    return row


def open_conclusion(actor: Actor, audit: str, at: datetime) -> Audit:
    """Open a visit that its team may conclude.

    Raises:
        AlreadyConcluded: it is over.
        ProviderNotApproved: the provider's accreditation was withdrawn.
        CandidateTimeOver: the file is undecided and its time is over.
    """
    row = open_running(actor, audit, at)
    require_provider_may(row.application, "finish", at)
    require_candidate_time(row.application, at)
    return row


@action("assurance.sample.add", begins=open_running)
def add_to_sample(actor: Actor, *, audit: Identifier, subject: str, at: datetime) -> AuditCard:
    """Add a site or member to the sample of a visit; nothing is ever taken out of a sample.

    Raises:
        DrawNeeded: the sample was drawn; members are added to the draw, with a reason.
        SampleUnusable: it is in the sample already, or not in the scope.
        AlreadyConcluded: the visit is over.
    """
    row = open_running(actor, audit, at)
    if row.draw and not subject.startswith("sit-"):
        require_chosen(row.application)
    return add_subject(row, subject)


def add_to_drawn(actor: Actor, *, application: Identifier, draw: str, subject: str) -> None:
    """Add a subject to the running visits that were planned from a draw, inside an action (for rooms above)."""
    open_file(actor, application, of="provider")
    for row in Audit.objects.filter(application=application, draw=draw, conclusion=None):
        add_subject(row, subject)


def add_subject(row: Audit, subject: str) -> AuditCard:
    """Add a subject to the sample of a visit that is not over."""
    _require_running(row)
    listed = [Subject(known.subject, known.chosen) for known in row.subjects.all()]
    _require_sample(row.application, [*listed, Subject(subject, "added")])
    AuditSubject.objects.create(audit=row, subject=subject[:24], chosen="added")
    return audit_of(row)


@action("assurance.audit.conclude", begins=open_conclusion)
def conclude_audit(
    actor: Actor, *, audit: Identifier, ended_on: date, on_site_days: Decimal, summary: str, at: datetime
) -> AuditCard:
    """Conclude a visit; the clocks of its findings run from its last day, and stage 2 completes the evaluation.

    A review of documents that was planned wholly from afar may have no day on site.

    Raises:
        AlreadyConcluded: it is over already.
        ProviderNotApproved: the provider's accreditation was withdrawn.
        DatesUnusable: the last day lies in the future or before the visit began.
    """
    row = open_conclusion(actor, audit, at)
    if not row.planned_from <= ended_on <= day_of(at):
        raise DatesUnusable(where="ended_on", valid_from=row.planned_from, valid_before=ended_on)
    if on_site_days or not all_from_afar(msgspec.convert(row.basis, PlanBasis), row.days):
        require_days(on_site_days, "on_site_days")
    file = row.application
    AuditConclusion.objects.create(
        audit=row, ended_on=ended_on, on_site_days=on_site_days, summary=summary, at=at, by=actor.pseudonym
    )
    if row.kind == AuditKind.INITIAL and row.stage == FINAL_STAGE:
        advance(actor, file, "audit.evaluated", at=at)
    notify(organisation=file.client_id, kind="assurance.audit.concluded", subject=row.pk)
    _tell_clocks(row)
    return audit_of(row)


def _tell_clocks(row: Audit) -> None:
    """Tell the client which day to keep for every open finding of a visit that has ended."""
    for found in Nonconformity.objects.filter(audit=row.pk).select_related("application", "audit__conclusion"):
        due = day_to_tell(found)
        if due is not None:
            notify(
                organisation=row.application.client_id,
                kind="assurance.finding.clock_started",
                subject=found.pk,
                due_on=due,
            )


def _require_running(row: Audit) -> None:
    conclusion = AuditConclusion.objects.filter(audit=row).first()
    if conclusion is not None:
        raise AlreadyConcluded(where=row.pk, ended=conclusion.ended_on.isoformat())
