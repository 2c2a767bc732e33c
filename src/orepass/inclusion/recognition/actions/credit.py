"""Claim what a certificate of another scheme is worth in a file: credited, on hold, or a gap to be audited."""

from datetime import datetime

from orepass.assurance.actions.answers import Credited, EvidenceClass, Rating, credit_answers, open_own
from orepass.assurance.queries import application_for, case_for
from orepass.inclusion.recognition.models import Claim, ForeignCertificate
from orepass.inclusion.recognition.queries.agreements import agreement_for
from orepass.inclusion.recognition.queries.cards import AgreementCard, ClaimCard
from orepass.inclusion.recognition.queries.certificates import foreign_certificate_card
from orepass.inclusion.recognition.queries.claims import RULE, claim_of, ground_of, kept, kept_lines, shown_in
from orepass.inclusion.recognition.rules.validity import Use
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


class NotInForce(Conflict):
    """Nothing new can be claimed under the agreement."""

    code = "recognition.credit.not_in_force"
    message = _("Nothing can be claimed under this agreement today: it is “{state}”.")
    what_to_do = _("Give evidence of your own, or wait until the schemes have agreed anew.")


class WrongStandard(Conflict):
    """The agreement does not lead to the standard and edition of the file."""

    code = "recognition.credit.wrong_standard"
    message = _("The agreement leads to {agreed}, the file is for {asked}.")
    what_to_do = _("Choose an agreement for the standard and edition of the file; recognition does not go further.")


@action("recognition.credit.claim", begins=open_own)
def claim_credit(
    actor: Actor, *, application: Identifier, certificate: Identifier, agreement: Identifier, at: datetime
) -> ClaimCard:
    """Claim in a file what a certificate of another scheme is worth under an agreement.

    What is credited becomes the client's answer, resting on the certificate; it counts only on days on which
    certificate and agreement stand. What has an answer of its own keeps it. The rest is the gap list.

    Raises:
        NotFound: the file, the certificate or the agreement is not there, or not the actor's.
        NotInForce: the agreement is not in force today.
        WrongStandard: it leads to another standard or edition.
        WrongState: the self-assessment is with the provider, or the file has ended.
    """
    today = day_of(at)
    file = application_for(actor, application)
    open_own(actor, application, at)
    row = ForeignCertificate.objects.filter(pk=certificate, holder=file.client).first()
    if row is None:
        raise NotFound(where="certificate", what=certificate[:80])
    agreed = agreement_for(actor, agreement, today)
    _require_in_force(agreed, f"{file.pack} {file.standard}", file.pack_digest)
    shown = foreign_certificate_card(row.pk, today)
    ground = ground_of(shown, agreed, shown_in(shown, agreed, file))
    inputs, value, inputs_digest, value_digest = kept(ground, file)
    claim = Claim.objects.create(
        id=mint("crd"),
        application_id=file.id,
        certificate=row,
        agreement_id=agreed.id,
        pack_digest=file.pack_digest,
        rule=RULE,
        inputs=inputs,
        value=value,
        inputs_digest=inputs_digest,
        value_digest=value_digest,
        at=at,
        by=actor.pseudonym,
    )
    _answer(actor, claim, at)
    notify(organisation=file.provider, kind="recognition.credit.claimed", subject=claim.pk)
    return claim_of(claim, application_for(actor, application), today)


def _require_in_force(agreed: AgreementCard, asked: str, pack_digest: str) -> None:
    if agreed.use != Use.IN_FORCE:
        raise NotInForce(where="agreement", state=agreed.state if agreed.use != Use.NOT_YET else agreed.use)
    if agreed.mapping.ours.name != asked or agreed.to_digest != pack_digest:
        raise WrongStandard(where="agreement", agreed=agreed.mapping.ours.name, asked=asked, state=agreed.state)


def _answer(actor: Actor, claim: Claim, at: datetime) -> None:
    """Answer what carries a rating; an answer that the client gave with evidence of its own is left alone."""
    own = {
        found.requirement
        for found in case_for(actor, claim.application_id).answers
        if found.party == "first" and not found.reference and found.evidence_class
    }
    answers = [
        Credited(
            requirement=line.requirement,
            answer=Rating(line.rating),
            evidence_class=EvidenceClass(line.evidence),
            reference=claim.pk,
            note=f"{claim.certificate.number}: {line.theirs}",
        )
        for line in kept_lines(claim.value)
        if line.rating and line.requirement not in own
    ]
    credit_answers(actor, application=claim.application_id, answers=answers, at=at)
