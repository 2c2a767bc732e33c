"""PostgreSQL is asked by the tests that ask a database what others do not, and by no other: the rest say the same."""

import pytest

from tests.conftest import ROOT, asked_alike, asks_the_database


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


def test_what_is_left_out_because_others_ask_the_same_is_there_and_of_actions() -> None:
    gone = []
    for name in sorted(asked_alike()):
        file, _colons, function = name.partition("::")
        path = ROOT / file
        if not path.is_file() or f"def {function}(" not in path.read_text(encoding="utf-8"):
            gone.append(name)
    assert gone == [], "take these out of tests/asked_alike.txt, or write it anew by scripts/write_asked_alike.py"
    assert {name.split("/")[1] for name in asked_alike()} == {"actions"}
