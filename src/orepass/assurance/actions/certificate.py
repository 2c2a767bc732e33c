"""Change what may be said of a certificate: suspend, restore, reduce, withdraw, terminate (ISO/IEC 17065, 7.11).

Each change counts from the day it is taken, stands on the public log, and is taken by somebody who did not evaluate.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from orepass.assurance.actions.file import locked, open_file, require_independent
from orepass.assurance.models import Certificate, CertificateStep
from orepass.assurance.queries.cards import CertificateCard
from orepass.assurance.queries.case import nonconformities_about
from orepass.assurance.queries.certificates import certificate_of
from orepass.assurance.rules.content import step_digest
from orepass.assurance.rules.impartiality import Duty
from orepass.assurance.rules.lifecycles import CERTIFICATE
from orepass.assurance.rules.terms import Grade
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify
from orepass.transparency.actions import queue_leaf


class Grounds(StrEnum):
    """Why a certificate is suspended, reduced or withdrawn."""

    NONCONFORMITY = "nonconformity"
    SURVEILLANCE_REFUSED = "surveillance_refused"
    MISUSE = "misuse"
    OWN_REQUEST = "own_request"
    FEE_UNPAID = "fee_unpaid"
    COMPLAINT_UPHELD = "complaint_upheld"
    LIMIT_REACHED = "limit_reached"
    RESOLVED = "resolved"


class CertificateState(Conflict):
    """The certificate does not stand where this step is possible."""

    code = "assurance.certificate.state"
    message = _("This is not possible while the certificate is “{state}”.")
    what_to_do = _("Look at the certificate's status today; an ended certificate needs a new application.")


class CauseNotResolved(Conflict):
    """What led to the suspension still stands."""

    code = "assurance.certificate.cause_stands"
    message = _("The certificate cannot be restored. Reasons that still stand against it: {count}.")
    what_to_do = _("Have the corrections verified first; after the limit only a reduced scope or withdrawal is left.")


class SitesNotCovered(Invalid):
    """The scope cannot be reduced by these sites."""

    code = "assurance.certificate.sites"
    message = _("The scope cannot be reduced by these sites: {sites}.")
    what_to_do = _("Name sites that the certificate covers, and leave at least one; to end all, withdraw it.")


STILL_OPEN = FindingKind(
    "assurance.certificate.finding_open",
    Severity.ERROR,
    _("A {grade} nonconformity is not closed."),
    what_to_do=_("Verify its correction."),
)
LIMIT_REACHED = FindingKind(
    "assurance.certificate.limit_reached",
    Severity.ERROR,
    _("The suspension had to be settled by {due}."),
    what_to_do=_("Withdraw the certificate or reduce its scope."),
)


def _open(actor: Actor, certificate: str, *, of: str) -> Certificate:
    row = locked(Certificate.objects.filter(pk=certificate)).first()
    if row is None:
        raise NotFound(where="certificate", what=certificate)
    open_file(actor, row.application_id, of=of)
    return row


def open_change(actor: Actor, certificate: str, at: datetime) -> Certificate:
    """Open a certificate for somebody of its provider who took no part in the evaluation.

    Raises:
        NotFound: there is none, or the actor does not act for the provider that holds it.
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
    """
    row = _open(actor, certificate, of="provider")
    require_independent(row.application, actor.pseudonym, Duty.DECIDE, at)
    return row


def open_reducing(actor: Actor, certificate: str, at: datetime) -> Certificate:
    """Open a certificate of which a site can be taken out and another is left.

    Raises:
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
        SitesNotCovered: it covers one site, or none.
    """
    row = open_change(actor, certificate, at)
    covered = _covered(row)
    if len(covered) <= 1:
        raise SitesNotCovered(where="sites", sites=", ".join(covered) or "—")
    return row


def _covered(row: Certificate) -> set[str]:
    return set(row.sites.filter(valid_before=None).values_list("site", flat=True))


def open_restoring(actor: Actor, certificate: str, at: datetime) -> Certificate:
    """Open a certificate whose suspension may be lifted.

    Raises:
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
        CauseNotResolved: a critical or major nonconformity is open, or the limit has passed.
    """
    row = open_change(actor, certificate, at)
    if findings := _standing(row, at):
        raise CauseNotResolved(where=row.pk, findings=findings, count=len(findings))
    return row


def _change(
    actor: Actor,
    row: Certificate,
    action_name: str,
    *,
    grounds: Grounds,
    note: str,
    at: datetime,
    sites: Sequence[str] = (),
) -> CertificateCard:
    on = day_of(at)
    status = certificate_of(row).status(on)
    if action_name not in CERTIFICATE.allowed(status):
        raise CertificateState(where=row.pk, state=status)
    CertificateStep.objects.create(
        certificate=row, action=action_name, on=on, grounds=grounds, note=note, at=at, by=actor.pseudonym
    )
    queue_leaf(
        kind=f"assurance.{action_name}",
        subject=row.pk,
        content_digest=step_digest(row.pk, action_name, on=on, grounds=grounds, sites=sites),
        at=at,
    )
    card = certificate_of(Certificate.objects.get(pk=row.pk))
    notify(organisation=row.client_id, kind=f"assurance.{action_name}", subject=row.pk, due_on=card.suspension_due(on))
    return card


@action("assurance.certificate.suspend", begins=open_change)
def suspend_certificate(
    actor: Actor, *, certificate: Identifier, grounds: Grounds, note: str, at: datetime
) -> CertificateCard:
    """Suspend a certificate while the grounds last; its sites may not deliver as certified from today.

    Raises:
        CertificateState: it is not active.
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
    """
    row = open_change(actor, certificate, at)
    return _change(actor, row, "certificate.suspend", grounds=grounds, note=note, at=at)


@action("assurance.certificate.restore", begins=open_restoring)
def restore_certificate(actor: Actor, *, certificate: Identifier, note: str, at: datetime) -> CertificateCard:
    """Lift a suspension after its cause is resolved and before its limit.

    Raises:
        CauseNotResolved: a critical or major nonconformity is open, or the limit has passed.
        CertificateState: it is not suspended.
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
    """
    row = open_restoring(actor, certificate, at)
    return _change(actor, row, "certificate.restore", grounds=Grounds.RESOLVED, note=note, at=at)


def _standing(row: Certificate, at: datetime) -> list[Finding]:
    on = day_of(at)
    grave = [
        (card.id, card.grade_on(on))
        for card in nonconformities_about(row.application_id)
        if card.is_open and card.grade_on(on) is not Grade.MINOR
    ]
    findings = [STILL_OPEN.at(identifier, grade=grade) for identifier, grade in grave]
    due = certificate_of(row).suspension_due(on)
    if due is not None and on > due:
        findings.append(LIMIT_REACHED.at(row.pk, due=due))
    return findings


@action("assurance.certificate.reduce", begins=open_reducing)
def reduce_scope(
    actor: Actor, *, certificate: Identifier, sites: list[Identifier], grounds: Grounds, note: str, at: datetime
) -> CertificateCard:
    """Take sites out of the scope from today; the rest stays certified, a suspension of the rest ends.

    Raises:
        SitesNotCovered: a site is not covered, or none would be left.
        CertificateState: the certificate has ended.
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
    """
    row = open_reducing(actor, certificate, at)
    on = day_of(at)
    if not sites or not set(sites) < _covered(row):
        raise SitesNotCovered(where="sites", sites=", ".join(sites) or "—")
    row.sites.filter(site__in=sites).update(valid_before=on)
    return _change(actor, row, "certificate.reduce", grounds=grounds, note=note, at=at, sites=sites)


@action("assurance.certificate.withdraw", begins=open_change)
def withdraw_certificate(
    actor: Actor, *, certificate: Identifier, grounds: Grounds, note: str, at: datetime
) -> CertificateCard:
    """Withdraw a certificate for good.

    Raises:
        CertificateState: it has ended already.
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
    """
    row = open_change(actor, certificate, at)
    return _change(actor, row, "certificate.withdraw", grounds=grounds, note=note, at=at)


@action("assurance.certificate.terminate")
def terminate_certification(actor: Actor, *, certificate: Identifier, note: str = "", at: datetime) -> CertificateCard:
    """End the certification at the client's own wish.

    Raises:
        CertificateState: it has ended already.
    """
    row = _open(actor, certificate, of="client")
    return _change(actor, row, "certificate.terminate", grounds=Grounds.OWN_REQUEST, note=note, at=at)
