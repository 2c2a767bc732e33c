"""A signature that held is remembered for what it signed, by whom and how; nothing else is taken for it."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.credentials.rules import keys


@pytest.fixture(autouse=True)
def forgotten() -> None:
    keys.forget_signatures()


def key(seed: int) -> tuple[Ed25519PrivateKey, keys.PublicKey]:
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    return private, keys.of_public(private.public_key())


def test_a_signature_holds_again_and_no_change_of_it_does() -> None:
    (private, public), (_private, other) = key(1), key(2)
    signature = private.sign(b"text")
    assert public.verifies(signature, b"text")
    assert public.verifies(signature, b"text")
    assert not public.verifies(signature, b"texT")
    assert not public.verifies(signature[:-1] + bytes([signature[-1] ^ 1]), b"text")
    assert not other.verifies(signature, b"text")
    assert not keys.PublicKey(keys.P256, public.raw).verifies(signature, b"text")


def test_only_what_held_is_remembered_and_no_more_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "SIGNATURES_KEPT", 2)
    private, public = key(1)
    assert not public.verifies(bytes(64), b"text")
    assert len(keys._HELD) == 0
    for number in range(5):
        data = bytes([number])
        assert public.verifies(private.sign(data), data)
        assert 0 < len(keys._HELD) <= 2


def test_what_was_forgotten_is_checked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    private, public = key(1)
    signature = private.sign(b"text")
    assert public.verifies(signature, b"text")
    monkeypatch.setattr(keys.PublicKey, "_holds", lambda *_given: False)
    assert public.verifies(signature, b"text")
    keys.forget_signatures()
    assert not public.verifies(signature, b"text")
