import shutil
from pathlib import Path

import pytest

from orepass.kernel.finding import has_errors
from orepass.scheme.rules.load import PackRefused, load, require
from tests.rules.scheme.packs import FILES, PACK, RULES, SAFETY, STANDARD, WATER, write_pack


def refused_for(tmp_path: Path, changes: dict[str, str | bytes | None]) -> dict[str, tuple[str, str]]:
    """Load a bent pack, be sure that it is refused whole, and return place and way out of each error."""
    pack, findings = load(write_pack(tmp_path / "pack", changes))
    assert pack is None
    assert has_errors(findings)
    return {finding.code: (finding.where, finding.what_to_do) for finding in findings if finding.severity == "error"}


def test_a_right_pack_loads_with_its_standards_parameters_and_translations(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path))
    assert pack.ref == "tiny@2026.1"
    assert [standard.code for standard in pack.standards] == ["TST"]
    assert len(pack.standard("TST").requirements) == 8
    assert pack.rules["lifecycle.candidate_months"].value == 12
    assert pack.standard("TST").title == {"en": "Test standard", "fr": "Norme d’essai"}


def test_the_digest_does_not_depend_on_the_folder_or_on_comments(tmp_path: Path) -> None:
    one = require(write_pack(tmp_path / "one"))
    other = require(write_pack(tmp_path / "other" / "name", {"pack.yaml": "# A remark.\n\n" + PACK}))
    assert one.digest == other.digest


def test_a_translation_may_be_several_files(tmp_path: Path) -> None:
    split: dict[str, str | bytes | None] = {
        "texts/fr/TST.yaml": 'TST.title: "Norme d’essai"\n',
        "texts/fr/subjects.yaml": 'TST.purpose: "Pour essayer."\n',
        "texts/fr.yaml": None,
    }
    standard = require(write_pack(tmp_path, split)).standard("TST")
    assert (standard.title["fr"], standard.purpose["fr"]) == ("Norme d’essai", "Pour essayer.")


@pytest.mark.parametrize("name", [name for name in FILES if name != "texts/fr.yaml"])
def test_the_digest_changes_with_every_file(tmp_path: Path, name: str) -> None:
    changed = FILES[name].replace("Subject", "Topic").replace("12", "11").replace("Test standard", "A test")
    changed = changed.replace("Everything", "All of it").replace("The owner", "Owner")
    assert changed != FILES[name]
    assert require(write_pack(tmp_path / "a")).digest != require(write_pack(tmp_path / "b", {name: changed})).digest


def test_completeness_is_reported_per_language(tmp_path: Path) -> None:
    report = {one.language: one for one in require(write_pack(tmp_path)).completeness}
    assert report["en"].present == report["en"].total
    assert report["fr"].present == 2
    assert "TST.purpose" in report["fr"].missing
    assert (report["sw"].present, report["sw"].reviewed) == (0, False)


