"""The far corners of loading: every branch that only a careless, a very large or a hostile pack reaches."""

import errno
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from orepass.scheme.rules import expression
from orepass.scheme.rules.cases import CaseState
from orepass.scheme.rules.checking import LOOKED_AT_MAX, Report, check
from orepass.scheme.rules.evaluate import profile_of
from orepass.scheme.rules.folder import FILES_MAX
from orepass.scheme.rules.load import load, require
from orepass.scheme.rules.model import StandardUnknown, told
from orepass.scheme.rules.overlays import overlaid
from tests.rules.scheme.packs import CASE, FILES, PACK, RULES, STANDARD, WATER, parameter, write_pack
from tests.rules.scheme.packs_wide import MINERAL, WIDE

Changes = dict[str, str | bytes | None]


def codes(tmp_path: Path, changes: Changes, *, base: dict[str, str] = FILES) -> dict[str, str]:
    """Load a bent pack and return where each error first stands."""
    pack, findings = load(write_pack(tmp_path, {**base, **changes}))
    wrong: dict[str, str] = {}
    for finding in findings:
        if finding.severity == "error":
            wrong.setdefault(finding.code, finding.where)
    assert (pack is None) == bool(wrong)
    return wrong


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"pack.yaml": PACK.replace("owner: The owner", "owner: *owner")}, "scheme.yaml.alias", "pack.yaml:"),
        ({"rules.yaml": "- a\n"}, "scheme.parameter.bare", "rules.yaml:1"),
        ({"rules.yaml": "value: 1\n"}, "scheme.parameter.incomplete", "rules.yaml:1"),
        ({"rules.yaml": ""}, "scheme.rating.missing", "TST/standard.yaml:1"),
        ({"texts/fr.yaml": "- a\n"}, "scheme.value.wrong", "texts/fr.yaml:1"),
        ({"texts/fr.yaml": "TST.title: 3\n"}, "scheme.value.wrong", "texts/fr.yaml:1"),
        (
            {"pack.yaml": PACK.replace("valid_from: 2026-01-01", "valid_from: '0000-01-01'")},
            "scheme.value.wrong",
            "pack",
        ),
        ({"cases/x.yaml": "- a\n"}, "scheme.value.wrong", "cases/x.yaml:1"),
        ({"cases/x.yaml": CASE.replace("2026-06-01", "'0000-01-01'")}, "scheme.value.wrong", "cases/x.yaml:"),
        ({"cases/x.yaml": CASE}, "scheme.id.duplicate", "cases/x.yaml:1"),
        ({"cases/x.yaml": "cases: []\nid: x\n"}, "scheme.key.unknown", "cases/x.yaml:2"),
        ({"cases/x.yaml": "id: x\ntitle: x\n"}, "scheme.key.missing", "cases/x.yaml:1"),
        (
            {"cases/x.yaml": CASE.replace("all-full", "x").replace('"*": full', '"*": [full]')},
            "scheme.value.wrong",
            "cases",
        ),
        (
            {"cases/x.yaml": CASE.replace("all-full", "x").replace('"*": full', '"*": fulll')},
            "scheme.value.wrong",
            "cases",
        ),
        (
            {"cases/x.yaml": CASE.replace("all-full", "x").replace('"*": full', '"*": {rating: fulll}')},
            "scheme.value.wrong",
            "cases/x.yaml:",
        ),
        (
            {"cases/x.yaml": CASE.replace("all-full", "x").replace('"*": full', '"*": {rating: full, evidense: []}')},
            "scheme.key.unknown",
            "cases/x.yaml:",
        ),
        (
            {"cases/x.yaml": CASE.replace("all-full", "x").replace("TST", "TSX")},
            "scheme.case.unknown",
            "cases/x.yaml:1",
        ),
        (
            {"cases/x.yaml": CASE.replace("all-full", "x").replace("mercury: false", "lead: false")},
            "scheme.case.unknown",
            "cases/x.yaml:1",
        ),
        (
            {"cases/x.yaml": CASE.replace("all-full", "x").replace("level: certified", "level: golden")},
            "scheme.case.unknown",
            "cases/x.yaml:1",
        ),
        (
            {"cases/x.yaml": CASE.replace("all-full", "x").replace('"*": full', '"*": substantial, "TSX.*": full')},
            "scheme.case.unknown",
            "cases/x.yaml:1",
        ),
        (
            {"pack.yaml": PACK.replace("languages: [en, fr, sw]", "languages: [fr, sw]")},
            "scheme.language.undeclared",
            "p",
        ),
        ({"pack.yaml": PACK.replace("unreviewed: [sw]", "unreviewed: [es]")}, "scheme.language.undeclared", "pack"),
        ({"pack.yaml": PACK.replace("title: {en: Tiny", "title: {en: '', x: Tiny")}, "scheme.value.wrong", "pack"),
        ({"TST/subjects/water.yaml": WATER}, "scheme.id.shape", "TST/subjects/water.yaml:1"),
        ({"TSX/subjects/01-water.yaml": WATER}, "scheme.file.missing", "TSX/standard.yaml:1"),
        (
            {"TST/subjects/01-water.yaml": WATER.replace("document, photo", "document, phone", 1)},
            "scheme.value.wrong",
            "TST/subjects/01-water.yaml:14",
        ),
        (
            {"TST/subjects/01-water.yaml": WATER.replace("    weight:", "    wieght:", 1)},
            "scheme.key.unknown",
            "TST/subjects/01-water.yaml:12",
        ),
        ({"TST/subjects/01-water.yaml": WATER.replace("water.A1", "water.A1x")}, "scheme.value.wrong", "TST/sub"),
        (
            {"rules.yaml": RULES.replace('none: "0"', 'none: "1"')},
            "scheme.parameter.value",
            "rules.yaml:2",
        ),
        (
            {
                "TST/standard.yaml": STANDARD
                + f"rules: {{rating: {{scale: {parameter('{full: 1, none: 1}', 'map')}}}}}\n"
            },
            "scheme.parameter.value",
            "TST/standard.yaml:",
        ),
    ],
)
def test_a_corner_is_an_error_in_its_place(tmp_path: Path, changes: Changes, code: str, where: str) -> None:
    found = codes(tmp_path, changes)
    assert found[code].startswith(where)


