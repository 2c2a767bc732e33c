"""The key of a witness: behind a pass phrase where one is given, sealed later where none was, and said which."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orepass.cli.witness import app as command
from orepass.transparency.witness.state import NothingToSeal, NoWitness, WitnessFolder, is_sealed, make, seal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path / "witness", name="witness.example/w1", kind="Ed25519")
    return tmp_path / "witness"


def test_key_is_kept_behind_a_passphrase_where_one_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OREPASS_KEY_PASSPHRASE", "a long word")
    make(tmp_path / "new", name="w.example", kind="Ed25519")
    assert WitnessFolder(tmp_path / "new").key
    monkeypatch.setenv("OREPASS_KEY_PASSPHRASE", "another")
    with pytest.raises(NoWitness):
        WitnessFolder(tmp_path / "new")


@pytest.mark.parametrize("kind", ["Ed25519", "ML-DSA-44"])
def test_bare_key_is_sealed_later_and_the_witness_stays_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    place = tmp_path / "new"
    key = make(place, name="w.example", kind=kind)
    assert not is_sealed(place)
    monkeypatch.setenv("OREPASS_KEY_PASSPHRASE", "a long word")
    with pytest.raises(NoWitness):
        WitnessFolder(place)
    assert (seal(place), is_sealed(place), WitnessFolder(place).key) == (key, True, key)
    assert (place / "witness.key").stat().st_mode & 0o077 == 0
    assert not (place / "witness.key.new").exists()
    monkeypatch.delenv("OREPASS_KEY_PASSPHRASE")
    with pytest.raises(NoWitness):
        WitnessFolder(place)


@pytest.mark.parametrize("lacking", ["pass phrase", "bare key", "key", "whole key"])
def test_what_cannot_be_sealed_stays_as_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch, lacking: str) -> None:
    file = folder / "witness.key"
    if lacking != "pass phrase":
        monkeypatch.setenv("OREPASS_KEY_PASSPHRASE", "a long word")
    if lacking == "bare key":
        seal(folder)
    elif lacking == "key":
        file.unlink()
    elif lacking == "whole key":
        file.write_bytes(file.read_bytes()[:40])
    before = file.read_bytes() if file.exists() else b""
    refusal = NothingToSeal if lacking in {"pass phrase", "bare key"} else NoWitness
    with pytest.raises(refusal):
        seal(folder)
    assert (file.read_bytes() if file.exists() else b"") == before


def test_command_seals_the_key_and_shows_that_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(*arguments: str) -> Any:
        return json.loads(CliRunner().invoke(command, [*arguments, str(folder), "--json"]).stdout)

    bare = shown("show")
    monkeypatch.setenv("OREPASS_KEY_PASSPHRASE", "a long word")
    assert shown("seal") == {"verifier_key": bare["verifier_key"], "encrypted": True}
    assert (bare["encrypted"], shown("show")["encrypted"]) == (False, True)
