"""Read memberships of outside councils: who is a member on a day, and until when a right that rests on it can last."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
from django.db.models import QuerySet

from orepass.kernel.identifier import Identifier
from orepass.kernel.period import Period
from orepass.party.models import CouncilMembership
from orepass.party.rules.council import ends_before, is_member, same_council
from orepass.platform.asked_often import asked_often


class MembershipCard(msgspec.Struct, frozen=True, kw_only=True):
    """A membership as it is on record; ``ended_from``: the first day without it, where it ended before its time."""

    id: Identifier
    organisation: Identifier
    council: str
    reference: str
    valid_from: date
    valid_before: date | None
    ended_from: date | None

    @property
    def period(self) -> Period:
        """Return the days on which it holds; one that ended on its first day holds on none."""
        ends = [day for day in (self.valid_before, self.ended_from) if day is not None]
        return Period(self.valid_from, min(ends, default=None))

    @property
    def was_taken_back(self) -> bool:
        """Say whether it ended on its first day: it was recorded by mistake, and never held."""
        return self.ended_from == self.valid_from


def memberships_in_councils(organisations: Iterable[str]) -> list[MembershipCard]:
    """Return the memberships of organisations, the oldest first."""
    return [
        MembershipCard(
            id=Identifier(name),
            organisation=Identifier(owner),
            council=council,
            reference=reference,
            valid_from=valid_from,
            valid_before=valid_before,
            ended_from=ended_from,
        )
        for name, owner, council, reference, valid_from, valid_before, ended_from in _memberships(
            organisations=sorted({*organisations})
        )
    ]


def member_on(organisation: str, council: str, on: date) -> bool:
    """Say whether an organisation is a member of a council on a day, by what is on record."""
    return is_member(_periods(organisation, council), on)


def member_until(organisation: str, council: str, since: date) -> date | None:
    """Return the first day from some day on without membership of a council; ``None`` where no end is on record."""
    return ends_before(_periods(organisation, council), since)


def _periods(organisation: str, council: str) -> Iterable[Period]:
    cards = memberships_in_councils([organisation])
    return [card.period for card in cards if same_council(card.council, council)]


@asked_often
def _memberships(organisations: Iterable[str]) -> "QuerySet[CouncilMembership, Any]":
    facts = ("id", "organisation", "council", "reference", "valid_from", "valid_before", "withdrawal__ended_from")
    wanted = CouncilMembership.objects.filter(organisation__among=organisations)
    return wanted.order_by("valid_from", "id").values_list(*facts)
