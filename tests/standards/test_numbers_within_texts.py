"""A number within a text, such as the scales 3 1/2, is read plainly or refused: an exponent would take minutes."""

import re
from fractions import Fraction
from typing import Final

import pytest

from orepass.kernel.computed import InputRefused, numbers_in, plain_number
from orepass.kernel.refusal import Refusal
from orepass.register.rulebook import calculate, rules
from tests.standards.test_calc_cases import WORKED

NUMBER: Final = re.compile(r"\d+(?:\.\d+|/\d+)?")
TEXTS: Final = {(card.name, one.name) for card in rules() for one in card.inputs if one.kind == "a word"}
GIVEN: Final = {
    (case["rule"], name): (case["inputs"], text)
    for case in WORKED.values()
    if "value" in case
    for name, text in case["inputs"].items()
    if (case["rule"], name) in TEXTS and NUMBER.search(str(text))
}
NOT_PLAIN: Final = ("1e3", "1E-3", "1e30000000", "9" * 3_000)


def refused(rule: str, inputs: dict[str, str]) -> bool:
    try:
        calculate(rule, inputs)
    except Refusal:
        return True
    return False


def read_as_numbers() -> list[tuple[str, str, int, int]]:
    """Return every place in a text where a worked case has a number and a rule takes no word."""
    return [
        (rule, name, found.start(), found.end())
        for (rule, name), (inputs, text) in sorted(GIVEN.items())
        for found in NUMBER.finditer(text)
        if refused(rule, inputs | {name: f"{text[: found.start()]}x{text[found.end() :]}"})
    ]


@pytest.mark.parametrize(("rule", "name", "start", "end"), read_as_numbers())
def test_what_is_read_as_a_number_within_a_text_is_written_plainly(rule: str, name: str, start: int, end: int) -> None:
    inputs, text = GIVEN[rule, name]
    assert not refused(rule, inputs)
    assert [one for one in NOT_PLAIN if not refused(rule, inputs | {name: text[:start] + one + text[end:]})] == []


def test_several_rules_read_numbers_within_texts() -> None:
    asked = {rule for rule, *_place in read_as_numbers()}
    assert {
        "contribution",
        "recognition-match",
        "area-level",
        "audit-time",
        "lot-part",
        "area-practice-covers",
    } <= asked


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("-3", -3), ("0.5", Fraction(1, 2)), ("1/2", Fraction(1, 2)), ("1/02", Fraction(1, 2)), ("007", 7)],
)
def test_a_plain_number_is_read_exactly(text: str, value: Fraction) -> None:
    assert plain_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "-", "1e3", "1E3", "1/0", "1/-2", ".5", "5.", "1_0", "+1", " 1", "1 ", "٣", "nan", "inf", "1" * 13, "1/2/3"],
)
def test_what_is_not_written_plainly_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(text[:60])):
        plain_number(text)


def test_numbers_stand_between_spaces_and_the_input_is_named() -> None:
    assert numbers_in("parts", " 2/3  1/3 ") == [Fraction(2, 3), Fraction(1, 3)]
    assert numbers_in("parts", "") == []
    with pytest.raises(InputRefused) as refused:
        numbers_in("parts", "2 x")
    assert (refused.value.where, refused.value.params["value"]) == ("parts", "2 x")
