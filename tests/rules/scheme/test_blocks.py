"""Every block of rules: what a parameter may be, and where a wrong one is found."""

import json
from pathlib import Path

import pytest

from orepass.scheme.rules import blockcheck, blocks
from orepass.scheme.rules.parameters import Parameter
from tests.rules.scheme.packs import parameter
from tests.rules.scheme.packs_wide import WIDE, WIDE_RULES
from tests.rules.scheme.rules_bent import appended, bent, errors, line_of


def test_a_pack_with_every_block_is_right(tmp_path: Path) -> None:
    assert errors(tmp_path, WIDE_RULES) == []


SINGLE: dict[str, tuple[str, str, str, str]] = {
    "a misspelt parameter": (
        bent("cycle_months: ", "cycle_month: "),
        "scheme.parameter.unknown",
        "lifecycle.cycle_month",
        "Write “lifecycle.cycle_months”.",
    ),
    "a misspelt grade": (
        bent("  minor:\n    plan_days", "  minro:\n    plan_days"),
        "scheme.parameter.unknown",
        "nonconformity.minro.plan_days",
        "",
    ),
    "a misspelt clock of a grade": (
        appended("nonconformity", f"critical: {{plan_dys: {parameter('1', 'count')}}}"),
        "scheme.parameter.unknown",
        "nonconformity.critical.plan_dys",
        "Write “nonconformity.critical.plan_days”.",
    ),
    "a misspelt block": (
        bent("recognition:", "recognitoin:"),
        "scheme.parameter.unknown",
        "recognitoin.validity_months",
        "Write “recognition”.",
    ),
    "a block of no depth": (
        WIDE_RULES + f"fees_due: {parameter('1', 'count')}\n",
        "scheme.parameter.unknown",
        "fees_due",
        "Write “fees”.",
    ),
    "a unit of another kind": (
        bent(parameter("10", '"%"'), parameter("10", "count")),
        "scheme.parameter.unit",
        "verification.second.share_percent",
        "Write one of: %.",
    ),
    "a known unit in the wrong place": (
        appended("sampling", f"min_sites: {parameter('3', 'members')}"),
        "scheme.parameter.unit",
        "sampling.min_sites",
        "Write one of: sites.",
    ),
    "above the range": (
        bent(f"cycle_months: {parameter('36', 'months')}", f"cycle_months: {parameter('121', 'months')}"),
        "scheme.parameter.range",
        "lifecycle.cycle_months",
        "Write from 1 to 120.",
    ),
    "below the range": (
        bent(f"cycle_months: {parameter('36', 'months')}", f"cycle_months: {parameter('0', 'months')}"),
        "scheme.parameter.range",
        "lifecycle.cycle_months",
        "Write from 1 to 120.",
    ),
    "a word that is not in the list": (
        bent("value: ems-high", "value: ems-hihg"),
        "scheme.parameter.value",
        "audit_time.table",
        "Write “ems-high”.",
    ),
    "a list with one wrong word": (
        bent("value: [segregated, mass_balance]", "value: [segregated, mass_balanse]"),
        "scheme.parameter.value",
        "custody.models_allowed",
        "Write “mass_balance”.",
    ),
    "an empty list": (
        bent("value: [site, group]", "value: []"),
        "scheme.parameter.value",
        "holders.types",
        "Write a list of at least one word.",
    ),
    "a list of numbers for words": (
        bent("value: [low, high]", "value: [1, 2]"),
        "scheme.parameter.value",
        "licence.risks",
        "Write a list of at least one word.",
    ),
    "words for a list of numbers": (
        bent(
            "    certified:\n",
            f"    certified:\n      points_by_year: {parameter('[many]', 'list')}\n",
        ),
        "scheme.parameter.value",
        "rating.levels.certified.points_by_year",
        "Write a list of at least one number.",
    ),
    "a sampling rule that nobody can compute": (
        bent("value: md1", "value: md9"),
        "scheme.parameter.value",
        "sampling.rule",
        "known rules are md1,",
    ),
    "nothing where something must be": (
        bent(f"cycle_months: {parameter('36', 'months')}", f"cycle_months: {parameter('null', 'months')}"),
        "scheme.parameter.value",
        "lifecycle.cycle_months",
        "Write a value",
    ),
    "many numbers where one is read": (
        bent(f"cycle_months: {parameter('36', 'months')}", f"cycle_months: {parameter('[36]', 'months')}"),
        "scheme.parameter.value",
        "lifecycle.cycle_months",
        "Write one number.",
    ),
    "truth where a number is read": (
        bent(parameter("250", "EUR"), parameter("true", "EUR")),
        "scheme.parameter.value",
        "fees.registration.base",
        "Write one number.",
    ),
    "a number below zero": (
        bent(parameter("250", "EUR"), parameter("-250", "EUR")),
        "scheme.parameter.value",
        "fees.registration.base",
        "Write one number.",
    ),
    "a blank word": (
        bent("value: EUR", 'value: " "'),
        "scheme.parameter.value",
        "fees.currency",
        "Write one word.",
    ),
    "a map of words": (
        bent('value: {low: 1, medium: "1.5", high: 2}', "value: {low: little}"),
        "scheme.parameter.value",
        "sampling.risk_multiplier",
        "Write a name and a number",
    ),
    "an empty map": (
        bent('value: {low: 1, medium: "1.5", high: 2}', "value: {}"),
        "scheme.parameter.value",
        "sampling.risk_multiplier",
        "Write a name and a number",
    ),
    "a map that should hold lists": (
        appended("rating", f"words: {parameter('{water: [[full]]}', 'map')}"),
        "scheme.parameter.value",
        "rating.words",
        "Write a list of words for each entry.",
    ),
    "a range without an end": (
        bent('{low: "60", high: "85"}', '{low: "60"}'),
        "scheme.parameter.value",
        "custody.recovery.cobalt.leach",
        "Write {low: …, high: …}.",
    ),
    "a range upside down": (
        bent('{low: "60", high: "85"}', '{low: "86", high: "85"}'),
        "scheme.parameter.value",
        "custody.recovery.cobalt.leach",
        "Let low not be above high.",
    ),
    "a day that is none": (
        bent('"2026-06-30"', '"2026-06-31"'),
        "scheme.parameter.value",
        "fees.waiver.pilot.last_on",
        "Write a day as 2026-01-31.",
    ),
    "a day of another calendar's spelling": (
        bent('"2026-06-30"', '"20260630"'),
        "scheme.parameter.value",
        "fees.waiver.pilot.last_on",
        "Write a day as 2026-01-31.",
    ),
    "a number that no machine can hold": (
        bent(parameter("250", "EUR"), parameter('"1e999999999"', "EUR")),
        "scheme.parameter.value",
        "fees.registration.base",
        "without an exponent",
    ),
    "a share above a hundred per cent": (
        appended("fees", f"instalment: {{sale_percent: {parameter('101', 'PERCENT')}}}".replace("PERCENT", '"%"')),
        "scheme.parameter.value",
        "fees.instalment.sale_percent",
        "Write a number from 0 to 100.",
    ),
    "a coverage above one": (
        appended("recognition", f"coverage_min_share: {parameter('1.01', 'share')}"),
        "scheme.parameter.value",
        "recognition.coverage_min_share",
        "Write a number from 0 to 1.",
    ),
}