BENT: dict[str, tuple[dict[str, str | bytes | None], str, str, str]] = {
    "unknown key": ({"pack.yaml": PACK + "statuss: x\n"}, "scheme.key.unknown", "pack.yaml:20", "Write “status”."),
    "missing key": (
        {"TST/standard.yaml": STANDARD.replace("status: released\n", "")},
        "scheme.key.missing",
        "TST/standard.yaml:1",
        "Add “status: …”.",
    ),
    "wrong word": (
        {"TST/subjects/01-water.yaml": WATER.replace("phase: monitoring", "phase: monitring")},
        "scheme.value.wrong",
        "TST/subjects/01-water.yaml:27",
        "Write “monitoring”.",
    ),
    "norway is text": (
        {"TST/standard.yaml": STANDARD.replace("subject_unit: site", "subject_unit: yes")},
        "scheme.value.wrong",
        "TST/standard.yaml:6",
        "Write one of: chain, group, project, site.",
    ),
    "missing file": (
        {"rules.yaml": None},
        "scheme.file.missing",
        "rules.yaml:1",
        "Add it; docs/how-to/write-a-standard.md lists the files of a pack.",
    ),
    "stray yaml": ({"TST/water.yaml": "a: b\n"}, "scheme.file.unexpected", "TST/water.yaml:1", ""),
    "duplicate key": (
        {"pack.yaml": PACK + "owner: Twice\n"},
        "scheme.yaml.duplicate_key",
        "pack.yaml:20",
        "Keep one of the two.",
    ),
    "duplicate id": (
        {
            "TST/subjects/01-water.yaml": WATER.replace("water.A1", "water.C1").replace(
                "phase: assessment", "phase: commitment"
            )
        },
        "scheme.id.duplicate",
        "TST/subjects/01-water.yaml:16",
        "",
    ),
    "id in the wrong phase": (
        {"TST/subjects/01-water.yaml": WATER.replace("water.A1", "water.M9")},
        "scheme.id.shape",
        "TST/subjects/01-water.yaml:16",
        "Write “TST.E.water.A<number>”.",
    ),
    "folder and code differ": (
        {"TST/standard.yaml": STANDARD.replace("code: TST", "code: TSX")},
        "scheme.id.shape",
        "TST/standard.yaml:1",
        "Write “TST”.",
    ),
    "weight zero": (
        {"TST/subjects/01-water.yaml": WATER.replace('weight: "2"', "weight: 0")},
        "scheme.value.wrong",
        "TST/subjects/01-water.yaml:22",
        "Write more than 0.",
    ),
    "weight below zero": (
        {"TST/subjects/01-water.yaml": WATER.replace('weight: "2"', "weight: -1")},
        "scheme.value.wrong",
        "TST/subjects/01-water.yaml:22",
        "",
    ),
    "unknown list of words": (
        {"pack.yaml": PACK.replace("  stage:", "  stages:")},
        "scheme.key.unknown",
        "pack.yaml:17",
        "Write “stage”.",
    ),
    "flag that is no word": (
        {"pack.yaml": PACK.replace("  mercury:", "  Is mercury used:")},
        "scheme.value.wrong",
        "pack.yaml:14",
        "",
    ),
    "bare parameter": (
        {"rules.yaml": RULES + "group:\n  share: 80\n"},
        "scheme.parameter.bare",
        "rules.yaml:22",
        "Write {value: 80, unit: …, source: …, clause: …, verified: false}.",
    ),
    "incomplete parameter": (
        {"rules.yaml": RULES + "group:\n  x: {value: 1, unit: count, verified: false}\n"},
        "scheme.parameter.incomplete",
        "rules.yaml:22",
        "",
    ),
    "wrong unit": (
        {"rules.yaml": RULES.replace("value: 12, unit: months", "value: 12, unit: days")},
        "scheme.parameter.unit",
        "rules.yaml:14",
        "Write one of: months.",
    ),
    "not a whole number of months": (
        {"rules.yaml": RULES.replace("value: 12, unit: months", "value: 12.5, unit: months")},
        "scheme.parameter.value",
        "rules.yaml:14",
        "Write a whole number of months, not below zero.",
    ),
    "threshold above a hundred": (
        {"rules.yaml": RULES.replace("value: 60", "value: 160")},
        "scheme.parameter.value",
        "rules.yaml:12",
        "Write a number from 0 to 100.",
    ),
    "unknown aggregation": (
        {"rules.yaml": RULES.replace("minimum_of_dimensions", "guess")},
        "scheme.parameter.value",
        "rules.yaml:3",
        "",
    ),
    "gates that loosen upwards": (
        {
            "rules.yaml": RULES.replace("value: partial, unit: code", "value: full, unit: code").replace(
                "gate_min: {value: full, unit: code", "gate_min: {value: partial, unit: code", 1
            )
        },
        "scheme.parameter.value",
        "rules.yaml:10",
        "",
    ),
    "no rating": (
        {"rules.yaml": "lifecycle:\n" + RULES.partition("lifecycle:\n")[2]},
        "scheme.rating.missing",
        "TST/standard.yaml:1",
        "",
    ),
    "misspelt field": (
        {"TST/standard.yaml": STANDARD.replace("site.activities", "site.activity")},
        "scheme.expression.broken",
        "TST/standard.yaml:5",
        "Known after “site.”: activities, country, minerals, personnel, size, stage.",
    ),
    "word nobody uses": (
        {"TST/standard.yaml": STANDARD.replace('"extraction" in', '"extration" in')},
        "scheme.expression.broken",
        "TST/standard.yaml:5",
        "Known words: extraction, smelting.",
    ),
    "language missing": (
        {"pack.yaml": PACK.replace("complete_in: [en]", "complete_in: [en, fr]")},
        "scheme.language.missing",
        "texts/fr.yaml:1",
        "Add them to texts/fr.yaml, or take “fr” out of complete_in.",
    ),
    "language not declared": (
        {"texts/de.yaml": "TST.title: x\n"},
        "scheme.language.undeclared",
        "texts/de.yaml:1",
        "Add it to languages, or remove it here.",
    ),
    "text for nothing": (
        {"texts/fr.yaml": "TST.titel: x\n"},
        "scheme.text.unknown",
        "texts/fr.yaml:1",
        "Write “TST.title”.",
    ),
    "text twice": ({"texts/fr.yaml": "pack.title: x\n"}, "scheme.text.twice", "texts/fr.yaml:1", ""),
    "text twice in two files": (
        {"texts/fr/TST.yaml": "TST.title: x\n"},
        "scheme.text.twice",
        "texts/fr/TST.yaml:1",
        "",
    ),
    "case names nothing": (
        {"cases/x.yaml": FILES["cases/all-full.yaml"].replace("all-full", "x").replace('"*"', "TST.E.water.A9")},
        "scheme.case.unknown",
        "cases/x.yaml:1",
        "",
    ),
    "case with a wrong word": (
        {"cases/x.yaml": FILES["cases/all-full.yaml"].replace("all-full", "x").replace("stage: mine", "stage: mien")},
        "scheme.case.unknown",
        "cases/x.yaml:1",
        "Write “mine”.",
    ),
    "ends before it begins": (
        {"pack.yaml": PACK + "valid_before: 2025-01-01\n"},
        "scheme.dates.crossed",
        "pack.yaml:20",
        "",
    ),
    "not a day": (
        {"pack.yaml": PACK.replace("2026-01-01", "2026-02-30")},
        "scheme.value.wrong",
        "pack.yaml:6",
        "Write a date as 2026-01-31.",
    ),
    "no requirement": (
        {"TST/subjects/01-water.yaml": None, "TST/subjects/02-safety.yaml": None, "cases/all-full.yaml": None},
        "scheme.standard.empty",
        "TST/standard.yaml:1",
        "",
    ),
    "format of the future": (
        {"pack.yaml": PACK.replace("format: 1", "format: 2")},
        "scheme.value.wrong",
        "pack.yaml:3",
        "",
    ),
}


