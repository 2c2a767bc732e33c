"""The world with two schemes."""

import pytest

from tests.recognition import Recognition


@pytest.fixture
def world(db: None) -> Recognition:
    """The world with two schemes."""
    return Recognition()
