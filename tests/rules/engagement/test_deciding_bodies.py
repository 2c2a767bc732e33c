"""Whom an edition wants in the body that decides about the next one, and what stands against deciding without."""

import msgspec
import pytest

from orepass.engagement.rules.composition import (
    FIELD_MAX,
    FIELDS_MAX,
    BodyTold,
    BodyWanted,
    Experts,
    body_findings,
    body_wanted,
    experts_told,
)
from orepass.scheme.rules.parameters import Parameter, Rules

EXPERT = BodyWanted(pack="code@1", experts={"artisanal_mining": 1}, changes=True)
FULL = BodyTold(members=12, sides=("industry", "producers"), experts={"artisanal_mining": 1})


def rules(**values: object) -> Rules:
    parts = {f"development.{name}": value for name, value in values.items()}
    return Rules(
        {
            path: Parameter(path=path, value=value, unit="-", source="a study", clause="-", verified=False)
            for path, value in parts.items()
        }
    )


def test_an_edition_that_is_silent_asks_for_no_body() -> None:
    assert body_wanted("code@1", Rules()) is None


def test_an_edition_says_how_the_body_is_composed() -> None:
    asked = rules(experts_min={"artisanal_mining": "1"}, sides=["producers"], members_min=9, changes_listed=True)
    assert body_wanted("code@1", asked) == BodyWanted(
        pack="code@1", members=9, sides=("producers",), experts={"artisanal_mining": 1}, changes=True
    )
    assert body_wanted("code@1", rules(sides=["producers"])) == BodyWanted(pack="code@1", sides=("producers",))


@pytest.mark.parametrize(
    ("wanted", "told", "listed", "codes"),
    [
        (EXPERT, FULL, True, []),
        (EXPERT, FULL, False, ["engagement.body.changes"]),
        (EXPERT, None, True, ["engagement.body.untold"]),
        (EXPERT, BodyTold(members=12, sides=(), experts={}), True, ["engagement.body.experts"]),
        (EXPERT, BodyTold(members=12, sides=(), experts={"artisanal_mining": 0}), True, ["engagement.body.experts"]),
        (BodyWanted(pack="code@1", members=12), FULL, False, []),
        (BodyWanted(pack="code@1", members=13), FULL, False, ["engagement.body.members"]),
        (BodyWanted(pack="code@1", sides=("producers", "neighbours")), FULL, False, ["engagement.body.side"]),
    ],
)
def test_whoever_is_missing_is_named(wanted: BodyWanted, told: BodyTold | None, listed: bool, codes: list[str]) -> None:
    assert [finding.code for finding in body_findings(wanted, told, changes_listed=listed)] == codes


def test_the_finding_names_field_number_and_edition() -> None:
    (finding,) = body_findings(EXPERT, BodyTold(members=1, sides=(), experts={"water": 3}), changes_listed=True)
    assert finding.message == "Experts on “artisanal_mining” in the body that decides: 0; code@1 asks for 1."


def test_experts_are_told_in_so_many_fields_at_most_each_with_a_short_name() -> None:
    most = {f"{'w' * (FIELD_MAX - 3)}{number:03}": 1 for number in range(FIELDS_MAX)}
    assert msgspec.convert(most, Experts) == most
    for wrong in ({**most, "one more": 1}, {"w" * (FIELD_MAX + 1): 1}, {"": 1}, {"water": -1}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(wrong, Experts)


def test_experts_are_told_by_field_and_nobody_where_there_are_none() -> None:
    assert experts_told({"artisanal_mining": 1, "water": 2}) == ("Experts: artisanal_mining 1, water 2.",)
    assert experts_told({}) == ()
