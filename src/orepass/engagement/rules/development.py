"""When may a draft be approved: those concerned were asked and answered, it was tried, and what was promised is in it.

The life cycle of a development is ``lifecycles.DEVELOPMENT``. That its edition was published is no step of it, but a
fact of the edition (decision 0012).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from orepass.engagement.rules.consultation import SETTINGS_MIN, Trial, final_findings
from orepass.engagement.rules.lifecycles import DEVELOPMENT
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

APPROVED: Final = "approved"
PUBLISHED: Final = "published"
OVER: Final = frozenset({APPROVED, PUBLISHED, "dropped"})
"""States in which nobody is asked any more."""


class Response(StrEnum):
    """What became of what somebody said."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"


CHANGES: Final = frozenset({Response.ACCEPTED, Response.PARTLY})
"""Responses after which something in the draft is another."""


class Met(StrEnum):
    """Whether a requirement could be met where it was tried."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_TRIED = "not_tried"


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a development when it is to be approved."""

    last_is_pack: bool
    rounds: int
    open_rounds: int
    unanswered: int
    promised: int
    trials: tuple[Trial, ...]
    running_pilots: int
    small_producers: int
    gaps: int
    decided_on: date
    gaps_explained: bool = False


NO_PACK = FindingKind(
    "engagement.development.no_pack",
    Severity.ERROR,
    _("The last version is no pack."),
    what_to_do=_("Add the pack as the last version: it is what will be published."),
)
NOBODY_ASKED = FindingKind(
    "engagement.development.nobody_asked",
    Severity.ERROR,
    _("No round of consultation was held."),
    what_to_do=_("Ask those concerned before the draft is approved."),
)
ROUND_OPEN = FindingKind(
    "engagement.development.round_open",
    Severity.ERROR,
    _("Rounds that are still open: {count}."),
    what_to_do=_("Meet their goals, answer each comment and close them."),
)
PROMISED = FindingKind(
    "engagement.development.promised",
    Severity.ERROR,
    _("Changes that were promised and stand in no version: {count}."),
    what_to_do=_("Say in which version the change stands, or add a version that carries it out."),
)
PILOT_RUNS = FindingKind(
    "engagement.development.pilot_runs",
    Severity.ERROR,
    _("Pilots that have not ended: {count}."),
    what_to_do=_("Wait for their end and answer what they say."),
)
GAPS = FindingKind(
    "engagement.development.gaps",
    Severity.ERROR,
    _("Targets of who is heard that were missed, without a reason: {count}."),
    what_to_do=_("Hear those who are missing, or say why the draft can be approved without them."),
)
NO_SMALL = FindingKind(
    "engagement.development.no_small_producers",
    Severity.WARNING,
    _("No small producer took part in a pilot."),
    what_to_do=_("Try the draft where the smallest work; they are the first to be shut out."),
)


def approving_findings(known: Progress, settings_min: int = SETTINGS_MIN) -> list[Finding]:
    """Return everything that stands against approving the draft on a day."""
    asked = [
        (NO_PACK, not known.last_is_pack, 0),
        (NOBODY_ASKED, not known.rounds, 0),
        (ROUND_OPEN, known.open_rounds > 0, known.open_rounds),
        (PROMISED, known.promised > 0, known.promised),
        (PILOT_RUNS, known.running_pilots > 0, known.running_pilots),
        (GAPS, known.gaps > 0 and not known.gaps_explained, known.gaps),
    ]
    findings = [kind.at("development", count=count) for kind, stands, count in asked if stands]
    findings += final_findings(
        trials=known.trials, unanswered=known.unanswered, final_on=known.decided_on, settings_min=settings_min
    )
    if not known.small_producers:
        findings.append(NO_SMALL.at("pilots"))
    return findings


def state_of(steps: Sequence[str], *, published: bool) -> str:
    """Return where a development stands: what the recorded steps lead to, or that its edition was published."""
    state = DEVELOPMENT.state_after(steps)
    return PUBLISHED if state == APPROVED and published else state


class Differences(msgspec.Struct, frozen=True, kw_only=True):
    """Which requirements are new, gone or written otherwise than in the version before."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> Differences:
    """Compare two versions by the digest of each requirement."""
    return Differences(
        new=tuple(sorted(now.keys() - before.keys())),
        gone=tuple(sorted(before.keys() - now.keys())),
        changed=tuple(sorted(name for name in now.keys() & before.keys() if now[name] != before[name])),
    )


def needs_answer(*, met: Met, misunderstood: bool, unclear: str, suggestion: str) -> bool:
    """Say whether a pilot's report asks for an answer: something could not be met, was unclear or should change."""
    return met in {Met.PARTLY, Met.NO} or misunderstood or bool(unclear.strip() or suggestion.strip())
