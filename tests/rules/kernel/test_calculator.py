"""Rules are asked by name with text; a scheme's numbers fill what was not given, and it is said what was used."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from orepass.kernel.calculator import (
    InputMissing,
    InputUnknown,
    Origin,
    RuleUnknown,
    SchemeNumber,
    calculate,
    exactly,
    explain,
    read_exact,
    rule_card,
    scalar,
)
from orepass.kernel.computed import Computed, InputRefused, Source, rule
from orepass.kernel.kept import exact
from orepass.register.calculating import answer
from orepass.register.rulebook import topics

SOURCE = Source(title="A scheme", clause="4.2", verified=True)
CYCLE = {"lifecycle.cycle_months": SchemeNumber(text="12", source=SOURCE)}


def test_a_schemes_number_fills_what_was_not_given() -> None:
    found = explain("certificate-valid-to", {"decided_on": "2026-01-31"}, CYCLE)
    assert found.computed.value == date(2027, 1, 30)
    given, months = found.parameters
    assert (given.origin, given.value, given.source) == (Origin.GIVEN, "2026-01-31", None)
    assert (months.origin, months.path, months.source) == (Origin.SCHEME, "lifecycle.cycle_months", SOURCE)


def test_what_was_given_goes_before_the_schemes_number_and_the_default() -> None:
    found = explain("certificate-valid-to", {"decided_on": "2026-01-31", "months": "1"}, CYCLE)
    assert found.computed.value == date(2026, 2, 27)
    plain = explain("certificate-valid-to", {"decided_on": "2026-01-31"})
    assert [used.origin for used in plain.parameters] == [Origin.GIVEN, Origin.DEFAULT]
    assert plain.parameters[1].value == "36"


def test_an_answer_says_how_to_ask_the_same_elsewhere() -> None:
    found = answer("detection-power", {"n": "30", "sample": "5", "failing": "3"})
    assert (found.value_exact, found.unit) == ("88/203", "share")
    assert found.command == "orepass calc detection-power n=30 sample=5 failing=3"
    assert found.address == "/api/v1/calc/detection-power?n=30&sample=5&failing=3"
    assert answer("sample-iscc-months", {}).address == "/api/v1/calc/sample-iscc-months"


@pytest.mark.parametrize(
    ("refusal", "name", "inputs"),
    [
        (RuleUnknown, "nothing", {}),
        (InputUnknown, "sample", {"rule": "md1", "n": "3", "m": "4"}),
        (InputMissing, "sample", {"rule": "md1"}),
        (InputRefused, "sample", {"rule": "md1", "n": "1e9"}),
        (InputRefused, "sample", {"rule": "md1", "n": "9" * 16}),
        (InputRefused, "sample", {"rule": "md1", "n": "9" * 61}),
        (InputRefused, "certificate-valid-to", {"decided_on": "9999-01-01"}),
        (InputRefused, "provider-withdrawn-valid-to", {"withdrawn_on": "x", "valid_to": "2026-01-01"}),
    ],
)
def test_what_cannot_be_computed_is_refused(refusal: type[Exception], name: str, inputs: dict[str, str]) -> None:
    with pytest.raises(refusal):
        calculate(name, inputs)


def test_a_rule_belongs_to_a_room_and_a_topic() -> None:
    card = rule_card("sample")
    assert (card.room, card.topic) == ("scheme", "sampling")
    found = {(topic.room, topic.topic): topic.title for topic in topics()}
    assert found["scheme", "sampling"] == "How many sites or members must be visited"


def test_only_an_input_of_the_rule_can_be_taken_from_a_scheme() -> None:
    def nothing(*, n: int) -> Computed[int]:
        """Nothing."""
        return Computed(value=n, unit="", explanation=())

    with pytest.raises(AssertionError, match="no such input"):
        rule("never-declared", parameters={"months": "lifecycle.cycle_months"})(nothing)
    with pytest.raises(RuleUnknown):
        rule_card("never-declared")


def test_values_become_one_scalar_and_stay_exact_beside_it() -> None:
    assert [scalar(value) for value in (Fraction(1, 4), Decimal("2.0"), date(2026, 1, 2), True, "x", None, 3)] == [
        0.25,
        2,
        "2026-01-02",
        True,
        "x",
        None,
        3,
    ]
    assert scalar((1, 2)) == "(1, 2)"
    assert [exactly(value) for value in (Fraction(1, 4), Decimal("2.5"), 3, "x")] == ["1/4", "5/2", None, None]


def test_what_was_written_exactly_is_read_back() -> None:
    values = (3, Fraction(1, 3), Decimal("2.50"), date(2026, 1, 2), "word", True, False)
    for value in values:
        assert read_exact(type(value), exact(value)) == value
    assert read_exact(int | None, "9" * 30) == int("9" * 30)
