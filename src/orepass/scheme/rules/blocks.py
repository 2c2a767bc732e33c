"""The blocks of rules that packs may write: for each parameter its units, range and words, and which way is stricter.

This is the vocabulary of `rules.yaml` (domain rules, section 0). A parameter that is not listed is refused, because a
number that no rule reads would look like a rule and be none; what a scheme wants to keep beside goes under ``own``.
``stricter`` says in which direction an overlay may move a parameter; without one it may not move it at all. Checked in
`blockcheck`. Ranges are what a number can sensibly be anywhere, not what a scheme should choose.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

import msgspec

from orepass.scheme.rules.audit_time import SYSTEMS
from orepass.scheme.rules.parameters import CURRENCIES
from orepass.scheme.rules.publication import PARTS
from orepass.scheme.rules.rating import AGGREGATIONS, KINDS, LETTERS, OUTCOMES, RATINGS, YES_NO
from orepass.scheme.rules.remote import BARS, NOTHING

type Stricter = Literal["", "lower", "higher", "true", "false", "fewer", "more", "ordered"]

SCALE: Final = tuple(reversed((*YES_NO, *LETTERS, *RATINGS)))
"""All words of all scales, each family from the worst to the best."""
MODELS: Final = ("identity_preserved", "segregated", "controlled_blending", "mass_balance", "book_and_claim")
METHODS: Final = ("credit", "rolling_percentage", "input_percentage", "book")
PARTIES: Final = ("self", "second", "third")
GRADES: Final = ("critical", "major", "minor")
EVIDENCE: Final = ("document", "photo", "oral", "observation", "measurement")
EFFECTS: Final = (
    "suspend_at_once",
    "no_decision_until_closed",
    "provisional_certificate",
    "plan_accepted",
    "noted",
)
MISSED: Final = ("withdraw", "suspend", "upgrade_to_critical", "upgrade_to_major", "new_audit")
HOLDERS: Final = (
    "site",
    "group",
    "supply_chain_group",
    "service_provider",
    "community",
    "host_mine",
    "cooperative",
    "association",
    "informal_group",
    "registered_group",
    "communal_land_group",
    "outgrower_scheme",
    "trader_network",
    "sharecropping",
    "mixed_ownership",
    "public_service_provider",
    "private_service_provider",
    "non_profit_service_provider",
)
"""Who may hold a certificate: the families of domain scenario O-01 and, finer, the kinds in them."""
CLAIMS: Final = (
    "names_mine",
    "made_from_certified",
    "step_reached",
    "on_product_label",
    "contains_percent",
    "mass_balance_supports",
    "supports_certified_production",
    "credits",
)
OWN: Final = "own"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What one parameter may be: units, least and most, the words it is chosen from, and which way is stricter.

    ``nothing``: it may be empty, which then means *without limit*. ``holds``: a list of numbers, of country codes, a
    map of lists of words, a day, where lists otherwise hold words, maps numbers and texts anything. ``only``: nothing
    else is kept to.
    """

    units: tuple[str, ...]
    least: int | None = None
    most: int | None = None
    words: tuple[str, ...] = ()
    stricter: Stricter = ""
    nothing: bool = False
    holds: Literal["words", "numbers", "day", "countries"] | None = None
    only: bool | None = None


def _time(unit: str, least: int, most: int, stricter: Stricter = "") -> Known:
    return Known(units=(unit,), least=least, most=most, stricter=stricter)


def _months(least: int, most: int, stricter: Stricter = "") -> Known:
    return _time("months", least, most, stricter)


def _days(least: int, most: int, stricter: Stricter = "") -> Known:
    return _time("days", least, most, stricter)


def _count(least: int, most: int, stricter: Stricter = "", unit: str = "count") -> Known:
    return _time(unit, least, most, stricter)


def _part(stricter: Stricter = "") -> Known:
    return Known(units=("%", "share"), stricter=stricter)


def _word(*words: str, stricter: Stricter = "") -> Known:
    return Known(units=("code",), words=words, stricter=stricter)


def _list(*words: str, stricter: Stricter = "") -> Known:
    return Known(units=("list",), words=words, stricter=stricter)


def _map() -> Known:
    return Known(units=("map",))


def _range_of(*units: str) -> Known:
    return Known(units=units)


_YES: Final = Known(units=("boolean",), stricter="true")
_NO: Final = Known(units=("boolean",), stricter="false")
_ALWAYS: Final = Known(units=("boolean",), only=True)
_NEVER: Final = Known(units=("boolean",), only=False)
"""What the house itself keeps to: a pack may say it, and may not say otherwise."""
_EITHER: Final = Known(units=("boolean",))
_MONEY: Final = Known(units=CURRENCIES, least=0)

