"""How deep a text is nested is told as a reader would count it, whatever stands inside its texts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.kernel.nesting import HARMLESS, is_too_deep

FILLING = "[]," * HARMLESS
"""More brackets than are passed over, none of them within another."""


def nested(levels: int, inside: str = "") -> str:
    return "[" * levels + inside + "]" * levels


@pytest.mark.parametrize(("levels", "told"), [(HARMLESS - 1, False), (HARMLESS, True)])
def test_text_deeper_than_any_reader_minds_is_told(levels: int, told: bool) -> None:
    text = f"[{FILLING}{nested(levels)}]"
    assert is_too_deep(text) is is_too_deep(text.encode()) is told
    assert is_too_deep(text.replace("[", '{"a":').replace("]", "}")) is told


def test_few_brackets_are_never_too_deep_and_many_side_by_side_neither() -> None:
    assert not is_too_deep("[" * HARMLESS)
    assert is_too_deep("[" * (HARMLESS + 1))
    assert not is_too_deep(f"[{FILLING}0]")
    assert is_too_deep(f"[{FILLING}{nested(70)}]", limit=70)
    assert not is_too_deep(f"[{FILLING}{nested(69)}]", limit=70)
    assert not is_too_deep("")


@pytest.mark.parametrize("text", ['"]"', '"\\"]"', '"\\\\"', '"[[["', '"\\\\\\"]"', '"]]]"'])
def test_brackets_within_a_text_neither_open_nor_close(text: str) -> None:
    steps = 2 * HARMLESS
    assert json.loads(text)
    assert is_too_deep(f"[{text}," * steps + "0" + "]" * steps)
    assert not is_too_deep(f"[{FILLING}{','.join([text] * steps)}]")


def test_text_without_an_end_reaches_to_the_last_byte() -> None:
    assert not is_too_deep('"' + "[" * 5_000)
    assert not is_too_deep('"' + "[" * 5_000 + "\\")
    assert is_too_deep("[" * 5_000 + '"\\')


TREES = st.recursive(
    st.text(alphabet='[]{}\\"a,', max_size=4) | st.integers(0, 9),
    lambda parts: (
        st.lists(parts, max_size=4) | st.dictionaries(st.text(alphabet='[}"\\', max_size=3), parts, max_size=3)
    ),
    max_leaves=20,
)


def depth(value: object) -> int:
    """As a reader counts: each list or object it is within."""
    below = value if isinstance(value, list) else value.values() if isinstance(value, dict) else None
    return 0 if below is None else 1 + max(map(depth, below), default=0)


@given(TREES)
def test_depth_is_what_a_reader_counts(tree: object) -> None:
    text = json.dumps([tree, *[[] for _each in range(HARMLESS)]])
    levels = max(2, 1 + depth(tree))
    assert not is_too_deep(text, limit=levels)
    assert is_too_deep(text, limit=levels - 1)
