"""The chain up to a battery, told once for a file and gone on from in each of its tests."""

import pytest

from tests.actions.passport.chain import Chain, to_the_battery
from tests.beginnings import Teller, Told


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(to_the_battery)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()
