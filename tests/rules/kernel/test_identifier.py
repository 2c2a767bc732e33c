"""Identifiers survive the telephone and the depot: mistakes are caught, look-alikes are forgiven."""

import pytest
from stdnum.iso7064 import mod_37_2

from orepass.kernel.identifier import ALPHABET, BadIdentifier, check_character, mint, minted_from, parse, random_bits


def test_check_character_is_that_of_the_standard() -> None:
    """A second implementation of ISO/IEC 7064 MOD 37-2 agrees with ours."""
    assert check_character("G123489654321") == "Y"
    for body in ("", "0", "ORE", "0123456789AB", "ZZZZZZZZZZZZ"):
        assert check_character(body) == mod_37_2.calc_check_digit(body)


def test_no_identifier_needs_a_character_that_is_neither_letter_nor_digit() -> None:
    with minted_from("stars"):
        assert all(mint("lot")[4:].isalnum() for _ in range(1000))


def test_minted_identifier_reads_back() -> None:
    identifier = mint("crt")
    assert parse(identifier) == identifier
    assert parse(identifier, "crt") == identifier
    assert len(identifier) == 17


def test_seed_makes_the_same_identifiers_again() -> None:
    with minted_from("seven"):
        first = [mint("org"), mint("sit")]
    with minted_from("seven"):
        assert [mint("org"), mint("sit")] == first
    with minted_from("eight"):
        assert mint("org") != first[0]


def test_outside_a_seed_chance_comes_from_the_system() -> None:
    assert random_bits(60) != random_bits(60)


def test_identifier_of_another_kind_is_refused() -> None:
    with pytest.raises(BadIdentifier):
        parse(mint("org"), "crt")


@pytest.mark.parametrize(
    "text", ["", "org", "org-", "org-123", "orgx-0000000000000", "org-00000000000000", "org-0 0", "/"]
)
def test_wrong_shape_is_refused(text: str) -> None:
    with pytest.raises(BadIdentifier) as refused:
        parse(text)
    assert refused.value.code == "kernel.identifier.invalid"


def test_letters_of_either_case_and_look_alikes_are_read() -> None:
    with minted_from("look"):
        identifier = next(found for _ in range(1000) if {"0", "1"} <= set((found := mint("lot"))[4:16]))
    typed = identifier[:4] + identifier[4:16].replace("0", "o").replace("1", "L") + identifier[16]
    assert parse(typed) == identifier
    assert parse(f"  {identifier[:4]}{identifier[4:].lower()} ") == identifier


def test_alphabet_has_no_letters_that_look_alike() -> None:
    assert len(ALPHABET) == 32
    assert not set(ALPHABET) & set("ILOU")
