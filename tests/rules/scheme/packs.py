"""A small, complete pack, written to a folder and bent by each test."""

import re
from collections.abc import Mapping
from pathlib import Path

PARAMETER = "unit: {unit}, source: own choice, clause: none, verified: false"


def parameter(value: str, unit: str) -> str:
    return f"{{value: {value}, {PARAMETER.format(unit=unit)}}}"


def described(block: str) -> str:
    """Every line ``name: value in unit`` as a pack writes it: the value with its unit and where it comes from."""
    return re.sub(r": (.+) in (\S+)$", lambda line: f": {parameter(line[1], line[2])}", block, flags=re.MULTILINE)


PACK = """\
scheme: tiny
edition: "2026.1"
format: 1
title: {en: Tiny standard, fr: Petite norme}
owner: The owner
valid_from: 2026-01-01
transition_months: 12
status: released
languages: [en, fr, sw]
complete_in: [en]
unreviewed: [sw]
licence: CC-BY-4.0
notice: {en: A test.}
flags:
  mercury: {en: Is mercury used?}
vocabulary:
  stage: [mine, smelter]
  activities: [extraction, smelting]
  minerals: [cobalt, gold]
"""
RULES = described("""\
rating:
  scale: {full: "1", substantial: "0.75", partial: "0.5", none: "0"} in map
  aggregation: minimum_of_dimensions in code
  gate_min: full in code
  levels:
    candidate:
      rank: 0 in count
      outcome: candidate in code
      gate_min: partial in code
    certified:
      rank: 1 in count
      threshold_percent: 60 in "%"
lifecycle:
  candidate_months: 12 in months
nonconformity:
  major:
    plan_days: 30 in days
    closure_months: 6 in months
    effect: no_decision_until_closed in code
    missed: suspend in code
""")
STANDARD = """\
code: TST
title: {en: Test standard}
purpose: {en: To test.}
status: released
applies_when: '"extraction" in site.activities'
subject_unit: site
"""
REQUIREMENT = """\
  - id: {id}
    phase: {phase}
    statement: {{en: A fact.}}
    evidence: {{small: {{en: A photo.}}, large: {{en: A report.}}}}
    fails_when: {{en: It is absent.}}
    criticality: {criticality}
    weight: "{weight}"
    due_year: {due_year}
    accepts: [{accepts}]
    applies_when: '{applies_when}'
"""
SUBJECT = """\
subject: {subject}
dimension: {dimension}
title: {{en: Subject}}
why: {{en: Because.}}
requirements:
"""


def requirement(
    id: str,  # noqa: A002 - as in the pack
    phase: str,
    *,
    criticality: str = "progress",
    weight: str = "1",
    due_year: int = 0,
    applies_when: str = "true",
    accepts: str = "document, photo",
) -> str:
    return REQUIREMENT.format(
        id=id,
        phase=phase,
        criticality=criticality,
        weight=weight,
        due_year=due_year,
        applies_when=applies_when,
        accepts=accepts,
    )


WATER = SUBJECT.format(subject="water", dimension="E") + "".join(
    (
        requirement("TST.E.water.C1", "commitment", criticality="core"),
        requirement("TST.E.water.A1", "assessment", weight="2"),
        requirement("TST.E.water.M1", "monitoring", due_year=1),
        requirement("TST.E.water.D1", "disclosure", applies_when="flags.mercury"),
    )
)
SAFETY = SUBJECT.format(subject="safety", dimension="S") + "".join(
    (
        requirement("TST.S.safety.C1", "commitment", criticality="core", accepts="oral"),
        requirement("TST.S.safety.A1", "assessment"),
        requirement("TST.S.safety.M1", "monitoring", applies_when='site.size == "large"'),
        requirement("TST.S.safety.D1", "disclosure"),
    )
)
CASE = """\
id: all-full
title: Everything is met.
standard: TST
at: 2026-06-01
profile:
  {stage: mine, activities: [extraction], size: asm, minerals: [cobalt], flags: {mercury: false}, personnel: 4}
answers: {"*": full}
expect: {outcome: conforms, level: certified, gates_failed: []}
scenarios: [X-01]
"""
FILES = {
    "pack.yaml": PACK,
    "rules.yaml": RULES,
    "TST/standard.yaml": STANDARD,
    "TST/subjects/01-water.yaml": WATER,
    "TST/subjects/02-safety.yaml": SAFETY,
    "texts/fr.yaml": 'TST.title: "Norme d’essai"\n',
    "cases/all-full.yaml": CASE,
}


def write_pack(root: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the pack; a change replaces or adds a file, ``None`` leaves it out."""
    for name, text in {**FILES, **(changes or {})}.items():
        if text is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root
