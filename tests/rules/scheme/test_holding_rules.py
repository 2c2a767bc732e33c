"""What of an edition is its approved text, and what may still change before it is published."""

from pathlib import Path

import pytest

from orepass.scheme.rules.editions.holding import text_digest
from orepass.scheme.rules.load import require
from tests.rules.scheme.packs import PACK, STANDARD, WATER, write_pack

WATER_FILE = "TST/subjects/01-water.yaml"


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"pack.yaml": PACK.replace("valid_from: 2026-01-01", "valid_from: 2026-07-01")}, True),
        ({"pack.yaml": PACK.replace("status: released", "status: pilot")}, True),
        ({"TST/standard.yaml": STANDARD.replace("status: released", "status: draft")}, True),
        ({"pack.yaml": PACK.replace("Tiny standard", "Tidy standard")}, False),
        ({WATER_FILE: WATER.replace("A fact.", "Another fact.")}, False),
    ],
)
def test_days_and_status_are_no_part_of_the_text_and_every_word_is(
    tmp_path: Path, changes: dict[str, str | bytes | None], same: bool
) -> None:
    approved, later = (require(write_pack(tmp_path / name, bent)) for name, bent in (("a", {}), ("b", changes)))
    assert approved.digest != later.digest
    assert (text_digest(approved) == text_digest(later)) is same
