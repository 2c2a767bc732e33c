"""A home comes up by itself, and a backup of it restores whole or not at all (each in a process of its own)."""

import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture
def home(begun: Path, tmp_path: Path) -> Path:
    return shutil.copytree(begun, tmp_path / "home")


def test_a_backup_restores_database_keys_and_evidence(home: Path, tmp_path: Path) -> None:
    archive, other = tmp_path / "b.tgz", tmp_path / "other"
    assert orepass(home, "backup", str(archive))[0] == 0
    code, answer = orepass(other, "restore", str(archive))
    assert (code, answer["findings"]) == (0, [])
    assert (other / "evidence" / "ab" / "abc").read_bytes() == b"a policy"
    assert (other / "keys" / "django-secret").read_text() == (home / "keys" / "django-secret").read_text()
    assert orepass(other, "record")[1] == {"intact": True, "findings": []}
    assert archive.stat().st_mode & 0o077 == 0


def test_a_restore_never_overwrites(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "b.tgz"
    orepass(home, "backup", str(archive))
    code, answer = orepass(home, "restore", str(archive))
    assert (code, answer["error"]["code"]) == (2, "platform.restore.not_empty")


@pytest.mark.parametrize("damage", ["truncated", "altered", "text"])
def test_a_damaged_backup_is_refused_and_nothing_is_restored(home: Path, tmp_path: Path, damage: str) -> None:
    archive, other = tmp_path / "b.tgz", tmp_path / "other"
    orepass(home, "backup", str(archive))
    if damage == "truncated":
        archive.write_bytes(archive.read_bytes()[:-2000])
    elif damage == "text":
        archive.write_bytes(b"not an archive")
    else:
        _swap_a_file(archive, tmp_path)
    code, answer = orepass(other, "restore", str(archive))
    assert (code, answer["error"]["code"]) == (2, "platform.restore.damaged")
    assert not (other / "evidence").exists()


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


def test_a_wrong_date_and_an_unknown_action_exit_two_with_one_json_document(home: Path) -> None:
    assert orepass(home, "record", "--at", "tomorrow") == (
        2,
        {
            "error": {
                "code": "cli.at",
                "message": "“tomorrow” is not a date.",
                "where": "--at",
                "what_to_do": "Write it as 2026-11-22.",
            }
        },
    )
    code, answer = orepass(home, "do", "party.site.explode")
    assert (code, answer["error"]["code"]) == (2, "platform.not_found")
