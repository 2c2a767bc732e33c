"""Each law of the design is held by tests that exist, and the table in docs/architecture.md names them."""

import re

import pytest
from django.conf import settings

from tests.architecture.source import ROOT

LAWS = 12
ROW = re.compile(r"^\| (\d+)\. [^|]+\| (.+) \|$", re.MULTILINE)


def table() -> dict[int, list[str]]:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return {int(number): re.findall(r"`([^`]+)`", cell) for number, cell in ROW.findall(page)}


def test_every_law_is_in_the_table() -> None:
    assert sorted(table()) == list(range(1, LAWS + 1))


@pytest.mark.parametrize("law", range(1, LAWS + 1))
def test_the_tests_that_hold_a_law_exist(law: int) -> None:
    named = table()[law]
    assert named
    for name in named:
        path = ROOT / name
        files = [path] if path.is_file() else sorted(path.glob("test_*.py"))
        assert files, name
        assert all("def test_" in file.read_text(encoding="utf-8") for file in files)


def test_the_admin_site_is_not_installed() -> None:
    assert not [app for app in settings.INSTALLED_APPS if app.startswith("django.contrib.admin")]


def test_writes_on_sqlite_take_their_lock_at_once() -> None:
    """Two actions at once wait for each other instead of failing half-way (decision 0007)."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    else:
        assert settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
