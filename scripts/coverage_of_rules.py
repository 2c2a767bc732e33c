"""Fail unless the tests take every branch of the rules: what decides about a certificate is run both ways.

The rules of each room and the kernel are measured, file by file, under the tests that are pure plus those that walk
through the rules of a room from its actions. Random examples are drawn from a fixed seed, so that the result is a fact
about the tests and not about the day. Reference material is left aside: a branch that only it reaches is not covered.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

ROOT: Final = Path(__file__).resolve().parents[1]
PRODUCT: Final = ROOT / "src" / "orepass"
COVERAGE: Final = [sys.executable, "-m", "coverage"]
TESTS: Final = (
    "tests/rules",
    "tests/properties",
    "tests/standards/test_packs.py",
    "tests/standards/test_guide.py",
    "tests/actions/custody",
)
SLOW: Final = "tests/properties/test_scheme_packs.py"
"""A minute of packs bent at random, which reaches nothing that the worked packs do not."""

PYTEST: Final = [
    "pytest",
    "-q",
    "-p",
    "no:cacheprovider",
    "--hypothesis-seed=0",
    "-n",
    "2",
    "--dist",
    "loadfile",
    f"--ignore={SLOW}",
]


def main() -> int:
    """Measure, print a line for each room, and return 1 when a branch or a test failed."""
    started = time.monotonic()
    rooms = dict(sorted(_rooms()))
    measured = ",".join(_measured(path) for path in rooms.values())
    with tempfile.TemporaryDirectory(prefix="orepass-coverage-") as folder:
        data, result = f"--data-file={folder}/data", Path(folder) / "result.json"
        nowhere = {"OREPASS_REFERENCE": str(Path(folder) / "no-reference-material")}
        run = [*COVERAGE, "run", data, f"--source={measured}", "-m", *PYTEST, *TESTS]
        failed = subprocess.run(run, cwd=ROOT, env=os.environ | nowhere, check=False).returncode
        subprocess.run([*COVERAGE, "combine", "-q", data], cwd=ROOT, check=True)
        subprocess.run([*COVERAGE, "json", "-q", data, "-o", result], cwd=ROOT, check=True)
        files: dict[str, Any] = msgspec.json.decode(result.read_bytes())["files"]
    gaps = sum(_report(name, path, files) for name, path in rooms.items())
    print(f"{gaps} gaps in the rules ({time.monotonic() - started:.0f} s)", flush=True)
    return int(bool(failed or gaps))


def _rooms() -> Iterator[tuple[str, Path]]:
    """Find what is measured by what it is called, so that a new room is measured from its first day."""
    yield "kernel", PRODUCT / "kernel"
    for path in (*PRODUCT.glob("*/rules"), *PRODUCT.glob("inclusion/*/rules"), *PRODUCT.glob("*/rules.py")):
        yield path.parent.relative_to(PRODUCT).as_posix(), path


def _measured(path: Path) -> str:
    """Name a folder as a folder and a module as a module: that is how coverage takes them."""
    if path.is_dir():
        return str(path)
    return ".".join(path.with_suffix("").relative_to(PRODUCT.parent).parts)


def _report(name: str, path: Path, files: dict[str, Any]) -> int:
    """Print the room's share and the places never reached; return how many there are."""
    mine = {file: found for file, found in files.items() if (ROOT / file) == path or path in (ROOT / file).parents}
    assert mine, f"nothing was measured in {name}"
    done, there = 0, 0
    gaps: list[str] = []
    for file, found in mine.items():
        summary = found["summary"]
        done += summary["covered_lines"] + summary["covered_branches"]
        there += summary["num_statements"] + summary["num_branches"]
        gaps += [f"{file}:{line}" for line in found["missing_lines"]]
        gaps += [
            f"{file}:{start} never goes on {'to ' + str(end) if end > 0 else 'to the end'}"
            for start, end in found["missing_branches"]
            if start not in found["missing_lines"] and end not in found["missing_lines"]
        ]
    share = done * 10_000 // there if there else 10_000
    print(f"{name:24}{share // 100:4}.{share % 100:02} %  ({there - done} of {there} open)", flush=True)
    print("".join(f"    {gap}\n" for gap in gaps), end="", flush=True)
    return len(gaps)


if __name__ == "__main__":
    sys.exit(main())
