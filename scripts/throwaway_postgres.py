"""A PostgreSQL server for one run of the tests: made in a temporary folder, on a Unix socket, gone afterwards.

The server refuses to run as root, so that root starts it as an unprivileged account. Where no server is installed, root
may install one through apt; otherwise the caller is told why there is none.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

UNPRIVILEGED: Final = ("postgres", "nobody")
FAST_AND_LOOSE: Final = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses="


class NoPostgres(Exception):  # noqa: N818 - it says what is the case
    """There is no PostgreSQL here, and why."""


@contextlib.contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """Run a server for the block; yields the environment that leads to it.

    Raises:
        NoPostgres: none is installed and none can be.
    """
    programs = _programs()
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="orepass-pg-", dir="/tmp"))
    try:
        if account:
            shutil.chown(folder, account)
        data, log = folder / "data", folder / "log"
        _run(account, programs / "initdb", "-D", data, "-U", "orepass", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"{FAST_AND_LOOSE} -c unix_socket_directories={folder}"
        _run(account, programs / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
        try:
            yield {"OREPASS_DATABASE": "postgresql://orepass@/postgres", "PGHOST": str(folder)}
        finally:
            _run(account, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = _look()
    if found is None:
        install("postgresql")
        found = _look()
    if found is None:
        raise NoPostgres("initdb is not on this machine and could not be installed")
    return found


def _look() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
        return Path(on_path).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def install(package: str) -> None:
    """Install a Debian package when this account may; say so, and go on when it cannot be done."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return
    print(f"installing {package} through apt-get", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", package]):
        subprocess.run(
            [apt, "-q", *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=900,
            check=False,
        )


def _account() -> str:
    """Return the account to run the server as; empty for the present one."""
    if os.geteuid() != 0:
        return ""
    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise NoPostgres("the server refuses to run as root, and there is no unprivileged account to run it as")


def _run(account: str, *command: object) -> None:
    result = subprocess.run(
        [str(part) for part in command],
        user=account or None,
        group=pwd.getpwnam(account).pw_gid if account else None,
        extra_groups=[] if account else None,
        cwd="/",
        # A pipe would be kept open by the server for as long as it lives.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    if result.returncode:
        raise NoPostgres(f"{command[0]} ended with {result.returncode}")
