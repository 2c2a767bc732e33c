"""A sentence that a row keeps as JSON says the same again, in every language; mere text of before stays."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.kernel.money import Money
from orepass.kernel.sentences import kept_sentence, sentence_again
from orepass.kernel.text import Said, said


def through_a_row(sentence: str) -> str:
    return sentence_again(json.loads(json.dumps(kept_sentence(sentence))))


@pytest.mark.parametrize(
    "value",
    [3, "three", date(2026, 1, 31), Money(125, "USD"), said("of {n}", n=4), (1, "two", date(2026, 2, 1)), ()],
)
def test_a_kept_sentence_remembers_its_template_and_the_kind_of_its_values(value: object) -> None:
    sentence = said("There are {what}.", what=value)
    again = through_a_row(sentence)
    assert again == sentence
    assert isinstance(again, Said)
    assert (again.template, dict(again.values)) == (sentence.template, {"what": value})


@pytest.mark.parametrize("value", [Decimal("0.250"), Fraction(1, 3)])
def test_other_numbers_are_kept_as_they_are_written(value: object) -> None:
    sentence = said("{what}.", what=value)
    assert through_a_row(sentence) == sentence


def test_a_sentence_within_a_sentence_remembers_its_own_template() -> None:
    again = through_a_row(said("{first}; {rest}.", first=said("{n} bags", n=2), rest=(said("{n} tags", n=3),)))
    assert isinstance(again, Said)
    first, rest = again.values["first"], again.values["rest"]
    assert isinstance(first, Said)
    assert (first.template, rest) == ("{n} bags", ("3 tags",))


def test_mere_text_stays_mere_text() -> None:
    assert kept_sentence("as it was") == "as it was"
    assert not isinstance(through_a_row("as it was"), Said)


@given(st.dictionaries(st.sampled_from(["a", "b"]), st.one_of(st.integers(), st.text(), st.dates())))
def test_whatever_the_values_the_text_is_the_same_again(values: dict[str, object]) -> None:
    sentence = Said.of("{a} and {b}", values)
    assert through_a_row(sentence) == sentence