def test_a_rating_block_that_two_standards_share_is_complained_of_once(tmp_path: Path) -> None:
    second = {
        "TSX/standard.yaml": STANDARD.replace("TST", "TSX"),
        "TSX/subjects/01-water.yaml": WATER.replace("TST", "TSX"),
        "rules.yaml": RULES.replace('none: "0"', 'none: "1"'),
    }
    _pack, findings = load(write_pack(tmp_path, second))
    assert [finding.where for finding in findings if finding.code == "scheme.parameter.value"] == ["rules.yaml:2"]


WEIGHTED = "rating:\n  weights: {}\n  aggregation: {}".format(
    parameter("{E: 2, X: 1}", "map"), parameter("weighted_mean_of_dimensions", "code")
)


@pytest.mark.parametrize(
    ("rating", "where"),
    [
        (WEIGHTED, "TST/standard.yaml:8"),
        (f"rating: {{words: {parameter('{watre: [full, none]}', 'map')}}}", "TST/standard.yaml:7"),
        (f"rules: {{rating: {{words: {parameter('{watre: [full, none]}', 'map')}}}}}", "TST/standard.yaml:7"),
    ],
)
def test_a_rating_that_names_what_the_standard_has_not_is_refused(tmp_path: Path, rating: str, where: str) -> None:
    assert codes(tmp_path, {"TST/standard.yaml": STANDARD + rating + "\n"}) == {"scheme.parameter.value": where}


def test_a_requirement_may_leave_out_evidence_and_have_an_indicator(tmp_path: Path) -> None:
    bare = WATER.replace("evidence: {small: {en: A photo.}, large: {en: A report.}}", "evidence: {}", 1)
    measured = bare.replace(
        "    fails_when", "    indicator: {id: litres, unit: m3, better: lower, title: {en: Litres}}\n    fails_when", 1
    )
    french = FILES["texts/fr.yaml"] + 'litres.indicator: "Litres"\n'
    pack = require(write_pack(tmp_path, {"TST/subjects/01-water.yaml": measured, "texts/fr.yaml": french}))
    first = pack.standard("TST").requirements[0]
    assert first.evidence_small == {}
    assert first.indicator is not None
    assert told(first.indicator.title, "fr") == "Litres"


