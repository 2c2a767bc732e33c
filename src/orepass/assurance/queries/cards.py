"""The cards of assurance: frozen answers for pages, doors and other rooms."""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from orepass.assurance.rules.content import CertificateContent
from orepass.assurance.rules.decision import grade_at
from orepass.assurance.rules.planning import PlanBasis
from orepass.assurance.rules.status import CertificateStatus, StatusStep, right_from, status_at
from orepass.assurance.rules.terms import Grade
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier
from orepass.kernel.kept import Kept
from orepass.kernel.period import Period, add_months
from orepass.kernel.verdict import Verdict
from orepass.scheme.rules.outcome import Profile


class StepCard(msgspec.Struct, frozen=True):
    """One recorded step: what, when, by whom, with which remark."""

    action: str
    at: datetime
    by: str
    note: str = ""
    evidence: tuple[str, ...] = ()


class ApplicationCard(msgspec.Struct, frozen=True, kw_only=True):
    """An application and where it stands; ``next_steps`` are the actions that may follow."""

    id: Identifier
    client: Identifier
    provider: Identifier
    kind: str
    pack: str
    pack_digest: str
    standard: str
    scope: str
    sites: tuple[Identifier, ...]
    state: str
    next_steps: tuple[str, ...]
    drafted_at: datetime
    candidate: Period | None = None
    certificate: Identifier | None = None
    previous: Identifier | None = None
    profile: Profile = Profile()

    def is_candidate(self, on: date) -> bool:
        """Say whether the client may be called a candidate on a day."""
        return self.candidate is not None and self.certificate is None and self.candidate.holds(on)


class ApplicationReviewCard(msgspec.Struct, frozen=True, kw_only=True):
    """What the provider answered before taking an application on."""

    id: Identifier
    scope_clear: bool
    competence_available: bool
    free_of_conflict: bool
    accreditation: str
    note: str
    at: datetime
    by: str


class AgreementCard(msgspec.Struct, frozen=True, kw_only=True):
    """What client and provider bind themselves to."""

    id: Identifier
    terms: str
    terms_digest: str
    audit_days: Decimal
    offered_at: datetime
    signed_at: datetime | None


class AnswerCard(msgspec.Struct, frozen=True, kw_only=True):
    """The latest answer of one party to one requirement; ``id`` is the application's.

    ``reference`` names the credit of another scheme's certificate that the answer rests on, if it does.
    """

    id: Identifier
    requirement: str
    party: str
    answer: str
    evidence: tuple[str, ...]
    evidence_class: str
    note: str
    at: datetime
    by: str
    reference: str = ""


class SubmissionCard(msgspec.Struct, frozen=True, kw_only=True):
    """A submitted self-assessment: which answers under which rules gave which outcome."""

    id: Identifier
    outcome: str
    level: str
    pack_digest: str
    answers_digest: str
    outcome_digest: str
    at: datetime


class TeamMember(msgspec.Struct, frozen=True):
    """A person of an audit team and the part played: lead, auditor, expert or interpreter."""

    person: str
    part: str


class Subject(msgspec.Struct, frozen=True):
    """A site or member to be visited, and how it came into the sample: named, random, risk or added."""

    subject: str
    chosen: str


class AuditCard(msgspec.Struct, frozen=True, kw_only=True):
    """A visit: planned, and with ``ended_on`` concluded.

    ``computed`` are the values that the scheme's rules gave for the plan, ``told`` what the planner was warned of.
    """

    id: Identifier
    application: Identifier
    certificate: Identifier | None
    kind: str
    stage: int
    planned_from: date
    planned_before: date
    days: Decimal
    announced: bool
    draw: str
    basis: PlanBasis
    computed: tuple[Kept, ...]
    told: tuple[Finding, ...]
    team: tuple[TeamMember, ...]
    subjects: tuple[Subject, ...]
    ended_on: date | None = None
    on_site_days: Decimal | None = None
    summary: str = ""
    maintained: bool | None = None


