"""A home comes up by itself, and a backup of it restores whole or not at all (each in a process of its own)."""

import hashlib
import io
import shutil
import tarfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from orepass.platform.backup import BadBackup, restore
from orepass.platform.home import home as platform_home
from orepass.platform.home import keep_private
from tests.cli import running


def orepass(home: Path, *arguments: str) -> tuple[int, Any]:
    ran = running.orepass(*arguments, "--json", home=home, OREPASS_DATABASE="sqlite://")
    return ran.code, ran.document


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("begun") / "home"
    assert orepass(place, "steward", "steward@example.org")[0] == 0
    (place / "evidence" / "ab").mkdir(parents=True)
    (place / "evidence" / "ab" / "abc").write_bytes(b"a policy")
    return place


@pytest.fixture(scope="module")
def archive(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the home that was begun; nobody writes into it."""
    place = tmp_path_factory.mktemp("archive") / "b.tgz"
    assert orepass(begun, "backup", str(place))[0] == 0
    return place


@pytest.fixture
def home(begun: Path, tmp_path: Path) -> Path:
    return shutil.copytree(begun, tmp_path / "home")


def test_a_backup_restores_database_keys_and_evidence(begun: Path, archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    code, answer = orepass(other, "restore", str(archive))
    assert (code, answer["findings"]) == (0, [])
    assert (other / "evidence" / "ab" / "abc").read_bytes() == b"a policy"
    assert (other / "keys" / "django-secret").read_text() == (begun / "keys" / "django-secret").read_text()
    assert orepass(other, "record")[1] == {"intact": True, "findings": []}
    assert archive.stat().st_mode & 0o077 == 0


def modes(home: Path) -> set[tuple[str, str]]:
    """The home and the files of its database, with what is allowed of each."""
    found = [home, *home.glob("orepass.sqlite3*")]
    return {(path.name.removeprefix("orepass.sqlite3"), oct(path.stat().st_mode & 0o777)) for path in found}


def test_a_home_and_its_database_are_their_owners_alone_and_an_open_one_is_closed(begun: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(begun, home)
    assert modes(begun) == {("home", "0o700"), ("", "0o600")}
    home.chmod(0o755)
    (home / "orepass.sqlite3").chmod(0o644)
    for end in ("-wal", "-shm"):
        (home / f"orepass.sqlite3{end}").touch(mode=0o644)
    assert orepass(home, "record")[0] == 0
    assert {mode for _name, mode in modes(home)} == {"0o700", "0o600"}


def test_a_folder_that_many_share_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o1777)
    monkeypatch.setenv("OREPASS_HOME", str(tmp_path))
    keep_private(tmp_path / "nothing")
    assert tmp_path.stat().st_mode & 0o7777 == 0o1777


def test_a_backup_replaces_another_only_when_told_to(begun: Path, tmp_path: Path) -> None:
    place = tmp_path / "b.tgz"
    place.write_bytes(b"an earlier archive")
    code, answer = orepass(begun, "backup", str(place))
    assert (code, answer["error"]["code"]) == (2, "platform.backup.exists")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"an earlier archive"]
    assert orepass(begun, "backup", str(place), "--replace")[0] == 0
    assert tarfile.is_tarfile(place)
    assert place.stat().st_mode & 0o077 == 0


def test_the_log_of_a_restored_home_goes_on_under_the_same_key(home: Path, tmp_path: Path) -> None:
    opened = orepass(home, "log", "sequence")[1]
    assert orepass(home, "backup", str(tmp_path / "b.tgz"))[0] == 0
    assert orepass(tmp_path / "other", "restore", str(tmp_path / "b.tgz"))[0] == 0
    assert orepass(tmp_path / "other", "steward", "second@example.org")[0] == 0
    code, gone_on = orepass(tmp_path / "other", "log", "sequence")
    assert (code, gone_on["verifier_key"], gone_on["checkpoint"]) == (0, opened["verifier_key"], opened["checkpoint"])


def test_a_restore_never_overwrites(home: Path, archive: Path) -> None:
    code, answer = orepass(home, "restore", str(archive))
    assert (code, answer["error"]["code"]) == (2, "platform.restore.not_empty")


def test_an_altered_backup_is_refused_by_the_command_and_nothing_is_restored(archive: Path, tmp_path: Path) -> None:
    damaged, other = Path(shutil.copyfile(archive, tmp_path / "b.tgz")), tmp_path / "other"
    _swap_a_file(damaged, tmp_path)
    code, answer = orepass(other, "restore", str(damaged))
    assert (code, answer["error"]["code"]) == (2, "platform.restore.damaged")
    assert not (other / "evidence").exists()


@pytest.mark.parametrize("damage", ["truncated", "altered", "text"])
def test_a_damaged_backup_is_refused_and_nothing_is_restored(archive: Path, tmp_path: Path, damage: str) -> None:
    damaged = Path(shutil.copyfile(archive, tmp_path / "b.tgz"))
    if damage == "truncated":
        damaged.write_bytes(damaged.read_bytes()[:-2000])
    elif damage == "text":
        damaged.write_bytes(b"not an archive")
    else:
        _swap_a_file(damaged, tmp_path)
    with pytest.raises(BadBackup) as refusal:
        restore(damaged)
    assert refusal.value.code == "platform.restore.damaged"
    wrong = (
        "was altered after it was made" if damage == "altered" else "it is no archive in tar.gz, is damaged, or was cut"
    )
    assert wrong in str(refusal.value)
    assert list(platform_home().iterdir()) == []


def test_an_archive_that_writes_elsewhere_lists_nothing_or_is_not_there_is_refused_in_plain_words(
    tmp_path: Path,
) -> None:
    for name, words in {"../out": "written outside the folder", "evidence": "list of its files is missing"}.items():
        with tarfile.open(tmp_path / "bad.tgz", "w:gz") as archive:
            archive.addfile(tarfile.TarInfo(name))
        with pytest.raises(BadBackup, match=words):
            restore(tmp_path / "bad.tgz")
    with pytest.raises(BadBackup, match="there is no such file"):
        restore(tmp_path / "nowhere.tgz")
    with pytest.raises(BadBackup, match="no such file"):
        restore(tmp_path)
    assert list(platform_home().iterdir()) == []


def test_whichever_bit_of_an_archive_is_wrong_it_is_refused(tmp_path: Path) -> None:
    """The archive is of no database that there is, so that one whose wrong bit says nothing is refused as well."""
    whole, broken = tmp_path / "whole.tgz", tmp_path / "broken.tgz"
    content = msgspec.json.encode({"made_at": "2026-11-22T00:00:00Z", "vendor": "none", "files": {}})
    with tarfile.open(whole, "w:gz") as archive:
        for name, inside in {
            "evidence": b"".join(hashlib.sha256(bytes([n])).digest() for n in range(60)) + bytes(2000),
            "manifest.json": content,
        }.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(inside)
            archive.addfile(entry, io.BytesIO(inside))
    for place in range(len(whole.read_bytes())):
        spoilt = bytearray(whole.read_bytes())
        spoilt[place] ^= 1 << place % 8
        broken.write_bytes(spoilt)
        with pytest.raises(BadBackup):
            restore(broken)
    assert list(platform_home().iterdir()) == []


def _swap_a_file(archive: Path, scratch: Path) -> None:
    unpacked = scratch / "unpacked"
    with tarfile.open(archive) as opened:
        opened.extractall(unpacked, filter="data")
    (unpacked / "home" / "evidence" / "ab" / "abc").write_bytes(b"another policy")
    with tarfile.open(archive, "w:gz") as opened:
        opened.add(unpacked, ".", recursive=False)
        for path in sorted(unpacked.rglob("*")):
            opened.add(path, str(path.relative_to(unpacked)), recursive=False)
    shutil.rmtree(unpacked)
