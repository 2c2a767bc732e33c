"""People who can log in to the pages, in the small world of the certification tests."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from orepass.platform.access import Actor, Role
from orepass.platform.accounts import create_account, grant_membership
from orepass.platform.people import register_person
from tests.beginnings import Teller, Told
from tests.certification import STEWARD, World

Browse = Callable[[Actor], Client]


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(lambda: World(sites=2))


@pytest.fixture
def world(told: Told[World], db: None) -> World:
    """A client, a provider with its people, and a published edition."""
    return told.again()


@pytest.fixture
def logged_in(db: None) -> Browse:
    """Make a person of the world a log-in and return their browser."""

    def browse(actor: Actor) -> Client:
        email = f"{actor.pseudonym.lower()}@example.org"
        create_account(STEWARD, person=actor.pseudonym, email=email)
        client = Client()
        client.force_login(get_user_model().objects.get(email=email))
        return client

    return browse


@pytest.fixture
def scheme_staff(world: World) -> Actor:
    """Somebody of the scheme's staff."""
    person = register_person(STEWARD, name="Staff", purpose="scheme").id
    grant_membership(STEWARD, person=person, organisation=world.stranger, role=Role.SCHEME_STAFF)
    return Actor(person, world.stranger, frozenset({Role.SCHEME_STAFF}))
