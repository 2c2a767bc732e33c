"""The ordered steps of an incident review, as a pathway that a pack may set (bullion market practice: eleven steps).

The published list says how many steps there are and names the first ones; our words for the rest are our own choice, so
the default is not verified. A step cannot be taken before those ahead of it.
"""

from collections.abc import Sequence
from typing import Final

from orepass.kernel.computed import Computed, Source, names_in, need, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

INCIDENTS: Final = Source(
    title="LBMA incident review process",
    clause="eleven ordered steps; names of the later ones are ours",
    verified=False,
)

ELEVEN: Final = (
    "logged",
    "allegation_read",
    "aberration_named",
    "examined",
    "legal_view",
    "auditor_asked",
    "party_heard",
    "recommended",
    "quality_checked",
    "decided",
    "communicated",
)
"""From logging to communication, in order."""

OUT_OF_ORDER = FindingKind(
    "engagement.pathway.out_of_order",
    Severity.ERROR,
    _("“{step}” comes after “{next}” on the scheme's pathway."),
    what_to_do=_("Take the steps in order; the next one is {next}."),
)
UNKNOWN_STEP = FindingKind(
    "engagement.pathway.unknown_step",
    Severity.ERROR,
    _("The scheme's pathway has no step “{step}”."),
    what_to_do=_("The next one is {next}."),
)


def steps_of(pathway: str) -> tuple[str, ...]:
    """Return the steps of a pathway as a pack writes it: names with commas, empty for none."""
    return tuple(names_in(pathway))


def next_of(pathway: Sequence[str], taken: Sequence[str]) -> str:
    """Return the first step that was not taken, empty when all were."""
    return next((step for step in pathway if step not in taken), "")


def pathway_findings(pathway: Sequence[str], taken: Sequence[str], step: str) -> list[Finding]:
    """Return what is against taking a step now; one that was taken before may be taken again."""
    due = next_of(pathway, taken)
    if step not in pathway:
        return [UNKNOWN_STEP.at("stage", step=step, next=due or "—")]
    if step != due and step not in taken:
        return [OUT_OF_ORDER.at("stage", step=step, next=due)]
    return []


@rule("incident-next")
def incident_next(*, taken: str = "", pathway: str = "") -> Computed[str]:
    """The next step of an incident review after those taken; eleven steps unless a pathway is given."""
    steps = steps_of(pathway) or ELEVEN
    need(len(set(steps)) == len(steps), "pathway", pathway, "a step is named twice")
    done = steps_of(taken)
    for at, step in enumerate(done):
        found = pathway_findings(steps, done[:at], step)
        need(not found, "taken", step, "it is not the next step of the pathway")
    value = next_of(steps, done)
    words = (
        said(_("Step {step} of {count}."), step=steps.index(value) + 1, count=len(steps))
        if value
        else said(_("All {count} steps are taken."), count=len(steps))
    )
    return Computed(value=value, unit="code", explanation=(words,), sources=(INCIDENTS,))
