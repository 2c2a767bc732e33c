"""One bag has one name, however it is written."""

from datetime import timedelta
from typing import Any

import pytest

from orepass.custody.rules.epcis.spelling import bag_key, carried, class_key, normal_form, tag_key
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.one_name import one_name_in, renamed
from tests.rules.custody.happened import AT, event


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
        ("https://a.example/stock/01/2026011501/21/7", ""),
        ("https://id.gs1.org/01/10614141123458/21/400", ""),
        ("https://id.gs1.org/00/106141412345678901", ""),
    ],
)
def test_a_gs1_key_is_one_in_both_its_forms(written: str, key: str) -> None:
    assert bag_key(written) == key
    assert carried(written, "", instance=True) == key
    assert carried(written, "", instance=False) == ""
    assert carried(written, "T 1", instance=True) == "t1"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("urn:epc:class:lgtin:4012345.012345.998877", "gs1:01:0401234512345:998877"),
        ("https://id.gs1.org/01/04012345123456/10/998877", "gs1:01:0401234512345:998877"),
        ("https://mine.example/a/01/04012345123456/10/998877/?x=1", "gs1:01:0401234512345:998877"),
        ("urn:epc:class:lgtin:4012345.012345.a%2Fb", "gs1:01:0401234512345:a/b"),
        ("https://id.gs1.org/01/4012345123456/10/a%2Fb", "gs1:01:0401234512345:a/b"),
        ("urn:epc:idpat:sgtin:4012345.012345.*", "gs1:01:0401234512345:"),
        ("https://id.gs1.org/01/04012345123456", "gs1:01:0401234512345:"),
        ("https://id.gs1.org/01/04012345123456/22/2A/10/7", "gs1:01:0401234512345/2A:7"),
        ("urn:epc:idpat:sgtin:4012345.*.*", ""),
        ("https://id.gs1.org/01/04012345123456/21/7", ""),
        ("https://id.gs1.org/01/04012345123456/lots/7", ""),
        ("https://mine.example/lots/10/7", ""),
        # no GTIN has so many digits, or this check digit: private numbers, each of its own domain
        ("https://a.example/stock/01/2026011501", ""),
        ("https://a.example/stock/01/2026011501/10/7", ""),
        ("https://a.example/stock/01/202601150/10/7", ""),
        ("https://a.example/stock/01/20260115012/10/7", ""),
        ("https://id.gs1.org/01/04012345123457/10/998877", ""),
        # a GTIN alone is told by many of their own lots
        ("https://mine.example/a/01/04012345123456", ""),
        ("https://id.gs1.org/01/96385074/10/7", "gs1:01:0000009638507:7"),
        ("https://id.gs1.org/01/614141123452/22/2A", "gs1:01:0061414112345/2A:"),
    ],
)
def test_a_class_has_one_gs1_key_in_all_its_forms(written: str, key: str) -> None:
    assert class_key(written) == key


URN, LINK = "urn:epc:class:lgtin:4012345.012345.998877", "https://id.gs1.org/01/04012345123456/10/998877"
OWN, ODD = "https://own.example/01/04012345123456/10/998877", "https://OWN.example/01/04012345123456/10/998877"


def looked(hour: int, *names: str, **fields: Any) -> Event:
    touched = tuple(Portion(uri=name) for name in names)
    return event(Happening.LOOKS, happened_at=AT + timedelta(hours=hour), touched=touched, **fields)


def test_a_document_names_a_class_by_what_is_known_or_else_by_what_happened_first() -> None:
    told = [looked(2, LINK, "urn:x:lot"), looked(1, URN)]
    assert one_name_in(told, {}) == {LINK: URN}
    assert one_name_in(told, {LINK: OWN, URN: OWN}) == {LINK: OWN, URN: OWN}
    assert one_name_in(told, {}, [LINK]) == {URN: LINK}
    assert one_name_in(told, {}, [LINK, URN]) == {}
    # a name that is not spelled the normal way is no name for others
    assert one_name_in([looked(1, ODD), looked(2, LINK), looked(3, ODD)], {}) == {ODD: LINK}


def test_an_event_is_read_as_if_it_had_named_the_lot_that_is_known() -> None:
    plain = looked(1, "urn:x:lot", parent="urn:x:box")
    assert renamed(plain, {LINK: URN}) is plain
    read = renamed(looked(1, LINK, "urn:x:lot", parent=OWN), {LINK: URN, OWN: URN})
    assert ([part.uri for part in read.touched], read.parent) == ([URN, "urn:x:lot"], URN)


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
