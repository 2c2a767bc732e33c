"""A chain-of-custody certificate says how material is handled, not how it was won."""

import pytest

from orepass.assurance.queries import certificate_card, delivery_right
from orepass.kernel.verdict import Unknown
from orepass.party.queries import corrections_of, site_card
from tests.certification import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("standard", "granted"), [("ASM", True), ("CPS", True), ("CCS", False)])
def test_only_a_certificate_about_winning_gives_the_right_to_deliver_as_certified(
    db: None, standard: str, granted: bool
) -> None:
    world = World(standard=standard)
    card = world.certified()
    day = world.at.date()
    assert certificate_card(card.id).right(day).is_yes
    right = delivery_right(world.sites[0], day)
    assert right.verdict.is_yes is granted
    if not granted:
        assert right.verdict.unknown is Unknown.MISSING


def test_a_certified_site_stands_on_the_public_register(db: None) -> None:
    world = World()
    assert not site_card(world.sites[0]).public
    card = world.certified()
    assert site_card(world.sites[0]).public
    assert [entry.reason for entry in corrections_of(world.sites[0])] == [card.id]
