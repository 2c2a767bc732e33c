"""Move a certificate to another provider: asked by the client, reviewed and accepted by the new one (domain rules A8).

The certificate keeps its period. Where its provider lost the accreditation, the move brings the old end back, because
the end is computed from whoever holds the certificate.
"""

from datetime import datetime

from orepass.assurance.actions.certificate import CertificateState
from orepass.assurance.actions.file import locked, require_independent
from orepass.assurance.models import Certificate, CertificateStep, Transfer, TransferStep
from orepass.assurance.queries.case import nonconformities_about
from orepass.assurance.queries.certificates import certificate_of
from orepass.assurance.queries.transfers import TransferCard, open_transfers, transfer_of
from orepass.assurance.rules.content import step_digest
from orepass.assurance.rules.impartiality import Duty
from orepass.assurance.rules.lifecycles import TRANSFER
from orepass.assurance.rules.status import CertificateStatus
from orepass.assurance.rules.terms import Grade
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.queries import accreditation_of, organisation_card
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify
from orepass.transparency.actions import queue_leaf

PROVIDER = "provider"
MOVED = "moved"


class NotAnotherProvider(Invalid):
    """The certificate cannot move there."""

    code = "assurance.transfer.provider"
    message = _("The certificate cannot move to {provider}: {reason}.")
    what_to_do = _("Choose another assurance provider from the list.")


class AlreadyAsked(Conflict):
    """A request to move waits for its answer."""

    code = "assurance.transfer.waiting"
    message = _("A request to move this certificate waits for its answer ({transfer}).")
    what_to_do = _("Wait for the answer, or cancel the request first.")


class TransferState(Conflict):
    """The request does not stand where this step is possible."""

    code = "assurance.transfer.state"
    message = _("This is not possible: the request is {state}.")
    what_to_do = _("Ask anew if the certificate is still to move.")


class NotTransferable(Conflict):
    """The certificate cannot be taken over today."""

    code = "assurance.transfer.refused"
    message = _("The certificate cannot be taken over. Reasons against it: {count}.")
    what_to_do = _("Settle each of them, or refuse the request.")


NOT_APPROVED = FindingKind(
    "assurance.transfer.not_accredited",
    Severity.ERROR,
    _("It is not shown that the new provider is accredited for this standard today: {reasons}."),
    what_to_do=_("Record the accreditation first."),
)
GRAVE_OPEN = FindingKind(
    "assurance.transfer.finding_open",
    Severity.ERROR,
    _("A {grade} nonconformity is not closed."),
    what_to_do=_("Its correction is verified before the certificate moves."),
)


@action("assurance.transfer.request")
def request_transfer(
    actor: Actor, *, certificate: Identifier, provider: Identifier, reason: str, at: datetime
) -> TransferCard:
    """Ask another provider to take a certificate over; from now on it may read the file.

    Raises:
        NotFound: there is no such certificate, or it is not the actor's.
        CertificateState: the certificate is not active.
        NotAnotherProvider: it is no provider, or holds the certificate already.
        AlreadyAsked: another request waits.
    """
    row = Certificate.objects.select_for_update().filter(pk=certificate).first()
    if row is None:
        raise NotFound(where="certificate", what=certificate)
    actor.must_be_in(row.client_id, certificate)
    card = certificate_of(row)
    _require_active(row, at)
    asked = organisation_card(provider)
    if asked.kind != PROVIDER or asked.id == card.watched_by:
        reason_why = "it holds the certificate already" if asked.id == card.watched_by else "it provides no assurance"
        raise NotAnotherProvider(where="provider", provider=provider, reason=reason_why)
    for waiting in open_transfers(row.pk):
        raise AlreadyAsked(where="certificate", transfer=waiting.id)
    made = Transfer.objects.create(
        id=mint("trf"),
        certificate=row,
        provider_id=asked.id,
        reason=reason,
        requested_at=at,
        requested_by=actor.pseudonym,
    )
    notify(organisation=asked.id, kind="assurance.transfer.requested", subject=made.pk)
    return transfer_of(made)


