"""A small world to certify in: a client with a site, a provider with its people, a published edition."""

import base64
import contextlib
import functools
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Concatenate, Final, NamedTuple, Self

import pytest

from orepass.assurance.actions import agreement, answers, application, assessment, audit, recommendation
from orepass.assurance.actions import decision as decisions
from orepass.assurance.queries import ApplicationCard, AuditCard, CertificateCard
from orepass.assurance.queries.cards import Subject, TeamMember
from orepass.assurance.rules.decision import Decision
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Refusal
from orepass.party.actions.competence import record_competence
from orepass.party.actions.organisations import register_organisation
from orepass.party.actions.people import declare_interest
from orepass.party.actions.providers import accredit_provider
from orepass.party.actions.sites import register_site
from orepass.party.rules.competence import Field
from orepass.party.rules.kinds import InterestKind, OrganisationKind
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.files import store_evidence
from orepass.platform.models import RecordHead
from orepass.platform.people import register_person
from orepass.scheme.actions import publish_edition
from orepass.scheme.models import Edition
from orepass.scheme.queries import pack
from orepass.scheme.rules.outcome import Profile
from tests.untouched import refusing

PACK: Final = "cera-4in1@2026.1"
START: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STEWARD: Final = Actor("per-STEWARD", roles=frozenset({Role.STEWARD}))
SCHEME: Final = Actor("per-SCHEME", roles=frozenset({Role.SCHEME_STAFF}))
ASM_PROFILE: Final = Profile(
    stage="mine",
    activities=("extraction",),
    size="asm",
    minerals=("cobalt",),
    country="CD",
    personnel=40,
    flags=dict.fromkeys(
        (
            "tailings",
            "underground",
            "indigenous_peoples",
            "resettlement",
            "guards",
            "artisanal_miners_nearby",
            "segregated_stock",
            "group_deliveries",
            "mass_balance",
            "credits",
        ),
        False,
    ),
)


def on(day: date) -> datetime:
    """Return nine o'clock of a day."""
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)


class Ahead(NamedTuple):
    """A step that was taken before the tests of a file: what it made, and how the world stood then."""

    step: str
    made: Any
    state: dict[str, Any]


def may_be_ahead[**Given, Made](
    step: Callable[Concatenate["World", Given], Made],
) -> Callable[Concatenate["World", Given], Made]:
    """Let a step, asked for without anything particular, be one that was taken ahead."""

    @functools.wraps(step)
    def take(self: "World", *given: Given.args, **named: Given.kwargs) -> Made:
        ahead = None if given or named else self.taken_ahead(step.__name__)
        return step(self, *given, **named) if ahead is None else ahead.made

    return take