@pytest.mark.parametrize("case", SINGLE.values(), ids=SINGLE)
def test_a_parameter_outside_what_is_known_is_refused_in_its_place(
    tmp_path: Path, case: tuple[str, str, str, str]
) -> None:
    rules, code, path, way_out = case
    found = next(finding for finding in errors(tmp_path, rules) if finding.code == code)
    assert found.params["path"] == path
    assert path.rpartition(".")[2] in line_of(rules, found)
    assert way_out in found.what_to_do


@pytest.mark.parametrize("path", [path for path, one in blocks.KNOWN.items() if one.only is not None])
def test_what_the_house_keeps_to_cannot_be_written_otherwise(path: str) -> None:
    kept = blocks.KNOWN[path].only
    for value in (kept, not kept):
        written = Parameter(path=path, value=value, unit="boolean", source="x", clause="-", verified=False)
        wrong = blockcheck.single(path, written, "rules.yaml:1")
        assert [finding.code for finding in wrong] == ([] if value is kept else ["scheme.parameter.value"])
        assert all(f"Write {str(kept).lower()}" in finding.what_to_do for finding in wrong)


def test_a_unit_that_is_no_word_is_refused_and_does_not_crash(tmp_path: Path) -> None:
    rules = bent("value: md1, unit: code", "value: md1, unit: [code]")
    assert [finding.code for finding in errors(tmp_path, rules)] == ["scheme.parameter.unit"]


