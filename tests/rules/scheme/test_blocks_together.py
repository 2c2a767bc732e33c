"""Parameters that cannot hold together are refused where one has to move."""

from pathlib import Path

import pytest

from tests.rules.scheme.packs import parameter
from tests.rules.scheme.packs_wide import WIDE, WIDE_RULES
from tests.rules.scheme.rules_bent import appended, bent, errors, line_of


def months(name: str, old: int, new: int) -> str:
    return bent(f"{name}: {parameter(str(old), 'months')}", f"{name}: {parameter(str(new), 'months')}")


def major(plan: str, closure: str = "closure_months: " + parameter("6", "months")) -> str:
    old = f"  major:\n    plan_days: {parameter('30', 'days')}\n    closure_months: {parameter('6', 'months')}\n"
    return bent(old, f"  major:\n    {plan}\n    {closure}\n")


LEVEL = f"      threshold_percent: {parameter('60', '"%"')}\n"
AREAS_WRONG = (
    "[40, 70, 1]",
    "[40, 70, 1, 5, 9]",
    "[71, 70, 1, 5]",
    "[40, 101, 1, 5]",
    "[40, 70, 0, 5]",
    "[40, 70, 6, 5]",
)
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
    **{
        f"thresholds of areas: {wrong}": (
            appended("diligence", f"area_thresholds: {parameter(wrong, 'list')}"),
            "diligence.area_thresholds",
            "diligence.area_thresholds",
        )
        for wrong in AREAS_WRONG
    },
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
    "an order that lets a claim go up": (
        bent(
            "value: [identity_preserved, segregated, mass_balance]",
            "value: [segregated, identity_preserved, mass_balance]",
        ),
        "custody.downgrade_order",
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


@pytest.mark.parametrize("sound", ["[40, 40, 1, 1]", '["0", "100", 1, 5]'])
def test_thresholds_of_areas_that_rise_are_taken(tmp_path: Path, sound: str) -> None:
    assert errors(tmp_path, appended("diligence", f"area_thresholds: {parameter(sound, 'list')}")) == []


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


def test_a_standard_may_add_to_the_exclusions_and_never_take_from_them(tmp_path: Path) -> None:
    def own(codes: str) -> str:
        return WIDE["TST/standard.yaml"] + f"rules:\n  exclusions:\n    forced_labour: {parameter(codes, 'list')}\n"

    more = own("[ilo.c029, oecd.annex2.R1, ilo.c105]")
    assert errors(tmp_path / "more", WIDE_RULES, **{"TST/standard.yaml": more}) == []
    (found,) = errors(tmp_path / "less", WIDE_RULES, **{"TST/standard.yaml": own("[ilo.c029]")})
    assert (found.code, found.where) == ("scheme.parameter.contradiction", "TST/standard.yaml:9")
