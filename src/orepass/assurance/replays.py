"""Recompute what was decided in a file: outcomes, the inputs of the decision, the certificate and its days.

Everything is recomputed as it was known then: answers, findings and certificates that came later are left out.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from orepass.assurance.actions.decision import FULL, PROVISIONAL, inputs_digest, period_of
from orepass.assurance.actions.file import terms_for
from orepass.assurance.models import (
    Application,
    Audit,
    Certificate,
    DecisionTaken,
    Nonconformity,
    NonconformityStep,
    Recommendation,
    Submission,
)
from orepass.assurance.queries.evaluation import (
    answers_as_known,
    answers_digest,
    claim_class_of,
    outcome_as_known,
    reasons_of,
)
from orepass.assurance.queries.facts import facts_for_decision
from orepass.assurance.rules.content import CertificateContent
from orepass.assurance.rules.decision import Decision
from orepass.kernel.digest import digest
from orepass.kernel.period import day_of
from orepass.platform.replaying import Replayed, compared, replay_kept, replays
from orepass.scheme.queries import parameters_by_digest


def _of_file[Row: (Submission, Recommendation, DecisionTaken)](rows: QuerySet[Row], about: str) -> QuerySet[Row]:
    found = rows.select_related("application")
    return found.filter(Q(application=about) | Q(application__certificate=about)) if about else found


def _readers(row: Application) -> tuple[str, str]:
    return row.client_id, row.provider_id


@replays("assurance.submission")
def replay_submissions(about: str) -> Iterator[Replayed]:
    """Recompute the outcome of every self-assessment as it was submitted."""
    for row in _of_file(Submission.objects.all(), about):
        stored = {
            "pack_digest": row.pack_digest,
            "answers_digest": row.answers_digest,
            "outcome": row.outcome,
            "level": row.level,
            "outcome_digest": row.outcome_digest,
        }
        yield compared(
            "assurance.submission",
            row.application_id,
            stored,
            lambda row=row: _outcome(row.application, row.at, party="first"),  # type: ignore[misc]
            readers=_readers(row.application),
        )


@replays("assurance.recommendation")
def replay_recommendations(about: str) -> Iterator[Replayed]:
    """Recompute the outcome behind every recommendation."""
    for row in _of_file(Recommendation.objects.all(), about):
        stored = {
            "answers_digest": row.answers_digest,
            "outcome": row.outcome,
            "level": row.level,
            "reasons": row.reasons,
            "outcome_digest": row.outcome_digest,
        }
        yield compared(
            "assurance.recommendation",
            row.application_id,
            stored,
            lambda row=row: _outcome(row.application, row.at, party=None),  # type: ignore[misc]
            readers=_readers(row.application),
        )


def _outcome(file: Application, at: datetime, *, party: str | None) -> Mapping[str, object]:
    """Evaluate the answers that were there at an instant, under the edition of the file."""
    outcome = outcome_as_known(file, at, party=party)
    return {
        "pack_digest": file.pack_digest,
        "answers_digest": answers_digest(answers_as_known(file, at, party=party)),
        "outcome": str(outcome.outcome),
        "level": outcome.level,
        "reasons": reasons_of(outcome),
        "outcome_digest": digest(outcome),
    }


@replays("assurance.decision")
def replay_decisions(about: str) -> Iterator[Replayed]:
    """Recompute the digest of what every decision rests on."""
    for row in _of_file(DecisionTaken.objects.all(), about):
        yield compared(
            "assurance.decision",
            row.application_id,
            {"inputs_digest": row.inputs_digest},
            lambda row=row: {"inputs_digest": _inputs(row)},  # type: ignore[misc]
            readers=_readers(row.application),
        )


def _inputs(decision: DecisionTaken) -> str:
    file = _as_known(decision.application_id, decision.at)
    recommendation = file.recommendations.filter(at__lte=decision.at).latest("pk")
    return inputs_digest(file, recommendation, facts_for_decision(file), decision.decision)


def _as_known(application: str, at: datetime) -> Application:
    """Return a file with the visits, findings and steps that were there at an instant."""
    return Application.objects.prefetch_related(
        Prefetch("audits", Audit.objects.filter(planned_at__lte=at).select_related("conclusion")),
        Prefetch(
            "nonconformities", Nonconformity.objects.filter(raised_at__lte=at).select_related("audit__conclusion")
        ),
        Prefetch("nonconformities__steps", NonconformityStep.objects.filter(at__lte=at)),
    ).get(pk=application)


@replays("assurance.certificate")
def replay_certificates(about: str) -> Iterator[Replayed]:
    """Recompute what every certificate says: its days from the decision, its level and edition from the file."""
    rows = Certificate.objects.select_related("application__decision")
    for row in rows.filter(Q(pk=about) | Q(application=about)) if about else rows:
        stored = {
            "pack_digest": row.pack_digest,
            "kind": row.kind,
            "level": row.level,
            "claim_class": row.claim_class,
            "valid_from": row.valid_from,
            "valid_before": row.valid_before,
            "inputs_digest": row.inputs_digest,
            "content_digest": row.content_digest,
        }
        yield compared(
            "assurance.certificate",
            row.pk,
            stored,
            lambda row=row: _certificate(row),  # type: ignore[misc]
            readers=_readers(row.application),
        )


def _certificate(row: Certificate) -> Mapping[str, object]:
    file = row.application
    taken = Decision(file.decision.decision)
    period = period_of(file, taken, day_of(row.decided_at), terms_for(file))
    assert period.valid_before is not None, "a certificate always ends"
    content = CertificateContent(
        certificate=row.pk,
        client=file.client_id,
        provider=row.provider_id,
        kind=PROVISIONAL if taken is Decision.GRANT_PROVISIONAL else FULL,
        pack=file.pack,
        pack_digest=file.pack_digest,
        standard=file.standard,
        level=file.recommendations.filter(at__lte=row.decided_at).latest("pk").level,
        claim_class=claim_class_of(file),
        scope=file.scope,
        sites=tuple(listed.site_id for listed in row.sites.order_by("pk")),
        valid_from=period.valid_from,
        valid_before=period.valid_before,
        annex_digest=file.annex_digest,
        inputs_digest=file.decision.inputs_digest,
    )
    return {
        "pack_digest": content.pack_digest,
        "kind": content.kind,
        "level": content.level,
        "claim_class": content.claim_class,
        "valid_from": content.valid_from,
        "valid_before": content.valid_before,
        "inputs_digest": content.inputs_digest,
        "content_digest": content.digest,
    }


@replays("assurance.plan")
def replay_plans(about: str) -> Iterator[Replayed]:
    """Recompute every value that was kept with the plan of a visit: sample, days, remote part."""
    rows = Audit.objects.select_related("application")
    of_it = Q(pk=about) | Q(application=about) | Q(application__certificate=about)
    for row in rows.filter(of_it).distinct() if about else rows:
        for kept in row.computed:
            yield replay_kept(
                "assurance.plan",
                row.pk,
                kept,
                pack_values=parameters_by_digest,
                readers=_readers(row.application),
            )