@pytest.mark.parametrize("bent", BENT.values(), ids=BENT)
def test_a_mistake_refuses_the_whole_pack_and_says_where_and_what_to_write(
    tmp_path: Path, bent: tuple[dict[str, str | bytes | None], str, str, str]
) -> None:
    changes, code, where, way_out = bent
    refused = refused_for(tmp_path, changes)
    assert refused[code][0] == where
    assert way_out in refused[code][1]


BILLION = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}, *{before}, *{before}, *{before}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "bomb of aliases": (BILLION, "scheme.yaml.alias"),
    "merge key": ("<<: {a: b}\n", "scheme.yaml.alias"),
    "python object": ("a: !!python/object/apply:os.system [ls]\n", "scheme.yaml.tag"),
    "own tag": ("a: !secret b\n", "scheme.yaml.tag"),
    "deep": ("[" * 5000 + "]" * 5000, "scheme.yaml.deep"),
    "huge": (b"a: " + b"x" * 1_000_001, "scheme.file.too_large"),
    "utf-16": ("scheme: x".encode("utf-16"), "scheme.file.encoding"),
    "byte-order mark": (b"\xef\xbb\xbfscheme: x\n", "scheme.file.encoding"),
    "latin-1": ("owner: Société\n".encode("latin-1"), "scheme.file.encoding"),
    "control character": ("a: \x00b\n", "scheme.yaml.broken"),
    "escaped control character": ('owner: "a\\0b"\n', "scheme.yaml.broken"),
    "half a character": ('owner: "\\ud800"\n', "scheme.yaml.broken"),
    "truncated": (PACK[:150] + "\n  [", "scheme.yaml.broken"),
    "two documents": (PACK + "---\na: b\n", "scheme.yaml.documents"),
    "list as key": ("? [a, b]\n: c\n", "scheme.yaml.key"),
    "empty": ("", "scheme.value.wrong"),
    "a list": ("- a\n", "scheme.value.wrong"),
}


