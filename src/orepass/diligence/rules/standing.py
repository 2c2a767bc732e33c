"""What the law, the hazards and the children of a site mean for it (scenarios A-04, A-05, A-07, A-08, L-06).

Artisanal mining is often informal, and in some states the law does not speak of it: that lets in at the entry step and
is a gap later. Illegal is refused everywhere. A child who helps after school is not the worst form of child labour.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, one_of, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.verdict import Answer

PAPER: Final = Source(
    title="IIED, Scaling up certification in ASM", clause="legal status, hazards, children", verified=True
)
ILO: Final = Source(title="ILO Convention 182", clause="worst forms of child labour", verified=False)

UNMITIGATED: Final = FindingKind(
    "diligence.hazard.unmitigated",
    Severity.WARNING,
    _("{hazard} is there, and nothing is done against it."),
    what_to_do=_("Plan a measure, with a day and somebody who answers for it."),
)
UNASKED: Final = FindingKind(
    "diligence.hazard.unknown",
    Severity.NOTE,
    _("Whether {hazard} is there is not known."),
    what_to_do=_("Look at the next visit; what nobody looked at is not clean."),
)


class LegalStatus(StrEnum):
    """How the law stands to a site."""

    LEGAL = "legal"
    INFORMAL = "informal"
    NOT_ADDRESSED = "not_addressed"
    ILLEGAL = "illegal"


LEGAL_TEXT: Final = {
    LegalStatus.LEGAL: _("licensed, or otherwise within the law"),
    LegalStatus.INFORMAL: _("informal: tolerated, without a licence"),
    LegalStatus.NOT_ADDRESSED: _("not addressed by the law of the country"),
    LegalStatus.ILLEGAL: _("illegal"),
}
TIERS: Final = ("entry", "full")

HAZARDS: Final = {
    "shaft_collapse": _("collapse of shafts and walls"),
    "rivers_dredged": _("dredged or polluted rivers"),
    "waterborne_disease": _("disease carried by water"),
    "mercury": _("mercury"),
}
"""What every list of risks at an artisanal site begins with."""


def hazard_findings(present: Mapping[str, Answer], mitigated: frozenset[str] = frozenset()) -> list[Finding]:
    """Return a finding for each hazard that is there without a measure, and for each that nobody looked for."""
    findings = []
    for code, words in HAZARDS.items():
        answer = present.get(code, Answer.UNKNOWN)
        if answer is Answer.YES and code not in mitigated:
            findings.append(UNMITIGATED.at(code, hazard=words))
        elif answer is Answer.UNKNOWN:
            findings.append(UNASKED.at(code, hazard=words))
    return findings


@rule("legal-status-admits")
def legal_status_admits(*, status: str | None = None, tier: str = "entry") -> Computed[str]:
    """Whether a legal status lets a site in at a tier: yes, no or unknown; illegal is refused at every tier."""
    need(status is None or status in list(LegalStatus), "status", status, one_of(LegalStatus))
    need(tier in TIERS, "tier", tier, "it must be entry or full")
    if status is None:
        return Computed(
            value="unknown", unit="answer", explanation=(said(_("The status is not on record.")),), sources=(PAPER,)
        )
    admitted = status == LegalStatus.LEGAL or (tier == "entry" and status != LegalStatus.ILLEGAL)
    enough, too_little = (
        _("“{status}” is enough for the {code} tier."),
        _("“{status}” is not enough for the {code} tier."),
    )
    words = said(enough if admitted else too_little, status=LEGAL_TEXT[LegalStatus(status)], code=tier)
    value = str(Answer.YES if admitted else Answer.NO)
    return Computed(value=value, unit="answer", explanation=(words,), sources=(PAPER, OWN_CHOICE))


@rule("legitimacy-rule")
def legitimacy_rule(*, on: date, legal_from: date | None = None, legal_before: date | None = None) -> Computed[str]:
    """What a country's dated rule on artisanal mining says on a day; where there is none, the law does not speak."""
    need(legal_before is None or legal_from is not None, "legal_from", legal_from, "a rule that ends has begun")
    crossed = legal_from is not None and legal_before is not None and legal_before <= legal_from
    need(not crossed, "legal_before", legal_before, "it must lie after the day the rule began")
    holds = legal_from is not None and legal_from <= on and (legal_before is None or on < legal_before)
    value = str(LegalStatus.LEGAL if holds else LegalStatus.NOT_ADDRESSED)
    in_force, none = _("On {day} a rule that allows it is in force."), _("On {day} no rule on it is in force.")
    words = said(in_force if holds else none, day=on)
    return Computed(value=value, unit="code", explanation=(words,), sources=(PAPER, OWN_CHOICE))


