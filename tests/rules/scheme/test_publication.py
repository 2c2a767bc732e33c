"""What of a report is public: the pack's lists, the house's where a pack is silent, and never less than the minimum."""

from pathlib import Path

import pytest

from orepass.scheme.rules.parameters import Parameter, Rules
from orepass.scheme.rules.publication import (
    DUE_DAYS,
    MINIMUM,
    PARTS,
    SUMMARY,
    Publication,
    ReportStatus,
    publication_of,
    published,
    report_parts,
)
from tests.rules.scheme.packs import parameter
from tests.rules.scheme.packs_wide import WIDE_RULES
from tests.rules.scheme.rules_bent import errors


def written(**values: object) -> Rules:
    found = {
        f"publication.{name}": Parameter(
            path=f"publication.{name}", value=value, unit="list", source="s", clause="c", verified=False
        )
        for name, value in values.items()
    }
    return Rules(found)


def test_a_silent_pack_gets_the_default_of_the_house_and_it_says_so() -> None:
    assert publication_of(Rules()) == Publication(minimum=MINIMUM, default=SUMMARY, due_days=DUE_DAYS, own=True)
    assert set(MINIMUM) < set(SUMMARY) < set(PARTS)


def test_a_pack_is_read_in_the_order_of_a_report() -> None:
    found = publication_of(written(minimum=["level", "scope"], default=["plan", "level", "scope"], due_days=10))
    assert found == Publication(minimum=("scope", "level"), default=("scope", "level", "plan"), due_days=10, own=False)


def test_a_default_never_lacks_what_is_always_public() -> None:
    assert publication_of(written(minimum=["indicators"], default=["scope"])).default == ("scope", "indicators")


@pytest.mark.parametrize(
    ("status", "parts"),
    [
        (ReportStatus.DUE, ("scope",)),
        (ReportStatus.BY_DEFAULT, ("scope", "level")),
        (ReportStatus.CHOSEN, ("scope", "plan")),
    ],
)
def test_what_is_public_depends_on_where_the_report_stands(status: ReportStatus, parts: tuple[str, ...]) -> None:
    rule = Publication(minimum=("scope",), default=("scope", "level"))
    assert published(rule, status, ["plan"]) == parts


def test_the_rule_says_what_was_chosen_and_what_is_always_public() -> None:
    assert report_parts(chosen="plan", minimum="scope").explanation == (
        "The scheme always publishes scope.",
        "Chosen beyond that: plan.",
    )
    assert report_parts(minimum="").explanation == (
        "The scheme always publishes nothing.",
        "Nothing was chosen beyond that.",
    )


def block(**lists: str) -> str:
    return (
        WIDE_RULES
        + "publication:\n"
        + "".join(f"  {name}: {parameter(value, 'list')}\n" for name, value in lists.items())
    )


@pytest.mark.parametrize(
    ("lists", "path", "other"),
    [
        ({"minimum": "[scope, level]", "default": "[scope]"}, "publication.default", "publication.minimum"),
        ({"minimum": "[indicators]"}, "publication.minimum", "publication.default"),
        ({"default": "[scope]"}, "publication.default", "publication.minimum"),
    ],
)
def test_a_default_with_less_than_the_minimum_is_refused(
    tmp_path: Path, lists: dict[str, str], path: str, other: str
) -> None:
    found = errors(tmp_path, block(**lists))
    assert [(one.code, one.params["path"], one.params["other"]) for one in found] == [
        ("scheme.parameter.contradiction", path, other)
    ]


@pytest.mark.parametrize(
    "lists", [{"minimum": "[scope]", "default": "[scope]"}, {"minimum": "[scope]"}, {"default": str(list(PARTS))}]
)
def test_lists_that_hold_together_are_taken(tmp_path: Path, lists: dict[str, str]) -> None:
    assert errors(tmp_path, block(**lists)) == []


def test_a_part_that_no_report_has_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    found = errors(tmp_path, block(minimum="[scope]", default="[scope, outcom]"))
    assert [one.code for one in found] == ["scheme.parameter.value"]
    assert "outcome" in found[0].what_to_do
