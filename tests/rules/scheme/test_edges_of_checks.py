"""What the reading of a pack tells at the edge of each check: the place, the word that was meant, and nothing more."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from orepass.kernel.digest import digest
from orepass.kernel.finding import Finding
from orepass.scheme.rules.cases import spread
from orepass.scheme.rules.evaluate import evaluate, profile_of
from orepass.scheme.rules.expression import Bad, check
from orepass.scheme.rules.load import load, require
from orepass.scheme.rules.model import RequirementUnknown
from orepass.scheme.rules.yamltext import DEPTH_MAX, read
from tests.rules.scheme.packs import CASE, FILES, PACK, WATER, parameter, write_pack
from tests.rules.scheme.packs_wide import NATIONAL, WIDE
from tests.rules.scheme.rules_bent import bent, errors

DAY = date(2026, 6, 1)


def told(tmp_path: Path, changes: dict[str, Any], code: str, base: dict[str, str] = FILES) -> list[Finding]:
    _pack, findings = load(write_pack(tmp_path, {**base, **changes}))
    return [finding for finding in findings if finding.code == code]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("01-watr.yaml", "watr"), ("water.yaml", "<nn>-water.yaml"), ("01-water-pipes.yaml", "water-pipes")],
)
def test_a_file_that_is_not_named_after_its_subject_says_how_it_would_be(
    tmp_path: Path, name: str, expected: str
) -> None:
    changes = {"TST/subjects/01-water.yaml": None, f"TST/subjects/{name}": WATER}
    (found,) = told(tmp_path, changes, "scheme.id.shape")
    assert found.params == {"id": "water", "expected": expected}


@pytest.mark.parametrize(
    ("written", "fits"), [("TST.E.water.A1", True), ("TST.E.water.A12", True), ("TST.S.water.A1", False)]
)
def test_a_requirement_is_numbered_within_its_subject_and_phase(tmp_path: Path, written: str, *, fits: bool) -> None:
    changes = {"TST/subjects/01-water.yaml": WATER.replace("TST.E.water.A1", written)}
    found = told(tmp_path, changes, "scheme.id.shape")
    assert [each.params["expected"] for each in found] == ([] if fits else ["TST.E.water.A<number>"])


def test_a_standard_without_subjects_lacks_requirements_and_no_file(tmp_path: Path) -> None:
    changes = dict.fromkeys(name for name in FILES if "/subjects/" in name or name.startswith("cases/"))
    assert told(tmp_path, changes, "scheme.file.missing") == []
    assert [each.params["standard"] for each in told(tmp_path, changes, "scheme.standard.empty")] == ["TST"]


def test_a_pack_without_a_standard_lacks_its_file(tmp_path: Path) -> None:
    changes = dict.fromkeys(name for name in FILES if name.startswith(("TST/", "cases/")))
    assert [each.params["file"] for each in told(tmp_path, changes, "scheme.file.missing")] == [
        "<STANDARD>/standard.yaml"
    ]


@pytest.mark.parametrize(("valid_before", "crossed"), [("2026-01-01", True), ("2026-01-02", False)])
def test_an_edition_ends_after_it_began(tmp_path: Path, valid_before: str, *, crossed: bool) -> None:
    found = told(tmp_path, {"pack.yaml": f"{PACK}valid_before: {valid_before}\n"}, "scheme.dates.crossed")
    assert bool(found) is crossed


@pytest.mark.parametrize(
    ("amount", "way_out"), [("250", ""), ('"250.5"', ""), ("many", "Write one number."), ("[250]", "Write one number.")]
)
def test_an_amount_is_one_number(tmp_path: Path, amount: str, way_out: str) -> None:
    wrong = errors(tmp_path, bent(f"base: {parameter('250', 'EUR')}", f"base: {parameter(amount, 'EUR')}"))
    assert [each.params.get("suggestion") for each in wrong] == ([way_out] if way_out else [])


@pytest.mark.parametrize("steps", ["{}", "{low: much}", "{low: 1, high: [2]}"])
def test_a_map_of_numbers_has_an_entry_and_a_number_in_each(tmp_path: Path, steps: str) -> None:
    old = f"risk_multiplier: {parameter('{low: 1, medium: "1.5", high: 2}', 'map')}"
    wrong = errors(tmp_path, bent(old, f"risk_multiplier: {parameter(steps, 'map')}"))
    assert {each.params.get("path") for each in wrong} == {"sampling.risk_multiplier"}
    assert "Write a name and a number for each entry, at least one." in [
        each.params.get("suggestion") for each in wrong
    ]


def test_a_stray_answer_is_named_and_not_one_that_is_right(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path))
    answers = {"TST.E.water.C1": "full", "TST.E.watr.A1": "full", "TST.E.water.A1": "full"}
    with pytest.raises(RequirementUnknown) as refused:
        evaluate(pack, "TST", profile={}, answers=answers, on=DAY)
    assert refused.value.params["requirement"] == "TST.E.watr.A1"
    assert "TST.E.water.A1" in refused.value.way_out
    with pytest.raises(RequirementUnknown) as long:
        evaluate(pack, "TST", profile={}, answers={"x" * 81: "full"}, on=DAY)
    assert (long.value.params["requirement"], long.value.way_out) == ("x" * 80, "Look it up in the standard.")


@pytest.mark.parametrize("flags", [{}, {"mercury": False}, {"\U00010000": True, "\uffff": False}])
def test_inputs_are_named_by_their_canonical_form_whatever_the_flags_are_called(
    tmp_path: Path, flags: dict[str, bool]
) -> None:
    profile = profile_of({"personnel": 3, "flags": flags})
    outcome = evaluate(require(write_pack(tmp_path)), "TST", profile=profile, answers={}, on=DAY)
    assert outcome.inputs_digest == digest({"standard": "TST", "profile": profile, "answers": {}, "on": DAY})


@pytest.mark.parametrize("text", ["site.size ==", "site.size == 'asm' &&", "(true"])
def test_a_broken_condition_says_what_is_broken_without_the_librarys_prefix(text: str) -> None:
    with pytest.raises(Bad) as bad:
        check(text, flags={}, vocabulary={})
    assert str(bad.value)
    assert "ERROR" not in str(bad.value)
    assert len(str(bad.value)) <= 160


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("site.size in ['asm', 'small']", True),
        ("site.size in ['asm', 'tiny']", False),
        ("site.size in ['tiny', 'asm']", False),
        ("'tin' in site.minerals", True),
        ("'tinn' in site.minerals", False),
        ("'mine' == site.stage", True),
        ("'mien' == site.stage", False),
        ("site.minerals.all(m, m in ['tin', 'gold'])", True),
        ("site.minerals.all(m, m in ['tin', 'gulden'])", False),
        ("site.minerals.all(m, 'gulden' != m)", False),
        ("site.country == 'CD'", True),
        ("site.country == 'COD'", False),
        ("site.personnel >= 0", True),
        ("site.personnel >= 'many'", False),
    ],
)
def test_every_word_beside_a_field_is_one_of_its_words(text: str, *, fits: bool) -> None:
    words = {"stage": ["mine"], "activities": ["extraction"], "minerals": ["tin", "gold"]}
    if fits:
        check(text, flags={}, vocabulary=words)
        assert text
    else:
        with pytest.raises(Bad):
            check(text, flags={}, vocabulary=words)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("999999999999999", 999999999999999),
        ("1000000000000000", "1000000000000000"),
        ("-7", -7),
        ("007", "007"),
        ("1.50", "1.50"),
        ("2026-01-31", "2026-01-31"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("true", True),
        ("'true'", "true"),
        ("~", None),
    ],
)
def test_a_word_means_what_it_says(text: str, value: object) -> None:
    assert read(f"key: {text}\n", "x.yaml").value == {"key": value}


def test_what_is_nested_as_deep_as_is_allowed_is_read_and_no_deeper() -> None:
    fits = read("[" * DEPTH_MAX + "]" * DEPTH_MAX, "x.yaml")
    assert fits.findings == []
    deeper = read("[" * (DEPTH_MAX + 1) + "]" * (DEPTH_MAX + 1), "x.yaml")
    assert [each.code for each in deeper.findings] == ["scheme.yaml.deep"]


def test_a_place_is_that_of_the_value_or_of_what_is_around_it() -> None:
    reading = read("a:\n  b: 1\n  c:\n    - x\n    - y: 2\n", "x.yaml")
    assert [reading.line(path) for path in (("a", "b"), ("a", "c", 1, "y"), ("a", "c", 5), ("z",), ())] == [
        2,
        5,
        3,
        1,
        1,
    ]


def test_a_key_written_twice_is_told_with_where_it_stood_first() -> None:
    reading = read("a: 1\nb: 2\na: 3\n", "x.yaml")
    assert [(each.where, each.params) for each in reading.findings] == [("x.yaml:3", {"key": "a", "first": "1"})]


@pytest.mark.parametrize(("text", "line"), [("a: 1\nb: [2\n", 3), ("a: 1\nb: 'x\n", 3), ("a: \x01\n", 1)])
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int) -> None:
    found = read(text, "x.yaml").findings
    assert [(each.code, each.where) for each in found] == [("scheme.yaml.broken", f"x.yaml:{line}")]


def test_the_more_specific_pattern_answers_whatever_its_place() -> None:
    names = ["T.a.1", "T.a.2", "T.b.1"]
    said = {"T.a.1": "one", "*": "all", "T.a.*": "a"}
    assert spread(said, names) == {"T.a.1": "one", "T.a.2": "a", "T.b.1": "all"}
    assert spread(dict(reversed(said.items())), names) == spread(said, names)
    assert spread({"T.z.1": "kept"}, names) == {"T.z.1": "kept"}


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("gates_failed: []", "gates_failed: [TST.E.watr.A1]", "TST.E.watr.A1"),
        ("level: certified", "level: certifed", "certifed"),
        ("stage: mine", "stage: mien", "mien"),
        ("activities: [extraction]", "activities: [extracting]", "extracting"),
        ("minerals: [cobalt]", "minerals: [cobalt, kobold]", "kobold"),
        ("flags: {mercury: false}", "flags: {mercuri: false}", "mercuri"),
        ('"*": full', '"TST.G.*": full', "TST.G.*"),
        ('"*": full', '"*": AAA', "AAA"),
    ],
)
def test_a_name_in_a_case_that_the_pack_does_not_have_is_told_once(
    tmp_path: Path, old: str, new: str, name: str
) -> None:
    assert CASE.count(old) == 1
    found = told(tmp_path, {"cases/all-full.yaml": CASE.replace(old, new)}, "scheme.case.unknown")
    assert [each.params["name"] for each in found] == [name]


def workshops(*seats: str) -> str:
    lines = "".join(f"    - {{on: 2025-0{at}-10, participants: {{{one}}}}}\n" for at, one in enumerate(seats, 1))
    return f"process:\n  workshops:\n{lines}" if seats else ""


@pytest.mark.parametrize(
    ("status", "seats", "codes"),
    [
        ("draft", (), []),
        ("pilot", (), ["workshops_few"]),
        ("released", (), ["undiscussed", "workshops_few"]),
        ("released", ("miners: 1, state: 1", "miners: 1, state: 1", "miners: 1, state: 1"), []),
        ("released", ("miners: 1, state: 1", "miners: 1, state: 1"), ["workshops_few"]),
        ("released", ("miners: 2, state: 1", "miners: 1, state: 1", "miners: 1, state: 1"), ["unbalanced"]),
    ],
)
def test_an_overlay_is_discussed_at_three_workshops_by_nobody_with_more_than_half_the_seats(
    tmp_path: Path, status: str, seats: tuple[str, ...], codes: list[str]
) -> None:
    text = NATIONAL[: NATIONAL.index("requirements:")].replace("status: pilot", f"status: {status}")
    changes = {"overlays/congo.yaml": text + workshops(*seats), "overlays/congo-cobalt.yaml": None}
    _pack, findings = load(write_pack(tmp_path, {**WIDE, **changes}))
    here = [each for each in findings if each.where.startswith("overlays/congo.yaml")]
    assert [each.code.removeprefix("scheme.overlay.") for each in here] == codes
    assert [each.params.get("share") for each in here if each.code.endswith("unbalanced")] == ["57"] * (
        "unbalanced" in codes
    )


@pytest.mark.parametrize(
    ("key", "value", "shown", "way_out"),
    [
        ("owner", "[a]", '["a"]', "Write text."),
        ("owner", "''", "", "Write some text."),
        ("format", "2", "2", "Write one of: 1."),
        ("transition_months", "-1", "-1", "Write at least 0."),
        ("transition_months", "soon", "soon", "Write a whole number"),
        ("status", "relesed", "relesed", "Write “released”."),
        ("languages", "[]", "[]", "Write at least one entry."),
        ("owner", f"[{'x' * 56}]", f'["{"x" * 56}"]', "Write text."),
        ("owner", f"[{'x' * 57}]", f'["{"x" * 55}…', "Write text."),
    ],
)
def test_a_wrong_value_is_shown_with_what_to_write_instead(
    tmp_path: Path, key: str, value: str, shown: str, way_out: str
) -> None:
    line = next(line for line in PACK.splitlines() if line.startswith(f"{key}:"))
    found = told(tmp_path, {"pack.yaml": PACK.replace(line, f"{key}: {value}")}, "scheme.value.wrong")
    assert [each.params["value"] for each in found][:1] == [shown]
    assert str(found[0].params["suggestion"]).startswith(way_out)


def test_a_standard_with_a_core_requirement_is_not_called_gateless(tmp_path: Path) -> None:
    assert told(tmp_path / "core", {}, "scheme.standard.gateless") == []
    progress = {name: text.replace("criticality: core", "criticality: progress") for name, text in FILES.items()}
    assert len(told(tmp_path / "none", progress, "scheme.standard.gateless")) == 1


def test_evidence_is_compared_with_the_classes_of_its_own_standard(tmp_path: Path) -> None:
    own = f"rules: {{evidence: {{classes: {parameter('[document, oral]', 'list')}}}}}\n"
    found = told(tmp_path, {"TST/standard.yaml": FILES["TST/standard.yaml"] + own}, "scheme.evidence.class_unused")
    assert {(each.params["evidence"], each.params["known"]) for each in found} == {("photo", "document, oral")}
    fits = f"rules: {{evidence: {{classes: {parameter('[document, oral, photo]', 'list')}}}}}\n"
    changes = {"TST/standard.yaml": FILES["TST/standard.yaml"] + fits}
    assert told(tmp_path / "fits", changes, "scheme.evidence.class_unused") == []


def test_only_a_language_with_gaps_is_told_to_have_them(tmp_path: Path) -> None:
    for code, languages in (("scheme.language.gaps", {"fr", "sw"}), ("scheme.language.missing", set())):
        assert {each.params["language"] for each in told(tmp_path / code, {}, code)} == languages


def test_each_standard_is_asked_for_its_own_subjects_and_core_requirements(tmp_path: Path) -> None:
    bare = {"TSB/standard.yaml": FILES["TST/standard.yaml"].replace("TST", "TSB")}
    assert [each.params["standard"] for each in told(tmp_path / "a", bare, "scheme.standard.empty")] == ["TSB"]
    gateless = WATER.replace("TST", "TSB").replace("criticality: core", "criticality: progress")
    both = {**bare, "TSB/subjects/01-water.yaml": gateless}
    assert [each.params["standard"] for each in told(tmp_path / "b", both, "scheme.standard.gateless")] == ["TSB"]
    assert told(tmp_path / "c", both, "scheme.standard.empty") == []
    cases = told(tmp_path / "d", both, "scheme.case.none")
    assert [each.params["standard"] for each in cases] == ["TSB"]


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ("[40, 70, 1, 5]", ""),
        ("[0, 100, 1, 1]", ""),
        ("[70, 70, 5, 5]", ""),
        ("[40, 70, 1]", "four numbers are needed"),
        ("[40, 70, 1, 5, 9]", "four numbers are needed"),
        ("[71, 70, 1, 5]", "an area would be high-risk before it is watched, or never"),
        ("[40, 101, 1, 5]", "an area would be high-risk before it is watched, or never"),
        ("[40, 70, 0, 5]", "an area would be high-risk before it is watched, or never"),
        ("[40, 70, 6, 5]", "an area would be high-risk before it is watched, or never"),
    ],
)
def test_the_thresholds_of_an_area_rise_from_watched_to_high_risk(tmp_path: Path, numbers: str, why: str) -> None:
    line = f"stop_at_once: {parameter('[R1a, R2]', 'list')}\n"
    added = f"{line}  area_thresholds: {parameter(numbers, 'list')}\n"
    assert [each.params.get("why") for each in errors(tmp_path, bent(line, added))] == ([why] if why else [])
