"""Run the checks: style, templates, types, layers, migrations, generated pages, and the fast tests.

All of them run, also after one has failed, so that one run reports everything.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
BIN: Final = Path(sys.executable).parent

CHECKS: Final[dict[str, list[str]]] = {
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "-q", "."],
    "templates": ["djlint", "--lint", "--quiet", "src/orepass/web/templates"],
    "types": ["mypy"],
    "layers": ["lint-imports"],
    "migrations": ["django-admin", "makemigrations", "--check", "--dry-run"],
    "reference": ["python", "scripts/write_reference.py", "--check"],
    "scenarios": ["python", "scripts/write_scenarios.py", "--check"],
    "conformance": ["python", "scripts/write_conformance.py", "--check"],
    "fast tests": ["pytest", "-q", "-n", "2", "tests/rules", "tests/architecture", "tests/properties"],
}


def main() -> int:
    """Run every check and return 1 when one failed."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="orepass-check-") as home:
        settings = {"DJANGO_SETTINGS_MODULE": "orepass.project.settings", "OREPASS_HOME": home}
        for name, command in CHECKS.items():
            started = time.monotonic()
            result = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, env=os.environ | settings, check=False)
            seconds = time.monotonic() - started
            print(f"{'ok    ' if result.returncode == 0 else 'FAILED'} {name} ({seconds:.0f} s)", flush=True)
            if result.returncode:
                failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
