"""The small pack with every block of rules and with overlays, for tests of what packs may say."""

from tests.rules.scheme.packs import CASE, FILES, RULES, parameter, requirement

BLOCKS = f"""\
  candidate_max_months: {parameter("12", "months")}
  cycle_months: {parameter("36", "months")}
  surveillance_months: {parameter("12", "months")}
  suspension_months: {parameter("6", "months")}
  provisional_months: {parameter("12", "months")}
licence:
  records: {parameter("[clean, marked]", "list")}
  risks: {parameter("[low, high]", "list")}
  months:
    clean:
      low: {parameter("36", "months")}
      high: {parameter("24", "months")}
    marked:
      low: {parameter("24", "months")}
      high: {parameter("12", "months")}
separation:
  cooling_off_months: {parameter("24", "months")}
  evaluator_may_decide: {parameter("false", "boolean")}
verification:
  self:
    interval_months: {parameter("12", "months")}
  second:
    interval_months: {parameter("12", "months")}
    share_percent: {parameter("10", '"%"')}
  third:
    interval_months: {parameter("36", "months")}
  grants: {parameter("[second, third]", "list")}
sampling:
  rule: {parameter("md1", "code")}
  initial_factor: {parameter("1", "share")}
  surveillance_factor: {parameter('"0.6"', "share")}
  recertification_factor: {parameter('"0.8"', "share")}
  risk_multiplier: {parameter('{low: 1, medium: "1.5", high: 2}', "map")}
audit_time:
  table: {parameter("ems-high", "code")}
  surveillance_factor: {parameter('"0.33"', "share")}
  recertification_factor: {parameter('"0.67"', "share")}
  on_site_min_percent: {parameter("80", '"%"')}
  remote_share_max_percent: {parameter("20", '"%"')}
group:
  members_min: {parameter("2", "members")}
  members_max: {parameter("2000", "members")}
  external_sample_min_members: {parameter("10", "members")}
  compliance_floor_members: {parameter("1", "members")}
  warning_days: {parameter("30", "days")}
  member_suspension_months: {parameter("6", "months")}
holders:
  types: {parameter("[site, group]", "list")}
custody:
  models_allowed: {parameter("[segregated, mass_balance]", "list")}
  downgrade_order: {parameter("[identity_preserved, segregated, mass_balance]", "list")}
  period_months: {parameter("3", "months")}
  credit_life_months: {parameter("24", "months")}
  recovery:
    cobalt:
      leach: {parameter('{low: "60", high: "85"}', '"%"')}
claims:
  segregated: {parameter("[made_from_certified]", "list")}
fees:
  currency: {parameter("EUR", "code")}
  registration:
    base: {parameter("250", "EUR")}
    minimum: {parameter("100", "EUR")}
    maximum: {parameter("9000", "EUR")}
  waiver:
    pilot:
      first_on: {parameter('"2026-01-01"', "text")}
      last_on: {parameter('"2026-06-30"', "text")}
recognition:
  validity_months: {parameter("36", "months")}
  grace_months: {parameter("6", "months")}
evidence:
  classes: {parameter("[document, photo, oral]", "list")}
  self_assessment_alone_grants: {parameter("false", "boolean")}
exclusions:
  forced_labour: {parameter("[ilo.c029, oecd.annex2.R1]", "list")}
diligence:
  stop_at_once: {parameter("[R1a, R2]", "list")}
  mend_or_stop: {parameter("[R3]", "list")}
own:
  anything: {parameter("7", "count")}
"""
EXTENSION = f"""\
  extension_days: {parameter("90", "days")}
  minor:
    plan_days: {parameter("30", "days")}
    closure_months: {parameter("12", "months")}
    effect: {parameter("plan_accepted", "code")}
    missed: {parameter("upgrade_to_major", "code")}
"""
WIDE_RULES = RULES.replace("nonconformity:\n", BLOCKS + "nonconformity:\n") + EXTENSION
NATIONAL = """\
overlay: congo
title: {en: Congo}
about: {en: How the standard is read in one country.}
status: pilot
countries: [CD]
requirements:
  TST.E.water.A1:
    explanation: {en: Ask the women at the well.}
    also_fails_when: {en: The well is dry.}
    criticality: core
    weight: 3
    accepts: [document]
  TST.E.water.M1:
    due_year: 0
parameters:
  nonconformity:
    major:
      plan_days: {value: 14, unit: days, source: own choice, clause: none, verified: false}
additional:
  - requirement:
"""
ADDED = (
    requirement("TST.E.water.A2", "assessment", accepts="photo")
    .replace("\n    ", "\n      ")
    .replace("  - id", "      id")
)
NATIONAL += ADDED
MINERAL = """\
overlay: congo-cobalt
title: {en: Cobalt in Congo}
about: {en: Closer still.}
status: released
extends: [congo]
applies_when: '"cobalt" in site.minerals'
process:
  workshops:
    - {on: 2025-01-10, participants: {miners: 4, buyers: 4}}
    - {on: 2025-02-10, participants: {miners: 4, buyers: 4}}
    - {on: 2025-03-10, participants: {miners: 4, state: 4}}
requirements:
  TST.E.water.A1:
    explanation: {en: And at the river.}
    weight: "4.5"
"""
WIDE: dict[str, str] = {
    **FILES,
    "rules.yaml": WIDE_RULES,
    "overlays/congo.yaml": NATIONAL,
    "overlays/congo-cobalt.yaml": MINERAL,
    "cases/all-full.yaml": CASE.replace("size: asm,", "size: asm, country: ZM,"),
    "cases/congo.yaml": CASE.replace("all-full", "congo").replace("size: asm,", "size: asm, country: CD,"),
}
