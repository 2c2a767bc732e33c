"""What rules of the source documents' scenarios say of their answer: the words are those of the answer it gives."""

from pathlib import Path
from typing import Final

import pytest
import yaml

from orepass.register.rulebook import calculate
from tests.standards.test_calc_cases import WORKED

SAID: Final[dict[str, list[str]]] = yaml.load(
    Path(__file__).with_name("explanations.yaml").read_bytes(), Loader=yaml.CSafeLoader
)


@pytest.mark.parametrize("name", SAID)
def test_answer_of_a_worked_case_is_told_in_these_words(name: str) -> None:
    asked = WORKED[name]
    assert list(calculate(asked["rule"], asked["inputs"]).explanation) == SAID[name]