class World:
    """Who there is; every step of a file is one method, taken at the world's present instant."""

    def __init__(self, *, standard: str = "ASM", sites: int = 1, competent: bool = True) -> None:
        self.standard = standard
        self.at = START
        self._ahead: Ahead | None = None
        with clock.frozen_at(START):
            publish_once()
            self.client = self._organisation("Coopérative de Kolwezi", OrganisationKind.COOPERATIVE)
            self.stranger = self._organisation("Somebody else", OrganisationKind.OPERATOR)
            self.provider = self._organisation("Prüfstelle", OrganisationKind.PROVIDER)
            self.sites = [self._site(self.client, f"Pit {number}") for number in range(1, sites + 1)]
            accredit_provider(
                STEWARD, provider=self.provider, standard=standard, accreditor="DAkkS", valid_from=date(2025, 1, 1)
            )
            self.operator = self._actor(self.client, Role.OPERATOR, Role.GROUP_MANAGER)
            self.outsider = self._actor(self.stranger, Role.OPERATOR)
            self.auditor = self._actor(self.provider, Role.AUDITOR)
            self.certifier = self._actor(self.provider, Role.CERTIFIER)
            self.both = self._actor(self.provider, Role.AUDITOR, Role.CERTIFIER)
            for person in (self.auditor, self.certifier, self.both):
                self.declare_none(person)
            for person in (self.auditor, self.both) if competent else ():
                self.record_competent(person, self.certifier)
            self.evidence = store_evidence(
                self.operator,
                name="register.pdf",
                media_type="application/pdf",
                content_base64=base64.b64encode(b"%PDF-1.7 register").decode(),
            ).id

    def _organisation(self, name: str, kind: OrganisationKind) -> Identifier:
        return register_organisation(STEWARD, name=name, kind=kind, country="CD").id

    def _site(self, organisation: Identifier, name: str) -> Identifier:
        return register_site(STEWARD, name=name, organisation=organisation).id

    def _actor(self, organisation: Identifier, *roles: Role) -> Actor:
        person = register_person(STEWARD, name="Somebody", purpose="certification").id
        for role in roles:
            grant_membership(STEWARD, person=person, organisation=organisation, role=role, at=self.at)
        return Actor(person, organisation, frozenset(roles))

    def declare_none(self, person: Actor, at: datetime | None = None) -> None:
        """Let a person declare to have no tie to the client."""
        day = (at or self.at).date()
        declare_interest(
            STEWARD,
            person=person.pseudonym,
            client=self.client,
            kind=InterestKind.NONE,
            valid_from=day,
            at=at or self.at,
        )

    def record_competent(self, person: Actor, certifier: Actor, language: str = "") -> None:
        """Have an auditor's competence for the standard and the mineral put on record by their provider."""
        facts = [(Field.STANDARD, self.standard), (Field.MINERAL, "cobalt")]
        for field, of in [*facts, (Field.LANGUAGE, language)] if language else facts:
            record_competence(
                certifier,
                person=person.pseudonym,
                field=field,
                of=of,
                shown_by="Examination",
                valid_from=date(2025, 1, 1),
                at=self.at,
            )

    def having(self, step: str) -> Self:
        """Take a step before the tests of a file begin: each that begins by asking for it, or for a later one, has it.

        Whatever happens first, in the tables or among the people here, and it is taken anew.
        """
        with clock.frozen_at(self.at):
            made = getattr(self, step)()
        self._ahead = Ahead(step, made, self.state())
        return self

    def taken_ahead(self, step: str) -> Ahead | None:
        """Return what a step that was taken ahead has made, once."""
        ahead = self._ahead
        if ahead is None or ahead.step != step or ahead.state != self.state():
            return None
        self._ahead = None
        return ahead

    def state(self) -> dict[str, Any]:
        """Return what changes with whatever happens here: the end of the record, and who and what there is."""
        return {**vars(self), "_ahead": RecordHead.objects.get().digest}

    def later(self, **spans: int) -> Self:
        """Let time pass."""
        self.at += timedelta(**spans)
        return self

    def inputs(self, **changes: Any) -> dict[str, Any]:
        """Return the inputs of a draft."""
        scope = application.Scope(sites=self.sites, text="Hand mining of cobalt ore", profile=ASM_PROFILE)
        return {"provider": self.provider, "pack": PACK, "standard": self.standard, "scope": scope, **changes}

    def draft(self, **changes: Any) -> ApplicationCard:
        """Begin an application."""
        return application.draft_application(self.operator, **self.inputs(**changes), at=self.at)

    def submitted(self) -> ApplicationCard:
        """Send an application."""
        return application.submit_application(self.operator, application=self.draft().id, at=self.at)

    def accepted(self) -> ApplicationCard:
        """Have an application accepted."""
        return application.accept_application(
            self.certifier,
            application=self.submitted().id,
            scope_clear=True,
            competence_available=True,
            free_of_conflict=True,
            at=self.at,
        )

    def contracted(self) -> Identifier:
        """Have the agreement signed."""
        file = self.accepted().id
        offer = agreement.offer_agreement(
            self.certifier, application=file, terms="Three years.", audit_days=Decimal(4), at=self.at
        )
        agreement.sign_agreement(self.operator, application=file, terms_digest=offer.terms_digest, at=self.at)
        return file

    def given(self, rating: str = "full") -> list[answers.Given]:
        """Return the same answer to every requirement, each with evidence of an accepted kind."""
        return [
            answers.Given(
                requirement=requirement.id,
                answer=answers.Rating(rating),
                evidence=(self.evidence,),
                evidence_class=answers.EvidenceClass(requirement.accepts[0]),
            )
            for requirement in pack(PACK).standard(self.standard).requirements
        ]

    @may_be_ahead
    def assessed(self) -> Identifier:
        """Have the self-assessment submitted."""
        file = self.contracted()
        answers.record_answers(self.operator, application=file, answers=self.given(), at=self.at)
        assessment.submit_assessment(self.operator, application=file, at=self.at)
        return file

    def visit(self, **changes: Any) -> audit.VisitPlan:
        """Return the plan of a visit that begins today: seven days for forty people, of which entry bears with four."""
        today = self.at.date()
        days = Decimal(4) if self.standard == "ASM" else Decimal(7)
        dates = {"planned_from": today, "planned_before": today + timedelta(days=5), "days": days}
        return audit.VisitPlan(**{**dates, **changes})

    @may_be_ahead
    def planned(self, file: Identifier | None = None, **changes: Any) -> AuditCard:
        """Have a visit planned, led by the auditor."""
        return audit.plan_audit(
            self.auditor,
            application=file or self.assessed(),
            visit=self.visit(**changes),
            team=[TeamMember(self.auditor.pseudonym, "lead")],
            sample=[Subject(site, "named") for site in self.sites],
            at=self.at,
        )

    def concluded(self, visit: AuditCard) -> AuditCard:
        """Conclude a visit today."""
        return audit.conclude_audit(
            self.auditor,
            audit=visit.id,
            ended_on=self.at.date(),
            on_site_days=Decimal("3.5"),
            summary="Everything was shown.",
            at=self.at,
        )

    def recommended(self, file: Identifier, decision: Decision = Decision.GRANT) -> Identifier:
        """Recommend a decision."""
        recommendation.recommend_decision(self.auditor, application=file, decision=decision, at=self.at)
        return file

    @may_be_ahead
    def reviewed(self, file: Identifier | None = None) -> Identifier:
        """Have an evaluated file recommended and reviewed; without one, a clean one is made."""
        if file is None:
            file = self.concluded(self.planned()).application
        self.recommended(file)
        return self.reviewed_by_certifier(file)

    def reviewed_by_certifier(self, file: Identifier) -> Identifier:
        """Have a recommended file reviewed."""
        recommendation.complete_review(self.certifier, application=file, at=self.at)
        return file

    @may_be_ahead
    def certified(self, file: Identifier | None = None) -> CertificateCard:
        """Have a certificate granted."""
        taken = decisions.take_decision(
            self.certifier, application=self.reviewed(file), decision=Decision.GRANT, grounds="All met.", at=self.at
        )
        assert taken.certificate is not None
        return taken.certificate


_kept: dict[str, Any] = {}


def publish_once() -> None:
    """Publish the edition, the first time through its action (its cases are run), then as it was kept."""
    if Edition.objects.filter(scheme="cera-4in1").exists():
        return
    if _kept:
        Edition.objects.create(**_kept)
        return
    publish_edition(SCHEME, pack=PACK)
    _kept.update(Edition.objects.values().get(scheme="cera-4in1"))


@contextlib.contextmanager
def refuses(kind: type[Refusal], code: str = "") -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expect a refusal, and that it left nothing behind: no row, no record, no leaf, no notice."""
    with refusing(kind, "assurance", "fees", "groups", "recognition", "stages", "transparency", "platform") as refusal:
        yield refusal
    assert not code or refusal.value.code == code


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    """Return the codes of a refusal's findings."""
    return [finding.code for finding in refusal.value.findings]
