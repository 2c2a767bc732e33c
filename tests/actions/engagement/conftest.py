"""The world of the engagement tests."""

import pytest

from orepass.platform import flood
from tests.actions.engagement.hearing import Hearing
from tests.beginnings import Teller, Told


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Hearing]:
    return tell(Hearing)


@pytest.fixture
def world(told: Told[Hearing], db: None) -> Hearing:
    """A certification world in which people complain and appeal."""
    flood.forget()
    return told.again()
