"""The world of the engagement tests."""

import pytest

from orepass.platform import flood
from tests.actions.engagement.hearing import Hearing


@pytest.fixture
def world(db: None) -> Hearing:
    """A certification world in which people complain and appeal."""
    flood.forget()
    return Hearing()
