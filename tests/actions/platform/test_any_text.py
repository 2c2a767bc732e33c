"""Texts that no database keeps are refused at every door, with the place."""

import pytest

from orepass.platform.access import Actor, Role
from orepass.platform.actions import InvalidInputs, UnplainText, perform_from_json
from orepass.platform.models import Person, Record

pytestmark = pytest.mark.django_db

STEWARD = Actor("per-S", "org-S", frozenset({Role.STEWARD}))


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 50 + "\udfff"])
def test_a_text_that_cannot_be_kept_is_refused_and_nothing_changed(text: str) -> None:
    with pytest.raises(UnplainText) as refusal:
        perform_from_json(STEWARD, "platform.person.register", {"name": text, "purpose": "x"})
    assert refusal.value.where == "name"
    assert (Person.objects.count(), Record.objects.count()) == (0, 0)


def test_letters_of_any_script_are_kept() -> None:
    perform_from_json(STEWARD, "platform.person.register", {"name": "Ngũgĩ 𝕏 مينا 李", "purpose": "x"})
    assert Person.objects.get().name == "Ngũgĩ 𝕏 مينا 李"


def test_inputs_nested_without_an_end_are_refused() -> None:
    nested: dict[str, object] = {}
    for _level in range(5000):
        nested = {"a": nested}
    with pytest.raises(InvalidInputs):
        perform_from_json(STEWARD, "custody.events.capture", {"document": nested})
