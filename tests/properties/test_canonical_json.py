"""The fast way to write and read JSON is the careful way: equal bytes, equal values, equal refusals."""

import json
import random
import struct
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from orepass.credentials.rules import strict_json
from orepass.credentials.rules.keys import base64url
from orepass.credentials.rules.presented import Presented, digest_of, read
from orepass.credentials.rules.strict_json import BadDocument
from orepass.kernel import canonical

EDGES = [0.0, -0.0, 1.0, 1e-7, 9.9e-6, 1e-5, 0.1, 1e15, 999999999999999.9, 1e16, 1e21, 5e-324, 1.7976931348623157e308]
WHOLE = [0, -1, 2**53 - 1, 1 - 2**53, 2**53, -(2**53), 2**64, 10**40]
SPECIAL = ["", "\x00", "\x7f", '"\\/', "é", "€", "\U0001d11e", "\ud800"]
TEXTS = st.text(st.characters(codec=None), max_size=6) | st.sampled_from(SPECIAL)
NUMBERS = st.integers() | st.floats() | st.sampled_from([*EDGES, *WHOLE])
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS
STRANGE = st.sampled_from([b"x", Decimal(1), {1, 2}, object])
NAMES = TEXTS | st.sampled_from([1, 1.5, None, True])


def nested(leaves: st.SearchStrategy[Any], names: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def holding(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        lists = st.lists(inner, max_size=4)
        return lists | lists.map(tuple) | st.dictionaries(names, inner, max_size=4)

    return st.recursive(leaves, holding, max_leaves=12)


def written(value: Any) -> bytes | None:
    try:
        return canonical.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError):
        return None


def reference(value: Any) -> bytes | None:
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError):
        return None


@given(nested(LEAVES | STRANGE, NAMES))
def test_the_canonical_form_is_that_of_the_reference_or_both_refuse(value: Any) -> None:
    assert written(value) == reference(value)


def test_numbers_of_all_sizes_are_written_as_the_reference_writes_them() -> None:
    chance = random.Random(17)  # noqa: S311 - reproducible
    patterns = [struct.unpack("<d", chance.randbytes(8))[0] for _ in range(20_000)]
    shares = [chance.randrange(10**9) / 10 ** chance.randrange(1, 14) for _ in range(20_000)]
    for value in [*patterns, *shares, *EDGES, *WHOLE]:
        assert written(value) == reference(value), value


def test_every_character_is_written_as_the_reference_writes_it() -> None:
    rows = ["".join(map(chr, range(at, at + 64))) for at in range(0, 0x110000, 64)]
    assert [one for one in rows if written(one) != reference(one)] == []


def test_names_are_sorted_as_utf_16_sorts_them() -> None:
    value = {"\ufb33": 1, "\U0001d11e": 2, "é": 3, "a": 4}
    assert canonical.dumps(value) == rfc8785.dumps(value)
    assert list(json.loads(canonical.dumps(value))) == ["a", "é", "\U0001d11e", "\ufb33"]


@pytest.mark.parametrize("whole", WHOLE)
def test_integers_up_to_the_last_safe_one_have_a_canonical_form_and_no_others(whole: int) -> None:
    assert (written([whole]) is not None) == (abs(whole) < 2**53)


def test_nesting_beyond_the_fast_way_is_left_to_the_reference() -> None:
    for depth in (canonical.DEPTH_MAX - 1, canonical.DEPTH_MAX, canonical.DEPTH_MAX + 1):
        value: Any = "x"
        for _ in range(depth):
            value = [value]
        assert canonical.dumps(value) == rfc8785.dumps(value)
        assert canonical.depth_of_plain(value) == (depth + 1 if depth < canonical.DEPTH_MAX else None)


def read_or_refused(text: bytes) -> str:
    """The value read; with a space in front, which is never written back, it is read the careful way."""
    try:
        return repr(strict_json.parse(text))
    except BadDocument as bad:
        return str(bad)


STYLES: list[dict[str, Any]] = [
    {"separators": (",", ":"), "ensure_ascii": False},
    {"separators": (",", ":")},
    {"ensure_ascii": False},
    {"indent": 1},
]


@given(value=nested(LEAVES, TEXTS), style=st.sampled_from(STYLES))
def test_what_is_read_quickly_is_what_is_read_carefully(value: Any, style: dict[str, Any]) -> None:
    data = json.dumps(value, **style).encode("utf-8", "surrogatepass")
    assert read_or_refused(data) == read_or_refused(b" " + data)


@given(
    value=nested(LEAVES, TEXTS),
    cut=st.tuples(st.integers(0, 200), st.integers(0, 4)),
    put=st.binary(max_size=3) | st.sampled_from([b'"a":1,"a":2', b"\\ud800", b"1e400", b"-0", b"NaN", b"\xed\xa0\x80"]),
)
@example(value={"a": 1}, cut=(1, 5), put=b'"a":1,"a":2')
@example(value={"a": {"b": 1}}, cut=(6, 5), put=b'"\\u0062":1,"b":2')
def test_spoilt_bytes_are_read_alike_both_ways(value: Any, cut: tuple[int, int], put: bytes) -> None:
    data = json.dumps(value, **STYLES[0]).encode("utf-8", "surrogatepass")
    at, length = cut
    spoilt = data[:at] + put + data[at + length :]
    assert read_or_refused(spoilt) == read_or_refused(b" " + spoilt)


@given(
    value=st.dictionaries(TEXTS | st.just("proof"), nested(LEAVES, TEXTS), max_size=4),
    style=st.sampled_from([*STYLES, {"separators": (",", ":"), "ensure_ascii": False, "sort_keys": True}]),
)
def test_the_digest_of_a_token_is_that_of_its_content_however_it_is_written(value: Any, style: dict[str, Any]) -> None:
    payload = base64url(json.dumps(value, **style).encode("utf-8", "surrogatepass"))
    try:
        found = read(f"{base64url(b'{}')}.{payload}.")
    except BadDocument:
        return
    assert found.digest == digest_of(dict(found.credential))
    assert Presented({**found.credential, "more": 1}, found.token).digest != found.digest
