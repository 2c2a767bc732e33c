"""The file of an application as a whole, for its client and its provider; strangers find nothing."""

from collections.abc import Iterable
from datetime import date

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet

from orepass.assurance.models import (
    Agreement,
    Answer,
    Application,
    ApplicationStep,
    Audit,
    Certificate,
    Nonconformity,
    Recommendation,
    Review,
    Submission,
    Transfer,
)
from orepass.assurance.queries.cards import (
    AgreementCard,
    AnswerCard,
    ApplicationCard,
    ApplicationPage,
    ApplicationReviewCard,
    AuditCard,
    CaseFile,
    CodedReason,
    DecisionCard,
    NonconformityCard,
    RecommendationCard,
    ReviewCard,
    StepCard,
    Subject,
    SubmissionCard,
    TeamMember,
)
from orepass.assurance.queries.certificates import certificate_of
from orepass.assurance.queries.evaluation import (
    answers_open_to,
    latest_answers,
    outcome_of,
    standard_of,
    terms_of_file,
)
from orepass.assurance.queries.facts import (
    SUBMIT,
    candidate_of,
    nonconformity_fact,
    nonconformity_state,
    state_of,
    visit_ended_on,
    was_sent,
)
from orepass.assurance.queries.transfers import provider_today, transfer_of, was_asked
from orepass.assurance.rules.clocks import closure_due, plan_due
from orepass.assurance.rules.grounds import OpenNonconformity, suspension_signals
from orepass.assurance.rules.lifecycles import APPLICATION, NONCONFORMITY, pilot_ended
from orepass.assurance.rules.planning import PlanBasis
from orepass.assurance.rules.terms import Grade
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier
from orepass.kernel.kept import Kept
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from orepass.platform.files import EvidenceCard, read_evidence_of
from orepass.scheme.rules.outcome import Outcome, Profile

PAGE = 50
PREFETCH = ("steps", "sites")
_CASE = (
    *PREFETCH,
    "answers",
    "reviews",
    "agreements",
    "submissions",
    "audits__team",
    "audits__subjects",
    "nonconformities__steps",
    "nonconformities__audit__conclusion",
    "recommendations",
    "file_reviews",
)


def application_row(actor: Actor, application: str) -> Application:
    """Return the row of a file to one of its two parties.

    Raises:
        NotFound: there is none, or it is not the actor's.
    """
    row = Application.objects.filter(pk=application).first()
    if row is None or not is_party(actor, row):
        raise NotFound(what=application)
    return row


def is_party(actor: Actor, row: Application) -> bool:
    """Say whether an actor acts for the client, the provider it was sent to, or one asked to take the certificate over.

    What was not sent is the client's alone: the provider named in it does not know that there is a draft.
    """
    return actor.is_in(row.client_id) or (actor.is_in(row.provider_id) and was_sent(row)) or was_asked(actor, row)


def applications_for(
    actor: Actor, *, standard: str = "", client: str = "", after: str = "", limit: int = PAGE
) -> ApplicationPage:
    """Return the files of the actor's organisation, and those sent to it as provider, a page at a time."""
    rows = _mine(actor).filter(pk__gt=after).prefetch_related(*PREFETCH).select_related("certificate")
    if standard:
        rows = rows.filter(standard=standard)
    if client:
        rows = rows.filter(client=client)
    found = list(rows[: limit + 1])
    cards = tuple(application_of(row) for row in found[:limit])
    return ApplicationPage(cards, cards[-1].id if len(found) > limit else "")


def _mine(actor: Actor) -> QuerySet[Application]:
    if actor.is_system or Role.STEWARD in actor.roles:
        return Application.objects.all()
    if not actor.organisation:
        return Application.objects.none()
    asked = Transfer.objects.filter(provider=actor.organisation).select_related("certificate").prefetch_related("steps")
    moving = {card.application for card in map(transfer_of, asked) if card.state in {"requested", "accepted"}}
    sent = Exists(ApplicationStep.objects.filter(application=OuterRef("pk"), action=SUBMIT))
    mine = Q(client=actor.organisation) | (Q(provider=actor.organisation) & sent)
    return Application.objects.filter(mine | Q(pk__in=moving))


