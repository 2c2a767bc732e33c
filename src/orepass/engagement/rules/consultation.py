"""Is a round of consultation fit for those it asks, and may a draft become final after it?

The ISEAL code as reported: go to people of one's own accord, with goals for which and how many. Producers are not heard
by internet or in writing alone; face to face, in their language, is the way. A round opens with both documents, the
public summary and the terms of reference; each comment gets an answer. Breadth (groups) and depth (people within them)
are two numbers that are never added.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from orepass.engagement.rules.lifecycles import ROUNDS
from orepass.kernel.computed import Computed, Source, names_in, need, one_of, rule
from orepass.kernel.finding import Finding, FindingKind, Severity, has_errors
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _
from orepass.kernel.works import ASM_STUDY

PILOTS: Final = Source(
    title=ASM_STUDY,
    clause="lines 1007 to 1016, pilots in a variety of settings; two is our own choice",
    verified=True,
)
SETTINGS_MIN: Final = 2


class Kind(StrEnum):
    """Who leads: a consultation is largely top-down, participation is bottom-up."""

    CONSULTATION = "consultation"
    PARTICIPATION = "participation"


class Audience(StrEnum):
    """Whom a round is for."""

    PRODUCERS = "producers"
    STAKEHOLDERS = "stakeholders"
    PUBLIC = "public"


class Method(StrEnum):
    """How people are asked."""

    FACE_TO_FACE = "face_to_face"
    TELEPHONE = "telephone"
    WRITTEN = "written"
    INTERNET = "internet"


AT_A_DISTANCE: Final = frozenset({Method.WRITTEN, Method.INTERNET})
"""Ways that leave out whoever cannot read or has no network."""


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a round; groups and people are counted apart."""

    audience: Audience
    methods: tuple[Method, ...]
    local_language: bool
    wanted_groups: int
    wanted_people: int
    has_summary: bool
    has_terms: bool
    reached_groups: int = 0
    reached_people: int = 0
    unanswered: int = 0


NO_DOCUMENT = FindingKind(
    "engagement.round.document",
    Severity.ERROR,
    _("The round has no {document}."),
    what_to_do=_("Publish both the summary and the terms of reference before the round opens."),
)
NO_GOALS = FindingKind(
    "engagement.round.goals",
    Severity.ERROR,
    _("The round has no goals for which groups and how many people."),
    what_to_do=_("Say how many groups and how many people are to be heard."),
)
AT_DISTANCE = FindingKind(
    "engagement.round.distance",
    Severity.ERROR,
    _("Producers are asked by internet or in writing alone."),
    what_to_do=_("Meet them face to face; add writing and internet beside it."),
)
FOREIGN_LANGUAGE = FindingKind(
    "engagement.round.language",
    Severity.ERROR,
    _("Producers are not asked in their own language."),
    what_to_do=_("Ask in the local language, or bring an interpreter."),
)
SHORT = FindingKind(
    "engagement.round.short",
    Severity.ERROR,
    _("{reached} of {wanted} {what} were heard."),
    what_to_do=_("Go on until the goals are met, or open another round."),
)
UNANSWERED = FindingKind(
    "engagement.round.unanswered",
    Severity.ERROR,
    _("{count} comments have no answer."),
    what_to_do=_("Answer each comment: what changes because of it, or why nothing does."),
)


def opening_findings(asked: Round) -> list[Finding]:
    """Return what is wrong with a round before it opens."""
    findings = []
    if not asked.has_summary:
        findings.append(NO_DOCUMENT.at("summary", document=_("public summary")))
    if not asked.has_terms:
        findings.append(NO_DOCUMENT.at("terms", document=_("terms of reference")))
    if asked.wanted_groups < 1 or asked.wanted_people < 1:
        findings.append(NO_GOALS.at("wanted_groups"))
    if asked.audience is Audience.PRODUCERS:
        if not set(asked.methods) - AT_A_DISTANCE:
            findings.append(AT_DISTANCE.at("methods"))
        if not asked.local_language:
            findings.append(FOREIGN_LANGUAGE.at("local_language"))
    return findings


def closing_findings(asked: Round) -> list[Finding]:
    """Return what is wrong with a round as it stands: its opening, its goals, its answers."""
    findings = opening_findings(asked)
    for what, reached, wanted in (
        (_("groups"), asked.reached_groups, asked.wanted_groups),
        (_("people"), asked.reached_people, asked.wanted_people),
    ):
        if reached < wanted:
            findings.append(SHORT.at(what, reached=reached, wanted=wanted, what=what))
    if asked.unanswered:
        findings.append(UNANSWERED.at("comments", count=asked.unanswered))
    return findings


