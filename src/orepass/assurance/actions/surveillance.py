"""Conclude a surveillance visit: may the certificate stand (ISO/IEC 17021-1, 9.6.2)."""

from datetime import datetime

from orepass.assurance.actions.file import open_file, require_independent
from orepass.assurance.actions.provider import require_provider_may
from orepass.assurance.models import Audit, SurveillanceConclusion
from orepass.assurance.queries.cards import AuditCard
from orepass.assurance.queries.case import audit_of, nonconformities_about
from orepass.assurance.rules.impartiality import Duty
from orepass.assurance.rules.terms import Grade
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


class NotConcludable(Conflict):
    """The surveillance cannot be concluded like this."""

    code = "assurance.surveillance.not_concludable"
    message = _("The surveillance cannot be concluded: {reason}.")
    what_to_do = _("Conclude the visit first; while a critical nonconformity is open the certificate cannot stand.")


def open_surveillance(actor: Actor, audit: str, at: datetime) -> Audit:
    """Open a surveillance visit for somebody who took no part in it.

    Raises:
        NotFound: there is no such visit, or the actor does not act for the provider.
        ProviderNotApproved: the provider's accreditation was withdrawn.
        NotIndependent: the actor took part in the visit, or has a tie to the client.
        NotConcludable: the visit goes on, or was concluded on.
    """
    row = Audit.objects.filter(pk=audit, kind="surveillance").first()
    if row is None:
        raise NotFound(where="audit", what=audit)
    file = open_file(actor, row.application_id, of="provider")
    require_provider_may(file, "surveillance", at)
    require_independent(file, actor.pseudonym, Duty.DECIDE, at)
    if reason := _against(row):
        raise NotConcludable(where=audit, reason=reason)
    return row


@action("assurance.surveillance.conclude", begins=open_surveillance)
def conclude_surveillance(
    actor: Actor, *, audit: Identifier, maintained: bool, note: str = "", at: datetime
) -> AuditCard:
    """Conclude from a surveillance visit whether the certificate may stand; a suspension is a decision of its own.

    Raises:
        NotConcludable: the visit goes on, was concluded on, or a critical nonconformity is open.
        ProviderNotApproved: the provider's accreditation was withdrawn.
        NotIndependent: the actor took part in the visit, or has a tie to the client.
    """
    row = open_surveillance(actor, audit, at)
    file = row.application
    if maintained and _critical_is_open(row, at):
        raise NotConcludable(where=audit, reason="a critical nonconformity is open")
    SurveillanceConclusion.objects.create(audit=row, maintained=maintained, note=note, at=at, by=actor.pseudonym)
    notify(organisation=file.client_id, kind="assurance.surveillance.concluded", subject=row.pk)
    return audit_of(Audit.objects.get(pk=row.pk))


def _against(row: Audit) -> str:
    if not hasattr(row, "conclusion"):
        return "the visit is not over"
    return "it was concluded before" if hasattr(row, "surveillance") else ""


def _critical_is_open(row: Audit, at: datetime) -> bool:
    cards = nonconformities_about(row.application_id)
    return any(card.is_open and card.grade_on(day_of(at)) is Grade.CRITICAL for card in cards)
