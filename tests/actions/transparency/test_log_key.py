"""The log's key need not be a file: who holds it signs checkpoints, and nothing is signed with another one."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from orepass.kernel.digest import digest
from orepass.platform import key_holder, keystore
from orepass.platform.access import Actor
from orepass.transparency import queries
from orepass.transparency.actions import queue_leaf, sequence
from orepass.transparency.log_key import OtherLogKey
from orepass.transparency.models import Checkpoint, Log
from orepass.transparency.rules.checkpoint import checkpoint_holds
from orepass.transparency.rules.note import parse_verifier_key
from tests.actions.credentials.test_key_holders import Module

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
SEQUENCER = Actor.system("sequencer")
MODULE = f"{__name__}.Module"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))
    monkeypatch.setattr(key_holder, "import_string", lambda name: Module if name == MODULE else key_holder.FileKeys)
    key_holder._say_once.cache_clear()
    return tmp_path


def grown(number: int) -> queries.HeadCard:
    queue_leaf(kind="a.b.c", subject=f"crt-{number}", content_digest=digest(number), at=AT)
    return sequence(SEQUENCER, at=AT)


def is_signed(head: queries.HeadCard) -> bool:
    return checkpoint_holds(head.checkpoint, parse_verifier_key(head.verifier_key))


def test_checkpoints_are_signed_by_a_module_that_shows_no_private_key(settings: Any, own_home: Path) -> None:
    settings.KEY_HOLDER = MODULE
    heads = [grown(number) for number in range(3)]
    assert [head.size for head in heads] == [1, 2, 3]
    assert all(is_signed(head) for head in heads)
    assert not list(own_home.rglob("*.pem"))


def test_file_is_the_holder_of_the_log_s_key_unless_another_is_named(own_home: Path) -> None:
    assert is_signed(grown(0))
    assert [path.stem for path in own_home.rglob("*.pem")] == [Log.objects.get().key_name]


def test_key_that_was_a_file_before_a_module_was_named_goes_on_signing_and_is_told_of(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    before = grown(0)
    settings.KEY_HOLDER = MODULE
    with caplog.at_level(logging.WARNING):
        after = [grown(1), grown(2)][-1]
    assert (after.size, after.verifier_key, is_signed(after)) == (3, before.verifier_key, True)
    assert [record.args for record in caplog.records] == [(Log.objects.get().key_name, MODULE)]


def test_key_moved_into_a_module_signs_from_there_once_its_file_is_taken_away(settings: Any, own_home: Path) -> None:
    before, name = grown(0), Log.objects.get().key_name
    key = keystore.load_key(name)
    assert isinstance(key, Ed25519PrivateKey)
    Module._inside[name] = ("EdDSA", key.sign)
    settings.KEY_HOLDER = MODULE
    (own_home / "keys" / f"{name}.pem").unlink()
    after = grown(1)
    assert (after.size, after.verifier_key, is_signed(after)) == (2, before.verifier_key, True)


def test_nothing_is_signed_with_another_key_of_the_same_name(settings: Any, own_home: Path) -> None:
    grown(0)
    name = Log.objects.get().key_name
    (own_home / "keys" / f"{name}.pem").unlink()
    settings.KEY_HOLDER = MODULE
    Module().make(name, "Ed25519")
    with pytest.raises(OtherLogKey):
        grown(1)
    assert (Checkpoint.objects.count(), queries.head().size, queries.head().queued) == (2, 1, 1)


def test_lost_key_is_refused_and_the_entry_waits(own_home: Path) -> None:
    grown(0)
    (own_home / "keys" / f"{Log.objects.get().key_name}.pem").unlink()
    with pytest.raises(keystore.KeyUnavailable):
        grown(1)
    assert (queries.head().size, queries.head().queued) == (1, 1)
