"""The storeys hold: import-linter keeps every contract, and reports each violation that is put into a copy."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT

INJECTED = {
    "assurance/rules/injected_upward.py": ("orepass.custody.rules", "Storeys"),
    "cli/injected_door.py": ("orepass.api", "Storeys"),
    "party/rules/injected_downstairs.py": ("orepass.party.models", "Inside a room"),
    "custody/rules/injected_framework.py": ("django.db", "Rules are pure"),
    "kernel/injected_plumbing.py": ("orepass.platform", "Rules are pure"),
    "inclusion/groups/injected_neighbour.py": ("orepass.inclusion.stages", "The inclusion rooms do not know"),
    "assurance/injected_interest.py": ("orepass.inclusion.groups", "Impartiality"),
    "register/injected_write.py": ("orepass.party.actions", "The public register can only read"),
    "transparency/injected_minerals.py": ("orepass.custody", "The log and the credentials"),
    "web/injected_table.py": ("orepass.party.models", "Party tables belong to party"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def violated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says about a copy of the house with every violation and an unknown room put into it."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / ".importlinter", copy)
    package = copy / "src" / "orepass"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("static", "templates", "__pycache__"))
    for place, (imported, _contract) in INJECTED.items():
        (package / place).write_text(f"import {imported}\n", encoding="utf-8")
    result = lint(copy)
    assert result.returncode == 1, result.stdout + result.stderr
    return result.stdout


def test_every_contract_is_kept() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("place", INJECTED)
def test_injected_violation_is_reported(violated: str, place: str) -> None:
    _imported, contract = INJECTED[place]
    _head, broken = violated.split("Broken contracts", maxsplit=1)
    module = Path(place).stem
    named = [line for line in violated.splitlines() if line.startswith(contract)]
    assert named
    assert all("BROKEN" in line for line in named if line.endswith(("KEPT", "BROKEN")))
    assert module in broken


def test_a_room_that_nobody_placed_is_refused(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".importlinter", tmp_path)
    package = tmp_path / "src" / "orepass"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("static", "templates", "__pycache__"))
    (package / "utils").mkdir()
    (package / "utils" / "__init__.py").touch()
    result = lint(tmp_path)
    assert result.returncode == 1
    assert "utils" in result.stdout


def test_every_room_with_tables_keeps_them_private() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    private = {section["protected_modules"] for section in contracts.values() if section.get("type") == "protected"}
    places = [path for pattern in ("*/models*", "inclusion/*/models*") for path in PACKAGE.glob(pattern)]
    tables = {".".join(("orepass", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in places}
    assert private == tables


def test_every_room_is_held_inside() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    held = set(contracts["importlinter:contract:inside-a-room"]["containers"].split())
    rooms = {
        ".".join(("orepass", *path.parent.relative_to(PACKAGE).parts))
        for pattern in ("*/apps.py", "inclusion/*/apps.py")
        for path in PACKAGE.glob(pattern)
    }
    assert rooms - held <= {"orepass.platform", "orepass.web"}
