"""Record and withdraw the accreditation of assurance providers, per standard and period."""

from datetime import date, datetime

from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.party.actions.people import check_period
from orepass.party.models import Accreditation, AccreditationStep, AccreditationWithdrawal, Organisation
from orepass.party.queries import AccreditationCard, accreditation_of_row
from orepass.party.rules.kinds import OrganisationKind
from orepass.party.rules.provider_standing import PROVIDER, standing_of
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action


class NotAProvider(Conflict):
    """Only assurance providers are accredited."""

    code = "party.provider.other_kind"
    message = _("{name} is registered as {state}, not as an assurance provider.")
    what_to_do = _("Register the assurance provider as an organisation of its own.")


class AlreadyWithdrawn(Conflict):
    """An accreditation is withdrawn once."""

    code = "party.provider.already_withdrawn"
    message = _("This accreditation is already withdrawn, from {state}.")
    what_to_do = _("Record a new accreditation if one was granted since.")


class StandingRefused(Conflict):
    """The accreditation does not stand where this step is possible."""

    code = "party.provider.state"
    message = _("This is not possible on {day}: the accreditation is {state}.")
    what_to_do = _("Look at the accreditation on that day: an approved one can be suspended, a suspended one restored.")


@action("party.provider.accredit")
def accredit_provider(
    actor: Actor,
    *,
    provider: Identifier,
    standard: str,
    accreditor: str,
    valid_from: date,
    valid_before: date | None = None,
    reference: str = "",
    at: datetime,
) -> AccreditationCard:
    """Record that an assurance provider is accredited for a standard over a period.

    Raises:
        NotFound: no such organisation.
        NotAProvider: the organisation is of another kind.
        PeriodBackwards: the period is empty.
    """
    found = Organisation.objects.filter(pk=provider).first()
    if found is None:
        raise NotFound(where="provider", what=provider)
    if found.kind != OrganisationKind.PROVIDER:
        raise NotAProvider(where="provider", name=found.name, state=found.kind)
    check_period(valid_from, valid_before)
    row = Accreditation.objects.create(
        id=mint("acc"),
        provider=found,
        standard=fitting("standard", standard, 60),
        accreditor=fitting("accreditor", accreditor),
        reference=fitting("reference", reference, 120),
        valid_from=valid_from,
        valid_before=valid_before,
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    return accreditation_of_row(row)


@action("party.provider.withdraw_accreditation")
def withdraw_accreditation(
    actor: Actor, *, accreditation: Identifier, withdrawn_from: date, reason: str, at: datetime
) -> AccreditationCard:
    """Record that an accreditation ends before its time, and why.

    Raises:
        NotFound: no such accreditation.
        AlreadyWithdrawn: it has been withdrawn.
    """
    row = Accreditation.objects.select_for_update().filter(pk=accreditation).first()
    if row is None:
        raise NotFound(where="accreditation", what=accreditation)
    known = AccreditationWithdrawal.objects.filter(accreditation=row).first()
    if known is not None:
        raise AlreadyWithdrawn(where="accreditation", state=known.withdrawn_from)
    AccreditationWithdrawal.objects.create(
        id=mint("awd"),
        accreditation=row,
        withdrawn_from=withdrawn_from,
        reason=fitting("reason", reason, NOTE_MAX),
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    return accreditation_of_row(Accreditation.objects.select_related("withdrawal").get(pk=row.pk))


@action("party.provider.suspend")
def suspend_accreditation(
    actor: Actor, *, accreditation: Identifier, suspended_from: date, reason: str, at: datetime
) -> AccreditationCard:
    """Suspend an accreditation from a day: the provider takes on and certifies nobody new, and finishes what it began.

    Raises:
        NotFound: no such accreditation.
        StandingRefused: it is not approved on that day, or a later step is on record.
    """
    return _change(actor, accreditation, "provider.suspend", on=suspended_from, reason=reason, at=at)


@action("party.provider.restore")
def restore_accreditation(
    actor: Actor, *, accreditation: Identifier, restored_from: date, reason: str, at: datetime
) -> AccreditationCard:
    """End the suspension of an accreditation from a day.

    Raises:
        NotFound: no such accreditation.
        StandingRefused: it is not suspended on that day, or a later step is on record.
    """
    return _change(actor, accreditation, "provider.restore", on=restored_from, reason=reason, at=at)


def _change(
    actor: Actor, accreditation: str, action_name: str, *, on: date, reason: str, at: datetime
) -> AccreditationCard:
    row = Accreditation.objects.select_for_update().filter(pk=accreditation).first()
    if row is None:
        raise NotFound(where="accreditation", what=accreditation)
    card = accreditation_of_row(row)
    state = standing_of(card.fact, on)
    later = [step.on for step in card.steps if step.on > on]
    if action_name not in PROVIDER.allowed(state) or later:
        raise StandingRefused(where="accreditation", state=state, day=on)
    AccreditationStep.objects.create(
        accreditation=row,
        action=action_name,
        on=on,
        reason=fitting("reason", reason, NOTE_MAX),
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    return accreditation_of_row(Accreditation.objects.get(pk=row.pk))
