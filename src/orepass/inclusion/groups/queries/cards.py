"""The cards of groups; no name of a person stands on them, only pseudonyms."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from orepass.inclusion.groups.rules.control import Control
from orepass.inclusion.groups.rules.inspecting import MemberFinding
from orepass.inclusion.groups.rules.proving import DrawDocument
from orepass.kernel.computed import Source
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier
from orepass.kernel.kept import Kept
from orepass.kernel.quantity import Milligrams
from orepass.kernel.verdict import Verdict


class GroupCard(msgspec.Struct, frozen=True, kw_only=True):
    """A group and the standard it works under."""

    id: Identifier
    organisation: Identifier
    holder_type: str
    accountability: str
    representative: str
    area: str
    pack: str
    pack_digest: str
    standard: str
    registered_at: datetime


class StepCard(msgspec.Struct, frozen=True):
    """One step of a member."""

    action: str
    on: date
    by: str
    note: str = ""


class InspectionCard(msgspec.Struct, frozen=True, kw_only=True):
    """One internal inspection; a peer review names who reviewed and how many from outside took part."""

    id: Identifier
    member: Identifier
    inspected_on: date
    inspector: str
    passed: bool
    findings: tuple[MemberFinding, ...]
    evidence: tuple[str, ...]
    note: str = ""
    kind: str = "inspection"
    reviewers: tuple[str, ...] = ()
    outsiders: int = 0


class EstimateCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a member is estimated to produce in a year; ``id`` is the member's."""

    id: Identifier
    mineral: str
    mass_mg: Milligrams
    valid_from: date


class MemberDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What the scheme asks about a member's work; nothing that says who the person is."""

    trade: str = ""
    licence: str = ""
    equipment: str = ""
    mercury_used: bool | None = None
    women: int | None = None
    men: int | None = None
    under_18_seen: bool | None = None


class NearCard(msgspec.Struct, frozen=True, kw_only=True):
    """How far a member worked from the others when the group took it in: ok, warning or unknown, and why."""

    value: str
    distance_km: Decimal | None
    kept: Kept
    findings: tuple[Finding, ...]


class OutgrowerCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a group declared for a year: the share bought from outgrowers, whether it is enough, and why.

    ``share_percent`` is rounded down, so that it never shows more than there is; ``kept`` holds it exactly.
    """

    id: Identifier
    group: Identifier
    year: int
    basis: str
    unit: str
    total: Decimal
    from_outgrowers: Decimal
    share_percent: Decimal
    met: bool
    explanation: tuple[str, ...]
    sources: tuple[Source, ...]
    kept: Kept
    note: str
    corrects: Identifier | None
    corrected_by: Identifier | None
    at: datetime


class MemberCard(msgspec.Struct, frozen=True, kw_only=True):
    """A member as of one day: standing, right to deliver, and what is due."""

    id: Identifier
    group: Identifier
    person: str
    unit: str
    site: Identifier | None
    details: MemberDetails
    on: date
    state: str
    since: date
    right: Verdict
    next_steps: tuple[str, ...]
    last_inspection: date | None
    inspection_due: date | None
    deadline: date | None
    steps: tuple[StepCard, ...]
    near: NearCard | None = None


class MemberPage(msgspec.Struct, frozen=True):
    """A page of members; ``after`` is the key of the next page, or empty at the end."""

    items: tuple[MemberCard, ...]
    after: str


class DrawnMember(msgspec.Struct, frozen=True):
    """One drawn member: by chance or by risk."""

    member: Identifier
    chosen: str


class AddedMember(msgspec.Struct, frozen=True):
    """A member whom an auditor added to a draw, and why."""

    member: Identifier
    reason: str
    at: datetime


class DrawCard(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn sample with everything needed to draw it again; ``digest`` stands on the public log."""

    id: Identifier
    group: Identifier
    application: Identifier
    member_list: Identifier | None
    kind: str
    risk: str
    visit_on: date
    beacon: str
    seed: str
    population: tuple[Identifier, ...]
    drawn: tuple[DrawnMember, ...]
    added: tuple[AddedMember, ...]
    random_size: int
    explanation: tuple[str, ...]
    digest: str


class MemberListCard(msgspec.Struct, frozen=True, kw_only=True):
    """A committed list to draw from; ``covered`` says whether a checkpoint of the log gives it its chance."""

    id: Identifier
    group: Identifier
    application: Identifier
    number: int
    kind: str
    risk: str
    visit_on: date
    members: int
    digest: str
    covered: bool
    draw: Identifier | None
    at: datetime


class PublicDraw(msgspec.Struct, frozen=True, kw_only=True):
    """A draw as everybody may see it: under aliases, with what proves it."""

    id: Identifier
    group: Identifier
    organisation: Identifier
    certificate: Identifier | None
    at: datetime
    document: DrawDocument
    added: int


class CheckCard(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison of the register with the field."""

    id: Identifier
    group: Identifier
    checked_on: date
    not_found: tuple[Identifier, ...]
    unlisted: int
    computed: dict[str, Any] = {}


class RegisterCard(msgspec.Struct, frozen=True, kw_only=True):
    """The digest of a group's register on a day, as the public log has it.

    The salt in it is the group's to keep: without it nobody can try out which registers give the digest. Each
    commitment has a salt of its own, so that whoever is shown one of them learns nothing of the others.
    """

    id: Identifier
    on: date
    members: int
    digest: str
    salt: str


class CommitmentCard(msgspec.Struct, frozen=True, kw_only=True):
    """A register that was fixed on the public log; ``index`` is empty while its entry is queued."""

    group: Identifier
    on: date
    at: datetime
    members: int
    digest: str
    index: int | None


class GroupStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Where a group stands on a day: its members, the share that complies, and its own control."""

    group: GroupCard
    on: date
    members: int
    counted: int
    compliant: int
    right: Verdict
    compliance_share: Fraction
    by_state: dict[str, int]
    control: Control
