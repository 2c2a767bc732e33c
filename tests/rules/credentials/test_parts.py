"""The parts of a credential: DIDs map to addresses, keys read both ways, lists count bits, JSON has one reading."""

import gzip
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.credentials import fetching
from orepass.credentials.rules import did, keys, status_list, strict_json
from orepass.credentials.rules.strict_json import BadDocument
from orepass.platform import net

ALL_ZERO = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e15, 1e15)
JSON = st.recursive(
    st.none() | st.booleans() | st.text() | NUMBERS,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(), parts, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("did:web:example.org", "https://example.org/.well-known/did.json"),
        ("did:web:example.org%3A8443", "https://example.org:8443/.well-known/did.json"),
        ("did:web:example.org:issuers:mine-1", "https://example.org/issuers/mine-1/did.json"),
    ],
)
def test_did_web_maps_to_its_address(name: str, url: str) -> None:
    assert did.web_url(name) == url


@pytest.mark.parametrize(
    "name",
    [
        "did:web:127.0.0.1",
        "did:web:localhost",
        "did:web:example.org:..:secret",
        "did:web:example.org%2Fpath",
        "did:web:user%40example.org",
        "did:web:example.org%3A99999",
        "did:web:example.org%3A",
        "did:web:",
        "did:web:example.org:",
        "did:key:z6Mk",
        "https://example.org",
        "did:web:" + "a" * 600 + ".org",
        "did:web:exam ple.org",
        "did:web:example.org#key",
    ],
)
def test_did_web_that_leads_astray_is_refused(name: str) -> None:
    with pytest.raises(BadDocument):
        did.web_url(name)


@given(st.text())
def test_any_text_is_a_did_or_refused(text: str) -> None:
    readers = (did.split, did.web_url, did.expand_did_key, keys.from_multibase, keys.from_base64url, status_list.decode)
    for read in readers:
        try:
            assert read(text) is not None
        except BadDocument as bad:
            assert bad.code == "credentials.document.invalid"  # noqa: PT017 - either answer is right


@given(JSON)
def test_canonical_json_reads_back_to_the_same_canonical_json(value: object) -> None:
    once = strict_json.canonical(value)
    assert strict_json.canonical(strict_json.parse(once)) == once


@pytest.mark.parametrize("text", ["1e400", "-Infinity", "9007199254740992", "-" + "9" * 5000, '{"a":{"b":1,"b":1}}'])
def test_numbers_and_names_with_two_readings_are_refused(text: str) -> None:
    with pytest.raises(BadDocument):
        strict_json.parse(text)


def test_empty_list_equals_the_published_one_and_is_small() -> None:
    assert status_list.decode(ALL_ZERO) == bytes(status_list.LENGTH_MIN // 8)
    assert len(status_list.encode([])) == 69
    assert status_list.decode(status_list.encode([])) == status_list.decode(ALL_ZERO)


@given(st.sets(st.integers(0, status_list.LENGTH_MIN - 1), max_size=50))
def test_exactly_the_bits_that_are_set_read_as_set(indices: set[int]) -> None:
    bits = status_list.decode(status_list.encode(indices))
    assert int.from_bytes(bits) == sum(1 << len(bits) * 8 - 1 - index for index in indices)
    assert all(status_list.value(bits, str(index)) for index in indices)


def test_first_bit_is_the_most_significant_of_the_first_byte() -> None:
    assert status_list.decode(status_list.encode([0]))[0] == 0x80


def test_decompression_bomb_and_short_and_truncated_lists_are_refused() -> None:
    bomb = gzip.compress(bytes(200_000_000))
    for packed in (bomb, gzip.compress(bytes(100)), gzip.compress(bytes(16384))[:-9], b"no gzip"):
        with pytest.raises(BadDocument):
            status_list.decode("u" + keys.base64url(packed))


def test_free_index_is_never_a_taken_one() -> None:
    taken = set(range(status_list.LENGTH_MIN)) - {77}
    numbers = iter(range(10_000_000))
    assert status_list.free_index(taken, lambda _bits: next(numbers)) == 77


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x",
        "file:///etc/passwd",
        "https://user:word@example.org/",
        "https://[::1",
        "https:///x",
        "gopher://example.org",
        "",
        "https://example.org:99999/",
    ],
)
def test_only_plain_https_is_asked(url: str) -> None:
    assert fetching.fetch(url).body is None


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "fd00::1", "192.168.1.1"])
def test_host_with_a_private_address_is_not_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "_addresses", lambda _host, _port: ["93.184.215.14", address])
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("a connection was opened"))
    assert fetching.fetch("https://example.org/did.json").reason == "the host has no public address"
