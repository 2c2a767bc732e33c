"""The pack of docs/how-to/write-a-standard.md is a working one, and its steps say what is true."""

import re
from pathlib import Path

import pytest

from orepass.cli.story.chapters import tell_here
from orepass.scheme.rules.checking import check

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-a-standard.md"


@pytest.mark.django_db
def test_the_pack_built_by_the_guide_is_right_and_its_cases_pass(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n# file: (\S+)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 7
    for name, text in blocks:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (checked,) = check([tmp_path], tell_here).checked
    assert [found.code for found in checked.findings if found.severity != "note"] == ["scheme.overlay.workshops_few"]
    assert [(case.case, case.state.value, case.findings) for case in checked.cases] == [
        ("river-first-year", "passed", ()),
        ("river-first-year-in-peru", "passed", ()),
        ("river-second-year", "passed", ()),
        ("river-kitchen", "passed", ()),
        ("river-not-asked", "passed", ()),
        ("river-candidate", "passed", ()),
        ("river-no-site", "passed", ()),
        ("river-own-site", "passed", ()),
    ]
