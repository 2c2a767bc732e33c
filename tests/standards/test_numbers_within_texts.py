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
    for name, text in case["inputs"].items()
    if (case["rule"], name) in TEXTS and NUMBER.search(str(text))
}
HUGE: Final = ("1e30000000", "1E-30000000", "9" * 3_000)


def ends(rule: str, inputs: dict[str, str]) -> bool:
    """Return whether the rule gives a value or a refusal; what hangs never returns."""
    try:
        calculate(rule, inputs)
    except Refusal:
        return True
    return True


@pytest.mark.parametrize(("rule", "name"), sorted(GIVEN))
def test_a_huge_number_within_a_text_ends_at_once(rule: str, name: str) -> None:
    inputs, text = GIVEN[rule, name]
    for huge in HUGE:
        for found in NUMBER.finditer(text):
            assert ends(rule, inputs | {name: text[: found.start()] + huge + text[found.end() :]})


def test_several_rules_read_numbers_within_texts() -> None:
    asked = {rule for rule, _name in GIVEN}
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
