"""The example of docs/how-to/add-a-custody-check.md does what the page says."""

import re
from pathlib import Path
from typing import Any

import pytest

from orepass.custody.rules import judge
from orepass.kernel.finding import FindingKind

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "add-a-custody-check.md"


def test_the_check_of_the_page_finds_what_its_ledger_expects(ledger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAGE.read_text(encoding="utf-8")
    code, table = (match[1] for match in re.finditer(r"```(?:python)?\n(.*?)```", text, re.DOTALL))
    made: dict[str, Any] = {}
    exec(compile(code, str(PAGE), "exec"), made)  # noqa: S102 - our own page
    monkeypatch.setattr(judge, "CHECKS", (*judge.CHECKS, made["check"]))
    try:
        ledger.play(table)
        assert "LOT-C" in ledger.lots.known
    finally:
        del FindingKind.catalogue["custody.lot.idle"]
