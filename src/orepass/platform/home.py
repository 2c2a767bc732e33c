"""The home: one directory that holds all state (database, keys, evidence, log, mail).

``OREPASS_HOME`` names it; in a checkout it is ``var/``, elsewhere ``$XDG_DATA_HOME/orepass``.
"""

import os
import stat
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parents[3]
DEMO_MARKER: Final = "DEMONSTRATION"
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def in_checkout() -> bool:
    """Say whether the program runs from a checkout rather than from an installed wheel."""
    return (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "src" / "orepass").is_dir()


def home() -> Path:
    """Return the home directory (it may not exist yet)."""
    named = os.environ.get("OREPASS_HOME")
    if named:
        return Path(named).expanduser().resolve()
    if in_checkout():
        return CHECKOUT / "var"
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "orepass"


def keep_private(*files: Path) -> None:
    """Take from everybody but their owner what the home and some files of it allow: they hold personal data.

    A folder that many share (`/tmp`) is left as it is, and so is what belongs to somebody else: the owner has to act.
    """
    for path in (home(), *files):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & OTHERS and not mode & stat.S_ISVTX:
                path.chmod(mode & ~OTHERS)
        except (FileNotFoundError, PermissionError):
            continue


def sqlite_files(database: Path) -> tuple[Path, ...]:
    """Return the files of an SQLite database: itself, its log of writes and the index of that log."""
    return tuple(database.with_name(database.name + end) for end in ("", "-wal", "-shm"))


def is_demonstration() -> bool:
    """Say whether this home holds the demonstration; its keys are good for nothing else."""
    return (home() / DEMO_MARKER).is_file()


def mark_as_demonstration(seed: str) -> None:
    """Mark the home as a demonstration, for good."""
    home().mkdir(parents=True, exist_ok=True)
    (home() / DEMO_MARKER).write_text(f"This home holds a demonstration made from the seed {seed}.\n", encoding="utf-8")
