"""docs/conformance.md is as the vectors and the product are, and names tests that exist."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture.source import ROOT

REFERENCE = Path(os.environ.get("OREPASS_REFERENCE", ROOT.parent / "shared")) / "reference" / "credentials"
LISTS = ("issuer", "verifier", "attacks", "opinions")
ARGUED: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "docs" / "conformance.yaml").read_text("utf-8"))
CLAUSES = [
    {"clause": line["line"]} | one for name in LISTS for line in ARGUED[name] for one in line.get("clauses", [line])
]
NAMED = sorted({test for one in CLAUSES for test in one["tests"]})
CHECKLISTS = REFERENCE.parents[1] / "domain" / "credentials.md"
HEADINGS = {"Issuer": "issuer", "Verifier": "verifier"}
WAYS = ("Not met: ", "Partly: ", "Otherwise: ")


def names_in(file: Path) -> set[str]:
    return {node.name for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("test", NAMED)
def test_a_named_test_exists(test: str) -> None:
    file, _colons, name = test.partition("::")
    assert name.startswith("test_")
    assert name in names_in(ROOT / file)


def test_every_clause_has_a_test() -> None:
    assert [one["clause"] for one in CLAUSES if not one["tests"]] == []


def test_every_exception_says_how_far_it_goes() -> None:
    assert [one["clause"] for one in CLAUSES if not one.get("exception", WAYS[0]).startswith(WAYS)] == []


def words(text: str) -> str:
    """Return a text without what stands between its words, so that a line may be cut into clauses anywhere."""
    return "".join(sign for sign in text if sign.isalnum())


@pytest.mark.parametrize("name", HEADINGS.values())
def test_the_clauses_of_a_line_say_all_that_the_line_says(name: str) -> None:
    for line in ARGUED[name]:
        assert words("".join(one["clause"] for one in line["clauses"])) == words(line["line"])


def checklists(text: str) -> dict[str, list[str]]:
    """Return the lines of the checklists of section 8 by the heading of each list."""
    section = text.partition("\n## 8. ")[2].partition("\n## ")[0]
    found: dict[str, list[str]] = {}
    heading = ""
    for line in section.splitlines()[1:]:
        if line.startswith("- [ ] "):
            found.setdefault(heading, []).append(line.removeprefix("- [ ] "))
        elif line.strip():
            heading = line.strip()
    return found


@pytest.mark.conformance
@pytest.mark.skipif(not CHECKLISTS.is_file(), reason="no checklists: set OREPASS_REFERENCE")
def test_no_line_of_the_checklists_is_shortened_or_left_out_in_silence() -> None:
    asked = checklists(CHECKLISTS.read_text("utf-8"))
    assert set(asked) == {*HEADINGS, *(one["list"] for one in ARGUED["left_out"])}
    for heading, name in HEADINGS.items():
        assert len(asked[heading]) > 5
        assert [line["line"] for line in ARGUED[name]] == asked[heading]


@pytest.mark.conformance
@pytest.mark.skipif(not REFERENCE.is_dir(), reason="no reference material: set OREPASS_REFERENCE")
@pytest.mark.skipif(importlib.util.find_spec("pyld") is None, reason="the extra [rdfc] is not installed")
def test_the_page_is_fresh_and_every_vector_is_as_published_or_argued() -> None:
    result = subprocess.run(
        [sys.executable, "scripts/write_conformance.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
