"""Back up and restore a home: database, keys, evidence and log in one archive with a digest for every file."""

import gzip
import hashlib
import io
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from django.db import connection

from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.platform.home import home, keep_private

MANIFEST: Final = "manifest.json"
DATABASE: Final = "database"
LEFT_OUT: Final = {"static", "mail", "orepass.sqlite3", "orepass.sqlite3-wal", "orepass.sqlite3-shm"}


class BackupCard(msgspec.Struct, frozen=True):
    """What an archive holds."""

    file: str
    files: int
    size: int
    made_at: datetime


class _Manifest(msgspec.Struct, frozen=True):
    made_at: datetime
    vendor: str
    files: dict[str, str]


class HomeNotEmpty(Conflict):
    """A restore never overwrites."""

    code = "platform.restore.not_empty"
    message = _("The home {home} is not empty.")
    what_to_do = _("Set OREPASS_HOME to an empty directory and restore there.")


class BadBackup(Invalid):
    """The archive is not a complete backup."""

    code = "platform.restore.damaged"
    message = _("“{file}” is not a complete backup: {reason}.")
    what_to_do = _("Use another copy; nothing was restored.")


class BackupExists(Conflict):
    """A backup replaces no other unasked."""

    code = "platform.backup.exists"
    message = _("There is a file “{file}” already; it was not replaced.")
    what_to_do = _("Give another name, or replace it with --replace.")


class NoDump(Conflict):
    """PostgreSQL's own tools are needed."""

    code = "platform.backup.no_tool"
    message = _("{tool} is needed and was not found.")
    what_to_do = _("Install PostgreSQL's client programs on this machine.")


def back_up(target: Path, at: datetime, *, replace: bool = False) -> BackupCard:
    """Write the whole home into one archive; a half-written archive never gets the name asked for.

    Raises:
        BackupExists: there is a file of that name, and nobody asked to replace it.
    """
    if target.exists() and not replace:
        raise BackupExists(where="file", file=target)
    unfinished = target.with_name(target.name + ".part")
    unfinished.touch(mode=0o600)
    unfinished.chmod(0o600)
    digests: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch, tarfile.open(unfinished, "w:gz") as archive:
        dump = Path(scratch) / DATABASE
        _dump_database(dump)
        for name, path in [(DATABASE, dump), *_files()]:
            digests[name] = _sha256(path)
            archive.add(path, name, recursive=False)
        content = msgspec.json.encode(_Manifest(at, connection.vendor, digests))
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        archive.addfile(entry, io.BytesIO(content))
    unfinished.replace(target)
    return BackupCard(str(target), len(digests), target.stat().st_size, at)


def _files() -> list[tuple[str, Path]]:
    return [
        (f"home/{path.relative_to(home())}", path)
        for path in sorted(home().rglob("*"))
        if path.is_file() and path.relative_to(home()).parts[0] not in LEFT_OUT
    ]


def _dump_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(target) as copy:
            connection.connection.backup(copy)
        return
    _run("pg_dump", ["--format=custom", f"--file={target}", _dsn()])


def _load_database(source: Path) -> None:
    if connection.vendor == "sqlite":
        shutil.copyfile(source, Path(str(connection.settings_dict["NAME"])))
        return
    _run("pg_restore", ["--no-owner", f"--dbname={_dsn()}", str(source)])


def _run(tool: str, arguments: list[str]) -> None:
    found = shutil.which(tool)
    if found is None:
        raise NoDump(tool=tool)
    subprocess.run([found, *arguments], check=True)  # noqa: S603 - our own arguments, no shell


def _dsn() -> str:
    known = connection.settings_dict
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return " ".join(f"{key}='{known[name]}'" for key, name in parts.items() if known.get(name))


def restore(source: Path) -> BackupCard:
    """Restore an archive into an empty home, after every file's digest was compared.

    Raises:
        HomeNotEmpty: the home holds something.
        BadBackup: a file is missing, altered or not where it may be.
    """
    if home().exists() and any(path.name != "keys" for path in home().iterdir()):
        raise HomeNotEmpty(home=home())
    with tempfile.TemporaryDirectory() as scratch:
        manifest = _unpack(source, Path(scratch))
        home().mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_private()
        connection.close()
        _load_database(Path(scratch) / DATABASE)
        if (Path(scratch) / "home").is_dir():
            shutil.copytree(Path(scratch) / "home", home(), dirs_exist_ok=True)
    return BackupCard(str(source), len(manifest.files), source.stat().st_size, manifest.made_at)


def _unpack(source: Path, scratch: Path) -> _Manifest:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(scratch, filter="data")
        manifest = msgspec.json.decode((scratch / MANIFEST).read_bytes(), type=_Manifest)
        found = {name: _sha256(scratch / name) for name in manifest.files}
    except (OSError, EOFError, ValueError, zlib.error, tarfile.TarError, msgspec.MsgspecError) as error:
        raise BadBackup(file=source.name, reason=_what_is_wrong(error, source)) from None
    if manifest.vendor != connection.vendor:
        made_on = said(_("it was made on {vendor}, and this home works on {other}"), **_vendors(manifest))
        raise BadBackup(file=source.name, reason=made_on)
    if found != manifest.files:
        raise BadBackup(file=source.name, reason=_("a file in it is missing or was altered after it was made"))
    return manifest


def _vendors(manifest: _Manifest) -> dict[str, object]:
    return {"vendor": manifest.vendor, "other": connection.vendor}


def _what_is_wrong(error: Exception, source: Path) -> str:
    """Say in plain words why an archive cannot be unpacked."""
    if isinstance(error, tarfile.FilterError):
        return _("something in it would be written outside the folder it is unpacked into")
    if not source.is_file():
        return _("there is no such file")
    if isinstance(error, msgspec.MsgspecError | FileNotFoundError):
        return _("the list of its files is missing, names one that is not there, or cannot be read")
    if isinstance(error, tarfile.TarError | EOFError | zlib.error | gzip.BadGzipFile | ValueError):
        return _("it is no archive in tar.gz, is damaged, or was cut off on its way")
    return _("it cannot be read or unpacked: look at its permissions, and at the room left on the disk")


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
