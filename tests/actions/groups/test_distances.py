"""How far a member works from the others: kept when the group takes it in; far away asks, and refuses nobody (B-16)."""

from decimal import Decimal

import pytest

from orepass.inclusion.groups.actions import member
from orepass.inclusion.groups.queries import MemberCard, NearCard
from orepass.kernel.identifier import Identifier
from orepass.party.actions.sites import Whereabouts, register_site
from orepass.platform.people import register_person
from orepass.platform.replaying import Result, replay
from tests.certification import STEWARD
from tests.cooperative import Cooperative


def place(coop: Cooperative, name: str, latitude: str, longitude: str) -> Identifier:
    there = Whereabouts(latitude=Decimal(latitude), longitude=Decimal(longitude))
    return register_site(STEWARD, name=name, organisation=coop.client, whereabouts=there).id


def taken_in(coop: Cooperative, site: Identifier | None) -> MemberCard:
    person = register_person(STEWARD, name="A miner", purpose="membership", at=coop.at).id
    who = member.apply_for_membership(
        coop.operator, group=coop.group.id, person=person, unit="Shaft 9", site=site, at=coop.at
    )
    member.register_member(coop.operator, member=who.id, at=coop.at)
    coop.inspected(who.id)
    return member.approve_member(coop.operator, member=who.id, at=coop.at)


def near(card: MemberCard) -> NearCard:
    assert card.near is not None
    return card.near


def test_b16_a_member_far_from_the_others_is_asked_about_and_admitted(coop: Cooperative) -> None:
    home = place(coop, "Kolwezi", "-10.7167", "25.4667")
    first = taken_in(coop, home)
    assert (near(first).value, near(first).distance_km, near(first).findings) == ("ok", Decimal(0), ())
    far = taken_in(coop, place(coop, "Lubumbashi", "-11.6642", "27.4826"))
    assert (near(far).value, far.state) == ("warning", "approved")
    assert near(far).distance_km == Decimal("243.8")
    found = near(far).findings[0]
    assert (found.code, found.severity) == ("groups.member.far_away", "warning")
    assert "243.8 km" in found.message
    assert near(far).kept.parameters == {"most_km": "group.member_distance_km"}


def test_the_nearest_of_the_others_counts_and_those_who_left_do_not(coop: Cooperative) -> None:
    taken_in(coop, place(coop, "Kolwezi", "-10.7167", "25.4667"))
    lubumbashi = place(coop, "Lubumbashi", "-11.6642", "27.4826")
    there = taken_in(coop, lubumbashi)
    assert near(taken_in(coop, place(coop, "Kipushi", "-11.7608", "27.2514"))).value == "ok"
    member.resign_membership(coop.operator, member=there.id, at=coop.at)
    assert near(taken_in(coop, place(coop, "Likasi", "-10.9814", "26.7333"))).value == "warning"


@pytest.mark.parametrize("sited", [True, False])
def test_a_place_that_nobody_knows_is_unknown_and_raises_nothing(coop: Cooperative, sited: bool) -> None:
    card = taken_in(coop, coop.sites[0] if sited else None)
    assert (near(card).value, near(card).distance_km, near(card).findings) == ("unknown", None, ())


def test_a_distance_can_be_recomputed(coop: Cooperative) -> None:
    card = taken_in(coop, place(coop, "Kolwezi", "-10.7167", "25.4667"))
    again = [one for one in replay(card.id) if one.kind == "groups.member.near"]
    assert [one.result for one in again] == [Result.EQUAL, Result.EQUAL]