@rule("child-work")
def child_work(*, worst_forms: bool | None = None, after_school: bool | None = None) -> Computed[str]:
    """What children seen at a site call for: stop, plan, none or unknown; help after school is not the worst form."""
    sources = (PAPER, ILO)
    if worst_forms:
        words = said(_("The worst forms of child labour stop everything, at every tier."))
        return Computed(value="stop", unit="code", explanation=(words,), sources=sources)
    if worst_forms is None:
        words = said(_("Whether the worst forms are there is not known, and that is not clean."))
        return Computed(value="unknown", unit="code", explanation=(words,), sources=sources)
    if after_school is None:
        words = said(_("Whether children help after school is not known."))
        return Computed(value="unknown", unit="code", explanation=(words,), sources=sources)
    words = said(_("Help after school asks for a plan.") if after_school else _("No child works there."))
    return Computed(value="plan" if after_school else "none", unit="code", explanation=(words,), sources=sources)


@rule("hazard-needs-plan")
def hazard_needs_plan(*, hazard: str, present: bool | None = None, mitigated: bool = False) -> Computed[str]:
    """Whether a hazard needs a measure: finding, none or unknown."""
    need(hazard in HAZARDS, "hazard", hazard, one_of(HAZARDS))
    answer = Answer.UNKNOWN if present is None else Answer.YES if present else Answer.NO
    found = hazard_findings({**dict.fromkeys(HAZARDS, Answer.NO), hazard: answer}, frozenset([hazard] * mitigated))
    value = "none" if not found else "finding" if found[0].code == UNMITIGATED.code else "unknown"
    words = found[0].said if found else said(_("{hazard}: nothing is missing."), hazard=HAZARDS[hazard])
    return Computed(value=value, unit="code", explanation=(words,), sources=(PAPER,))


@rule("barrier-refuses")
def barrier_refuses(*, barriers: int) -> Computed[bool]:
    """Whether lacking land papers, money, credit, skills, housing, schools or clinics refuses a site: it never does."""
    need(barriers >= 0, "barriers", barriers, "it must not be below zero")
    words = said(_("{count} barriers go into the plan of the site; none of them refuses it."), count=barriers)
    return Computed(value=False, unit="boolean", explanation=(words,), sources=(PAPER, OWN_CHOICE))


@rule("disengage-allowed")
def disengage_allowed(*, reason: bool, plan_tried: bool, stops_at_once: bool = False) -> Computed[bool]:
    """Whether a buyer may leave an artisanal site: with a recorded reason, after mending was tried, or at once."""
    value = reason and (plan_tried or stops_at_once)
    words = said(_("A reason is needed, and mending comes first; only what stops trade at once needs no plan before."))
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(PAPER, OWN_CHOICE))


ORES: Final = {
    "coltan": _("tantalum"),
    "columbite-tantalite": _("tantalum"),
    "cassiterite": _("tin"),
    "wolframite": _("tungsten"),
    "gold": _("gold"),
}
"""The ores of conflict minerals and their metals (scenario M-27)."""


@rule("metal-of-ore")
def metal_of_ore(*, ore: str) -> Computed[str]:
    """The metal of a conflict mineral, by the name of its ore or of the metal itself."""
    metals = frozenset(ORES.values())
    name = ore.lower()
    need(name in ORES or name in metals, "ore", ore, one_of([*ORES, *sorted(metals)]))
    value = ORES.get(name, name)
    words = said(_("{ore} is a name of {metal}."), ore=ore, metal=value)
    return Computed(value=value, unit="code", explanation=(words,), sources=(PAPER,))
