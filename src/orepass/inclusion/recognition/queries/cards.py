"""The cards of recognition: agreements, certificates of other schemes, and what is credited, each as of one day."""

from datetime import date, datetime

import msgspec

from orepass.inclusion.recognition.rules.claim import Limits, Line
from orepass.inclusion.recognition.rules.credit import Credit
from orepass.inclusion.recognition.rules.mapping import Mapping
from orepass.inclusion.recognition.rules.matching import Match
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier


class StepCard(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded step of an agreement."""

    action: str
    on: date
    note: str
    at: datetime
    by: str


class AgreementCard(msgspec.Struct, frozen=True, kw_only=True):
    """An agreement as of one day. ``use`` says whether one may rely on it; ``state`` is where its machine stands.

    ``match`` compares the standards as if every requirement there were met and verified: what a certificate can bring
    at best. ``assurance`` is what the assessed score lets through. ``way_up`` lists what is missing between a lower
    tier and a higher one; ``None`` where the mapping does not lead up.
    """

    id: Identifier
    owner: Identifier
    on: date
    state: str
    use: str
    mapping: Mapping
    mapping_digest: str
    to_digest: str
    limits: Limits
    assurance: str
    assurance_why: tuple[str, ...]
    assessed_by: tuple[str, ...]
    conditions: tuple[str, ...]
    valid_from: date | None
    valid_before: date | None
    grace_before: date | None
    superseded_by: Identifier | None
    lines: tuple[Line, ...]
    match: Match
    way_up: tuple[str, ...] | None
    steps: tuple[StepCard, ...]
    next_steps: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return what the agreement is called."""
        return self.mapping.title

    @property
    def public(self) -> bool:
        """Say whether anyone may see it: from the consultation on."""
        return self.state not in {"requested", "assessed"}

    def lines_of(self, credit: Credit) -> tuple[Line, ...]:
        """Return the lines that end in one kind of credit at best."""
        return tuple(line for line in self.lines if line.credit is credit)


class CheckCard(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody looked a certificate up at its scheme."""

    status: str
    since: date
    checked_on: date
    where: str
    accredited: bool
    note: str
    at: datetime
    by: str
    organisation: str


class ForeignCertificateCard(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate of another scheme as of one day; ``status`` is unknown until somebody looked it up.

    One that was issued ``here`` is asked every day; nobody need look it up.
    """

    id: Identifier
    holder: Identifier
    on: date
    scheme: str
    edition: str
    standard: str
    number: str
    issuer: str
    sites: tuple[Identifier, ...]
    minerals: tuple[str, ...]
    audited_on: date
    valid_from: date
    valid_before: date
    results: dict[str, str]
    credited_there: tuple[str, ...]
    evidence: tuple[str, ...]
    presented_at: datetime
    status: str
    checked_on: date | None
    accredited: bool
    told_on: date | None
    here: bool
    checks: tuple[CheckCard, ...]

    @property
    def name(self) -> str:
        """Return the standard it certifies, such as ``rjc@2019 COP``."""
        return f"{self.scheme}@{self.edition} {self.standard}"


class HeldLine(msgspec.Struct, frozen=True, kw_only=True):
    """One credit on hold: until which day own evidence may come, and what has become of it."""

    requirement: str
    until: date
    state: str


class ClaimCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a certificate is worth in a file as of one day; ``claimed`` is what it was worth when it was claimed."""

    id: Identifier
    application: Identifier
    client: Identifier
    provider: Identifier
    certificate: Identifier
    agreement: Identifier
    on: date
    claimed_at: datetime
    pack_digest: str
    inputs_digest: str
    value_digest: str
    claimed: tuple[Line, ...]
    lines: tuple[Line, ...]
    match: Match
    held: tuple[HeldLine, ...]

    def lines_of(self, credit: Credit) -> tuple[Line, ...]:
        """Return the lines that end in one kind of credit today."""
        return tuple(line for line in self.lines if line.credit is credit)


class PreviewCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a certificate would be worth under an agreement today, before anybody signs anything."""

    agreement: Identifier
    title: str
    to: str
    lines: tuple[Line, ...]
    match: Match


class CheckedMapping(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping that was read: sound or not, with everything that was found."""

    mapping: Mapping | None
    findings: tuple[Finding, ...]
