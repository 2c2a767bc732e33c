"""The cooperative of the group tests."""

import pytest

from tests.cooperative import Cooperative


@pytest.fixture
def coop(db: None) -> Cooperative:
    """A cooperative with three approved members."""
    return Cooperative()
