"""Questions whose text is made once answer what the query set would, for whatever they are asked, on both databases."""

import gc
import threading
import weakref
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from orepass.custody.models import CaptureJob, Hold, JournalEvent, Lot
from orepass.platform import asked_often as asking
from orepass.platform.asked_often import asked_often

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, 30, 0, 125, tzinfo=UTC)
OFTEN = 12
"""More times than the driver waits until it has a plan kept."""


@pytest.fixture
def events() -> list[JournalEvent]:
    job = CaptureJob.objects.create(
        id="cap-1", captured_at=AT, captured=3, duplicates=0, refused=0, **dict.fromkeys(("source", "kind"), "epcis")
    )
    return JournalEvent.objects.bulk_create(
        [
            JournalEvent(
                sequence=number,
                key=f"key-{number}",
                event_id=f"urn:event:{number % 3}",
                is_declaration=number > 3,
                type="50 % 'Object'",
                happened_at=AT,
                recorded_at=AT,
                job=job,
            )
            for number in range(1, 5)
        ]
    )


@asked_often
def standing(numbers: Collection[int], event_type: str, before: datetime) -> "QuerySet[JournalEvent, Any]":
    declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event_id"))
    rows = JournalEvent.objects.filter(~Exists(declared), sequence__among=numbers, type=event_type)
    return rows.filter(happened_at__lt=before).order_by("sequence").values_list("sequence", "happened_at", "job")


@asked_often
def of_the_type() -> "QuerySet[JournalEvent, Any]":
    return JournalEvent.objects.filter(type="50 % 'Object'", is_declaration=False).values_list("is_declaration")[:2]


@asked_often
def numbered(uris: Collection[str], numbers: Collection[int]) -> "QuerySet[Lot, Any]":
    return Lot.objects.filter(Q(uri__among=uris) | Q(sequence__among=numbers)).order_by("pk").values_list("pk")


def test_values_are_filled_in_anew_each_time_and_read_back_as_objects_are(events: list[JournalEvent]) -> None:
    later = AT.replace(microsecond=126)
    for _ in range(OFTEN):
        asked = {"event_type": "50 % 'Object'", "before": later}
        assert standing(numbers=[1, 2, 3, 4], **asked) == [(2, AT, "cap-1"), (3, AT, "cap-1")]
        assert standing(numbers=(3,), **asked) == [(3, AT, "cap-1")]
        assert standing(numbers=[3], event_type="50 % 'Object'", before=AT) == []
        assert standing(numbers=[3], event_type="%s", before=later) == []


def test_what_never_changes_stands_in_the_text_with_quotes_and_percents(events: list[JournalEvent]) -> None:
    assert [bool(declared) for (declared,) in of_the_type()] == [False, False]
    with CaptureQueriesContext(connection) as asked:
        of_the_type()
    assert "''Object'''" in asked[0]["sql"]


def test_of_nothing_nothing_is_found_and_the_other_side_of_an_or_still_is() -> None:
    Lot.objects.bulk_create([Lot(sequence=n, identifier=f"lot-{n}", uri=f'urn:lot:"{n}",\\') for n in range(3)])
    assert numbered(uris=[], numbers=set()) == []
    assert numbered(uris=[], numbers=[1]) == [(1,)]
    assert numbered(uris={'urn:lot:"2",\\'}, numbers=[]) == [(2,)]


def test_question_is_asked_with_one_statement_that_is_seen(events: list[JournalEvent]) -> None:
    standing(numbers=[1], event_type="", before=AT)
    with CaptureQueriesContext(connection) as asked:
        standing(numbers=[1, 2], event_type="", before=AT)
    assert len(asked) == 1


def test_answers_hold_after_a_transaction_was_lost_and_on_a_new_connection(events: list[JournalEvent]) -> None:
    asked = {"event_type": "50 % 'Object'", "before": AT.replace(year=2027)}
    savepoint = connection.savepoint()
    JournalEvent.objects.create(
        sequence=9,
        key="key-9",
        event_id="urn:event:9",
        type="50 % 'Object'",
        happened_at=AT,
        recorded_at=AT,
        job_id="cap-1",
    )
    for _ in range(OFTEN):
        assert [number for number, *_ in standing(numbers=[2, 9], **asked)] == [2, 9]
    connection.savepoint_rollback(savepoint)
    assert [number for number, *_ in standing(numbers=[2, 9], **asked)] == [2]


@asked_often
def evidence(reason: str) -> "QuerySet[Hold, Any]":
    return Hold.objects.filter(reason=reason).values_list("placed_at", "evidence")


def test_json_is_read_back_as_what_it_was() -> None:
    Hold.objects.create(id="hol-1", reason="tag", evidence=["e-1", {"a": 2}], placed_at=AT)
    assert [evidence(reason="tag") for _ in range(OFTEN)] == [[(AT, ["e-1", {"a": 2}])]] * OFTEN


def test_question_keeps_no_connection_of_the_thread_that_asked_it_first() -> None:
    connected, made = list[weakref.ref[object]](), list[asking.Question]()

    def first() -> None:
        connected.append(weakref.ref(connections["default"]))
        made.append(asking._question(Hold.objects.filter(reason=asking.Blank("reason")).values_list("pk")))

    thread = threading.Thread(target=first)
    thread.start()
    thread.join()
    gc.collect()
    assert made[0].answer({"reason": "tag"}) == []
    assert connected[0]() is None


@asked_often
def locked(reason: str) -> "QuerySet[Hold, Any]":
    return Hold.objects.select_for_update().filter(reason=reason).values_list("pk")


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_within_a_transaction_only_however_often_they_were_asked_for() -> None:
    with transaction.atomic():
        assert locked(reason="tag") == []
    with pytest.raises(TransactionManagementError, match="within a transaction only"):
        locked(reason="tag")


def test_value_that_has_no_plain_form_is_not_written_into_a_text() -> None:
    @asked_often
    def of_that_instant() -> "QuerySet[JournalEvent, Any]":
        return JournalEvent.objects.filter(happened_at=AT).values_list("pk")

    if connection.vendor == "sqlite":
        assert of_that_instant() == []  # there an instant is a text
    else:
        with pytest.raises(TypeError, match="does not belong"):
            of_that_instant()
