"""Every block of rules: what a parameter may be, and which parameters cannot hold together."""

import json
from pathlib import Path

import pytest

from orepass.kernel.finding import Finding
from orepass.scheme.rules import blocks
from orepass.scheme.rules.load import load
from tests.rules.scheme.packs import parameter, write_pack
from tests.rules.scheme.packs_wide import WIDE, WIDE_RULES


def errors(tmp_path: Path, rules: str, **more: str) -> list[Finding]:
    pack, findings = load(write_pack(tmp_path, {**WIDE, "rules.yaml": rules, **more}))
    wrong = [finding for finding in findings if finding.severity == "error"]
    assert (pack is None) == bool(wrong)
    return wrong


def bent(old: str, new: str) -> str:
    assert WIDE_RULES.count(old) == 1, (WIDE_RULES.count(old), old)
    return WIDE_RULES.replace(old, new)


def line_of(rules: str, finding: Finding) -> str:
    name, _colon, line = finding.where.partition(":")
    assert name == "rules.yaml"
    return rules.splitlines()[int(line) - 1]


def test_a_pack_with_every_block_is_right(tmp_path: Path) -> None:
    assert errors(tmp_path, WIDE_RULES) == []


def appended(block: str, line: str) -> str:
    return bent(f"{block}:\n", f"{block}:\n  {line}\n")


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


def months(name: str, old: int, new: int) -> str:
    return bent(f"{name}: {parameter(str(old), 'months')}", f"{name}: {parameter(str(new), 'months')}")


def major(plan: str, closure: str = "closure_months: " + parameter("6", "months")) -> str:
    old = f"  major:\n    plan_days: {parameter('30', 'days')}\n    closure_months: {parameter('6', 'months')}\n"
    return bent(old, f"  major:\n    {plan}\n    {closure}\n")


