"""The agreement between client and provider (ISO/IEC 17065, 4.1.2): offered by one, signed by the other."""

from datetime import datetime
from decimal import Decimal

from orepass.assurance.actions.file import NotIndependent, advance, open_file
from orepass.assurance.models import Agreement
from orepass.assurance.queries.cards import AgreementCard
from orepass.assurance.queries.case import agreement_of
from orepass.assurance.rules.impartiality import FEE_ON_OUTCOME
from orepass.kernel.digest import digest
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify

OBLIGATIONS = (
    _("Keep meeting the requirements and apply announced changes."),
    _("Give access to documents, sites, people and subcontractors for every visit and for complaints."),
    _("Make claims only within the scope, and none while the certificate is suspended or has ended."),
    _("Tell the provider of changes that may touch conformity."),
)
"""What every client binds itself to, whatever else the terms say."""


class OtherTerms(Conflict):
    """The terms signed are not the terms offered."""

    code = "assurance.agreement.other_terms"
    message = _("The terms offered now are not the ones you read.")
    what_to_do = _("Read the present offer and sign it.")


class DaysUnusable(Invalid):
    """The number of audit days cannot be used."""

    code = "assurance.agreement.days"
    message = _("{days} audit days cannot be agreed.")
    what_to_do = _("Give a number above zero, in half days.")


def require_days(days: Decimal, where: str) -> None:
    """Refuse days that are not positive half days.

    Raises:
        DaysUnusable: they are not.
    """
    if not days.is_finite() or days <= 0 or days * 2 != int(days * 2) or days > 999:  # noqa: PLR2004 - beyond any audit
        raise DaysUnusable(where=where, days=days)


@action("assurance.agreement.offer")
def offer_agreement(
    actor: Actor,
    *,
    application: Identifier,
    terms: str,
    audit_days: Decimal,
    fee_depends_on_outcome: bool = False,
    at: datetime,
) -> AgreementCard:
    """Offer the agreement with its terms; a fee that depends on the outcome is refused.

    Raises:
        NotIndependent: the fee depends on the outcome.
        DaysUnusable: the days are not positive half days.
    """
    row = open_file(actor, application, of="provider")
    if fee_depends_on_outcome:
        raise NotIndependent(where=row.pk, findings=[FEE_ON_OUTCOME.at(row.pk)], person=row.provider_id, duty="assess")
    require_days(audit_days, "audit_days")
    advance(actor, row, "agreement.offer", at=at)
    bound = {"application": row.pk, "terms": terms, "obligations": OBLIGATIONS, "audit_days": audit_days}
    agreement = Agreement.objects.create(
        application=row,
        terms=terms,
        terms_digest=digest(bound),
        audit_days=audit_days,
        offered_at=at,
        offered_by=actor.pseudonym,
    )
    notify(organisation=row.client_id, kind="assurance.agreement.offered", subject=row.pk)
    return agreement_of(agreement)


@action("assurance.agreement.sign")
def sign_agreement(actor: Actor, *, application: Identifier, terms_digest: str, at: datetime) -> AgreementCard:
    """Sign the offered terms; from this day the client is a candidate, for as long as the scheme allows.

    Raises:
        OtherTerms: the digest is not that of the present offer.
    """
    row = open_file(actor, application, of="client")
    agreement = row.agreements.last()
    if agreement is None or agreement.terms_digest != terms_digest:
        raise OtherTerms(where="terms_digest")
    advance(actor, row, "agreement.sign", at=at)
    agreement.signed_at, agreement.signed_by = at, actor.pseudonym
    agreement.save()
    notify(organisation=row.provider_id, kind="assurance.agreement.signed", subject=row.pk)
    return agreement_of(agreement)