def is_in_files(actor: Actor, site: str) -> bool:
    """Say whether a site is in the scope of a file of the actor's: a provider sees the places that it is to audit."""
    return _mine(actor).filter(sites__site=site).exists()


def application_for(actor: Actor, application: str) -> ApplicationCard:
    """Return an application to one of its two parties.

    Raises:
        NotFound: there is none, or it is not the actor's.
    """
    return application_of(application_row(actor, application))


def case_for(actor: Actor, application: str) -> CaseFile:
    """Return the whole file; what the provider has not decided yet stays with the provider.

    Raises:
        NotFound: there is none, or it is not the actor's.
    """
    application_row(actor, application)
    row = Application.objects.prefetch_related(*_CASE).get(pk=application)
    decision = getattr(row, "decision", None)
    ended = decision is not None or pilot_ended(row.kind, state_of(row))
    told = actor.is_in(provider_today(row)) or ended
    agreement, submission = row.agreements.last(), row.submissions.last()
    recommendation, review = row.recommendations.last(), row.file_reviews.last()
    return CaseFile(
        application=application_of(row),
        steps=tuple(StepCard(step.action, step.at, step.by, step.note) for step in row.steps.all()),
        application_review=_application_review(row),
        agreement=agreement_of(agreement) if agreement else None,
        answers=answers_of(answers_open_to(actor, row)),
        submission=submission_of(submission) if submission else None,
        audits=tuple(audit_of(audit) for audit in row.audits.all()),
        nonconformities=tuple(nonconformity_of(found) for found in row.nonconformities.all()),
        recommendation=recommendation_of(recommendation) if recommendation and told else None,
        review=review_of(review) if review and told else None,
        decision=decision_of(row) if decision else None,
    )


def application_of(row: Application) -> ApplicationCard:
    """Make the card of a file's row."""
    state = state_of(row)
    certificate = getattr(row, "certificate", None)
    return ApplicationCard(
        id=Identifier(row.pk),
        client=Identifier(row.client_id),
        provider=Identifier(row.provider_id),
        kind=row.kind,
        pack=row.pack,
        pack_digest=row.pack_digest,
        standard=row.standard,
        scope=row.scope,
        sites=tuple(Identifier(listed.site_id) for listed in row.sites.all()),
        state=state,
        next_steps=() if pilot_ended(row.kind, state) else APPLICATION.allowed(state),
        drafted_at=row.drafted_at,
        candidate=candidate_of(row, terms_of_file(row)),
        certificate=Identifier(certificate.pk) if certificate else None,
        previous=Identifier(row.previous_id) if row.previous_id else None,
        profile=msgspec.convert(row.profile, Profile),
    )


def outcome_for(actor: Actor, application: str, on: date) -> Outcome:
    """Return what the answers that an actor may read come to on a day, by requirement, with reasons and next steps.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
    """
    row = application_row(actor, application)
    return outcome_of(row, latest_answers(answers_open_to(actor, row)), on)


def _application_review(row: Application) -> ApplicationReviewCard | None:
    review = row.reviews.last()
    if review is None:
        return None
    return ApplicationReviewCard(
        id=Identifier(row.pk),
        scope_clear=review.scope_clear,
        competence_available=review.competence_available,
        free_of_conflict=review.free_of_conflict,
        accreditation=review.accreditation,
        note=review.note,
        at=review.at,
        by=review.by,
    )


def agreement_of(agreement: Agreement) -> AgreementCard:
    """Make the card of an agreement, under the identifier of its file."""
    return AgreementCard(
        id=Identifier(agreement.application_id),
        terms=agreement.terms,
        terms_digest=agreement.terms_digest,
        audit_days=agreement.audit_days,
        offered_at=agreement.offered_at,
        signed_at=agreement.signed_at,
    )