LEVEL = f"      threshold_percent: {parameter('60', '"%"')}\n"
TOGETHER: dict[str, tuple[str, str, str]] = {
    "surveillance after the end": (
        months("surveillance_months", 12, 37),
        "lifecycle.surveillance_months",
        "lifecycle.cycle_months",
    ),
    "provisional longer than full": (
        months("provisional_months", 12, 37),
        "lifecycle.provisional_months",
        "lifecycle.cycle_months",
    ),
    "suspended longer than certified": (
        bent(
            f"cycle_months: {parameter('36', 'months')}",
            f"cycle_months: {parameter('5', 'months')}",
        ),
        "lifecycle.suspension_months",
        "lifecycle.cycle_months",
    ),
    "candidate longer than allowed": (
        months("candidate_max_months", 12, 11),
        "lifecycle.candidate_months",
        "lifecycle.candidate_max_months",
    ),
    "candidate longer than certified": (
        months("cycle_months", 36, 11),
        "lifecycle.candidate_months",
        "lifecycle.cycle_months",
    ),
    "yearly sample above the first": (
        bent(f"initial_factor: {parameter('1', 'share')}", f"initial_factor: {parameter('50', '"%"')}"),
        "sampling.surveillance_factor",
        "sampling.initial_factor",
    ),
    "renewal sample above the first": (
        bent(f"initial_factor: {parameter('1', 'share')}", f"initial_factor: {parameter('"0.7"', 'share')}"),
        "sampling.recertification_factor",
        "sampling.initial_factor",
    ),
    "yearly sample above the renewal": (
        bent(parameter('"0.6"', "share"), parameter('"0.9"', "share")),
        "sampling.surveillance_factor",
        "sampling.recertification_factor",
    ),
    "yearly visit longer than the renewal": (
        bent(parameter('"0.33"', "share"), parameter('"0.68"', "share")),
        "audit_time.surveillance_factor",
        "audit_time.recertification_factor",
    ),
    "a floor above the largest group": (
        bent(parameter("1", "members"), parameter("2001", "members")),
        "group.compliance_floor_members",
        "group.members_max",
    ),
    "a least group above the largest": (
        bent(parameter("2", "members"), parameter("2001", "members")),
        "group.members_min",
        "group.members_max",
    ),
    "a sample above the largest group": (
        bent(parameter("10", "members"), parameter("2001", "members")),
        "group.external_sample_min_members",
        "group.members_max",
    ),
    "a warning longer than the suspension": (
        bent(f"warning_days: {parameter('30', 'days')}", f"warning_days: {parameter('187', 'days')}"),
        "group.warning_days",
        "group.member_suspension_months",
    ),
    "a grace longer than the recognition": (
        months("validity_months", 36, 5),
        "recognition.grace_months",
        "recognition.validity_months",
    ),
    "others look more often than oneself": (
        bent(
            f"  self:\n    interval_months: {parameter('12', 'months')}",
            f"  self:\n    interval_months: {parameter('13', 'months')}",
        ),
        "verification.self.interval_months",
        "verification.second.interval_months",
    ),
    "strangers look more often than partners": (
        bent(
            f"  third:\n    interval_months: {parameter('36', 'months')}",
            f"  third:\n    interval_months: {parameter('11', 'months')}",
        ),
        "verification.second.interval_months",
        "verification.third.interval_months",
    ),
    "credits that die within their period": (
        months("credit_life_months", 24, 2),
        "custody.period_months",
        "custody.credit_life_months",
    ),
    "a plan after the closing": (
        major(f"plan_days: {parameter('30', 'days')}", f"closure_days: {parameter('29', 'days')}"),
        "nonconformity.major.plan_days",
        "nonconformity.major.closure_days",
    ),
    "a plan in months after the closing in days": (
        major(f"plan_months: {parameter('1', 'months')}", f"closure_days: {parameter('27', 'days')}"),
        "nonconformity.major.plan_months",
        "nonconformity.major.closure_days",
    ),
    "more time for what is graver": (
        months("closure_months", 12, 5),
        "nonconformity.major.closure_months",
        "nonconformity.minor.closure_months",
    ),
    "an extension longer than the clock": (
        bent(parameter("90", "days"), parameter("187", "days")),
        "nonconformity.extension_days",
        "nonconformity.major.closure_months",
    ),
    "a higher level that asks for less": (
        bent("    candidate:\n", f"    candidate:\n      threshold_percent: {parameter('61', '"%"')}\n"),
        "rating.levels.certified.threshold_percent",
        "rating.levels.candidate.threshold_percent",
    ),
    "a higher level without the threshold of the lower": (
        bent("    candidate:\n", f"    candidate:\n      threshold_percent: {parameter('61', '"%"')}\n").replace(
            LEVEL, ""
        ),
        "rating.levels.certified.rank",
        "rating.levels.candidate.threshold_percent",
    ),
    "a floor that sinks": (
        bent("    candidate:\n", f"    candidate:\n      floor: {parameter('partial', 'code')}\n"),
        "rating.levels.certified.rank",
        "rating.levels.candidate.floor",
    ),
    "two levels that ask for the same": (
        bent("    candidate:\n", f"    candidate:\n{LEVEL}").replace(
            f"      gate_min: {parameter('partial', 'code')}", f"      gate_min: {parameter('full', 'code')}"
        ),
        "rating.levels.certified.rank",
        "rating.levels.candidate.rank",
    ),
    "more risk, fewer visits": (
        bent('{low: 1, medium: "1.5", high: 2}', '{low: 1, medium: "1.5", high: "1.4"}'),
        "sampling.risk_multiplier",
        "sampling.rule",
    ),
    "risk that shrinks the sample": (
        bent('{low: 1, medium: "1.5", high: 2}', '{low: "0.9", high: 2}'),
        "sampling.risk_multiplier",
        "sampling.rule",
    ),
    "a licence without its lists": (
        bent(f"  risks: {parameter('[low, high]', 'list')}\n", ""),
        "licence.months.clean.high",
        "licence.risks",
    ),
    "a pair without a licence": (
        bent(f"      high: {parameter('12', 'months')}\n", ""),
        "licence.records",
        "licence.months.marked.high",
    ),
    "a licence for a pair that is not listed": (
        bent(
            f"      high: {parameter('12', 'months')}\n",
            f"      high: {parameter('12', 'months')}\n      hihg: {parameter('12', 'months')}\n",
        ),
        "licence.months.marked.hihg",
        "licence.records",
    ),
    "a licence longer than the cycle": (
        bent(f"      low: {parameter('36', 'months')}", f"      low: {parameter('37', 'months')}"),
        "licence.months.clean.low",
        "lifecycle.cycle_months",
    ),
    "a worse record with a longer licence": (
        bent(f"      low: {parameter('36', 'months')}", f"      low: {parameter('23', 'months')}").replace(
            f"      high: {parameter('24', 'months')}", f"      high: {parameter('12', 'months')}"
        ),
        "licence.months.marked.low",
        "licence.months.clean.low",
    ),
    "more risk with a longer licence": (
        bent(f"      high: {parameter('24', 'months')}", f"      high: {parameter('36', 'months')}").replace(
            f"      low: {parameter('36', 'months')}", f"      low: {parameter('35', 'months')}"
        ),
        "licence.months.clean.high",
        "licence.months.clean.low",
    ),
    "more on site and remote than there is": (
        bent(
            f"remote_share_max_percent: {parameter('20', '"%"')}", f"remote_share_max_percent: {parameter('21', '"%"')}"
        ),
        "audit_time.remote_share_max_percent",
        "audit_time.on_site_min_percent",
    ),
    "a risk both stopped and mended": (
        bent("value: [R3]", "value: [R3, R2]"),
        "diligence.mend_or_stop",
        "diligence.stop_at_once",
    ),
    "self-assessment that grants and does not": (
        bent("value: [second, third]", "value: [self, third]"),
        "verification.grants",
        "evidence.self_assessment_alone_grants",
    ),
    "a model without its place in the order": (
        bent("value: [identity_preserved, segregated, mass_balance]", "value: [identity_preserved, segregated]"),
        "custody.models_allowed",
        "custody.downgrade_order",
    ),
    "claims for a model that is not allowed": (
        appended("claims", f"book_and_claim: {parameter('[credits]', 'list')}"),
        "claims.book_and_claim",
        "custody.models_allowed",
    ),
    "a least fee above the highest": (
        bent(parameter("9000", "EUR"), parameter("99", "EUR")),
        "fees.registration.minimum",
        "fees.registration.maximum",
    ),
    "a programme that ends before it begins": (
        bent('"2026-06-30"', '"2025-12-31"'),
        "fees.waiver.pilot.last_on",
        "fees.waiver.pilot.first_on",
    ),
    "a fee in another currency": (
        bent(parameter("250", "EUR"), parameter("250", "USD")),
        "fees.registration.base",
        "fees.currency",
    ),
}


