"""Rows by one of many values, asked with one parameter on both databases."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from orepass.custody.models import Lot, Movement

pytestmark = pytest.mark.django_db
MANY = 3_000


@pytest.fixture
def lots() -> list[Lot]:
    return Lot.objects.bulk_create(
        [Lot(sequence=number, identifier=f"lot-{number}", uri=f"urn:lot:“{number}”,\\{{}}") for number in range(1, 6)]
    )


def test_texts_are_found_whatever_signs_they_hold(lots: list[Lot]) -> None:
    wanted = {lots[0].uri, lots[3].uri, "urn:lot:6"}
    assert set(Lot.objects.filter(uri__among=wanted).values_list("sequence", flat=True)) == {1, 4}


def test_numbers_are_found(lots: list[Lot]) -> None:
    assert list(Lot.objects.filter(sequence__among=(2, 5, 9)).order_by("pk").values_list("uri", flat=True)) == [
        lots[1].uri,
        lots[4].uri,
    ]


def test_of_none_the_database_is_not_asked(lots: list[Lot]) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert not list(Lot.objects.filter(uri__among=[]))
        assert not Lot.objects.filter(sequence__among=set()).exists()
    assert len(asked) == 0
    assert list(Lot.objects.filter(Q(uri__among=[]) | Q(sequence__among=[1]))) == lots[:1]


def test_many_values_travel_as_one_parameter(lots: list[Lot]) -> None:
    names = [*(f"urn:lot:{number}" for number in range(MANY)), lots[2].uri]
    with CaptureQueriesContext(connection) as asked:
        assert Lot.objects.get(uri__among=names) == lots[2]
    assert len(asked) == 1
    rows = Lot.objects.filter(uri__among=names)
    statement, parameters = rows.query.sql_with_params()
    assert statement.count("%s") == len(parameters) == 1


def test_values_that_come_once_are_kept_for_every_time_the_question_is_asked(lots: list[Lot]) -> None:
    found = Lot.objects.filter(uri__among=(lot.uri for lot in lots[:2]))
    assert [found.count(), found.count(), len(found.all())] == [2, 2, 2]


def test_a_foreign_key_is_asked_by_its_number(lots: list[Lot]) -> None:
    assert not Movement.objects.filter(lot__among=[lots[0].pk], parent__among=[lots[1].pk]).exists()
