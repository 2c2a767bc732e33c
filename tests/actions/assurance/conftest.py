"""The world of the assurance tests."""

import pytest

from tests.beginnings import Teller, Told
from tests.certification import World


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[World]:
    return tell(World)


@pytest.fixture
def world(told: Told[World], db: None) -> World:
    """A client, a provider with its people, and a published edition."""
    return told.again()
