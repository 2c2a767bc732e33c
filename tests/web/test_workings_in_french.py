"""Every worked case of a rule tells its working, or its refusal, in French: no sentence of ours stays English."""

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any, Final

import pytest
from django.utils.translation import override

from orepass.kernel.computed import InputRefused
from orepass.kernel.refusal import Refusal
from orepass.kernel.text import Said
from orepass.register.rulebook import calculate, rules, topics
from orepass.web import catalogues
from orepass.web.words import refusal_text, said_text
from tests.standards.test_calc_cases import FILES, worked_in
from tests.web.test_no_english_left import BORROWED, ENGLISH

FRENCH: Final = {str(each.id): str(each.string) for each in catalogues.translations("fr") if each.id}
WORD: Final = re.compile(r"[^\W\d_]{4,}")


def told(asked: dict[str, Any]) -> Iterator[str | Said]:
    """Return the sentences of an answer; those of a refused input as well."""
    try:
        yield from calculate(asked["rule"], asked["inputs"]).explanation
    except InputRefused as refused:
        problem = refused.params["problem"]
        assert isinstance(problem, str)
        yield problem
    except Refusal as refused:
        yield Said.of(refused.message, refused.params)


def templates(sentence: object) -> Iterator[str]:
    """Return the templates of a sentence and of those within it."""
    if isinstance(sentence, Said):
        yield sentence.template
        for value in sentence.values.values():
            yield from templates(value)
    elif isinstance(sentence, tuple):
        for part in sentence:
            yield from templates(part)


def is_prose(template: str) -> bool:
    """Say whether a template has words of its own, and not only placeholders and signs."""
    return any(WORD.search(text) for text, _name, _form, _way in Formatter().parse(template))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_of_a_working_remembers_a_template_that_french_has(path: Any) -> None:
    lines = {(name, line) for name, asked in worked_in(path).items() for line in told(asked)}
    mere_text = {pair for pair in lines if not isinstance(pair[1], Said) and pair[1] not in FRENCH}
    assert mere_text == set()
    asked_for = {template for _name, line in lines for template in templates(line) if is_prose(template)}
    assert {template for template in asked_for if not FRENCH.get(template)} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_working_told_in_french_has_no_english_in_it_but_what_was_given(path: Any) -> None:
    left = set()
    with override("fr"):
        for name, asked in worked_in(path).items():
            given = sorted((str(value) for value in asked["inputs"].values()), key=len, reverse=True)
            for line in told(asked):
                shown = said_text(line) if isinstance(line, Said) else FRENCH.get(line, line)
                for value in given:
                    shown = shown.replace(value, "")
                if ENGLISH.search(BORROWED.sub(" ", shown)):
                    left.add((name, shown))
    assert left == set()


def test_every_rule_its_topic_and_its_inputs_have_a_french_name() -> None:
    texts = {card.description for card in rules()} | {topic.title for topic in topics()}
    inputs = {one.name.replace("_", " ") for card in rules() for one in card.inputs}
    assert {text for text in texts | inputs if not FRENCH.get(text)} == set()


def test_a_refused_input_names_its_problem_in_french() -> None:
    with pytest.raises(InputRefused) as refused, override("fr"):
        calculate("sample", {"rule": "md1", "n": "many"})
    with override("fr"):
        assert "nombre entier" in refusal_text(refused.value)
