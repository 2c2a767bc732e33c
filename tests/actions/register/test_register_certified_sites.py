from datetime import timedelta
from decimal import Decimal

import pytest

from orepass.assurance.actions.certificate import Grounds, reduce_scope, suspend_certificate
from orepass.party.actions import correct_site
from orepass.party.actions.sites import SiteChange, Whereabouts
from orepass.party.queries import organisation_card
from orepass.platform.access import Actor
from orepass.register.queries import is_public, places, places_digest, search, site_page
from orepass.register.rules import Certainty
from tests.certification import STEWARD, World

pytestmark = pytest.mark.django_db

STRANGER = Actor("per-READER")
HERE = Whereabouts("CD", Decimal("-10.7"), Decimal("25.4"))


@pytest.fixture
def world() -> World:
    world = World(sites=2)
    for site in world.sites:
        change = SiteChange(public=True, whereabouts=HERE)
        correct_site(STEWARD, site=site, change=change, reason="disclosed", at=world.at)
    return world


def marks(world: World, **later: int) -> list[Certainty]:
    return [place.certainty for place in places(world.at.date() + timedelta(**later))]


def test_certified_site_is_verified_until_its_certificate_is_suspended(world: World) -> None:
    assert set(marks(world)) == {Certainty.DECLARED}
    certificate = world.certified()
    on = world.at.date()
    before = places_digest(on)
    assert set(marks(world)) == {Certainty.VERIFIED}
    assert set(marks(world, days=2000)) == {Certainty.EXPIRED}
    page = site_page(STRANGER, world.sites[0], on)
    assert (page.certainty, page.right.verdict.is_yes) == (Certainty.VERIFIED, True)
    assert [card.id for card in page.certificates] == [certificate.id]
    suspend_certificate(world.certifier, certificate=certificate.id, grounds=Grounds.MISUSE, note="x", at=world.at)
    assert places_digest(on) != before
    assert set(marks(world)) == {Certainty.EXPIRED}


def test_site_taken_out_of_the_scope_is_not_verified(world: World) -> None:
    certificate = world.certified()
    out = {"sites": [world.sites[1]], "grounds": Grounds.MISUSE, "note": "closed"}
    reduce_scope(world.certifier, certificate=certificate.id, **out, at=world.at)
    found = {place.id: place.certainty for place in places(world.at.date())}
    assert found == {world.sites[0]: Certainty.VERIFIED, world.sites[1]: Certainty.EXPIRED}


def test_certificate_is_found_by_its_identifier_and_its_holder(world: World) -> None:
    certificate = world.certified()
    assert [card.id for card in search(f" {certificate.id} ").certificates] == [certificate.id]
    found = search("kolwezi")
    assert [card.id for card in found.certificates] == [certificate.id]
    assert [card.id for card in found.organisations] == [world.client]
    assert not is_public(organisation_card(world.stranger))
