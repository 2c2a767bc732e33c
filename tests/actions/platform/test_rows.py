"""Objects made from the rows of a question that is asked often are those that the query set makes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import QuerySet
from django.forms import model_to_dict

from orepass.passport.models import TrustedParty
from orepass.platform.asked_often import asked_often
from orepass.platform.rows import columns_of, objects_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, 30, 0, 125, tzinfo=UTC)


@asked_often
def named(name: str) -> "QuerySet[TrustedParty, Any]":
    return TrustedParty.objects.filter(name=name).order_by("pk").values_list(*columns_of(TrustedParty))


def test_an_object_of_a_row_is_the_one_of_the_query_set_and_can_be_saved() -> None:
    for number, ended_at in enumerate((None, AT)):
        TrustedParty.objects.create(
            id=f"trp-{number}",
            part="issuer",
            identifier="did:web:mine.example",
            name="Mine",
            grounds="50 % “known”",
            trusted_at=AT,
            trusted_by="per-1",
            ended_at=ended_at,
        )
    objects, wanted = objects_of(TrustedParty, named(name="Mine")), list(TrustedParty.objects.order_by("pk"))
    assert objects == wanted
    assert [model_to_dict(one) for one in objects] == [model_to_dict(one) for one in wanted]
    assert objects_of(TrustedParty, named(name="nobody")) == []
    objects[0].name = "Pit"
    objects[0].save()
    assert TrustedParty.objects.get(pk="trp-0").name == "Pit"