_DAY: Final = Known(units=("text",), holds="day")

KNOWN: Final[Mapping[str, Known]] = {
    # rating: points and gates, levels
    "rating.scale": _map(),
    "rating.aggregation": _word(*AGGREGATIONS),
    "rating.kind": _word(*KINDS),
    "rating.gate_min": _word(*SCALE, stricter="ordered"),
    "rating.staged": _EITHER,
    "rating.plan_months": _months(0, 60, "lower"),
    "rating.weights": _map(),
    "rating.words": Known(units=("map",), holds="words"),
    "rating.levels.*.rank": _count(0, 99),
    "rating.levels.*.outcome": _word(*OUTCOMES),
    "rating.levels.*.threshold_percent": Known(units=("%",), stricter="higher"),
    "rating.levels.*.gate_min": _word(*SCALE, stricter="ordered"),
    "rating.levels.*.floor": _word(*SCALE, stricter="ordered"),
    "rating.levels.*.musts_percent": _part("higher"),
    "rating.levels.*.points_min": _count(0, 1_000_000, "higher"),
    "rating.levels.*.points_by_year": Known(units=("list",), holds="numbers"),
    "rating.levels.*.modules": _list(stricter="more"),
    # lifecycle: how long things last
    "lifecycle.cycle_months": _months(1, 120, "lower"),
    "lifecycle.candidate_months": _months(1, 60, "lower"),
    "lifecycle.candidate_max_months": _months(1, 60, "lower"),
    "lifecycle.surveillance_months": _months(1, 60, "lower"),
    "lifecycle.suspension_months": _months(1, 24, "lower"),
    "lifecycle.restoration_months": _months(0, 24, "lower"),
    "lifecycle.provisional_months": _months(1, 60, "lower"),
    "lifecycle.transition_months": _months(0, 120, "lower"),
    "lifecycle.appeal_days": _days(1, 365),
    "lifecycle.appeal_months": _months(1, 12),
    "lifecycle.appeal_working_days": _days(1, 365),
    "lifecycle.appeal_decision_days": _days(1, 365),
    "lifecycle.appeal_decision_months": _months(1, 12),
    "lifecycle.appeal_stays_decision": _EITHER,
    "lifecycle.complaint_acknowledge_days": _days(1, 365, "lower"),
    "lifecycle.complaint_pathway": _list(),
    "lifecycle.complaint_answer_days": _days(1, 365),
    "lifecycle.provider_withdrawn_transfer_days": _days(0, 365, "lower"),
    "lifecycle.records_years": _time("years", 1, 100, "higher"),
    # licence: how long a right lasts, from the record and the risk
    "licence.records": _list(),
    "licence.risks": _list(),
    "licence.months.*.*": _months(0, 120, "lower"),
    # separation of duties
    "separation.cooling_off_months": _months(0, 120, "higher"),
    "separation.evaluator_may_decide": _NEVER,
    "separation.evaluator_may_review": _NEVER,
    "separation.reviewer_may_decide": _NO,
    "separation.decider_may_hear_appeal": _NEVER,
    "separation.appeal_panel_min": _count(1, 15, "higher", unit="persons"),
    "separation.competence_required": _YES,
    "separation.rotation_limit_audits": _count(1, 100, "lower"),
    "separation.rotation_limit_years": _time("years", 1, 50, "lower"),
    "separation.fee_may_depend_on_outcome": _NEVER,
    # grades and clocks of nonconformities
    "nonconformity.*.plan_days": _days(0, 730, "lower"),
    "nonconformity.*.plan_months": _months(0, 24, "lower"),
    "nonconformity.*.closure_days": _days(0, 1825, "lower"),
    "nonconformity.*.closure_months": _months(0, 60, "lower"),
    "nonconformity.*.effect": _word(*EFFECTS, stricter="ordered"),
    "nonconformity.*.missed": _word(*MISSED),
    "nonconformity.extension_count": _count(0, 9, "lower"),
    "nonconformity.extension_days": _days(0, 730, "lower"),
    "nonconformity.extension_months": _months(0, 24, "lower"),
    "nonconformity.repeat_raises_grade": _YES,
    "nonconformity.majors_per_subject_that_suspend": _count(1, 99, "lower"),
    "nonconformity.closed_stay_in_report": _ALWAYS,
    # verification: who looks, how often, whose look grants
    "verification.*.interval_months": _months(1, 120, "lower"),
    "verification.*.share_percent": _part("higher"),
    "verification.grants": _list(*PARTIES, stricter="fewer"),
    "verification.peer_review_allowed": _NO,
    "verification.unannounced_percent": _part("higher"),
    # sampling
    "sampling.rule": Known(units=("code", "rule"), words=("sample",)),
    "sampling.initial_factor": _part("higher"),
    "sampling.surveillance_factor": _part("higher"),
    "sampling.recertification_factor": _part("higher"),
    "sampling.random_share": _part("higher"),
    "sampling.percent": _part("higher"),
    "sampling.min_sites": _count(1, 10_000, "higher", "sites"),
    "sampling.min_members": _count(1, 10_000, "higher", "members"),
    "sampling.risk_multiplier": _map(),
    # audit time
    "audit_time.table": _word(*SYSTEMS, OWN),
    "audit_time.own_table": Known(units=("text",)),
    "audit_time.enforced": _YES,
    "audit_time.lookup": _word("step", "interpolate"),
    "audit_time.surveillance_factor": _part("higher"),
    "audit_time.recertification_factor": _part("higher"),
    "audit_time.reduction_max_percent": _part("lower"),
    "audit_time.site_reduction_max_percent": _part("lower"),
    "audit_time.integrated_reduction_max_percent": _part("lower"),
    "audit_time.on_site_min_percent": _part("higher"),
    "audit_time.remote_share_max_percent": _part("lower"),
    "audit_time.remote_notice_percent": _part("lower"),
    "audit_time.remote_forbidden_if": _list(*BARS, NOTHING, stricter="more"),
    "audit_time.rounding": _word("half_day", "quarter_day", "up_half_day"),
    "audit_time.hours_per_day": _time("hours", 1, 12),
    # groups
    "group.member_compliance_share": _part("higher"),
    "group.compliance_floor_members": _count(0, 10_000, "higher", "members"),
    "group.members_min": _count(1, 10_000, "higher", "members"),
    "group.members_max": _count(1, 100_000, "lower", "members"),
    "group.one_group_only": _YES,
    "group.internal_inspection_months": _months(1, 60, "lower"),
    "group.approval_needs_inspection": _YES,
    "group.external_sample_rule": Known(units=("code", "rule"), words=("sample",)),
    "group.external_sample_percent": _part("higher"),
    "group.external_sample_min_members": _count(1, 10_000, "higher", "members"),
    "group.material_sample_percent": _part("higher"),
    "group.unannounced_percent": _part("higher"),
    "group.coverage_min_share": _part("higher"),
    "group.detection_min_share": _part("higher"),
    "group.register_drift_max_share": _part("lower"),
    "group.failing_in_sample_share": _part("lower"),
    "group.missed_by_inspectors_share": _part("lower"),
    "group.critical_suspends_member": _YES,
    "group.warning_days": _days(1, 365, "lower"),
    "group.member_suspension_months": _months(1, 60, "lower"),
    "group.reentry_months": _months(0, 120, "higher"),
    "group.failing_member_exit_months": _months(1, 120, "lower"),
    "group.yield_tolerance_percent": _part("lower"),
    "group.members_per_inspector_day_max": _count(1, 1000, "lower"),
    "group.peers_min": _count(0, 99, "higher", "persons"),
    "group.outsiders_min": _count(0, 99, "higher", "persons"),
    "group.visits_per_year": _count(0, 99, "higher"),
    "group.internal_inspection_alone_certifies": _NO,
    "group.member_distance_km": _count(1, 20_000, "lower", "km"),
    "group.outgrower_first_percent": _part("higher"),
    "group.outgrower_second_percent": _part("higher"),
    "group.outgrower_basis": _word("volume", "value"),
    "group.cost_of_turnover_percent": _part("higher"),
    "group.turnover_max": _MONEY,
    # holders
    "holders.types": _list(*HOLDERS, stricter="fewer"),
    "holders.accountability": _list("owns", "shares", stricter="fewer"),
    "holders.legal_personality_required": _YES,
    "holders.accountable_person_required": _YES,
    "holders.ownership_plan_required": _YES,
    "holders.member_location_required": _YES,
    # how the next edition is decided
    "development.experts_min": _map(),
    "development.sides": _list(),
    "development.members_min": _count(1, 1000, unit="persons"),
    "development.changes_listed": _YES,
    # where the edition is open, and from when
    "regions.*.countries": Known(units=("list",), holds="countries"),
    "regions.*.open_from": _DAY,
    # members of an outside council only
    "membership.council": Known(units=("text",)),
    # custody and claims
    "custody.models_allowed": _list(*MODELS, stricter="fewer"),
    "custody.downgrade_order": _list(*MODELS),
    "custody.methods_allowed": _list(*METHODS, stricter="fewer"),
    "custody.rolling_months": _months(1, 24, "lower"),
    "custody.period_months": _months(1, 24, "lower"),
    "custody.overdraft_percent": _part("lower"),
    "custody.overdraft_within_period": _NO,
    "custody.overdraft_needs_cause": _YES,
    "custody.carry_over": _NO,
    "custody.carry_periods": Known(units=("count",), least=0, most=100, stricter="lower", nothing=True),
    "custody.credit_life_months": Known(units=("months",), least=1, most=120, stricter="lower", nothing=True),
    "custody.credit_order": _word("oldest_first"),
    "custody.tolerance_percent": _part("lower"),
    "custody.assay_tolerance_percent": _part("lower"),
    "custody.assay_tolerance_precious_percent": _part("lower"),
    "custody.weighbridge_tolerance_percent": _part("lower"),
    "custody.capacity_days": _days(1, 31, "lower"),
    "custody.capacity_tolerance_percent": _part("lower"),
    "custody.miner_day.*": Known(units=("g", "kg"), least=0, stricter="lower"),
    "custody.national_tolerance_percent": _part("lower"),
    "custody.facility_km": Known(units=("km",), least=1, most=1000, stricter="lower"),
    "custody.travel_kmh.*": _count(1, 1200, "lower"),
    "custody.label_threshold_percent": _part("higher"),
    "custody.recovery_trend_points": _count(0, 100, "lower"),
    "custody.account_unit": _word("contained_metal", "mass", "dry_mass"),
    "custody.allocation_basis": _word("contained_metal", "mass", "value"),
    "custody.free_attribution": _NO,
    "custody.close_days": _days(0, 365, "lower"),
    "custody.credit_transfer": _list(
        "same_company", "same_country", "same_product", "both_sides_same_period", stricter="more"
    ),
    "custody.chain_certificate_needed": _YES,
    "custody.blend_level": _word("lowest", "weighted"),
    "custody.tag_single_use": _ALWAYS,
    "custody.tag_reuse": _word("question", "refuse"),
    "custody.tags_before_export": _list("extraction", "processing", stricter="more"),
    "custody.uncertified_suppliers_due_diligence": _YES,
    "custody.correction_days": _days(0, 365, "lower"),
    "custody.late_days": _days(0, 365, "lower"),
    "custody.records_years": _time("years", 1, 100, "higher"),
    "custody.recovery.*": _range_of("%", "share"),
    "custody.recovery.*.*": _range_of("%", "share"),
    "custody.grade.*.*": _range_of("%", "share"),
    "custody.grade_max.*": _part("lower"),
    "claims.claim_class": Known(units=("code", "text")),
    "claims.forbidden_words": _list(stricter="more"),
    "claims.certificate_alone_is_product_claim": _NO,
    "claims.entry_step_named": _YES,
    "claims.blend_rounding": _word("down"),
    "claims.labels.*.text": Known(units=("text",)),
    "claims.labels.*.from": _DAY,
    "claims.labels.*.before": _DAY,
    **{f"claims.{model}": _list(*CLAIMS, stricter="fewer") for model in MODELS},
    # fees: never read where a decision is taken
    "fees.currency": _word(*CURRENCIES),
    "fees.due_days": _days(0, 730),
    "fees.buyer_lines": _list(),
    "fees.*.base": _MONEY,
    "fees.*.per_site": _MONEY,
    "fees.*.per_member": _MONEY,
    "fees.*.per_volume": _MONEY,
    "fees.*.per_revenue": Known(units=("share",)),
    "fees.*.minimum": _MONEY,
    "fees.*.maximum": _MONEY,
    "fees.*.day_rate": _MONEY,
    "fees.*.single_days": _count(0, 1000, unit="day-of-audit"),
    "fees.discount.asm_percent": _part(),
    "fees.discount.first_percent": _part(),
    "fees.instalment.sale_percent": _part(),
    "fees.instalment.start_condition": _word("when_paid", "when_signed", "at_once"),
    "fees.instalment.default_after_days": _days(1, 1825),
    "fees.instalment.adherence_months": _months(0, 60),
    "fees.waiver.*.first_on": _DAY,
    "fees.waiver.*.last_on": _DAY,
    "fees.waiver.*.basis": _word("audit", "registration"),
    "fees.premium.quorum_percent": _part(),
    "fees.premium.majority_percent": _part(),
    "fees.premium.per_kilogram": _MONEY,
    "fees.premium.price_percent": _part(),
    # recognition of other schemes
    "recognition.coverage_min_share": _part("higher"),
    "recognition.certificate_age_max_months": _months(1, 120, "lower"),
    "recognition.validity_months": _months(1, 120, "lower"),
    "recognition.grace_months": _months(0, 24, "lower"),
    "recognition.hold_days": _days(0, 365, "lower"),
    "recognition.assurance_item_min": _count(0, 2, "higher"),
    "recognition.assurance_mean_min": Known(units=("points",), least=0, most=2, stricter="higher"),
    "recognition.check_max_days": _days(0, 730, "lower"),
    "recognition.core_from_self_assessment": _NO,
    "recognition.transitive": _NEVER,
    "recognition.second_visit_months": _months(0, 60, "lower"),
    "recognition.saving_passed_on_percent": _part(),
    # publication of audit reports
    "publication.minimum": _list(*PARTS, stricter="more"),
    "publication.default": _list(*PARTS, stricter="more"),
    "publication.due_days": _days(0, 365, "lower"),
    # evidence
    "evidence.classes": _list(*EVIDENCE, stricter="fewer"),
    "evidence.max_age_months": _months(1, 120, "lower"),
    "evidence.*.max_age_months": _months(1, 120, "lower"),
    "evidence.oral_min_speakers": _count(1, 99, "higher", "persons"),
    "evidence.oral_recorded_by_visitor": _YES,
    "evidence.photo_needs": _list("date", "place", "person", "scale", stricter="more"),
    "evidence.self_assessment_alone_grants": _NO,
    # what no tier lifts, and due diligence
    "exclusions.*": _list(stricter="more"),
    "diligence.high_risk_decision_months": _months(1, 36, "lower"),
    "diligence.area_thresholds": Known(units=("list",), holds="numbers"),
    "diligence.mitigation_months": _months(1, 6, "lower"),
    "diligence.reassess_months": _months(1, 12, "lower"),
    "diligence.site_inspection_months": _months(1, 60, "lower"),
    "diligence.red_flag_months": _months(1, 60, "higher"),
    "diligence.output_percent": Known(units=("%",), least=1, stricter="lower"),
    "diligence.reserve_years": _time("years", 1, 100, "higher"),
    "diligence.volume_jump_percent": Known(units=("%",), stricter="lower"),
    "diligence.price_gap_percent": Known(units=("%",), stricter="lower"),
    "diligence.price_reference_days": _days(1, 365, "lower"),
    "diligence.round_weights_percent": Known(units=("%",), stricter="lower"),
    "diligence.round_weights_least": _count(1, 1000, "lower"),
    "diligence.report_months": _months(1, 36, "lower"),
    "diligence.stop_at_once": _list(stricter="more"),
    "diligence.mend_or_stop": _list(),
}
PREMIUM_RATES: Final = ("fees.premium.price_percent", "fees.premium.per_kilogram")
"""Either of them says what a buyer’s premium comes to."""
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "nonconformity.*": GRADES,
    "verification.*": PARTIES,
    "evidence.*": EVIDENCE,
}
"""Where the starred part of a path must be one of some words."""
ORDERS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("rating.gate_min", "rating.levels.*.gate_min", "rating.levels.*.floor"), SCALE),
    "nonconformity.*.effect": tuple(reversed(EFFECTS)),
}
"""For words that are ordered: from the mildest to the strictest."""
BLOCKS: Final = tuple(dict.fromkeys([path.partition(".")[0] for path in KNOWN] + [OWN]))


@cache
def pattern_of(path: str) -> str:
    """Return the pattern that describes a parameter; empty for one that nobody knows."""
    parts = path.split(".")
    if path in KNOWN:
        return path
    return next((pattern for pattern in KNOWN if "*" in pattern and _fits(pattern.split("."), parts)), "")


def _fits(pattern: list[str], parts: list[str]) -> bool:
    if len(pattern) != len(parts) or not all(
        wanted in ("*", part) for wanted, part in zip(pattern, parts, strict=True)
    ):
        return False
    names = NAMES.get(".".join(pattern[:2]))
    return names is None or parts[1] in names


def known(path: str) -> Known | None:
    """Return what is known about a parameter."""
    return KNOWN.get(pattern_of(path))


def order_of(path: str) -> tuple[str, ...]:
    """Return the words a parameter is chosen from, from the mildest to the strictest."""
    return ORDERS[pattern_of(path)]