@pytest.mark.parametrize("name", ["pack.yaml", "TST/subjects/01-water.yaml", "cases/all-full.yaml"])
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_findings_and_never_crash(
    tmp_path: Path, name: str, hostile: tuple[str | bytes, str]
) -> None:
    content, code = hostile
    refused = refused_for(tmp_path, {name: content})
    assert refused[code][0].startswith(name)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    root = write_pack(tmp_path / "pack")
    secret = tmp_path / "secret.yaml"
    secret.write_text("id: secret\n")
    (root / "cases" / "link.yaml").symlink_to(secret)
    pack, findings = load(root)
    assert pack is None
    assert [finding.where for finding in findings if finding.code == "scheme.file.escapes"] == ["cases/link.yaml:1"]


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    root = write_pack(tmp_path / "pack")
    (root / "ALL").symlink_to(tmp_path, target_is_directory=True)
    pack, findings = load(root)
    assert pack is None
    assert any(finding.code == "scheme.file.escapes" for finding in findings)


def test_other_files_are_passed_over_with_a_note(tmp_path: Path) -> None:
    pack, findings = load(write_pack(tmp_path, {"README.md": "Hello.\n", "logo.png": b"\x89PNG"}))
    assert pack is not None
    noted = [finding.where for finding in findings if finding.code == "scheme.file.passed_over"]
    assert noted == ["README.md:1", "logo.png:1"]


def test_one_run_reports_every_mistake(tmp_path: Path) -> None:
    changes = {
        "pack.yaml": PACK + "extra: 1\n",
        "TST/subjects/02-safety.yaml": SAFETY.replace("dimension: S", "dimension: X"),
    }
    _pack, findings = load(write_pack(tmp_path, changes))
    assert {"pack.yaml:20", "TST/subjects/02-safety.yaml:2"} <= {finding.where for finding in findings}


def test_requiring_a_broken_pack_names_the_first_error(tmp_path: Path) -> None:
    root = write_pack(tmp_path, {"pack.yaml": PACK + "extra: 1\n"})
    with pytest.raises(PackRefused, match="“extra” is not a key that is known here") as refusal:
        require(root)
    assert refusal.value.findings
    assert "orepass scheme check" in refusal.value.way_out


def test_a_number_too_large_to_be_exact_is_no_number(tmp_path: Path) -> None:
    large = RULES.replace("value: 12, unit: months", f"value: {2**60}, unit: months")
    assert refused_for(tmp_path, {"rules.yaml": large})["scheme.parameter.value"][0] == "rules.yaml:14"


def test_a_standard_may_override_a_parameter_for_itself(tmp_path: Path) -> None:
    own = "rules:\n  lifecycle:\n    candidate_months: {value: 6, unit: months, source: a, clause: b, verified: true}\n"
    pack = require(write_pack(tmp_path, {"TST/standard.yaml": STANDARD + own}))
    assert pack.rules["lifecycle.candidate_months"].value == 12
    assert pack.standard("TST").rules["lifecycle.candidate_months"].value == 6
    assert pack.standard("TST").rules["nonconformity.major.plan_days"].value == 30


def test_a_copy_under_any_name_is_the_same_pack(tmp_path: Path) -> None:
    original = write_pack(tmp_path / "tiny" / "2026.1")
    copy = tmp_path / "ünusual name (copy)"
    shutil.copytree(original, copy)
    assert require(copy).digest == require(original).digest
