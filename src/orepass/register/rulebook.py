"""Every rule of certification anyone may ask for: importing this book declares them all.

Doors take `rules` and `calculate` from here, never from the kernel, so that no door shows half a book.
"""

from typing import Final

from orepass.assurance.rules import lifecycles
from orepass.custody.rules import allocation, correcting, recall_steps, settling, splitting
from orepass.custody.rules.accounts import asked as custody_accounts
from orepass.custody.rules.claims import lattice
from orepass.custody.rules.closing import periods, statement
from orepass.custody.rules.plausibility import (
    capacity as site_capacity,
)
from orepass.custody.rules.plausibility import (
    compounds,
    drift,
    facility,
    grade,
    heading,
    metal,
    national,
    travel,
    weights,
)
from orepass.diligence.rules import areas, artisanal, cases, imports, red_flags, standing, steps
from orepass.engagement.rules import clocks as engagement_clocks
from orepass.engagement.rules import composition, consultation, heard, panel, participation, pathway, voting
from orepass.engagement.rules import lifecycles as engagement_lifecycles
from orepass.improvement.rules import cycle, reach
from orepass.inclusion.fees.rules import costs, instalments, kinds_of_support, label_costs, premiums, schedule, support
from orepass.inclusion.groups.rules import capacity, drawing, holding, measures, membership, outgrowers, peers
from orepass.inclusion.recognition.rules import combined, credit, matching, reliance, validity
from orepass.inclusion.recognition.rules import lifecycles as recognition_lifecycles
from orepass.kernel import machines
from orepass.kernel.calculator import RuleCard, TopicCard, calculate, rule_card, rules, topics
from orepass.party.rules import eligibility, provider_standing
from orepass.scheme.rules import (
    audit_days,
    audit_time,
    claims,
    dates,
    effort,
    exclusions,
    grouping,
    licence,
    lifecycle,
    nonconformity,
    nonconformity_clocks,
    positioning,
    publication,
    remote,
    sampling,
    sampling_schemes,
    scoring,
    separation,
    staged,
    working_days,
)
from orepass.scheme.rules.editions import transition

MODULES: Final = (
    allocation,
    areas,
    artisanal,
    audit_days,
    audit_time,
    capacity,
    cases,
    claims,
    combined,
    composition,
    compounds,
    consultation,
    correcting,
    costs,
    credit,
    custody_accounts,
    cycle,
    dates,
    effort,
    drawing,
    drift,
    eligibility,
    engagement_clocks,
    engagement_lifecycles,
    exclusions,
    facility,
    grade,
    grouping,
    heard,
    heading,
    holding,
    imports,
    instalments,
    lattice,
    kinds_of_support,
    label_costs,
    licence,
    lifecycle,
    lifecycles,
    machines,
    matching,
    measures,
    metal,
    membership,
    national,
    nonconformity,
    nonconformity_clocks,
    outgrowers,
    panel,
    participation,
    pathway,
    peers,
    periods,
    positioning,
    premiums,
    provider_standing,
    publication,
    reach,
    recall_steps,
    recognition_lifecycles,
    red_flags,
    reliance,
    remote,
    sampling,
    sampling_schemes,
    schedule,
    scoring,
    separation,
    site_capacity,
    settling,
    splitting,
    staged,
    standing,
    statement,
    steps,
    support,
    transition,
    travel,
    validity,
    voting,
    weights,
    working_days,
)
"""The modules whose rules can be asked for."""

__all__ = ["MODULES", "RuleCard", "TopicCard", "calculate", "rule_card", "rules", "topics"]