@rule("consultation-round")
def consultation_round(
    *,
    audience: str = "producers",
    methods: str = "face_to_face",
    local_language: bool = True,
    wanted: str = "1/1",
    reached: str = "1/1",
    documents: int = 2,
    unanswered: int = 0,
) -> Computed[bool]:
    """Whether a round holds: how people are asked, goals as groups/people, both documents, each comment answered."""
    need(audience in {*Audience}, "audience", audience, one_of(Audience))
    ways = names_in(methods)
    need(
        bool(ways) and set(ways) <= {*Method},
        "methods",
        methods,
        said(_("they must be among {codes}"), codes=tuple(Method)),
    )
    need(0 <= documents <= 2, "documents", documents, "there are two: summary and terms of reference")  # noqa: PLR2004 - two documents
    need(unanswered >= 0, "unanswered", unanswered, "it must not be below zero")
    goals, heard = _pair("wanted", wanted), _pair("reached", reached)
    asked = Round(
        audience=Audience(audience),
        methods=tuple(Method(way) for way in ways),
        local_language=local_language,
        wanted_groups=goals[0],
        wanted_people=goals[1],
        has_summary=documents >= 1,
        has_terms=documents == 2,  # noqa: PLR2004 - two documents
        reached_groups=heard[0],
        reached_people=heard[1],
        unanswered=unanswered,
    )
    findings = closing_findings(asked)
    words = tuple(found.said for found in findings) or (_breadth_and_depth(*heard),)
    return Computed(value=not has_errors(findings), unit="boolean", explanation=words, sources=(ROUNDS,))


def _pair(name: str, text: str) -> tuple[int, int]:
    groups, slash, people = text.partition("/")
    whole = groups.isdecimal() and people.isdecimal()
    need(bool(slash) and whole, name, text, "write groups/people, such as 4/120")
    return int(groups), int(people)


def _breadth_and_depth(groups: int, people: int) -> Said:
    reached = _("Breadth: {groups} groups. Depth: {people} people. The two are never added.")
    return said(reached, groups=groups, people=people)


@rule("consultation-reach")
def consultation_reach(*, groups: int, people: int, kind: str = "consultation") -> Computed[str]:
    """How far a round reached: groups (breadth) and people (depth), with its type; there is no total."""
    need(groups >= 0, "groups", groups, "it must not be below zero")
    need(people >= 0, "people", people, "it must not be below zero")
    need(kind in {*Kind}, "kind", kind, one_of(Kind))
    bottom_up, top_down = _("Participation: bottom-up."), _("Consultation: largely top-down.")
    words = (said(bottom_up if kind == Kind.PARTICIPATION else top_down), _breadth_and_depth(groups, people))
    return Computed(value=f"{groups}/{people}", unit="text", explanation=words, sources=(ROUNDS,))


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """One pilot of a draft: where it was tried (which setting) and when it ended."""

    setting: str
    ended_on: date


FEW_SETTINGS = FindingKind(
    "engagement.final.settings",
    Severity.ERROR,
    _("The draft was tried in {count} different settings; {wanted} are asked for."),
    what_to_do=_("Try it in another setting before it becomes final."),
)
BEFORE_PILOT = FindingKind(
    "engagement.final.before_pilot",
    Severity.ERROR,
    _("The final text is dated {final_on}, before the last pilot ended on {ended_on}."),
    what_to_do=_("Date it after the last pilot."),
)


def final_findings(
    *, trials: Collection[Trial], unanswered: int, final_on: date, settings_min: int = SETTINGS_MIN
) -> list[Finding]:
    """Return what is against making a draft final on a day."""
    findings = []
    settings = {trial.setting.strip().casefold() for trial in trials if trial.setting.strip()}
    if len(settings) < settings_min:
        findings.append(FEW_SETTINGS.at("pilots", count=len(settings), wanted=settings_min))
    last = max((trial.ended_on for trial in trials), default=None)
    if last is not None and final_on < last:
        findings.append(BEFORE_PILOT.at("final_on", final_on=final_on, ended_on=last))
    if unanswered:
        findings.append(UNANSWERED.at("comments", count=unanswered))
    return findings


@rule("standard-final")
def standard_final(
    *, settings: str, last_pilot_on: date, final_on: date, unanswered: int = 0, settings_min: int = SETTINGS_MIN
) -> Computed[bool]:
    """Whether a draft standard may become final: pilots in different settings, each comment answered, dated after."""
    need(unanswered >= 0, "unanswered", unanswered, "it must not be below zero")
    need(settings_min >= 1, "settings_min", settings_min, "it must be at least one")
    trials = [Trial(setting=name, ended_on=last_pilot_on) for name in settings.split(",") if name.strip()]
    findings = final_findings(trials=trials, unanswered=unanswered, final_on=final_on, settings_min=settings_min)
    words = tuple(found.said for found in findings) or (said(_("Tried, answered and dated in order.")),)
    return Computed(value=not findings, unit="boolean", explanation=words, sources=(PILOTS, ROUNDS))
