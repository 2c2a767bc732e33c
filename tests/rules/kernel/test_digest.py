"""One digest for everything: the same content gives the same digest, in whatever order and type it came."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from orepass.kernel.digest import canonical, digest, digest_bytes


class Point(msgspec.Struct, frozen=True):
    y: Decimal
    x: date


def test_digest_is_sha256_of_canonical_json() -> None:
    assert canonical({"b": 1, "a": [True, None]}) == b'{"a":[true,null],"b":1}'
    assert digest({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').hexdigest()
    assert digest_bytes(b"") == hashlib.sha256(b"").hexdigest()


def test_order_of_names_does_not_matter() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def test_structs_dates_and_decimals_become_json_without_floats() -> None:
    assert canonical(Point(y=Decimal("1.50"), x=date(2026, 11, 22))) == b'{"x":"2026-11-22","y":"1.50"}'
    assert canonical(datetime(2026, 11, 22, 12, tzinfo=UTC)) == b'"2026-11-22T12:00:00Z"'


def test_decimals_that_differ_in_writing_differ_in_digest() -> None:
    assert digest(Decimal("1.5")) != digest(Decimal("1.50"))


def test_numbers_beyond_what_json_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="exceeds"):
        digest(2**60)
