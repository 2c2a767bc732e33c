"""Decide on a file and issue the certificate (ISO/IEC 17065, 7.6 and 7.7); who evaluated does not decide."""

from collections.abc import Sequence
from datetime import date, datetime

from orepass.assurance.actions.application import ApplicationKind
from orepass.assurance.actions.file import advance, open_file, require_independent, require_state, terms_for
from orepass.assurance.models import Application, Certificate, CertificateSite, DecisionTaken, Recommendation
from orepass.assurance.queries.cards import DecisionCard
from orepass.assurance.queries.case import decision_of
from orepass.assurance.queries.deciding import findings_against
from orepass.assurance.queries.evaluation import claim_class_of
from orepass.assurance.queries.facts import facts_for_decision
from orepass.assurance.queries.licence import licence_terms
from orepass.assurance.rules.clocks import certificate_period, renewed_period
from orepass.assurance.rules.content import CertificateContent
from orepass.assurance.rules.decision import Decision, NonconformityFact
from orepass.assurance.rules.impartiality import Duty
from orepass.assurance.rules.terms import Terms
from orepass.kernel.digest import Digest, digest
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import Period, day_of
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.party.actions import publish_sites
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify
from orepass.transparency.actions import queue_leaf

FULL, PROVISIONAL = "full", "provisional"


class CannotGrant(Conflict):
    """The facts of the file do not allow this certificate."""

    code = "assurance.decision.cannot_grant"
    message = _("The file does not allow this certificate. Reasons against it: {count}.")
    what_to_do = _("Settle each of them, or decline.")


class PilotEnds(Conflict):
    """A pilot tries a standard; it ends with its result."""

    code = "assurance.decision.pilot"
    message = _("The file is a pilot under {pack}: it ends with the result of its review, and nobody decides about it.")
    what_to_do = _("Apply anew when an edition of the standard is released; what was shown may be used again.")


def open_decision(actor: Actor, application: str, at: datetime) -> Application:
    """Open a reviewed file for somebody who took no part in the evaluation.

    Raises:
        NotFound: there is no such file, or the actor does not act for its provider.
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
        PilotEnds: the file is a pilot.
        WrongState: the file has not been reviewed.
    """
    row = open_file(actor, application, of="provider")
    require_independent(row, actor.pseudonym, Duty.DECIDE, at)
    require_state(row, "reviewed")
    if row.kind == ApplicationKind.PILOT:
        raise PilotEnds(where="application", state="reviewed", pack=row.pack)
    return row


@action("assurance.decision.take", begins=open_decision)
def take_decision(
    actor: Actor, *, application: Identifier, decision: Decision, grounds: str, at: datetime
) -> DecisionCard:
    """Decide on a reviewed file; a certificate is issued in the same breath and put on the public log.

    Raises:
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
        CannotGrant: every reason against the certificate, as findings.
        PilotEnds: the file is a pilot.
        WrongState: the file has not been reviewed.
    """
    row = open_decision(actor, application, at)
    inputs = _inputs(row, decision, at)
    granted = decision is not Decision.DECLINE
    advance(actor, row, "decision.grant" if granted else "decision.decline", at=at, note=grounds)
    DecisionTaken.objects.create(
        application=row, decision=decision, grounds=grounds, inputs_digest=inputs, at=at, by=actor.pseudonym
    )
    if granted:
        _issue(actor, row, decision, inputs, at)
    notify(organisation=row.client_id, kind="assurance.decision.taken", subject=row.pk)
    return decision_of(Application.objects.get(pk=row.pk))


def _inputs(row: Application, decision: Decision, at: datetime) -> Digest:
    """Weigh everything the decision rests on and return its digest, so that it can be replayed."""
    findings = findings_against(row, decision, day_of(at))
    if findings:
        raise CannotGrant(where=row.pk, findings=findings, count=len(findings))
    return inputs_digest(row, row.recommendations.latest("pk"), facts_for_decision(row), decision)


def inputs_digest(
    row: Application, recommendation: Recommendation, facts: Sequence[NonconformityFact], decision: str
) -> Digest:
    """Return the digest of everything a decision rests on."""
    return digest(
        {
            "pack_digest": row.pack_digest,
            "standard": row.standard,
            "profile": row.profile,
            "answers": recommendation.answers_digest,
            "outcome": recommendation.outcome_digest,
            "nonconformities": list(facts),
            "terms": terms_for(row),
            "decision": decision,
        },
    )


def _issue(actor: Actor, row: Application, decision: Decision, inputs: Digest, at: datetime) -> None:
    period = period_of(row, decision, day_of(at), terms_for(row))
    assert period.valid_before is not None, "a certificate always ends"
    content = CertificateContent(
        certificate=mint("crt"),
        client=row.client_id,
        provider=row.provider_id,
        kind=PROVISIONAL if decision is Decision.GRANT_PROVISIONAL else FULL,
        pack=row.pack,
        pack_digest=row.pack_digest,
        standard=row.standard,
        level=row.recommendations.latest("pk").level,
        claim_class=claim_class_of(row),
        scope=row.scope,
        sites=tuple(listed.site_id for listed in row.sites.all()),
        valid_from=period.valid_from,
        valid_before=period.valid_before,
        annex_digest=row.annex_digest,
        inputs_digest=inputs,
    )
    certificate = Certificate.objects.create(
        id=content.certificate,
        application=row,
        client_id=content.client,
        provider_id=content.provider,
        kind=content.kind,
        pack=content.pack,
        pack_digest=content.pack_digest,
        standard=content.standard,
        level=content.level,
        claim_class=content.claim_class,
        scope=content.scope,
        annex_digest=content.annex_digest,
        inputs_digest=inputs,
        content_digest=content.digest,
        valid_from=content.valid_from,
        valid_before=content.valid_before,
        decided_at=at,
        decided_by=actor.pseudonym,
    )
    CertificateSite.objects.bulk_create(CertificateSite(certificate=certificate, site_id=s) for s in content.sites)
    publish_sites(actor, content.sites, reason=content.certificate, at=at)
    queue_leaf(kind="assurance.certificate.issue", subject=content.certificate, content_digest=content.digest, at=at)


def period_of(row: Application, decision: Decision, on: date, terms: Terms) -> Period:
    """Return the days on which the certificate of a decision is valid: by record and risk where the scheme says so."""
    if decision is Decision.GRANT_PROVISIONAL:
        return certificate_period(on, terms.provisional_months or 0)
    lasting = licence_terms(row, terms, on)
    if row.previous is not None and row.kind == "recertification":
        return renewed_period(row.previous.valid_before, on, lasting)
    return certificate_period(on, lasting.cycle_months)