class NonconformityCard(msgspec.Struct, frozen=True, kw_only=True):
    """A nonconformity, its clocks and the steps taken; closed ones stay."""

    id: Identifier
    application: Identifier
    audit: Identifier
    requirement: str
    subject: str
    grade: Grade
    repeated: bool
    statement: str
    evidence: tuple[str, ...]
    state: str
    next_steps: tuple[str, ...]
    raised_at: datetime
    raised_by: str
    plan_due: date | None
    closure_due: date | None
    steps: tuple[StepCard, ...]

    @property
    def is_open(self) -> bool:
        """Say whether its correction is not verified yet."""
        return self.state != "closed"

    def grade_on(self, on: date) -> Grade:
        """Return the grade on a day: a minor that missed its closure counts as major."""
        return grade_at(self.grade, is_open=self.is_open, closure_due=self.closure_due, on=on)

    def due_on(self) -> date | None:
        """Return the last day for the next thing to happen."""
        return self.plan_due if self.state in {"open", "planned"} else self.closure_due if self.is_open else None


class CodedReason(msgspec.Struct, frozen=True, kw_only=True):
    """A reason of an evaluation: what was said, and by which code and values it is said in another language."""

    code: str
    message: str
    params: dict[str, str] = {}


class RecommendationCard(msgspec.Struct, frozen=True, kw_only=True):
    """What the lead auditor recommends, with the outcome it rests on.

    ``coded_reasons`` are the reasons with code and values; none are kept of recommendations that are older.
    """

    id: Identifier
    decision: str
    outcome: str
    level: str
    reasons: tuple[str, ...]
    coded_reasons: tuple[CodedReason, ...] = ()
    note: str
    at: datetime
    by: str


