"""Every story in standards/ goes as it says, on both databases."""

import pytest

from orepass.cli.story.ledger import tell_here
from orepass.scheme.rules.cases import CaseState
from orepass.scheme.rules.folder import read_file
from orepass.scheme.rules.load import read_cases
from orepass.scheme.rules.written import CaseFile
from tests.standards.test_packs import STANDARDS

FILES = sorted(path for path in STANDARDS.rglob("*.yaml") if "cases" in path.parts)
READ = {path: read_cases(read_file(path, path.name, "cases")[0])[0] for path in FILES}
STORIES = [(path, case.id) for path, cases in READ.items() for case in cases if case.story is not None]


@pytest.mark.django_db
@pytest.mark.any_database  # the actions that they tell have tests of their own
@pytest.mark.parametrize(("path", "name"), STORIES, ids=[name for _path, name in STORIES])
def test_every_story_goes_as_it_says(path: object, name: str) -> None:
    cases: list[CaseFile] = READ[path]  # type: ignore[index]
    (result,) = tell_here([case for case in cases if case.id == name], beside=cases)
    assert [finding.message for finding in result.findings] == []
    assert result.state is CaseState.PASSED