@pytest.mark.parametrize("key", ['"a.b"', '""'])
def test_a_key_with_a_dot_or_without_a_letter_is_refused(tmp_path: Path, key: str) -> None:
    (found,) = errors(tmp_path, WIDE_RULES + f"  {key}: {parameter('1', 'count')}\n")
    assert found.code == "scheme.yaml.key"


def test_numbers_of_a_scheme_that_no_rule_reads_can_stand_under_own(tmp_path: Path) -> None:
    assert errors(tmp_path, appended("own", f"more: {parameter('-1', 'text')}")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"credit_life_months: {parameter('24', 'months')}", f"credit_life_months: {parameter('null', 'months')}"),
        (f"cycle_months: {parameter('36', 'months')}", f"cycle_months: {parameter('120', 'months')}"),
        (parameter('"0.6"', "share"), parameter("60", '"%"')),
        (parameter('"0.6"', "share"), parameter('"0.8"', "share")),
        (f"candidate_max_months: {parameter('12', 'months')}", f"candidate_max_months: {parameter('13', 'months')}"),
        ('{low: "60", high: "85"}', '{low: "85", high: "85"}'),
        (parameter("80", '"%"'), parameter("79", '"%"')),
        ('"2026-06-30"', '"2026-01-01"'),
        (parameter("9000", "EUR"), parameter("100", "EUR")),
        ("value: [document, photo, oral]", "value: [document, photo, oral, observation]"),
    ],
)
def test_what_stands_on_the_edge_is_allowed(tmp_path: Path, old: str, new: str) -> None:
    assert errors(tmp_path, bent(old, new)) == []


def test_a_mistake_in_a_standards_own_rules_is_placed_in_its_file(tmp_path: Path) -> None:
    standard = WIDE["TST/standard.yaml"] + f"rules:\n  lifecycle:\n    cycle_months: {parameter('0', 'months')}\n"
    (found,) = errors(tmp_path, WIDE_RULES, **{"TST/standard.yaml": standard})
    assert (found.code, found.where) == ("scheme.parameter.range", "TST/standard.yaml:9")


def test_a_rating_of_a_standards_own_is_placed_in_its_file(tmp_path: Path) -> None:
    level = f"{{threshold_percent: {parameter('60', 'count')}}}"
    standard = WIDE["TST/standard.yaml"] + f"rating:\n  levels:\n    certified: {level}\n"
    found = errors(tmp_path, WIDE_RULES, **{"TST/standard.yaml": standard})
    assert {one.where for one in found} == {"TST/standard.yaml:9"}


def test_evidence_that_the_edition_does_not_know_is_refused(tmp_path: Path) -> None:
    found = errors(tmp_path, bent("value: [document, photo, oral]", "value: [document, photo]"))
    assert {one.code for one in found} == {"scheme.evidence.class_unused"}
    assert {one.params["requirement"] for one in found} == {"TST.S.safety.C1"}
    assert {one.where for one in found} == {"TST/subjects/02-safety.yaml:14"}


def test_no_number_of_mistakes_makes_the_answer_long(tmp_path: Path) -> None:
    many = {
        f"x{n}": {"value": 1, "unit": "count", "source": "-", "clause": "-", "verified": False} for n in range(5000)
    }
    assert len(errors(tmp_path, json.dumps({"fees": many}))) < 1000


def test_every_block_of_the_domain_is_known() -> None:
    wanted = "rating lifecycle licence separation nonconformity verification sampling audit_time group holders custody"
    assert set(f"{wanted} claims fees recognition evidence diligence exclusions own".split()) <= set(blocks.BLOCKS)


@pytest.mark.parametrize(("path", "known"), sorted(blocks.KNOWN.items()))
def test_every_parameter_is_described_soundly(path: str, known: blocks.Known) -> None:
    assert known.units
    assert known.least is None or known.most is None or known.least <= known.most
    assert known.stricter != "ordered" or set(blocks.order_of(path)) >= set(known.words)
    assert known.stricter not in {"fewer", "more"} or known.units == ("list",)
    assert known.stricter not in {"true", "false"} or known.units == ("boolean",)
