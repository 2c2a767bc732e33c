"""People under pseudonyms: their data stands in one table, with a purpose, and can be erased (law 7)."""

from datetime import date, datetime
from typing import Final

import msgspec
from django.db.models import Q

from orepass.kernel.identifier import mint
from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.actions import action
from orepass.platform.models import Membership, Person, RecordSalt, User

ERASED = "—"
SEALED: Final = "sealed"
"""In place of who registered a person: only the system reads the data, for a room that knows who may."""


class PersonCard(msgspec.Struct, frozen=True):
    """A person's data, for the person and for those who registered them."""

    id: str
    name: str
    email: str
    phone: str
    purpose: str
    consented_on: date | None
    erased: bool


class PseudonymCard(msgspec.Struct, frozen=True):
    """A person as everybody else sees them; this, not the data, goes into the record."""

    id: str


@action("platform.person.register")
def register_person(
    actor: Actor,
    *,
    name: str,
    purpose: str,
    consented_on: date | None = None,
    email: str = "",
    phone: str = "",
    at: datetime,
) -> PseudonymCard:
    """Write down a person's data apart, with the purpose and the day of consent, and return the pseudonym."""
    person = Person.objects.create(
        pseudonym=mint("per"),
        name=name[:200],
        email=email,
        phone=phone[:40],
        purpose=purpose[:200],
        consented_on=consented_on,
        registered_by=actor.organisation,
        registered_at=at,
    )
    return PseudonymCard(person.pseudonym)


@action("platform.person.erase")
def erase_person(actor: Actor, *, person: str, at: datetime) -> PseudonymCard:
    """Erase a person's data and the salts of the records about them; the pseudonym and the facts stay."""
    found = Person.objects.select_for_update().filter(pk=person).first()
    if found is None or not (actor.pseudonym == person or Role.STEWARD in actor.roles or actor.is_system):
        raise NotFound(what=person)
    found.name, found.email, found.phone, found.erased_at = "", "", "", at
    found.save()
    forget_inputs(person)
    User.objects.filter(person=found).update(email=f"{person}@erased.invalid", is_active=False, password="!")  # noqa: S106 - unusable
    Membership.objects.filter(person=found, valid_before=None).update(valid_before=at.date())
    return PseudonymCard(person)


def forget_inputs(subject: str) -> int:
    """Erase the salts of the records about one thing: what was put in can then be guessed at by nobody."""
    return RecordSalt.objects.filter(record__subject=subject).delete()[0]


def person_for(actor: Actor, pseudonym: str) -> PersonCard:
    """Return a person's data to the person, to the organisation that registered them, or to a steward.

    Raises:
        NotFound: no such person, or not for this actor.
    """
    found = Person.objects.filter(pk=pseudonym).first()
    if found is None or not (actor.pseudonym == pseudonym or _may_read(actor, found)):
        raise NotFound(what=pseudonym)
    return PersonCard(
        id=found.pseudonym,
        name=found.name or ERASED,
        email=found.email,
        phone=found.phone,
        purpose=found.purpose,
        consented_on=found.consented_on,
        erased=found.erased_at is not None,
    )


def _may_read(actor: Actor, found: Person) -> bool:
    return actor.is_system if found.registered_by == SEALED else actor.is_in(found.registered_by)


def display_names(pseudonyms: list[str]) -> dict[str, str]:
    """Return the names behind pseudonyms, for pages of those who work together; erased ones show a dash."""
    found = Person.objects.filter(pseudonym__in=set(pseudonyms)).exclude(registered_by=SEALED)
    return {person.pseudonym: person.name or ERASED for person in found}


def people_with_role(role: Role, organisation: str = "", on: date | None = None) -> list[str]:
    """Return the pseudonyms of those who hold a role on a day, anywhere or in one organisation."""
    day = on or clock.today()
    rows = Membership.objects.filter(role=role, valid_from__lte=day)
    rows = rows.filter(Q(valid_before=None) | Q(valid_before__gt=day))
    if organisation:
        rows = rows.filter(organisation=organisation)
    return sorted(set(rows.values_list("person", flat=True)))


def memberships_of(pseudonym: str, on: date | None = None) -> dict[str, frozenset[Role]]:
    """Return the roles that a person holds on a day, by organisation."""
    day = on or clock.today()
    held: dict[str, set[Role]] = {}
    rows = Membership.objects.filter(person=pseudonym, valid_from__lte=day)
    for row in rows.filter(Q(valid_before=None) | Q(valid_before__gt=day)).order_by("organisation", "role"):
        held.setdefault(row.organisation, set()).add(Role(row.role))
    return {organisation: frozenset(roles) for organisation, roles in held.items()}


def actor_for(pseudonym: str, organisation: str = "", scopes: tuple[str, ...] | None = None) -> Actor:
    """Return a person acting for one of their organisations (the first, when none is named)."""
    held = memberships_of(pseudonym)
    chosen = organisation if organisation in held else next(iter(held), "")
    return Actor(pseudonym=pseudonym, organisation=chosen, roles=held.get(chosen, frozenset()), scopes=scopes)
