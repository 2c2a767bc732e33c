"""What a command line names is read whole or not at all: nothing is cut, no pipe is waited for, refusals say why."""

import io
import os
import sys
from pathlib import Path

import pytest

from orepass.cli.files import FileTooLarge, UnreadableFile, read_bytes, read_text
from orepass.transparency.rules.note import NOTE_BYTES_MAX
from orepass.transparency.rules.opening import Opening, write_opening
from tests.cli.conftest import Run
from tests.rules.transparency.test_opening import VERIFIER, proof_of


def refused(name: str | Path, *, limit: int = 10) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refusal:
        read_text(name, limit=limit)
    found = refusal.value
    assert found.code == "cli.file.unreadable"
    assert found.where == found.params["value"] == str(name)[:200]
    assert str(limit) in found.way_out
    return found


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    given = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given))
    return given


def test_a_file_as_long_as_the_limit_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"a" * 10)
    assert read_bytes(tmp_path / "f", limit=10) == read_text(str(tmp_path / "f"), limit=10).encode() == b"a" * 10


def test_a_file_beyond_the_limit_is_refused_and_never_cut(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"a" * 25)
    found = refused(tmp_path / "f")
    assert isinstance(found, FileTooLarge)
    assert found.params["size"] == 25


def test_standard_input_is_read_by_a_hyphen_and_has_the_same_limit(standard_input: io.BytesIO) -> None:
    standard_input.write("ä–".encode() * 2)
    standard_input.seek(0)
    assert read_text("-", limit=10) == "ä–ä–"
    standard_input.seek(0)
    assert isinstance(refused("-", limit=9), FileTooLarge)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("absent", "No such file or directory"),
        (".", "it is no regular file"),
        ("/dev/zero", "it is no regular file"),
        ("a\0b", "it is no path"),
        ("x" * 5_000, "File name too long"),
    ],
)
def test_what_is_no_file_is_refused_with_its_reason(name: str, reason: str) -> None:
    assert refused(name).params["reason"] == reason


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe").params["reason"] == "it is no regular file"


def test_bytes_that_are_no_text_are_refused_as_text_only(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"\xff\xfe")
    assert refused(tmp_path / "f").params["reason"] == "it is no text in UTF-8"
    assert read_bytes(tmp_path / "f", limit=10) == b"\xff\xfe"


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_path: Path, _mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "f").write_bytes(b"secret")
    monkeypatch.setattr(Path, "open", closed)
    assert refused(tmp_path / "f").params["reason"] == "Permission denied"


def test_the_register_of_a_large_group_is_opened_whole(run: Run, tmp_path: Path) -> None:
    members = [[f"mem-{number:013}", "approved", "yes"] for number in range(20_000)]
    said = {"group": "grp-1", "members": members, "salt": "ab" * 16}
    file, key = tmp_path / "opening.json", tmp_path / "log.pub"
    opening = Opening(kind="a.b.c", subject="grp-1", said=said, proof=proof_of(said=said))
    file.write_text(write_opening(opening), encoding="utf-8")
    key.write_text(str(VERIFIER), encoding="utf-8")
    assert file.stat().st_size > NOTE_BYTES_MAX
    assert run("log", "verify", str(file), "--key", str(key), "--json").document["verified"] is True
