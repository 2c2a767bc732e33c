"""The home: one directory that holds all state (database, keys, evidence, log, mail).

``OREPASS_HOME`` names it; in a checkout it is ``var/``, elsewhere ``$XDG_DATA_HOME/orepass``.
"""

import os
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parents[3]
DEMO_MARKER: Final = "DEMONSTRATION"


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


def is_demonstration() -> bool:
    """Say whether this home holds the demonstration; its keys are good for nothing else."""
    return (home() / DEMO_MARKER).is_file()


def mark_as_demonstration(seed: str) -> None:
    """Mark the home as a demonstration, for good."""
    home().mkdir(parents=True, exist_ok=True)
    (home() / DEMO_MARKER).write_text(f"This home holds a demonstration made from the seed {seed}.\n", encoding="utf-8")