def answers_of(rows: Iterable[Answer]) -> tuple[AnswerCard, ...]:
    """Return the latest answer of each party to each requirement, by requirement."""
    found = [answer for party in ("first", "third") for answer in latest_answers(rows, party=party).values()]
    return tuple(answer_of(answer) for answer in sorted(found, key=lambda answer: (answer.requirement, answer.party)))


def answer_of(answer: Answer) -> AnswerCard:
    """Make the card of an answer, under the identifier of its file."""
    return AnswerCard(
        id=Identifier(answer.application_id),
        requirement=answer.requirement,
        party=answer.party,
        answer=answer.answer,
        evidence=tuple(answer.evidence),
        evidence_class=answer.evidence_class,
        note=answer.note,
        at=answer.at,
        by=answer.by,
        reference=answer.reference,
    )


def submission_of(submission: Submission) -> SubmissionCard:
    """Make the card of a submitted self-assessment, under the identifier of its file."""
    return SubmissionCard(
        id=Identifier(submission.application_id),
        outcome=submission.outcome,
        level=submission.level,
        pack_digest=submission.pack_digest,
        answers_digest=submission.answers_digest,
        outcome_digest=submission.outcome_digest,
        at=submission.at,
    )


def audit_of(row: Audit) -> AuditCard:
    """Make the card of a visit."""
    conclusion = getattr(row, "conclusion", None)
    surveillance = getattr(row, "surveillance", None)
    return AuditCard(
        id=Identifier(row.pk),
        application=Identifier(row.application_id),
        certificate=Identifier(row.certificate_id) if row.certificate_id else None,
        kind=row.kind,
        stage=row.stage,
        planned_from=row.planned_from,
        planned_before=row.planned_before,
        days=row.days,
        announced=row.announced,
        draw=row.draw,
        basis=msgspec.convert(row.basis, PlanBasis),
        computed=msgspec.convert(row.computed, tuple[Kept, ...]),
        told=msgspec.convert(row.told, tuple[Finding, ...]),
        team=tuple(TeamMember(member.person, member.part) for member in row.team.all()),
        subjects=tuple(Subject(subject.subject, subject.chosen) for subject in row.subjects.all()),
        ended_on=conclusion.ended_on if conclusion else None,
        on_site_days=conclusion.on_site_days if conclusion else None,
        summary=conclusion.summary if conclusion else "",
        maintained=surveillance.maintained if surveillance else None,
    )


def nonconformity_of(row: Nonconformity) -> NonconformityCard:
    """Make the card of a nonconformity, with its due days."""
    terms = terms_of_file(row.application)
    fact = nonconformity_fact(row)
    ended = visit_ended_on(row.audit, day_of(row.raised_at))
    state = nonconformity_state(row)
    return NonconformityCard(
        id=Identifier(row.pk),
        application=Identifier(row.application_id),
        audit=Identifier(row.audit_id),
        requirement=row.requirement,
        subject=row.subject,
        grade=Grade(row.grade),
        repeated=row.repeated,
        statement=row.statement,
        evidence=tuple(row.evidence),
        state=state,
        next_steps=NONCONFORMITY.allowed(state),
        raised_at=row.raised_at,
        raised_by=row.raised_by,
        plan_due=plan_due(fact.grade, ended, terms),
        closure_due=closure_due(fact.grade, ended, terms, extensions=fact.extensions),
        steps=tuple(StepCard(s.action, s.at, s.by, s.note, tuple(s.evidence)) for s in row.steps.all()),
    )


def day_to_tell(row: Nonconformity) -> date | None:
    """Return the day to name in a notice: the card's own, once the visit is over; before, no clock runs."""
    return nonconformity_of(row).due_on() if hasattr(row.audit, "conclusion") else None


