"""The worked cases of complaints and appeals run, and the receipt forgives how it is copied."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from orepass.engagement.rules.panel import panel_impartial
from orepass.engagement.rules.receipt import hash_of, new_secret
from orepass.kernel.refusal import Refusal
from orepass.register.rulebook import calculate

CASES = Path(__file__).resolve().parents[3] / "standards" / "cases" / "complaints-and-appeals.yaml"
WORKED = {case["id"]: case["calc"] for case in yaml.safe_load(CASES.read_text(encoding="utf-8"))["cases"]}


@pytest.mark.parametrize("name", WORKED)
def test_worked_case(name: str) -> None:
    case = WORKED[name]
    inputs = {key: str(value) for key, value in case["inputs"].items()}
    if "refused" in case:
        with pytest.raises(Refusal) as refusal:
            calculate(case["rule"], inputs)
        assert refusal.value.code == case["refused"]
    else:
        computed = calculate(case["rule"], inputs)
        assert str(computed.value) == str(case["value"])
        assert computed.explanation
        assert computed.sources


def test_tie_to_the_client_is_named_in_the_explanation() -> None:
    assert "C is tied to the client." in panel_impartial(panel="C,D,E", tied="C").explanation


@given(spoilt=st.sampled_from([str.lower, lambda text: text.replace("-", ""), lambda text: f"  {text} "]))
def test_secret_is_known_however_it_was_copied(spoilt: object) -> None:
    secret = new_secret()
    assert len(secret) == 19
    assert hash_of(spoilt(secret)) == hash_of(secret)  # type: ignore[operator]
    assert hash_of(secret.replace("0", "O").replace("1", "I")) == hash_of(secret)
    assert hash_of(new_secret()) != hash_of(secret)


def test_secret_writes_eighty_bits_five_to_a_letter_the_first_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def in_order(bits: int) -> int:
        asked.append(bits)
        return sum((16 + place) << 5 * (15 - place) for place in range(16))

    monkeypatch.setattr("orepass.engagement.rules.receipt.random_bits", in_order)
    assert new_secret() == "GHJK-MNPQ-RSTV-WXYZ"
    assert asked == [80]
