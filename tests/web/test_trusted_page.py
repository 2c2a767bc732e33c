"""Whom the home trusts, on its page: put on the list with grounds, taken off, and closed to everybody else."""

import pytest
from django.test import Client
from django.urls import reverse

from orepass.passport.models import TrustedParty
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.people import register_person
from tests.certification import STEWARD, World
from tests.web.conftest import Browse

WHERE = "web:trusted"


@pytest.fixture
def steward(world: World, logged_in: Browse) -> Client:
    person = register_person(STEWARD, name="Steward", purpose="steward", at=world.at).id
    grant_membership(STEWARD, person=person, organisation=world.stranger, role=Role.STEWARD, at=world.at)
    return logged_in(Actor(person, world.stranger, frozenset({Role.STEWARD})))


def shown(client: Client) -> str:
    return client.get(reverse(WHERE)).content.decode()


def test_a_register_is_put_on_the_list_with_its_grounds_and_taken_off(steward: Client) -> None:
    assert "Nobody is on the list" in shown(steward)
    given = {
        "step": "passport.trust.declare",
        "identifier": "did:web:register.example",
        "part": "register",
        "name": "Register",
    }
    assert steward.post(reverse(WHERE), given).status_code == 422
    assert steward.post(reverse(WHERE), {**given, "grounds": "By law."}).status_code == 302
    assert "By law." in shown(steward)
    row = TrustedParty.objects.get()
    assert Client().get("/api/v1/trusted").json()[0]["identifier"] == "did:web:register.example"
    assert steward.post(reverse(WHERE), {"step": "passport.trust.end", "trusted": row.pk}).status_code == 302
    assert "Nobody is on the list" in shown(steward)


def test_an_operator_does_not_see_the_page(world: World, logged_in: Browse) -> None:
    assert logged_in(world.operator).get(reverse(WHERE)).status_code == 403
