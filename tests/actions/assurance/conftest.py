"""The world of the assurance tests."""

import pytest

from tests.certification import World


@pytest.fixture
def world(db: None) -> World:
    """A client, a provider with its people, and a published edition."""
    return World()