@pytest.mark.parametrize("case", TOGETHER.values(), ids=TOGETHER)
def test_what_cannot_hold_together_is_refused_where_it_has_to_move(tmp_path: Path, case: tuple[str, str, str]) -> None:
    rules, path, other = case
    found = [finding for finding in errors(tmp_path, rules) if finding.params.get("path") == path]
    assert [(finding.code, finding.params["other"]) for finding in found] == [("scheme.parameter.contradiction", other)]
    assert path.rpartition(".")[2] in line_of(rules, found[0])
    assert found[0].what_to_do


def test_more_time_for_the_graver_is_found_for_plans_too(tmp_path: Path) -> None:
    critical = f"critical: {{plan_days: {parameter('31', 'days')}, closure_days: {parameter('60', 'days')}}}"
    found = errors(tmp_path, appended("nonconformity", critical))
    assert {(one.params["path"], one.params["other"]) for one in found} == {
        ("nonconformity.critical.plan_days", "nonconformity.major.plan_days"),
        ("nonconformity.extension_days", "nonconformity.critical.closure_days"),
    }


def test_what_a_standard_overrides_is_compared_as_it_will_be_used(tmp_path: Path) -> None:
    standard = WIDE["TST/standard.yaml"] + f"rules:\n  lifecycle:\n    cycle_months: {parameter('11', 'months')}\n"
    found = errors(tmp_path, WIDE_RULES, **{"TST/standard.yaml": standard})
    assert {(one.where, one.params["path"]) for one in found} >= {("rules.yaml:14", "lifecycle.candidate_months")}
    assert all(one.code == "scheme.parameter.contradiction" for one in found)


def test_a_mistake_in_a_standards_own_rules_is_placed_in_its_file(tmp_path: Path) -> None:
    standard = WIDE["TST/standard.yaml"] + f"rules:\n  lifecycle:\n    cycle_months: {parameter('0', 'months')}\n"
    (found,) = errors(tmp_path, WIDE_RULES, **{"TST/standard.yaml": standard})
    assert (found.code, found.where) == ("scheme.parameter.range", "TST/standard.yaml:9")


def test_a_rating_of_a_standards_own_is_placed_in_its_file(tmp_path: Path) -> None:
    level = f"{{threshold_percent: {parameter('60', 'count')}}}"
    standard = WIDE["TST/standard.yaml"] + f"rating:\n  levels:\n    certified: {level}\n"
    found = errors(tmp_path, WIDE_RULES, **{"TST/standard.yaml": standard})
    assert {one.where for one in found} == {"TST/standard.yaml:9"}


def test_a_standard_may_add_to_the_exclusions_and_never_take_from_them(tmp_path: Path) -> None:
    def own(codes: str) -> str:
        return WIDE["TST/standard.yaml"] + f"rules:\n  exclusions:\n    forced_labour: {parameter(codes, 'list')}\n"

    more = own("[ilo.c029, oecd.annex2.R1, ilo.c105]")
    assert errors(tmp_path / "more", WIDE_RULES, **{"TST/standard.yaml": more}) == []
    (found,) = errors(tmp_path / "less", WIDE_RULES, **{"TST/standard.yaml": own("[ilo.c029]")})
    assert (found.code, found.where) == ("scheme.parameter.contradiction", "TST/standard.yaml:9")


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
