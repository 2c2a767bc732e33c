"""What a passport rests on: the links under its claims, whatever else stands there."""

from typing import Any

import pytest

from orepass.credentials.rules.bundled import Link
from orepass.passport.rules.evidence import LINKS_MAX, evidence_links


def passport(*claims: Any) -> dict[str, Any]:
    return {"credentialSubject": {"performanceClaim": list(claims)}}


def test_links_come_with_the_digest_where_one_is_named() -> None:
    linked = {"evidence": [{"linkURL": "urn:a", "digestMultibase": "zQ"}, {"linkURL": "urn:b"}]}
    assert evidence_links(passport(linked)) == [Link("urn:a", "zQ"), Link("urn:b", None)]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"credentialSubject": []},
        {"credentialSubject": {"performanceClaim": "x"}},
        passport(None, {"evidence": "x"}, {"evidence": [5]}, {}),
    ],
    ids=str,
)
def test_what_is_no_link_is_passed_over(document: dict[str, Any]) -> None:
    assert evidence_links(document) == []


def test_more_links_than_anyone_needs_are_left_out() -> None:
    many = [{"linkURL": f"urn:{number}"} for number in range(LINKS_MAX + 1)]
    assert len(evidence_links(passport({"evidence": many}))) == LINKS_MAX
