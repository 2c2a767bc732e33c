"""The rules of the wide pack, bent in one place, and what the reading of the pack finds wrong with them."""

from pathlib import Path

from orepass.kernel.finding import Finding
from orepass.scheme.rules.load import load
from tests.rules.scheme.packs import write_pack
from tests.rules.scheme.packs_wide import WIDE, WIDE_RULES


def errors(tmp_path: Path, rules: str, **more: str) -> list[Finding]:
    pack, findings = load(write_pack(tmp_path, {**WIDE, "rules.yaml": rules, **more}))
    wrong = [finding for finding in findings if finding.severity == "error"]
    assert (pack is None) == bool(wrong)
    return wrong


def bent(old: str, new: str) -> str:
    assert WIDE_RULES.count(old) == 1, (WIDE_RULES.count(old), old)
    return WIDE_RULES.replace(old, new)


def line_of(rules: str, finding: Finding) -> str:
    name, _colon, line = finding.where.partition(":")
    assert name == "rules.yaml"
    return rules.splitlines()[int(line) - 1]


def appended(block: str, line: str) -> str:
    return bent(f"{block}:\n", f"{block}:\n  {line}\n")
