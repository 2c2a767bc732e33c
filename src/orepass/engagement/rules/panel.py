"""Who may hear an appeal or handle a complaint: nobody who worked on what it is about (ISO/IEC 17065, 7.13.5).

Silence is no clearance: a person whose ties to the client nobody declared either way is unknown, and unknown sits on no
panel.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from orepass.kernel.computed import Computed, Source, names_in, need, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.verdict import Verdict

APART: Final = Source(title="ISO/IEC 17065", clause="7.13.5, quoted from knowledge", verified=False)

OVERLAP = FindingKind(
    "engagement.panel.overlap",
    Severity.ERROR,
    _("{person} worked on what is contested and may not judge it."),
    what_to_do=_("Choose somebody who neither audited, reviewed nor decided in this file."),
)
TIED = FindingKind(
    "engagement.panel.tied",
    Severity.ERROR,
    _("{person} is tied to the client: {reason}."),
    what_to_do=_("Choose somebody without a tie to the client."),
)
UNDECLARED = FindingKind(
    "engagement.panel.undeclared",
    Severity.ERROR,
    _("It is not known whether {person} has a tie to the client: {reason}."),
    what_to_do=_("Ask the person to declare interests first."),
)
TWICE = FindingKind(
    "engagement.panel.twice",
    Severity.ERROR,
    _("{person} is named twice."),
    what_to_do=_("Name each member once."),
)
TOO_FEW = FindingKind(
    "engagement.panel.too_few",
    Severity.ERROR,
    _("The panel has {count} members; the scheme asks for {wanted}."),
    what_to_do=_("Name more people, from outside the provider if need be."),
)


def panel_findings(
    panel: Sequence[str], *, involved: Collection[str], ties: Mapping[str, Verdict], wanted: int
) -> list[Finding]:
    """Return everything against a panel; ``ties`` says for each person whether a tie to the client counts."""
    findings: list[Finding] = []
    for at, person in enumerate(panel):
        if person in panel[:at]:
            findings.append(TWICE.at(person, person=person))
            continue
        findings += _against(person, involved=involved, tie=ties.get(person))
    if len(set(panel)) < wanted:
        findings.append(TOO_FEW.at("panel", count=len(set(panel)), wanted=wanted))
    return findings


def _against(person: str, *, involved: Collection[str], tie: Verdict | None) -> list[Finding]:
    findings = [OVERLAP.at(person, person=person)] if person in involved else []
    if tie is None or tie.is_unknown:
        reason = "nothing was declared" if tie is None else "; ".join(tie.reasons)
        findings.append(UNDECLARED.at(person, person=person, reason=reason))
    elif tie.is_yes:
        findings.append(TIED.at(person, person=person, reason="; ".join(tie.reasons)))
    return findings


@rule("panel-impartial", parameters={"wanted": "separation.appeal_panel_min"})
def panel_impartial(*, panel: str, involved: str = "", tied: str = "", wanted: int = 3) -> Computed[bool]:
    """Whether a panel may hear an appeal: large enough, nobody who worked on the file, nobody tied to the client."""
    need(wanted >= 1, "wanted", wanted, "it must be at least one")
    members = names_in(panel)
    need(bool(members), "panel", panel, "it must name somebody; names are separated by commas")
    worked, ties = names_in(involved), names_in(tied)
    against = [said(_("{name} worked on the file."), name=name) for name in members if name in worked]
    against += [said(_("{name} is tied to the client."), name=name) for name in members if name in ties]
    count = len(set(members))
    if count < wanted:
        against.append(said(_("{count} of {wanted} members."), count=count, wanted=wanted))
    words = tuple(against) or (said(_("{count} members, none of them involved or tied."), count=count),)
    return Computed(value=not against, unit="boolean", explanation=words, sources=(APART,))
