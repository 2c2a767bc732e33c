"""Bundles as chains of codes: packed, cut, put together in any order; damaged or incomplete ones are refused."""

import zlib

import pytest

from orepass.credentials.rules import bundle_frames
from orepass.credentials.rules.bundle_frames import FRAMES_MAX, frames, from_base45, is_frames, joined, to_base45
from orepass.credentials.rules.strict_json import BYTES_MAX, BadDocument
from tests.rules.credentials.bundle_parts import bundle, written

TEXT = written(bundle())


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0"), (b"", "")],
)
def test_base45_is_that_of_rfc_9285(data: bytes, text: str) -> None:
    assert to_base45(data) == text
    assert from_base45(text) == data


@pytest.mark.parametrize("text", ["A", ":::", "GGW", "::", "a00"])
def test_text_that_is_no_base45_is_refused(text: str) -> None:
    assert from_base45(text) is None


def test_frames_in_any_order_and_twice_make_up_the_bundle() -> None:
    chain = frames(TEXT, piece=200)
    assert len(chain) > 9
    assert joined([*reversed(chain), chain[0]]) == TEXT
    assert is_frames("\n".join(chain))
    assert not is_frames(TEXT)
    assert frames(TEXT, piece=200) == chain


def test_frames_fit_the_alphanumeric_mode_of_codes() -> None:
    assert all(set(frame) <= set(bundle_frames.DIGITS) and len(frame) < 930 for frame in frames(TEXT))


def repacked(data: bytes) -> list[str]:
    """Frames that name their own content, whatever it is."""
    digest = bundle_frames.hashlib.sha256(data).hexdigest()[:8].upper()
    return [f"OREPASS1/1/1/{digest}/{to_base45(data)}"]


def packed(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


CHAIN = frames(TEXT, piece=200)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["OREPASS2/1/1/00000000/AB"],
        ["OREPASS1/0/1/00000000/AB"],
        ["OREPASS1/2/1/00000000/BB8"],
        ["OREPASS1/1/1/00000000/BB8"],
        ["OREPASS1/1/1/00000000/:::"],
        CHAIN[1:],
        [*CHAIN, frames(TEXT + " ", piece=200)[0]],
        [CHAIN[0], CHAIN[0][:-1]],
        repacked(b"no gzip"),
        repacked(packed(b"\xff")),
        repacked(packed(b"x")[:-9]),
        repacked(packed(b"x") + b"y"),
        repacked(packed(b" " * (BYTES_MAX + 1))),
    ],
    ids=range(14),
)
def test_chain_that_is_damaged_or_incomplete_is_refused(lines: list[str]) -> None:
    with pytest.raises(BadDocument):
        joined(lines)


def test_missing_frames_are_named() -> None:
    with pytest.raises(BadDocument) as refused:
        joined([CHAIN[0], *CHAIN[3:]])
    assert refused.value.where == "2, 3"


def test_bundle_too_large_for_codes_is_refused() -> None:
    noise = "".join(chr(0x4E00 + at * 7919 % 20000) for at in range(FRAMES_MAX + 2))
    with pytest.raises(BadDocument):
        frames(noise, piece=2)
