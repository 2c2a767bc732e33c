"""The reference is complete: generated pages are fresh, every setting is explained, every code has a way out."""

import importlib
import re
import subprocess
import sys

import pytest
from django.core.management import call_command

from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.refusal import Refusal
from tests.architecture.source import ROOT, modules

REFERENCE = ROOT / "docs" / "reference"
SETTING = re.compile(r"\bOREPASS_[A-Z_]+[A-Z]\b")
CODE = re.compile(r"[a-z]+(\.[a-z_0-9]+)+\Z")


@pytest.fixture(scope="module", autouse=True)
def every_module_imported() -> None:
    for module in modules():
        name = ".".join(("orepass", *module.place.removesuffix(".py").removesuffix("/__init__").split("/")))
        if "templatetags" not in name:
            importlib.import_module(name.removesuffix(".__init__"))


def test_generated_pages_are_fresh() -> None:
    result = subprocess.run(
        [sys.executable, "scripts/write_reference.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_setting_is_explained_and_every_explained_setting_exists() -> None:
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `(OREPASS_[A-Z_]+)` \|", page, flags=re.MULTILINE))
    places = [*(module.text for module in modules())]
    places += [path.read_text(encoding="utf-8") for path in (ROOT / "scripts").iterdir() if path.is_file()]
    places.append((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    assert explained == {name for text in places for name in SETTING.findall(text)}


def test_every_refusal_has_a_code_a_sentence_and_a_way_out() -> None:
    assert len(Refusal.catalogue) > 10
    wrong = [
        code
        for code, kind in Refusal.catalogue.items()
        if not CODE.match(code) or not kind.message.endswith((".", "?")) or not kind.what_to_do.strip()
    ]
    assert wrong == []


def test_every_finding_has_a_code_a_sentence_and_a_way_out() -> None:
    assert len(FindingKind.catalogue) > 10
    wrong = [
        code
        for code, kind in FindingKind.catalogue.items()
        if not CODE.match(code) or not kind.message.strip() or not (kind.what_to_do or kind.severity is Severity.NOTE)
    ]
    assert wrong == []


def test_every_code_names_its_room() -> None:
    declared = [
        (code, kind.__module__) for code, kind in Refusal.catalogue.items() if kind.__module__.startswith("orepass.")
    ]
    wrong = [(code, module) for code, module in declared if code.split(".", maxsplit=1)[0] not in module.split(".")]
    assert [one for one in wrong if not one[1].startswith(("orepass.kernel.", "orepass.cli."))] == []


@pytest.mark.django_db
def test_the_tables_are_as_the_migrations_make_them() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
