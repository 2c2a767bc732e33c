"""One bag has one name, however it is written."""

from typing import Any

import pytest

from orepass.custody.rules.epcis.spelling import bag_key, carried, normal_form, tag_key
from orepass.custody.rules.lots import Lots


@pytest.mark.parametrize("tag", ["T-1", "t-1", "T-1 ", " T - 1", "T\u20111", "T\u22121", "\uff34-1", "T\u200b-1"])
def test_tags_that_look_alike_are_one(tag: str) -> None:
    assert tag_key(tag) == "t-1"


@pytest.mark.parametrize("tag", ["T-01", "T1", "T-11", "U-1"])
def test_tags_that_look_otherwise_are_others(tag: str) -> None:
    assert tag_key(tag) != "t-1"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("urn:epc:id:sgtin:0614141.112345.400", "gs1:01:1061414112345:400"),
        ("https://id.gs1.org/01/10614141123459/21/400", "gs1:01:1061414112345:400"),
        ("https://mine.example/a/01/10614141123459/22/2A/21/400?x=1", "gs1:01:1061414112345:400"),
        ("urn:epc:id:sgtin:0614141.112345.32a%2Fb", "gs1:01:1061414112345:32a/b"),
        ("https://id.gs1.org/01/10614141123459/21/32a%2Fb", "gs1:01:1061414112345:32a/b"),
        ("https://id.gs1.org/01/96385074/21/7", "gs1:01:0000009638507:7"),
        ("urn:epc:id:sscc:0614141.1234567890", "gs1:00:10614141234567890:"),
        ("https://id.gs1.org/00/106141412345678908", "gs1:00:10614141234567890:"),
        ("urn:epc:class:lgtin:4012345.012345.998877", ""),
        ("https://id.gs1.org/01/10614141123459/10/998877", ""),
        ("https://mine.example/bags/1", ""),
    ],
)
def test_a_gs1_key_is_one_in_both_its_forms(written: str, key: str) -> None:
    assert bag_key(written) == key
    assert carried(written, "", instance=True) == key
    assert carried(written, "", instance=False) == ""
    assert carried(written, "T 1", instance=True) == "t1"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTPS://X.example/Lots/%31%2f", "https://x.example/Lots/1%2F"),
        ("https://x.example/lots/1/", "https://x.example/lots/1/"),
        ("urn:x:A%7e", "urn:x:A~"),
        ("BAG-1", "BAG-1"),
        ("https://x.example/a?b=%C3%A9", "https://x.example/a?b=%C3%A9"),
    ],
)
def test_a_uri_has_one_normal_form(written: str, normal: str) -> None:
    assert normal_form(written) == normal
    assert normal_form(normal) == normal


def test_a_tag_that_looks_alike_stops_both_bags(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine  BAG-1  50 kg ore 4 % Co  tag T-17
        2026-01-03  mine  BAG-2  50 kg ore 4 % Co  tag t-17
        expect      custody.tag.reused  BAG-2
        2026-01-04  send  BAG-1
        expect      custody.lot.held  BAG-1
    """)


def test_a_lot_begins_under_one_spelling(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine  https://x.example/lots/1  50 kg ore 4 % Co
        2026-01-04  mine  https://X.example/lots/%31  50 kg ore 4 % Co
        expect      custody.lot.spelling
    """)
    assert Lots().get("https://id.gs1.org/00/106141412345678908").tag == ""
