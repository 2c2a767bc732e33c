"""``orepass export self-assessment`` and back: with a file and without one, on the command line."""

import io
from pathlib import Path

import openpyxl

from orepass.assurance.queries import case_for
from tests.certification import PACK, World
from tests.cli.conftest import Run

FIRST = "ASM.G.legitimacy.C1"


def counts(document: dict[str, int]) -> tuple[int, ...]:
    return tuple(document[name] for name in ("created", "updated", "unchanged", "refused"))


def filled(path: Path, cell: str, value: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    book["answers"][cell] = value
    book.save(path)


def test_a_self_assessment_for_a_profile_needs_no_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    less = run(
        *("export", "self-assessment", PACK, "--standard", "ASM", "--profile", "minerals=gold,tin"),
        *("--profile", "flags.underground=no", "--language", "fr", "--out", str(out), "--json"),
    ).document
    form = run("export", "xlsform", PACK, "--standard", "ASM", "--out", str(out), "--json").document
    assert 0 < less["requirements"] <= form["requirements"]
    assert less["digest"] == form["digest"]
    wrong = run("export", "xlsform", PACK, "--profile", "asm", "--out", str(out), "--json")
    assert wrong.error["code"] == "cli.export.what_needed"
    strange = run("export", "xlsform", PACK, "--profile", "size=vast", "--out", str(out), "--json")
    assert strange.error["code"] == "scheme.saying.word"


def test_answers_of_a_table_are_saved_and_wrong_ones_told(run: Run, tmp_path: Path) -> None:
    world = World()
    file = world.contracted()
    out = tmp_path / "a.xlsx"
    assert run("export", "self-assessment", file, "--out", str(out), "--json").document["standard"] == "ASM"
    back = ("import", "self-assessment", str(out), "--application", file, "--as", world.operator.pseudonym, "--json")
    filled(out, "J2", "fully mett")
    wrong = run(*back)
    assert (wrong.code, counts(wrong.document)) == (1, (0, 0, 0, 1))
    assert [finding["where"] for finding in wrong.document["findings"]] == ["answers!J2"]
    filled(out, "J2", "fully met")
    assert counts(run(*back).document) == (1, 0, 0, 0)
    assert counts(run(*back).document) == (0, 0, 1, 0)
    assert [card.requirement for card in case_for(world.operator, file).answers] == [FIRST]


def test_submissions_need_a_file_and_a_person(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    out.write_text("[]", encoding="utf-8")
    assert run("import", "submissions", str(out), "--json").error["code"] == "cli.import.application_needed"
    world = World()
    nobody = run("import", "submissions", str(out), "--application", world.contracted(), "--json")
    assert nobody.error["code"] == "platform.access.denied"
    by = ("--application", world.draft().id, "--as", world.operator.pseudonym, "--json")
    nothing = run("import", "submissions", str(out), *by)
    assert (nothing.code, counts(nothing.document)) == (0, (0, 0, 0, 0))


def test_the_empty_table_of_events_is_written_in_a_language(tmp_path: Path, run: Run) -> None:
    out = tmp_path / "events.xlsx"
    assert run("export", "events-table", "--language", "fr", "--out", str(out), "--json").document["language"] == "fr"
    assert openpyxl.load_workbook(out).worksheets[0]["A1"].value == "quoi"


def test_in_a_language_without_headings_no_table_of_events_is_written(tmp_path: Path, run: Run) -> None:
    out = tmp_path / "events.xlsx"
    refused = run("export", "events-table", "--language", "zz", "--out", str(out), "--json")
    assert (refused.code, refused.error["code"], out.exists()) == (2, "cli.export.language", False)
    assert "en, fr, es" in refused.error["what_to_do"]