class ReviewCard(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the evaluation is complete and sound."""

    id: Identifier
    complete: bool
    note: str
    at: datetime
    by: str


class CoveredSite(msgspec.Struct, frozen=True):
    """A site in the scope of a certificate; a reduced scope ends it earlier."""

    site: Identifier
    valid_before: date | None = None


class StatusChange(msgspec.Struct, frozen=True):
    """One change of status or scope, from the day it counts."""

    action: str
    on: date
    grounds: str
    at: datetime


class CertificateCard(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate with everything that may be public; its status is a question with a date.

    ``lost_before`` is the earlier end of a certificate whose provider lost its accreditation, if it did.
    ``member_before`` is the first day on which its client is no member of the council that the edition asks for, which
    is ``council``; nothing where the edition asks for none, or no end is on record.
    ``labels`` are the texts of those that sales showed when it was decided; it keeps them when others follow.
    ``watched_by`` is the provider that watches over it today: another one than granted it after a move.
    ``minerals`` are those that the file named, so that they were judged; nothing where nobody named any.
    """

    id: Identifier
    application: Identifier
    client: Identifier
    client_name: str
    provider: Identifier
    provider_name: str
    kind: str
    pack: str
    pack_digest: str
    standard: str
    level: str
    claim_class: str
    scope: str
    sites: tuple[CoveredSite, ...]
    minerals: tuple[str, ...] = ()
    valid_from: date
    valid_before: date
    decided_at: datetime
    annex_digest: str
    inputs_digest: str
    content_digest: str
    changes: tuple[StatusChange, ...]
    surveillance_dues: tuple[date, ...]
    suspension_months: int
    lost_before: date | None = None
    council: str = ""
    member_before: date | None = None
    labels: tuple[str, ...] = ()
    watched_by: Identifier
    watched_by_name: str

    @property
    def is_moving(self) -> bool:
        """Say whether its provider lost the accreditation, so that it has to move before :attr:`lost_before`."""
        return self.lost_before is not None and self.lost_before < self.valid_before

    @property
    def period(self) -> Period:
        """Return the period of validity."""
        return Period(self.valid_from, self.valid_before)

    @property
    def ends_before(self) -> date:
        """Return the first day without validity: as granted, or earlier by a lost accreditation or membership."""
        return min(day for day in (self.valid_before, self.lost_before, self.member_before) if day is not None)

    @property
    def ends_with_membership(self) -> bool:
        """Say whether it ends because its client is a member of the council no more."""
        return self.member_before is not None and self.member_before == self.ends_before < self.valid_before

    @property
    def content(self) -> CertificateContent:
        """Return the statement as granted; its digest is the one on the log."""
        return CertificateContent(
            certificate=self.id,
            client=self.client,
            provider=self.provider,
            kind=self.kind,
            pack=self.pack,
            pack_digest=self.pack_digest,
            standard=self.standard,
            level=self.level,
            claim_class=self.claim_class,
            scope=self.scope,
            sites=tuple(covered.site for covered in self.sites),
            valid_from=self.valid_from,
            valid_before=self.valid_before,
            annex_digest=self.annex_digest,
            inputs_digest=self.inputs_digest,
        )

    def status(self, on: date) -> CertificateStatus:
        """Return the status on a day."""
        standing = Period(self.valid_from, self.ends_before)
        return status_at(standing, [StatusStep(change.action, change.on) for change in self.changes], on)

    def covers(self, site: str, on: date) -> bool:
        """Say whether a site is in the scope on a day."""
        return any(
            covered.site == site and (covered.valid_before is None or on < covered.valid_before)
            for covered in self.sites
        )

    def right(self, on: date) -> Verdict:
        """Say whether the certificate lets its sites deliver as certified on a day."""
        return right_from(self.status(on))

    def suspension_due(self, on: date) -> date | None:
        """Return the last day to restore, reduce or withdraw, while suspended."""
        if self.status(on) is not CertificateStatus.SUSPENDED:
            return None
        suspended = [c.on for c in self.changes if c.action == "certificate.suspend" and c.on <= on]
        return add_months(max(suspended), self.suspension_months)


class DecisionCard(msgspec.Struct, frozen=True, kw_only=True):
    """A decision on a file and the certificate that follows from it, if any."""

    id: Identifier
    decision: str
    grounds: str
    inputs_digest: str
    at: datetime
    by: str
    certificate: CertificateCard | None = None


class DeliveryRight(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a site may deliver into the chain as certified on a day, under which certificate and claim class.

    The right is for the ``minerals`` that were judged; ``client`` and ``standard`` say who holds it under what.
    """

    verdict: Verdict
    certificate: Identifier | None = None
    claim_class: str = ""
    pack: str = ""
    level: str = ""
    valid_before: date | None = None
    minerals: tuple[str, ...] = ()
    client: str = ""
    standard: str = ""


class ChainRight(msgspec.Struct, frozen=True, kw_only=True):
    """Under which schemes somebody's custody of material was certified on a day, and by which certificates."""

    schemes: tuple[str, ...] = ()
    certificates: tuple[Identifier, ...] = ()


class CertificatePage(msgspec.Struct, frozen=True):
    """A page of certificates; ``after`` is the key of the next page, or empty at the end."""

    items: tuple[CertificateCard, ...]
    after: str


class ApplicationPage(msgspec.Struct, frozen=True):
    """A page of applications; ``after`` is the key of the next page, or empty at the end."""

    items: tuple[ApplicationCard, ...]
    after: str


class CaseFile(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file of one application, as the parties to it see it."""

    application: ApplicationCard
    steps: tuple[StepCard, ...]
    application_review: ApplicationReviewCard | None
    agreement: AgreementCard | None
    answers: tuple[AnswerCard, ...]
    submission: SubmissionCard | None
    audits: tuple[AuditCard, ...]
    nonconformities: tuple[NonconformityCard, ...]
    recommendation: RecommendationCard | None
    review: ReviewCard | None
    decision: DecisionCard | None
