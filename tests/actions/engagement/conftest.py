"""The world of the engagement tests."""

from pathlib import Path

import pytest

from orepass.platform import flood
from tests.actions.engagement.drafting import Drafting
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


@pytest.fixture
def drafting(world: Hearing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drafting:
    """The same world, in which the scheme's staff write the second edition of a tiny standard."""
    monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
    return Drafting.at_work_in(world, tmp_path)
