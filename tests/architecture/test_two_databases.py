"""PostgreSQL is asked by every test that asks a database, and by no other: the rest say the same on any."""

import pytest

from tests.conftest import asks_the_database


def test_a_test_that_is_barred_from_the_database_is_not_asked_again(request: pytest.FixtureRequest) -> None:
    assert not asks_the_database(request.node)


@pytest.mark.django_db
def test_a_marked_test_is_asked_again(request: pytest.FixtureRequest) -> None:
    assert asks_the_database(request.node)


@pytest.mark.django_db
@pytest.mark.any_database
def test_a_test_that_says_it_would_say_the_same_is_not_asked_again(request: pytest.FixtureRequest) -> None:
    assert not asks_the_database(request.node)


def test_a_test_that_takes_the_database_through_a_fixture_is_asked_again(
    request: pytest.FixtureRequest, db: None
) -> None:
    assert asks_the_database(request.node)
