"""``orepass export oscal``: a catalogue, a profile, results; the check needs an extra and says so."""

import sys
from pathlib import Path

import pytest

from orepass.scheme.rules.oscal.document import VERSION
from tests.certification import PACK, World
from tests.cli.conftest import Run


def test_a_catalogue_is_checked_and_written(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "catalog.json"
    made = run("export", "oscal", PACK, "--standard", "ASM", "--check", "--out", str(out), "--json").document
    assert (made["as"], made["oscal_version"]) == ("catalog", VERSION)
    assert run("export", "oscal", PACK, "--standard", "ASM").document["catalog"]["groups"][0]["id"] == "ASM"
    french = run("export", "oscal", PACK, "--standard", "ASM", "--language", "fr").document
    assert french["catalog"]["uuid"] != run("export", "oscal", PACK, "--standard", "ASM").document["catalog"]["uuid"]


def test_a_profile_says_what_applies(run: Run) -> None:
    words = ("--as", "profile", "--standard", "ASM", "--profile", "size=asm", "--check")
    assert run("export", "oscal", PACK, *words).document["profile"]["imports"][0]["include-controls"]


def test_results_are_those_of_a_file(run: Run) -> None:
    file = World().assessed()
    made = run("export", "oscal", file, "--as", "results", "--check").document
    assert made["assessment-results"]["results"][0]["findings"]
    for words in ((file, "--as", "catalog"), (PACK, "--as", "results"), (PACK, "--as", "poem")):
        assert run("export", "oscal", *words, "--json").error["code"] == "cli.oscal.shape"


def test_without_the_extra_the_check_is_refused_and_the_export_is_not(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trestle.oscal.catalog", None)
    refused = run("export", "oscal", PACK, "--check", "--json")
    assert (refused.code, refused.error["code"]) == (2, "cli.oscal.extra_missing")
    assert "pip install orepass[oscal]" in refused.error["what_to_do"]
    assert run("export", "oscal", PACK).code == 0


def test_a_document_that_does_not_fit_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orepass.cli.oscal.catalog", lambda *_what: {"catalog": {}})
    assert run("export", "oscal", PACK, "--check", "--json").error["code"] == "cli.oscal.invalid"
