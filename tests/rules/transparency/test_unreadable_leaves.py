"""What is no leaf is none, however it fails to be one."""

import pytest

from orepass.transparency.rules.leaf import read_leaf


@pytest.mark.parametrize(
    "data",
    [b"", b"x", b"[]", b'{"kind":1}', b'{"kind":"\xb4"}', b'{"kind":"\xed\xa0\x80"}', b'{"a":' * 5000, b"[" * 100_000],
    ids=lambda data: repr(data[:12]),
)
def test_bytes_that_are_no_leaf_are_told_as_none(data: bytes) -> None:
    assert read_leaf(data) is None
