"""The cooperative of the group tests."""

import pytest

from tests.beginnings import Teller, Told
from tests.cooperative import Cooperative


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Cooperative]:
    return tell(Cooperative)


@pytest.fixture
def coop(told: Told[Cooperative], db: None) -> Cooperative:
    """A cooperative with three approved members."""
    return told.again()
