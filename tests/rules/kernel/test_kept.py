"""What is kept of a computed value is enough to compute it again, and shows every place that was touched."""

from fractions import Fraction

import msgspec
import pytest

from orepass.kernel.kept import Kept, exact, keep, recomputed, same
from orepass.register.rulebook import MODULES

assert MODULES, "importing the book declares the rules"


@pytest.fixture
def kept() -> Kept:
    inputs = {"n": 25, "risk": Fraction(6, 5), "least": 1}
    return keep("sample-risk-sqrt", inputs, pack_digest="d" * 64, standard="CPS", parameters={"least": "group.least"})[
        1
    ]


def test_recomputing_a_kept_value_finds_no_difference(kept: Kept) -> None:
    assert kept.value == "6"
    assert kept.inputs == {"n": "25", "risk": "6/5", "least": "1"}
    assert recomputed(kept, {"group.least": "1"}) == []


def test_a_kept_value_survives_json(kept: Kept) -> None:
    again = msgspec.convert(msgspec.to_builtins(kept), Kept)
    assert recomputed(again, {"group.least": 1}) == []


def test_an_altered_value_differs_at_the_value(kept: Kept) -> None:
    altered = msgspec.structs.replace(kept, value="5")
    assert [found.where for found in recomputed(altered, {"group.least": 1})] == ["seal", "value"]


def test_an_altered_input_differs_even_when_the_value_stays(kept: Kept) -> None:
    altered = msgspec.structs.replace(kept, inputs=kept.inputs | {"n": "24"})
    assert [found.where for found in recomputed(altered, {"group.least": 1})] == ["seal"]


def test_another_number_in_the_scheme_differs_at_the_input(kept: Kept) -> None:
    (found,) = recomputed(kept, {"group.least": 2})
    assert (found.where, found.stored, found.computed) == ("inputs.least", "1", "group.least = 2")
    assert recomputed(kept)[0].where == "inputs.least"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"rule": "no-such-rule"}, "there is no rule no-such-rule"),
        ({"inputs": {"n": "0"}}, "refused: n"),
        ({"inputs": {"m": "1"}}, "refused: 'm'"),
        ({"inputs": {"n": "many"}}, "refused: invalid literal"),
    ],
)
def test_what_cannot_be_computed_again_says_why(kept: Kept, changed: dict[str, object], said: str) -> None:
    found = recomputed(msgspec.structs.replace(kept, **changed), {"group.least": 1})
    assert next(one.computed for one in found if one.where == "value").startswith(said)


def test_an_input_without_a_value_stands_for_the_default() -> None:
    kept = keep("sample", {"rule": "md1", "n": 26, "kind": "initial"})[1]
    assert recomputed(kept) == []
    assert exact(None) == ""


def test_exact_texts_with_the_same_value_are_the_same() -> None:
    assert same("2.50", "5/2")
    assert same("qms", "qms")
    assert not same("2.5", "2.6")
    assert not same("1/0", "1")
    assert exact(value=True) == "true"
    assert exact(("b", {"a": 1})) == '["b",{"a":1}]'