def nonconformities_about(application: str, *, subject: str = "") -> list[NonconformityCard]:
    """Return the findings of a file, of one site or member or of all, oldest first (for rooms above)."""
    rows = Nonconformity.objects.filter(application=application).select_related("application", "audit__conclusion")
    if subject:
        rows = rows.filter(subject=subject)
    return [nonconformity_of(row) for row in rows.prefetch_related("steps")]


def signals_about(row: Application, on: date) -> list[Finding]:
    """Return what asks a person to decide on suspending the certificate of a file on a day."""
    cards = [card for card in nonconformities_about(row.pk) if card.is_open]
    standard = standard_of(row)
    open_ones = [
        OpenNonconformity(
            identifier=card.id,
            subject=standard.requirement(card.requirement).subject,
            grade=card.grade_on(on),
            closure_due=card.closure_due,
        )
        for card in cards
    ]
    return suspension_signals(open_ones, on, terms_of_file(row)) if open_ones else []


def signals_for(actor: Actor, application: str, on: date) -> list[Finding]:
    """Return what asks for a decision on suspension in a file, to its parties.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
    """
    return signals_about(application_row(actor, application), on)


def evidence_in(actor: Actor, application: str, sha256: str) -> tuple[EvidenceCard, bytes]:
    """Return a file of evidence that the file of an application cites, to either of its parties.

    Raises:
        NotFound: there is no such file, it does not cite this evidence, none of its parties stored it, or it is not the
            actor's.
    """
    row = application_row(actor, application)
    if sha256 not in _cited(row, answers_open_to(actor, row)):
        raise NotFound(where="evidence", what=sha256[:80])
    return read_evidence_of([row.client_id, row.provider_id], sha256)


def evidence_behind(certificate: str) -> frozenset[str]:
    """Return the digests of the evidence that the file of a certificate cites; the files stay with its parties."""
    found = Certificate.objects.select_related("application").filter(pk=certificate).first()
    return _cited(found.application, found.application.answers.all()) if found is not None else frozenset()


def _cited(row: Application, answers: Iterable[Answer]) -> frozenset[str]:
    cited = [answer.evidence for answer in answers]
    for found in row.nonconformities.prefetch_related("steps"):
        cited += [found.evidence, *(step.evidence for step in found.steps.all())]
    return frozenset(digest for digests in cited for digest in digests)


def recommendation_of(found: Recommendation) -> RecommendationCard:
    """Make the card of a recommendation, under the identifier of its file."""
    return RecommendationCard(
        id=Identifier(found.application_id),
        decision=found.decision,
        outcome=found.outcome,
        level=found.level,
        reasons=tuple(found.reasons),
        coded_reasons=tuple(msgspec.convert(found.coded_reasons, list[CodedReason])),
        note=found.note,
        at=found.at,
        by=found.by,
    )


def review_of(found: Review) -> ReviewCard:
    """Make the card of a review, under the identifier of its file."""
    return ReviewCard(
        id=Identifier(found.application_id), complete=found.complete, note=found.note, at=found.at, by=found.by
    )


def decision_of(row: Application) -> DecisionCard:
    """Make the card of the decision of a decided file."""
    certificate = getattr(row, "certificate", None)
    return DecisionCard(
        id=Identifier(row.pk),
        decision=row.decision.decision,
        grounds=row.decision.grounds,
        inputs_digest=row.decision.inputs_digest,
        at=row.decision.at,
        by=row.decision.by,
        certificate=certificate_of(certificate) if certificate else None,
    )


def candidates(on: date, *, standard: str = "") -> list[ApplicationCard]:
    """Return the clients that may be called candidates on a day (public: a register may name them)."""
    rows = Application.objects.filter(steps__action="agreement.sign", kind="initial", certificate=None).distinct()
    if standard:
        rows = rows.filter(standard=standard)
    cards = [application_of(row) for row in rows.prefetch_related(*PREFETCH)]
    ended = {"refused", "withdrawn", "declined", "granted"}
    return [card for card in cards if card.is_candidate(on) and card.state not in ended]
