"""Cards of a standard under development: its versions, what was said, the pilots, and what was decided."""

from datetime import date

import msgspec

from orepass.engagement.rules.development import Met, Response
from orepass.engagement.rules.heard import Cell
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier


class SpokenCard(msgspec.Struct, frozen=True, kw_only=True):
    """How something was said at a meeting, for those who ask: it may tell who said it."""

    meeting: int
    place: str
    held_on: date | None
    speakers: int | None
    language: str
    interpreter: bool | None
    read_aloud: bool | None
    typed_by: str


class VoiceCard(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody said about a draft, in a round or in a pilot, with its answer."""

    id: Identifier
    way: str
    source: Identifier
    version: int
    requirement: str
    subject: str
    heading: str
    side: str
    statement: str
    on: date
    response: Response | None
    answer: str
    change: str
    changed_in: int
    answered: bool
    waits: bool
    withheld: bool = False
    met: Met | None = None
    spoken: SpokenCard | None = None


class VersionCard(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a draft and what is different in it."""

    id: Identifier
    number: int
    is_pack: bool
    digest: str
    text_digest: str
    recorded_on: date
    changes: str
    requirements: tuple[str, ...]
    subjects: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]
    carries_out: tuple[str, ...]


class RoundLineCard(msgspec.Struct, frozen=True, kw_only=True):
    """A round of consultation on a version, in a line; how many targets were missed is for those who ask."""

    id: Identifier
    title: str
    version: int
    state: str
    groups: int
    wanted_groups: int
    people: int
    wanted_people: int
    comments: int
    unanswered: int
    gaps: int | None
    heard: tuple[Cell, ...]


class PilotReportCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a pilot says of one requirement."""

    id: Identifier
    requirement: str
    heading: str
    met: Met
    cost_minor: int | None
    currency: str
    minutes: int | None
    misunderstood: bool
    unclear: str
    suggestion: str
    on: date
    waits: bool


class PilotCard(msgspec.Struct, frozen=True, kw_only=True):
    """A pilot; strangers learn its setting and how many took part, never few of a kind, who, or what it cost."""

    id: Identifier
    development: Identifier
    version: int
    setting: str
    people: int
    small_producers: int | None
    started_on: date
    ended_on: date | None
    reported: int
    name: str = ""
    participant: str = ""
    place: str = ""
    lessons: str = ""
    reports: tuple[PilotReportCard, ...] = ()


class TriedCard(msgspec.Struct, frozen=True, kw_only=True):
    """What all pilots say of one requirement; times and costs only for those who develop it."""

    requirement: str
    tried: int
    met: int
    partly: int
    not_met: int
    misunderstood: int
    suggestions: int
    minutes_most: int | None = None
    costs: tuple[str, ...] = ()


class ChamberCard(msgspec.Struct, frozen=True, kw_only=True):
    """How one chamber voted, and whether it carried the motion."""

    name: str
    members: int
    present: int
    in_favour: int
    against: int
    carried: bool


class RejectedCard(msgspec.Struct, frozen=True, kw_only=True):
    """An option that was not chosen, and why."""

    option: str
    why: str


class DecisionLineCard(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the log of decisions; a role decided, no name stands here."""

    id: Identifier
    kind: str
    taken: str
    why: str
    rejected: tuple[RejectedCard, ...]
    role: str
    decided_on: date
    requirements: tuple[str, ...]
    voices: tuple[str, ...]
    votes: tuple[ChamberCard, ...]
    composed: bool | None
    composition: tuple[str, ...]
    corrects: str
    corrected_by: str


class StepCard(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a development."""

    action: str
    note: str
    on: date


class DevelopmentCard(msgspec.Struct, frozen=True, kw_only=True):
    """A standard under development as far as a reader may see it."""

    id: Identifier
    organisation: Identifier
    pack: str
    title: str
    purpose: str
    state: str
    opened_on: date
    own: bool
    versions: tuple[VersionCard, ...]
    rounds: tuple[RoundLineCard, ...]
    voices: tuple[VoiceCard, ...]
    unanswered: int
    pilots: tuple[PilotCard, ...]
    tried: tuple[TriedCard, ...]
    decisions: tuple[DecisionLineCard, ...]
    steps: tuple[StepCard, ...]
    findings: tuple[Finding, ...]

    @property
    def latest(self) -> VersionCard | None:
        """Return the last version."""
        return self.versions[-1] if self.versions else None
