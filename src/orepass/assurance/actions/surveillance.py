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


@action("assurance.surveillance.conclude")
def conclude_surveillance(
    actor: Actor, *, audit: Identifier, maintained: bool, note: str = "", at: datetime
) -> AuditCard:
    """Conclude from a surveillance visit whether the certificate may stand; a suspension is a decision of its own.

    Raises:
        NotConcludable: the visit goes on, was concluded on, or a critical nonconformity is open.
        ProviderNotApproved: the provider's accreditation was withdrawn.
        NotIndependent: the actor took part in the visit, or has a tie to the client.
    """
    row = Audit.objects.filter(pk=audit, kind="surveillance").first()
    if row is None:
        raise NotFound(where="audit", what=audit)
    file = open_file(actor, row.application_id, of="provider")
    require_provider_may(file, "surveillance", at)
    require_independent(file, actor.pseudonym, Duty.DECIDE, at)
    reason = _against(row, maintained=maintained, at=at)
    if reason:
        raise NotConcludable(where=audit, reason=reason)
    SurveillanceConclusion.objects.create(audit=row, maintained=maintained, note=note, at=at, by=actor.pseudonym)
    notify(organisation=file.client_id, kind="assurance.surveillance.concluded", subject=row.pk)
    return audit_of(Audit.objects.get(pk=row.pk))


def _against(row: Audit, *, maintained: bool, at: datetime) -> str:
    if not hasattr(row, "conclusion"):
        return "the visit is not over"
    if hasattr(row, "surveillance"):
        return "it was concluded before"
    grades = {card.grade_on(day_of(at)) for card in nonconformities_about(row.application_id) if card.is_open}
    return "a critical nonconformity is open" if maintained and Grade.CRITICAL in grades else ""
