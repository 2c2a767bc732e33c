"""Read the numbers under which other registers know organisations."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.party.models import Organisation, RegisteredNumber
from orepass.party.rules.registered_number import address_of


class NumberCard(msgspec.Struct, frozen=True):
    """A number of an organisation in another register, and the address that it makes."""

    id: Identifier
    organisation: Identifier
    scheme: str
    scheme_name: str
    number: str
    address: str
    recorded_at: datetime
    ended_at: datetime | None = None


def numbers_of(organisations: Iterable[str], *, at: datetime) -> list[NumberCard]:
    """Return the numbers that organisations have at an instant, in the order in which they were recorded."""
    rows = RegisteredNumber.objects.filter(organisation__in=set(organisations), recorded_at__lte=at)
    return [number_of_row(row) for row in rows if row.ended_at is None or row.ended_at > at]


def addresses_ended(organisations: Iterable[str], *, at: datetime) -> dict[str, set[str]]:
    """Return, by organisation, the addresses of numbers that it had and has no more at an instant."""
    rows = RegisteredNumber.objects.filter(organisation__in=set(organisations), recorded_at__lte=at)
    ended, held = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for row in rows:
        has_ended = row.ended_at is not None and row.ended_at <= at
        (ended if has_ended else held)[row.organisation_id].add(address_of(row.scheme, row.number))
    return {organisation: names - held[organisation] for organisation, names in ended.items()}


def numbers_ended(numbers: Iterable[str], *, at: datetime) -> set[str]:
    """Return of some records of numbers those that were ended by an instant."""
    return set(RegisteredNumber.objects.filter(pk__in=set(numbers), ended_at__lte=at).values_list("pk", flat=True))


def registered_on(organisation: str) -> date | None:
    """Return the day on which an organisation was registered; ``None`` for one that was only named, or is unknown."""
    found = Organisation.objects.filter(pk=organisation).exclude(registered_at=None).first()
    return day_of(found.registered_at) if found is not None and found.registered_at is not None else None


def number_of_row(row: RegisteredNumber) -> NumberCard:
    """Make the card of a number's row."""
    return NumberCard(
        id=Identifier(row.pk),
        organisation=Identifier(row.organisation_id),
        scheme=row.scheme,
        scheme_name=row.scheme_name,
        number=row.number,
        address=address_of(row.scheme, row.number),
        recorded_at=row.recorded_at,
        ended_at=row.ended_at,
    )
