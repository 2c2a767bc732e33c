"""Bring a home up: make its directories and its database, migrating by itself.

An empty SQLite home gets a copy of a prepared schema, so that it is usable in under a second. The prepared file has its
name from the digest of all migrations, so a stale one is never used.
"""

import os
import shutil
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from orepass.kernel.digest import Digest, digest, digest_bytes
from orepass.platform.home import home, keep_private, sqlite_files

STAMP = "schema"


def ensure_home() -> None:
    """Make the home usable, for its owner alone: directories, database, migrations; cheap when nothing is to do."""
    wanted = migrations_digest()
    stamp = home() / STAMP
    keep_private(*_database_files())
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted and _database_exists():
        return
    home().mkdir(mode=0o700, parents=True, exist_ok=True)
    if connection.vendor == "sqlite" and not _database_exists():
        _copy_prepared(Path(str(connection.settings_dict["NAME"])))
    else:
        call_command("migrate", verbosity=0)
    keep_private(*_database_files())
    stamp.write_text(wanted, encoding="ascii")


def _database_files() -> tuple[Path, ...]:
    return sqlite_files(Path(str(connection.settings_dict["NAME"]))) if connection.vendor == "sqlite" else ()


def _database_exists() -> bool:
    return connection.vendor != "sqlite" or Path(str(connection.settings_dict["NAME"])).is_file()


def _copy_prepared(target: Path) -> None:
    prepared = _prepared_file()
    if prepared is not None:
        shutil.copyfile(prepared, target)
        return
    call_command("migrate", verbosity=0)
    connection.close()
    _keep_prepared(target)


@cache
def migrations_digest() -> Digest:
    """Return the digest that names the schema: every migration file of every installed application."""
    return digest([[label, path.name, digest_bytes(path.read_bytes())] for label, path in _migration_files()])


def _migration_files() -> Iterator[tuple[str, Path]]:
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        if find_spec(f"{config.name}.migrations"):
            for path in sorted((Path(config.path) / "migrations").glob("[0-9]*.py")):
                yield config.label, path


def _shelves() -> tuple[Path, Path]:
    cache_home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(__file__).resolve().parent / "prepared", Path(cache_home) / "orepass"


def _prepared_file() -> Path | None:
    name = f"{migrations_digest()}.sqlite3"
    return next((shelf / name for shelf in _shelves() if (shelf / name).is_file()), None)


def _keep_prepared(database: Path) -> None:
    shelf = _shelves()[1]
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        unfinished = shelf / f"{os.getpid()}.part"
        shutil.copyfile(database, unfinished)
        unfinished.replace(shelf / f"{migrations_digest()}.sqlite3")
    except OSError:
        return  # a read-only cache only costs the next home some seconds


def prepare(shelf: Path) -> Path:
    """Write the prepared schema of this version into a directory (done when the package is built)."""
    for old in shelf.glob("*.sqlite3"):
        old.unlink()
    shelf.mkdir(parents=True, exist_ok=True)
    target = shelf / f"{migrations_digest()}.sqlite3"
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    return target
