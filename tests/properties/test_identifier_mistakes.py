"""Every single wrong character and every swap of two characters in an identifier is caught."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.kernel.identifier import ALPHABET, CHECK_ALPHABET, NOT_MINTED, BadIdentifier, check_character, parse

bodies = st.text(alphabet=ALPHABET, min_size=12, max_size=12).filter(
    lambda body: check_character(body) not in NOT_MINTED
)


def written(body: str) -> str:
    return f"lot-{body}{check_character(body)}"


@given(bodies, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_a_wrong_character_is_caught(body: str, at: int, other: str) -> None:
    mistaken = body[:at] + other + body[at + 1 :]
    text = f"lot-{mistaken}{check_character(body)}"
    if other == body[at]:
        assert parse(text) == text
    else:
        with pytest.raises(BadIdentifier):
            parse(text)


@given(bodies, st.sampled_from(CHECK_ALPHABET[:-1]))
def test_a_wrong_check_character_is_caught(body: str, other: str) -> None:
    if other != check_character(body):
        with pytest.raises(BadIdentifier):
            parse(f"lot-{body}{other}")
    else:
        assert parse(f"lot-{body}{other}") == written(body)


@given(bodies, st.integers(0, 11), st.integers(1, 12))
def test_a_swap_of_two_characters_is_caught(body: str, left: int, right: int) -> None:
    whole = list(body + check_character(body))
    whole[left], whole[right] = whole[right], whole[left]
    text = "lot-" + "".join(whole)
    if text == written(body):
        assert parse(text) == text
    else:
        with pytest.raises(BadIdentifier):
            parse(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse(text)
    except BadIdentifier:
        return
    assert parse(found) == found
