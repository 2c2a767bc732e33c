"""The overlays of the wide pack: a site where they hold, one place bent, and what the reading finds wrong."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from orepass.kernel.finding import Finding
from orepass.scheme.rules.load import load
from tests.rules.scheme.packs import write_pack
from tests.rules.scheme.packs_wide import MINERAL, NATIONAL, WIDE

DAY = date(2026, 6, 1)
SITE: dict[str, Any] = {
    "stage": "mine",
    "activities": ["extraction"],
    "size": "asm",
    "minerals": ["cobalt"],
    "flags": {"mercury": False},
    "entered_on": DAY,
}
CONGO = {**SITE, "country": "CD"}


def bent(tmp_path: Path, changes: Mapping[str, str | bytes | None]) -> list[Finding]:
    pack, findings = load(write_pack(tmp_path, {**WIDE, **changes}))
    wrong = [finding for finding in findings if finding.severity != "note"]
    assert (pack is None) == any(finding.severity == "error" for finding in findings)
    return wrong


def national(old: str, new: str) -> dict[str, str | bytes | None]:
    assert NATIONAL.count(old) == 1, old
    return {"overlays/congo.yaml": NATIONAL.replace(old, new)}


def mineral(old: str, new: str) -> dict[str, str | bytes | None]:
    assert MINERAL.count(old) == 1, old
    return {"overlays/congo-cobalt.yaml": MINERAL.replace(old, new)}