def test_a_standard_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(StandardUnknown, match="TSX") as refusal:
        overlaid(require(write_pack(tmp_path)), "TSX", profile_of({}))
    assert "TST" in refusal.value.way_out


def test_several_cases_in_a_file_are_placed_where_they_stand(tmp_path: Path) -> None:
    one = "  - " + CASE.replace("\n", "\n    ").rstrip() + "\n"
    text = "cases:\n" + one.replace("all-full", "x") + one.replace("all-full", "y").replace("TST", "TSX")
    assert codes(tmp_path, {"cases/many.yaml": text}) == {"scheme.case.unknown": "cases/many.yaml:11"}


def test_a_case_that_waits_or_reckons_needs_no_standard(tmp_path: Path) -> None:
    waiting = "cases:\n  - {id: w, title: w, waiting: a rule}\n  - {id: c, title: c, calc: {rule: none-such}}\n"
    assert codes(tmp_path, {"cases/x.yaml": waiting}) == {}


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path) -> None:
    for number in range(FILES_MAX):
        (tmp_path / f"{number}.txt").touch()
    assert "scheme.file.too_many" in codes(tmp_path, {})


def test_an_edition_holds_from_its_first_day_until_its_last(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path, {"pack.yaml": PACK + "valid_before: 2027-01-01\n"}))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [pack.period.holds(day) for day in days] == [False, True, True, False]


def test_hidden_things_are_not_looked_at(tmp_path: Path) -> None:
    assert codes(tmp_path, {".git/config.yaml": "a: *b\n", ".hidden.yaml": "{{{"}) == {}


def test_a_file_that_cannot_be_opened_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_args: object, **_more: object) -> None:
        raise OSError(5, f"Input/output error of {self.name}")

    write_pack(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)
    pack, findings = load(tmp_path)
    assert pack is None
    assert {finding.code for finding in findings if "unreadable" in finding.code} == {"scheme.file.unreadable"}


MANY = 3_000
LARGE: dict[str, tuple[str, str]] = {
    "keys nobody knows": ("pack.yaml", PACK + "".join(f"k{n}: 1\n" for n in range(MANY))),
    "keys written twice": ("pack.yaml", PACK + "owner: x\n" * MANY),
    "languages of no shape": ("pack.yaml", PACK.replace("[sw]", f"[{', '.join(f'X{n}' for n in range(MANY))}]")),
    "texts for nothing": ("texts/fr.yaml", "".join(f"TST.x{n}: y\n" for n in range(MANY))),
    "bare parameters": ("rules.yaml", RULES + "own:\n" + "".join(f"  k{n}: 1\n" for n in range(MANY))),
    "answers to nothing": (
        "cases/x.yaml",
        CASE.replace("all-full", "x").replace('"*": full', ", ".join(f"TST.E.water.A1{n}: full" for n in range(MANY))),
    ),
    "overlaid requirements that are not there": (
        "overlays/congo-cobalt.yaml",
        MINERAL + "".join(f"  TST.E.water.C{n}: {{weight: 9}}\n" for n in range(2, MANY)),
    ),
}


@pytest.mark.parametrize(("name", "text"), LARGE.values(), ids=LARGE)
def test_a_file_of_nothing_but_mistakes_is_answered_in_a_few_hundred_lines(
    tmp_path: Path, name: str, text: str
) -> None:
    pack, findings = load(write_pack(tmp_path, {**WIDE, name: text}))
    assert pack is None
    assert len(findings) < 400


@pytest.mark.parametrize(
    "condition",
    [
        "site.activities.exists(a, site.minerals.exists(m, a == m))",
        "site.minerals.map(m, m) == []",
        "site.minerals.filter(m, true) == []",
        "site.minerals.exists_one(m, m == 'gold')",
        "[1, 2, 3].all(x, [1].all(y, x > y))",
        "has(site.size)",
        "site.size == 'asm' ? true : false",
        "site['size'] == 'asm'",
        "site == flags",
        "password == 'x'",
        "site.secret == 'x'",
        "site.size.matches('a.*')",
        "'a' + 'b' == 'ab'",
        "site.personnel / 0 > 1",
        "timestamp('2026-01-01T00:00:00Z') > timestamp('2025-01-01T00:00:00Z')",
        "size(site.minerals) * 9 > 1",
        "site.size == 'asm' // && false",
        "1",
        "'asm'",
        "(" * 300,
        "site.size == 'asm' " + "|| site.size == 'asm' " * 40,
        "true\n|| false",
    ],
)
def test_a_condition_that_loops_or_reads_what_it_should_not_is_refused_when_loaded(
    tmp_path: Path, condition: str
) -> None:
    quoted = '"' + condition.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    standard = STANDARD.replace("""'"extraction" in site.activities'""", quoted)
    assert standard != STANDARD
    wrong = codes(tmp_path, {"TST/standard.yaml": standard})
    assert {"scheme.expression.broken", "scheme.value.wrong"} & set(wrong)


