"""Every story in standards/ goes as it says."""

import re
from pathlib import Path

import pytest

from orepass.cli.story.chapters import tell_here
from orepass.scheme.rules.folder import read_file
from orepass.scheme.rules.load import read_cases
from tests.standards.test_packs import STANDARDS

FILES = sorted(path for path in STANDARDS.rglob("*.yaml") if "cases" in path.parts)
TOLD = [path for path in FILES if re.search(r"^ +story:", path.read_text(encoding="utf-8"), re.MULTILINE)]


@pytest.mark.django_db
@pytest.mark.usefixtures("packs_checked_once")
@pytest.mark.any_database  # the actions that they tell have tests of their own
@pytest.mark.parametrize("path", TOLD, ids=lambda path: str(path.relative_to(STANDARDS)))
def test_every_story_goes_as_it_says(path: Path) -> None:
    cases, _findings = read_cases(read_file(path, path.name, "cases")[0])
    stories = [case for case in cases if case.story is not None]
    assert stories
    results = tell_here(stories)
    assert {result.case: [finding.message for finding in result.findings] for result in results} == {
        case.id: [] for case in stories
    }
