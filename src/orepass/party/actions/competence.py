"""Record what a provider's people are competent for, and take such a record back (ISO/IEC 17021-1, 7.2)."""

from datetime import date, datetime

from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Conflict, NotFound
from orepass.kernel.text import marked as _
from orepass.party.actions.people import check_period
from orepass.party.models import Competence, CompetenceWithdrawal
from orepass.party.queries import CompetenceCard, competence_of_row
from orepass.party.rules.competence import Field
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.people import memberships_of


class AlreadyEnded(Conflict):
    """A record of competence is taken back once."""

    code = "party.competence.already_ended"
    message = _("This record of competence is already taken back, from {state}.")
    what_to_do = _("Record the competence anew if it was shown again.")


@action("party.person.record_competence")
def record_competence(
    actor: Actor,
    *,
    person: str,
    field: Field,
    of: str,
    shown_by: str,
    valid_from: date,
    valid_before: date | None = None,
    at: datetime,
) -> CompetenceCard:
    """Record that a person of the actor's organisation is competent for a standard, a mineral or a language.

    Raises:
        NotFound: the person holds no role at the actor's organisation.
        PeriodBackwards: the period is empty.
    """
    if not actor.organisation or actor.organisation not in memberships_of(person, at.date()):
        raise NotFound(where="person", what=person)
    check_period(valid_from, valid_before)
    row = Competence.objects.create(
        id=mint("cmp"),
        person=fitting("person", person, 40),
        provider_id=actor.organisation,
        field=field,
        of=fitting("of", of, 60),
        shown_by=fitting("shown_by", shown_by),
        valid_from=valid_from,
        valid_before=valid_before,
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    return competence_of_row(row)


@action("party.person.end_competence")
def end_competence(
    actor: Actor, *, competence: Identifier, ended_from: date, reason: str, at: datetime
) -> CompetenceCard:
    """Take a record of competence back from a day, with the reason; what was done before stands.

    Raises:
        NotFound: there is none at the actor's organisation.
        AlreadyEnded: it was taken back before.
    """
    row = Competence.objects.select_for_update().filter(pk=competence).first()
    if row is None:
        raise NotFound(where="competence", what=competence)
    actor.must_be_in(row.provider_id, competence)
    known = CompetenceWithdrawal.objects.filter(competence=row).first()
    if known is not None:
        raise AlreadyEnded(where="competence", state=known.ended_from)
    CompetenceWithdrawal.objects.create(
        competence=row,
        ended_from=ended_from,
        reason=fitting("reason", reason, NOTE_MAX),
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    return competence_of_row(Competence.objects.select_related("end").get(pk=row.pk))
