"""Enter decisions about a draft into its log; nothing is changed there, a correction names what it corrects."""

from datetime import date, datetime
from typing import Final

import msgspec

from orepass.engagement.actions.lodging import plain_statement
from orepass.engagement.actions.refusals import DecisionUnusable
from orepass.engagement.models import Development, DevelopmentDecision
from orepass.engagement.queries.deciding import composed_of
from orepass.engagement.queries.voices import voices_of
from orepass.engagement.rules.composition import BodyTold, Experts
from orepass.engagement.rules.voting import Chamber, count_findings
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.identifier import mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor

LISTED_MAX: Final = 200

FUTURE = FindingKind(
    "engagement.decision.future",
    Severity.ERROR,
    _("The decision is dated {day}, which has not come yet."),
    what_to_do=_("Enter it when it was taken."),
)
TOO_LONG = FindingKind(
    "engagement.decision.too_long",
    Severity.ERROR,
    _("The list has more than {limit} entries."),
    what_to_do=_("Shorten it."),
)
UNRELATED = FindingKind(
    "engagement.decision.unrelated",
    Severity.ERROR,
    _("“{name}” is no requirement, comment or report of this draft."),
    what_to_do=_("Name what stands in a version of the draft or was said about it."),
)


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """An option that was not chosen, and why."""

    option: str
    why: str


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """How the body that decided was composed: its number, the sides of its chairs, the sides present, its experts.

    ``experts``: how many of them, by field, such as ``artisanal_mining``.
    """

    members: int
    members_wanted: int
    chairs: list[str]
    sides: list[str]
    sides_wanted: list[str]
    experts: Experts = {}


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided, why, by whom, and what it is about; a person is not named, the role is."""

    taken: str
    why: str
    role: str
    decided_on: date
    rejected: list[Rejected] = []
    requirements: list[str] = []
    voices: list[str] = []
    votes: list[Chamber] = []
    body: Body | None = None
    corrects: str = ""


def enter_decision(actor: Actor, row: Development, decided: Decided, *, kind: str, at: datetime) -> DevelopmentDecision:
    """Enter one decision.

    Raises:
        DecisionUnusable: it is dated in the future, names what does not exist, or its votes do not add up.
        NotFound: there is no entry that is to be corrected.
        InputRefused: the composition of the body cannot be read.
    """
    findings = [*(_too_long(decided) or _unrelated(row, decided)), *count_findings(decided.votes)]
    if decided.decided_on > day_of(at):
        findings.append(FUTURE.at("decided_on", day=decided.decided_on))
    if findings:
        raise DecisionUnusable(where="decided", findings=findings, count=len(findings))
    if decided.corrects and not any(entry.pk == decided.corrects for entry in row.decisions.all()):
        raise NotFound(where="corrects", what=decided.corrects)
    body = msgspec.to_builtins(decided.body) if decided.body else None
    composed_of(body)
    return DevelopmentDecision.objects.create(
        id=mint("ddn"),
        development=row,
        kind=kind,
        taken=plain_statement(decided.taken, where="taken"),
        why=plain_statement(decided.why, where="why"),
        rejected=[
            {"option": plain_statement(one.option, where="rejected"), "why": plain_statement(one.why, where="rejected")}
            for one in decided.rejected
        ],
        role=plain_statement(decided.role, where="role")[:120],
        decided_on=decided.decided_on,
        requirements=decided.requirements,
        voices=decided.voices,
        votes=msgspec.to_builtins(decided.votes),
        body=body,
        corrects=decided.corrects,
        at=at,
        by=actor.pseudonym,
    )


def told_by(decided: Decided) -> BodyTold | None:
    """Return how the body of a decision says that it was composed; nothing where that is not told."""
    body = decided.body
    if body is None:
        return None
    return BodyTold(members=body.members, sides=tuple(body.sides), experts=body.experts)


def _too_long(decided: Decided) -> list[Finding]:
    sizes = {"rejected": len(decided.rejected)}
    sizes |= {"requirements": len(decided.requirements), "voices": len(decided.voices)}
    return [TOO_LONG.at(name, limit=LISTED_MAX) for name, size in sizes.items() if size > LISTED_MAX]


def _unrelated(row: Development, decided: Decided) -> list[Finding]:
    known = {name for version in row.versions.all() for name in version.requirements}
    said = {voice.pk for voice in voices_of(row)}
    findings = [UNRELATED.at("requirements", name=name[:80]) for name in decided.requirements if name not in known]
    return findings + [UNRELATED.at("voices", name=name[:24]) for name in decided.voices if name not in said]
