"""What leaves the room: frozen cards. None of them names a complainant but the one for the handler."""

from datetime import date, datetime

import msgspec

from orepass.engagement.queries.development_cards import SpokenCard
from orepass.engagement.rules.consultation import Audience, Kind, Method
from orepass.engagement.rules.development import Response
from orepass.engagement.rules.heard import Cell
from orepass.kernel.computed import Source
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier


class ReceiptCard(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who complained takes home: a number and a secret, shown once and kept nowhere."""

    id: Identifier
    secret: str
    acknowledge_by: date


class ToldCard(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that those concerned were told."""

    action: str
    told: str
    on: date


class SaidCard(msgspec.Struct, frozen=True, kw_only=True):
    """What one side said, later than the complaint itself."""

    side: str
    statement: str
    on: date


class FollowedCard(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint as whoever holds its receipt sees it."""

    id: Identifier
    state: str
    received_on: date
    acknowledge_by: date
    conclude_by: date
    statement: str
    added: tuple[SaidCard, ...]
    told: tuple[ToldCard, ...]
    has_contact: bool


class ComplaintStepCard(msgspec.Struct, frozen=True, kw_only=True):
    """One step as the handlers see it."""

    action: str
    note: str
    told: str
    outcome: str
    stage: str
    due_on: date | None
    evidence: tuple[str, ...]
    at: datetime
    by: str


class ComplaintCard(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint as the organisation that handles it sees it; who complained does not stand here."""

    id: Identifier
    about: str
    subject: str
    state: str
    statement: str
    language: str
    protect_identity: bool
    anonymous: bool
    handled_by: str
    handler: str
    accused: str
    received_on: date
    acknowledge_by: date
    conclude_by: date
    pathway: tuple[str, ...]
    next_stage: str
    said: tuple[SaidCard, ...]
    steps: tuple[ComplaintStepCard, ...]

    @property
    def due_on(self) -> date | None:
        """Return the day that counts next; none once it is concluded."""
        clocks = {"received": self.acknowledge_by, "acknowledged": self.conclude_by, "investigating": self.conclude_by}
        return clocks.get(self.state)


class ComplainantCard(msgspec.Struct, frozen=True, kw_only=True):
    """Who complained, for the handler alone; empty for an anonymous complaint or after the data was erased."""

    name: str
    email: str
    phone: str


class PutCard(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint as the party it was put to sees it: a summary in the handler's words, never who complained."""

    id: Identifier
    subject: str
    summary: tuple[ToldCard, ...]
    answers: tuple[SaidCard, ...]
    outcome: str
    remedy: tuple[ToldCard, ...]


class AppealTermsCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a client should know before it appeals, and by which rule the last day was counted."""

    contested: str
    told_on: date
    file_by: date
    in_time: bool
    stays_decision: bool
    explanation: tuple[str, ...]
    sources: tuple[Source, ...]


class AppealStepCard(msgspec.Struct, frozen=True, kw_only=True):
    """One step of an appeal."""

    action: str
    note: str
    consequence: str
    at: datetime
    by: str


class AppealCard(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal, for its client, the provider and the panel."""

    id: Identifier
    contested: str
    subject: Identifier
    application: Identifier
    client: Identifier
    provider: Identifier
    state: str
    told_on: date
    file_by: date
    filed_on: date
    decide_by: date
    stays_decision: bool
    panel_min: int
    grounds: str
    evidence: tuple[str, ...]
    panel: tuple[str, ...]
    consequence: str
    steps: tuple[AppealStepCard, ...]


class ConsultationEventCard(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting or pilot of a round, with its number, by which a comment names it."""

    number: int
    kind: str
    method: str
    held_on: date
    place: str
    setting: str
    groups: int
    people: int
    result: str


class CommentCard(msgspec.Struct, frozen=True, kw_only=True):
    """A comment with its answer and what changed because of it."""

    id: Identifier
    heading: str
    requirement: str
    subject: str
    way: str
    side: str
    statement: str
    on: date
    response: Response | None
    answer: str
    change: str
    changed_in: int
    answered: bool
    withheld: bool = False
    spoken: SpokenCard | None = None


class ConsultationCard(msgspec.Struct, frozen=True, kw_only=True):
    """A round: whom it asks, how, and how far it reached; groups and people are two counts, never one."""

    id: Identifier
    organisation: Identifier
    development: str
    version: int
    title: str
    about: str
    kind: Kind
    audience: Audience
    methods: tuple[Method, ...]
    local_language: bool
    wanted_groups: int
    wanted_people: int
    reached_groups: int
    reached_people: int
    summary: str
    terms: str
    headings: tuple[str, ...]
    opened_on: date
    closes_on: date
    state: str
    closing_note: str
    events: tuple[ConsultationEventCard, ...]
    comments: tuple[CommentCard, ...]
    unanswered: int
    heard: tuple[Cell, ...]
    findings: tuple[Finding, ...]

    def takes_comments(self, on: date) -> bool:
        """Say whether anybody may comment on a day; the last day still counts."""
        return self.state == "open" and on <= self.closes_on
