import pytest

from orepass.scheme.rules.ledger import NameUnknown, at, differences, filled

KEPT = {"file": "app-1", "card": {"member": {"id": "mem-1"}, "days": [3, 5]}}


def test_a_text_that_is_one_reference_keeps_the_type_of_what_was_kept() -> None:
    assert filled({"days": "$card.days", "in": ["$file", 7, None]}, KEPT) == {"days": [3, 5], "in": ["app-1", 7, None]}


def test_references_inside_a_text_are_written_out() -> None:
    assert filled("/applications/$file/members/$card.member.id?n=$card.days.1", KEPT) == (
        "/applications/app-1/members/mem-1?n=5"
    )


@pytest.mark.parametrize("text", ["$nobody", "see $nobody.id"])
def test_a_name_that_nobody_kept_is_told(text: str) -> None:
    with pytest.raises(NameUnknown, match="nobody"):
        filled({"a": [text]}, KEPT)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("member.id", "mem-1"),
        ("days.0", 3),
        ("days.2", None),
        ("days.count", 2),
        ("days.first", None),
        ("member.id.deeper", None),
        ("nothing", None),
    ],
)
def test_what_stands_under_a_path(path: str, found: object) -> None:
    assert at(KEPT["card"], path) == found


def test_differences_name_path_expected_and_found() -> None:
    expected = {"member.id": "mem-2", "days.count": 2, "days.1": "5", "days.0": 4}
    assert list(differences(expected, KEPT["card"])) == [("member.id", "mem-2", "mem-1"), ("days.0", 4, 3)]
