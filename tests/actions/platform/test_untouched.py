"""The check that a refusal changed nothing notices one that did."""

import pytest

from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.platform.models import Person
from tests.untouched import refusing, rows_of


def test_a_refusal_that_leaves_a_row_behind_is_noticed(db: None) -> None:
    with pytest.raises(AssertionError), refusing(NotFound, "platform"):  # noqa: PT012 - the row is what is noticed
        Person.objects.create(pseudonym="per-0000000000000", purpose="a test", registered_at=clock.now())
        raise NotFound(what="x")


def test_a_room_that_has_no_table_is_noticed(db: None) -> None:
    with pytest.raises(AssertionError):
        rows_of("platform", "plattform")
