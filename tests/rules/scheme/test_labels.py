"""A sale shows the labels of its day: the joint one to its last day, each its own from the next, and none between."""

from datetime import date

import pytest

from orepass.scheme.rules.blockcheck import together
from orepass.scheme.rules.labels import Label, labels, shown_on
from orepass.scheme.rules.parameters import Parameter, Rules

WRITTEN = {
    "claims.labels.south.text": "South Gold",
    "claims.labels.south.from": "2013-04-01",
    "claims.labels.north.text": "North Gold",
    "claims.labels.north.from": "2013-04-01",
    "claims.labels.north.before": "2014-01-01",
    "claims.labels.joint.text": "North and South Gold",
    "claims.labels.joint.before": "2013-04-01",
}


def rules(values: dict[str, str]) -> Rules:
    return Rules(
        {
            path: Parameter(path=path, value=value, unit="text", source="own choice", clause="-", verified=False)
            for path, value in values.items()
        }
    )


@pytest.mark.parametrize(
    ("sold_on", "shown"),
    [
        (date(1990, 1, 1), ["joint"]),
        (date(2013, 3, 31), ["joint"]),
        (date(2013, 4, 1), ["north", "south"]),
        (date(2013, 12, 31), ["north", "south"]),
        (date(2014, 1, 1), ["south"]),
    ],
)
def test_the_day_of_the_sale_chooses_the_labels(sold_on: date, shown: list[str]) -> None:
    assert [label.name for label in shown_on(labels(rules(WRITTEN)), sold_on)] == shown


def test_an_edition_without_labels_shows_none() -> None:
    assert shown_on(labels(Rules()), date(2013, 4, 1)) == ()


def test_a_label_has_its_text_and_its_days() -> None:
    assert labels(rules(WRITTEN))[1] == Label(
        name="north", text="North Gold", valid_from=date(2013, 4, 1), valid_before=date(2014, 1, 1)
    )


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"claims.labels.a.from": "2013-04-01"}, "claims.labels.a.text"),
        ({"claims.labels.a.before": "2013-04-01"}, "claims.labels.a.text"),
        (
            {
                "claims.labels.a.text": "A",
                "claims.labels.a.from": "2013-04-01",
                "claims.labels.a.before": "2013-04-01",
            },
            "claims.labels.a.from",
        ),
    ],
)
def test_a_label_without_text_or_without_a_day_refuses_the_pack(values: dict[str, str], missing: str) -> None:
    (clash,) = together(rules(values), str)
    assert missing in clash.message
