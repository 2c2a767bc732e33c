"""The world with two schemes."""

import pytest

from tests.beginnings import Teller, Told
from tests.recognition import Recognition


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Recognition]:
    return tell(Recognition)


@pytest.fixture
def world(told: Told[Recognition], db: None) -> Recognition:
    """The world with two schemes."""
    return told.again()