def test_a_condition_ends_whatever_it_is_asked() -> None:
    facts = expression.Facts({"minerals": ["x"] * 100_000}, {})
    assert facts.verdict("site.minerals.exists(m, m == 'gold')").is_no


def told_of(paths: list[Path]) -> Report:
    return check(paths)


def test_what_a_path_is_told_by_its_files(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "tiny" / "2026.1")
    for path in (pack, pack / "cases", pack / "cases" / "all-full.yaml", pack / "pack.yaml"):
        (one,) = told_of([path]).checked
        assert one.pack is not None
        assert one.passed
    assert told_of([tmp_path]).scenarios == {"X-01": CaseState.PASSED}


def test_a_whole_disk_is_not_gone_through() -> None:
    report = check([Path("/")])
    assert {found.code for found in report.findings} == {"scheme.path.whole_disk", "scheme.pack.none"}
    assert not report.checked
    assert not report.passed


def test_a_folder_of_cases_is_checked_and_other_yaml_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "calc.yaml").write_text(
        "id: c\ntitle: c\ncalc: {rule: sample-md1, inputs: {n: 4}, value: 2}\n"
    )
    (tmp_path / "loose.yml").write_text("id: l\ntitle: l\nwaiting: a rule\nscenarios: [S-9]\n")
    (tmp_path / "other.yaml").write_text("services: {db: {image: x}}\n")
    (tmp_path / "broken.yaml").write_text("a: [\n")
    (tmp_path / "read.me").write_text("hello\n")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "loose.yml")
    report = told_of([tmp_path])
    assert {Path(one.path).name: one.passed for one in report.checked} == {
        "calc.yaml": True,
        "loose.yml": True,
        "broken.yaml": False,
    }
    assert {finding.code for finding in report.findings} == {"scheme.file.passed_over"}
    assert report.scenarios == {"S-9": CaseState.WAITING}
    assert not report.passed


def test_a_path_with_nothing_in_it_is_said(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*"abcdefgh")
    deep.mkdir(parents=True)
    write_pack(deep)
    for path in (tmp_path, tmp_path / "nowhere"):
        report = told_of([path])
        assert report.checked == ()
        assert "scheme.pack.none" in {finding.code for finding in report.findings}
        assert report.passed


def test_a_whole_disk_is_not_read_through_for_packs(tmp_path: Path) -> None:
    for number in range(LOOKED_AT_MAX - 1):
        (tmp_path / f"{number:04}.txt").touch()
    assert told_of([tmp_path]).passed
    (tmp_path / "one-more.txt").touch()
    report = told_of([tmp_path])
    assert not report.passed
    assert {finding.code for finding in report.findings if finding.severity == "error"} == {"scheme.file.too_many"}


def test_a_folder_that_may_not_be_read_is_an_error_and_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    write_pack(tmp_path / "open")
    read = Path.iterdir

    def closed(folder: Path) -> Iterator[Path]:
        if folder.name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied")
        return read(folder)

    monkeypatch.setattr(Path, "iterdir", closed)
    report = told_of([tmp_path])
    assert [(one.code, one.where) for one in report.findings] == [("scheme.file.unreadable", str(tmp_path / "closed"))]
    assert [one.passed for one in report.checked] == [True]
    assert not report.passed


def test_a_pack_that_is_refused_runs_no_case(tmp_path: Path) -> None:
    (one,) = told_of([write_pack(tmp_path, {"pack.yaml": PACK + "extra: 1\n"})]).checked
    assert one.cases == ()
    assert not one.passed
