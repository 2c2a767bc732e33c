"""Every single wrong letter or digit and every swap of neighbours in an LEI is caught, and another reader agrees."""

from hypothesis import given
from hypothesis import strategies as st
from stdnum import lei as peer

from orepass.party.rules.registered_number import NumberUnusable, read_lei

LETTERS, DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"


def whole(body: str) -> str:
    """Add the check digits that ISO/IEC 7064 MOD 97-10 gives a body, reckoned character by character."""
    remainder = 0
    for character in body:
        value = (LETTERS.index(character) + 10) if character in LETTERS else DIGITS.index(character)
        remainder = (remainder * (100 if character in LETTERS else 10) + value) % 97
    return f"{body}{98 - remainder * 100 % 97:02d}"


numbers = st.text(alphabet=LETTERS + DIGITS, min_size=18, max_size=18).map(whole)


def holds(text: str) -> bool:
    try:
        return read_lei(text) == text
    except NumberUnusable:
        return False


@given(numbers)
def test_what_has_its_check_digits_holds(number: str) -> None:
    assert holds(number)
    assert peer.is_valid(number)


@given(numbers, st.integers(0, 19), st.integers(1, 25))
def test_a_wrong_letter_or_digit_is_caught(number: str, at: int, step: int) -> None:
    among = LETTERS if number[at] in LETTERS else DIGITS
    other = among[(among.index(number[at]) + step) % len(among)]
    changed = number[:at] + other + number[at + 1 :]
    assert holds(changed) is (changed == number)


@given(numbers, st.integers(0, 18))
def test_a_swap_of_two_neighbours_of_a_kind_is_caught(number: str, at: int) -> None:
    left, right = number[at], number[at + 1]
    swapped = number[:at] + right + left + number[at + 2 :]
    if (left in LETTERS) == (right in LETTERS):
        assert holds(swapped) is (swapped == number)


@given(numbers, st.integers(0, 17), st.sampled_from(LETTERS + DIGITS))
def test_a_letter_for_a_digit_is_judged_as_another_reader_does(number: str, at: int, other: str) -> None:
    changed = number[:at] + other + number[at + 1 :]
    assert holds(changed) is (peer.is_valid(changed) and changed[-2:] not in {"00", "01", "99"})


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_lei(text)
    except NumberUnusable:
        return
    assert read_lei(found) == found