def open_taking_over(actor: Actor, transfer: str, at: datetime) -> Transfer:
    """Open a request to take a certificate over that may be accepted today.

    Raises:
        TransferState: it was answered or cancelled.
        CertificateState: the certificate is not active.
        NotIndependent: the actor has a tie to the client, or took part in the evaluation.
        NotTransferable: the new provider is not accredited, or a major or critical is open.
    """
    row = _open(actor, transfer, "transfer.accept", of="provider")
    require_independent(row.certificate.application, actor.pseudonym, Duty.DECIDE, at)
    _require_active(row.certificate, at)
    if findings := _against(row, at):
        raise NotTransferable(where="transfer", findings=findings, count=len(findings))
    return row


@action("assurance.transfer.accept", begins=open_taking_over)
def accept_transfer(actor: Actor, *, transfer: Identifier, note: str, at: datetime) -> TransferCard:
    """Take a certificate over after reviewing its file; it keeps its period and its place on the log.

    Raises:
        TransferState: it was answered or cancelled.
        CertificateState: the certificate is not active.
        NotIndependent: the actor has a tie to the client, or took part in the evaluation.
        NotTransferable: the new provider is not accredited, or a major or critical is open.
    """
    row = open_taking_over(actor, transfer, at)
    certificate = row.certificate
    _step(actor, row, "transfer.accept", note=note, at=at)
    on = day_of(at)
    CertificateStep.objects.create(
        certificate=certificate,
        action="certificate.transfer",
        on=on,
        grounds=MOVED,
        note=note,
        at=at,
        by=actor.pseudonym,
    )
    queue_leaf(
        kind="assurance.certificate.transfer",
        subject=certificate.pk,
        content_digest=step_digest(certificate.pk, "certificate.transfer", on=on, grounds=row.provider_id),
        at=at,
    )
    for told in (certificate.client_id, certificate.provider_id):
        notify(organisation=told, kind="assurance.transfer.accepted", subject=row.pk)
    return transfer_of(row)


@action("assurance.transfer.refuse")
def refuse_transfer(actor: Actor, *, transfer: Identifier, note: str, at: datetime) -> TransferCard:
    """Refuse to take a certificate over, with the reason; the file is closed to the actor's organisation again.

    Raises:
        TransferState: it was answered or cancelled.
    """
    row = _open(actor, transfer, "transfer.refuse", of="provider")
    _step(actor, row, "transfer.refuse", note=note, at=at)
    notify(organisation=row.certificate.client_id, kind="assurance.transfer.refused", subject=row.pk)
    return transfer_of(row)


@action("assurance.transfer.cancel")
def cancel_transfer(actor: Actor, *, transfer: Identifier, note: str = "", at: datetime) -> TransferCard:
    """Take a request to move back before it is answered.

    Raises:
        TransferState: it was answered or cancelled.
    """
    row = _open(actor, transfer, "transfer.cancel", of="client")
    _step(actor, row, "transfer.cancel", note=note, at=at)
    notify(organisation=row.provider_id, kind="assurance.transfer.cancelled", subject=row.pk)
    return transfer_of(row)


def _open(actor: Actor, transfer: str, action_name: str, *, of: str) -> Transfer:
    row = locked(Transfer.objects.filter(pk=transfer)).first()
    if row is None:
        raise NotFound(where="transfer", what=transfer)
    actor.must_be_in(row.certificate.client_id if of == "client" else row.provider_id, transfer)
    state = transfer_of(row).state
    if action_name not in TRANSFER.allowed(state):
        raise TransferState(where="transfer", state=state)
    return row


def _step(actor: Actor, row: Transfer, action_name: str, *, note: str, at: datetime) -> None:
    TransferStep.objects.create(transfer=row, action=action_name, note=note, at=at, by=actor.pseudonym)


def _require_active(row: Certificate, at: datetime) -> None:
    status = certificate_of(row).status(day_of(at))
    if status is not CertificateStatus.ACTIVE:
        raise CertificateState(where=row.pk, state=status)


def _against(row: Transfer, at: datetime) -> list[Finding]:
    certificate, on = row.certificate, day_of(at)
    accredited = accreditation_of(row.provider_id, certificate.standard, on)
    findings = [] if accredited.is_yes else [NOT_APPROVED.at("transfer", reasons="; ".join(accredited.reasons))]
    for card in nonconformities_about(certificate.application_id):
        grade = card.grade_on(on)
        if card.is_open and grade is not Grade.MINOR:
            findings.append(GRAVE_OPEN.at(card.id, grade=grade))
    return findings
