"""A pack that is broken in one place fails one of its own worked cases, in four of five places at least."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKS = sorted(path.parent for path in (ROOT / "standards").glob("*/*/pack.yaml"))
SAMPLE = 130
"""Of the largest standards a part is tried here, all of it by `make mutants-of-packs SAMPLE=0`."""


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.parent.name + "@" + path.name)
def test_a_case_notices_four_of_five_changes_of_a_pack(pack: Path) -> None:
    command = [sys.executable, "scripts/pack_mutants.py", str(pack), "--sample", str(SAMPLE), "--seed", "5"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "of 0 noticed" not in ran.stdout
