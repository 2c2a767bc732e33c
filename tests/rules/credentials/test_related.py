"""Related resources: compared by digest where they are at hand, and said where they are not."""

from typing import Any

import pytest

from orepass.credentials.rules.jose import parse_token
from orepass.credentials.rules.related import COMPARED_MAX, check_related, nobody, related_addresses
from orepass.kernel.reasons import code_of
from tests.rules.credentials.bundle_parts import Row, anchors
from tests.rules.credentials.bundle_related import TOKEN, named, related
from tests.rules.credentials.bundle_table import rows
from tests.rules.credentials.test_bundles import checked

TABLE = {row.name: row for row in rows() if row.name.startswith("related")}


def row_of(whole: Any) -> Row:
    return Row("", "", related(whole=whole), anchors())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("by multibase", "related.as_named"),
        ("otherwise by multibase", "related.differs"),
        ("in a strange form 'zQmShort'", "related.unknown_form"),
        ("to what is not at hand", "related.not_at_hand"),
        ("to more than anyone needs", "related.too_many"),
        ("to as much as anyone needs", "related.as_named"),
        ("to the credential itself", "related.not_at_hand"),
    ],
)
def test_reason_tells_what_came_of_it(name: str, code: str) -> None:
    (found,) = (one for one in checked(TABLE[f"related {name}"]).checks if one.name == "related")
    assert found.code == code


def test_malformed_ones_are_faults_of_the_structure_each_at_its_place() -> None:
    for whole, place in (([named(), named()], "/relatedResource/1."), ({"id": 5}, "/relatedResource.")):
        (found,) = (one for one in checked(row_of(whole)).checks if one.name == "schema")
        assert (found.result, place in found.reason) == ("failed", True)


def test_credential_that_names_none_has_no_such_check() -> None:
    for none in ({}, {"relatedResource": None}, {"relatedResource": []}, {"relatedResource": ["x", 5, {"id": 5}]}):
        assert check_related(none, nobody) == []


def test_no_more_is_asked_for_than_is_compared() -> None:
    asked: list[str] = []

    def find(url: str) -> list[bytes]:
        asked.append(url)
        return [TOKEN.encode()]

    resources = [named(f"urn:x:{number}") for number in range(100)]
    (found,) = check_related({"relatedResource": resources}, find)
    assert (len(asked), found.result) == (COMPARED_MAX, "not_checked")
    assert related_addresses({"relatedResource": resources}) == asked
    assert related_addresses({"relatedResource": ["x", named("urn:x:one")]}) == ["urn:x:one"]
    assert related_addresses({}) == []
    assert found.params["all"] == "100"
    assert code_of("{count} of {all} related resources were compared: it names more than anyone needs.")


def test_nobody_has_anything_at_hand() -> None:
    (found,) = check_related({"relatedResource": named()}, nobody)
    assert (found.result, "nobody was asked" in found.reason) == ("not_checked", True)


def test_token_is_written_again_byte_by_byte() -> None:
    assert parse_token(TOKEN).text == TOKEN
    assert parse_token(f" {TOKEN}\n").text == TOKEN
