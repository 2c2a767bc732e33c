"""Declare what ties a person to a client, or that nothing does (ISO/IEC 17065, 4.2)."""

from datetime import date, datetime

from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.models import DeclaredInterest, Organisation
from orepass.party.queries import InterestCard, interest_of_row
from orepass.party.rules.kinds import InterestKind
from orepass.party.rules.text import fitting
from orepass.platform.access import Actor, Role
from orepass.platform.actions import action
from orepass.platform.people import memberships_of


class PeriodBackwards(Invalid):
    """A period ends after it begins."""

    code = "party.period.backwards"
    message = _("The period from {valid_from} to before {valid_before} is empty.")
    what_to_do = _("Give a first day that lies before the day from which it no longer holds.")


class ClearedAhead(Invalid):
    """Nobody knows today that there will be no interest tomorrow."""

    code = "party.interest.ahead"
    message = _("That there is no interest cannot be declared for {day}, which has not come yet.")
    what_to_do = _("Declare it on the day itself; it holds for twelve months.")


def check_period(valid_from: date, valid_before: date | None) -> None:
    """Refuse an empty period.

    Raises:
        PeriodBackwards: the end is not after the beginning.
    """
    if valid_before is not None and valid_before <= valid_from:
        raise PeriodBackwards(where="valid_before", valid_from=valid_from, valid_before=valid_before)


@action("party.person.declare_interest")
def declare_interest(
    actor: Actor,
    *,
    person: str,
    client: Identifier,
    kind: InterestKind,
    valid_from: date,
    valid_before: date | None = None,
    at: datetime,
) -> InterestCard:
    """Declare a tie to a client over a period, or none; people declare for themselves, certifiers for their staff too.

    Raises:
        NotFound: no such client, or the person is not the actor's to declare for.
        PeriodBackwards: the period is empty.
        ClearedAhead: no interest is declared for a day to come.
    """
    if person != actor.pseudonym and not _may_declare_for(actor, person, at):
        raise NotFound(where="person", what=person)
    if kind is InterestKind.NONE and valid_from > at.date():
        raise ClearedAhead(where="valid_from", day=valid_from)
    if not Organisation.objects.filter(pk=client).exists():
        raise NotFound(where="client", what=client)
    check_period(valid_from, valid_before)
    fitting("person", person, 40)
    row = DeclaredInterest.objects.create(
        id=mint("int"),
        person=person,
        client_id=client,
        kind=kind,
        valid_from=valid_from,
        valid_before=valid_before,
        declared_by=actor.pseudonym,
        declared_at=at,
    )
    return interest_of_row(row)


def _may_declare_for(actor: Actor, person: str, at: datetime) -> bool:
    """Let stewards declare for anyone and certifiers for the people of their own organisation."""
    if actor.is_system or Role.STEWARD in actor.roles:
        return True
    return Role.CERTIFIER in actor.roles and actor.organisation in memberships_of(person, at.date())
