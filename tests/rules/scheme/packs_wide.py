"""The small pack with every block of rules and with overlays, for tests of what packs may say."""

from tests.rules.scheme.packs import CASE, FILES, RULES, described, requirement

BLOCKS = described("""\
  candidate_max_months: 12 in months
  cycle_months: 36 in months
  surveillance_months: 12 in months
  suspension_months: 6 in months
  provisional_months: 12 in months
licence:
  records: [clean, marked] in list
  risks: [low, high] in list
  months:
    clean:
      low: 36 in months
      high: 24 in months
    marked:
      low: 24 in months
      high: 12 in months
separation:
  cooling_off_months: 24 in months
  evaluator_may_decide: false in boolean
verification:
  self:
    interval_months: 12 in months
  second:
    interval_months: 12 in months
    share_percent: 10 in "%"
  third:
    interval_months: 36 in months
  grants: [second, third] in list
sampling:
  rule: md1 in code
  initial_factor: 1 in share
  surveillance_factor: "0.6" in share
  recertification_factor: "0.8" in share
  risk_multiplier: {low: 1, medium: "1.5", high: 2} in map
audit_time:
  table: ems-high in code
  surveillance_factor: "0.33" in share
  recertification_factor: "0.67" in share
  on_site_min_percent: 80 in "%"
  remote_share_max_percent: 20 in "%"
group:
  members_min: 2 in members
  members_max: 2000 in members
  external_sample_min_members: 10 in members
  compliance_floor_members: 1 in members
  warning_days: 30 in days
  member_suspension_months: 6 in months
holders:
  types: [site, group] in list
custody:
  models_allowed: [segregated, mass_balance] in list
  downgrade_order: [identity_preserved, segregated, mass_balance] in list
  period_months: 3 in months
  credit_life_months: 24 in months
  recovery:
    cobalt:
      leach: {low: "60", high: "85"} in "%"
claims:
  segregated: [made_from_certified] in list
fees:
  currency: EUR in code
  registration:
    base: 250 in EUR
    minimum: 100 in EUR
    maximum: 9000 in EUR
  waiver:
    pilot:
      first_on: "2026-01-01" in text
      last_on: "2026-06-30" in text
recognition:
  validity_months: 36 in months
  grace_months: 6 in months
evidence:
  classes: [document, photo, oral] in list
  self_assessment_alone_grants: false in boolean
exclusions:
  forced_labour: [ilo.c029, oecd.annex2.R1] in list
diligence:
  stop_at_once: [R1a, R2] in list
  mend_or_stop: [R3] in list
own:
  anything: 7 in count
""")
EXTENSION = described("""\
  extension_days: 90 in days
  minor:
    plan_days: 30 in days
    closure_months: 12 in months
    effect: plan_accepted in code
    missed: upgrade_to_major in code
""")
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
