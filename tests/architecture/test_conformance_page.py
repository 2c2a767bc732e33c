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
NAMED = sorted({test for name in LISTS for line in ARGUED[name] for test in line["tests"]})


def names_in(file: Path) -> set[str]:
    return {node.name for node in ast.parse(file.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("test", NAMED)
def test_a_named_test_exists(test: str) -> None:
    file, _colons, name = test.partition("::")
    assert name.startswith("test_")
    assert name in names_in(ROOT / file)


@pytest.mark.parametrize("name", LISTS)
def test_every_line_has_a_test(name: str) -> None:
    assert [line["line"] for line in ARGUED[name] if not line["tests"]] == []


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
