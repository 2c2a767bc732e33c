"""Sentences that a row keeps as JSON: with template and values, so that a page can say them in a language of later.

A row from before sentences remembered their templates holds mere text; it stays as it was said.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from orepass.kernel.money import Money
from orepass.kernel.text import Said


def kept_sentence(sentence: str) -> str | dict[str, Any]:
    """Write a sentence as JSON: its English text, its template and its values; one without a template is its text."""
    if not isinstance(sentence, Said):
        return sentence
    values = {name: _kept_value(value) for name, value in sentence.values.items()}
    return {"text": str(sentence), "template": sentence.template, "values": values}


def sentence_again(kept: str | Mapping[str, Any]) -> str:
    """Return a sentence from what is kept of it."""
    if isinstance(kept, str):
        return kept
    return Said.of(kept["template"], {name: _value_again(value) for name, value in kept["values"].items()})


def _kept_value(value: object) -> object:
    match value:
        case tuple():
            return [_kept_value(part) for part in value]
        case Said():
            return kept_sentence(value)
        case date():
            return {"day": value.isoformat()}
        case Money():
            return {"minor": value.minor, "currency": value.currency}
        case int():
            return value
        case _:
            return str(value)


def _value_again(kept: Any) -> object:  # noqa: ANN401 - any JSON
    match kept:
        case list():
            return tuple(_value_again(part) for part in kept)
        case {"template": _, "values": _}:
            return sentence_again(kept)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"minor": minor, "currency": currency}:
            return Money(minor, currency)
        case _:
            return kept
