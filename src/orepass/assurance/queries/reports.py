"""The public report of an audit: exactly the parts that may be shown on a day, and what is kept back and why.

It names organisations, sites and requirements. It holds no name of a person, no text that somebody wrote into the
file, and no figure of trade. A suspended or withdrawn certificate keeps its report.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from orepass.assurance.models import Application, Certificate, ReportChoice
from orepass.assurance.queries.cards import CertificateCard, NonconformityCard
from orepass.assurance.queries.case import audit_of, nonconformities_about
from orepass.assurance.queries.certificates import certificate_card
from orepass.assurance.queries.evaluation import outcome_as_known, standard_of
from orepass.improvement.queries import plans_of, subject_card, subjects_of
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import Period, day_of
from orepass.kernel.refusal import NotFound
from orepass.kernel.verdict import Verdict
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.scheme.rules import publication as parts_of
from orepass.scheme.rules.model import Standard
from orepass.scheme.rules.outcome import GroupScore, Outcome
from orepass.scheme.rules.publication import PARTS, Publication, ReportStatus, publication_of, published


class ChoiceCard(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of the holder: the parts beyond the minimum, from which day, and why less than the default."""

    parts: tuple[str, ...]
    on: date
    reason: str = ""


class ReportScope(msgspec.Struct, frozen=True, kw_only=True):
    """What was judged: by which standard of which edition, in which unit, at which sites."""

    pack: str
    standard: str
    unit: str
    text: str
    sites: tuple[Identifier, ...]


class ReportDates(msgspec.Struct, frozen=True, kw_only=True):
    """When it was decided, and for how long."""

    decided_on: date
    valid_from: date
    valid_before: date

    @property
    def last_day(self) -> date:
        """Return the last day of the certificate as granted."""
        return self.valid_before - timedelta(days=1)


class ReportVisit(msgspec.Struct, frozen=True, kw_only=True):
    """One visit: when, how long, how much of it on site, and whom it saw; members are counted, never named."""

    kind: str
    stage: int
    began_on: date
    ended_on: date
    days: Decimal
    on_site_days: Decimal
    announced: bool
    sites: tuple[Identifier, ...]
    members: int


class ReportOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    outcome: str
    certificate: str


class ReportResult(msgspec.Struct, frozen=True, kw_only=True):
    """How one requirement was judged; ``gate`` says whether a core requirement holds."""

    requirement: str
    rating: str | None
    applies: Verdict
    gate: Verdict | None


class ReportFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A nonconformity: how grave, in which subject, and where it stands; its words stay in the file."""

    grade: str
    subject: str
    raised_on: date
    is_open: bool
    due_on: date | None
    closed_on: date | None


class ReportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """An improvement plan: its subject and days, how many actions it has and how many are done."""

    subject: str
    period: Period
    actions: int
    done: int


class ReportIndicator(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator: what it tells about, whether its target is met, and from which day; never its amount."""

    subject: str
    name: str
    meets: Verdict
    observed_on: date | None


class ReportCard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A report as everybody may read it on a day; a part that is not published is absent.

    ``withheld`` is what the default of the scheme publishes and the holder chose not to; ``to_come`` is what becomes
    public after ``due_on`` unless the holder chooses otherwise. ``own_rule`` says that the pack is silent.
    """

    id: Identifier
    on: date
    status: ReportStatus
    due_on: date
    parts: tuple[str, ...]
    minimum: tuple[str, ...]
    default: tuple[str, ...]
    own_rule: bool
    certificate_status: str
    client_name: str
    withheld: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()
    choices: tuple[ChoiceCard, ...] = ()
    scope: ReportScope | None = None
    dates: ReportDates | None = None
    provider: str | None = None
    sampling: tuple[ReportVisit, ...] | None = None
    outcome: ReportOutcome | None = None
    level: str | None = None
    scores_by_dimension: tuple[GroupScore, ...] | None = None
    scores_by_subject: tuple[GroupScore, ...] | None = None
    core_results: tuple[ReportResult, ...] | None = None
    nonconformities: tuple[ReportFinding, ...] | None = None
    requirement_results: tuple[ReportResult, ...] | None = None
    plan: tuple[ReportPlan, ...] | None = None
    indicators: tuple[ReportIndicator, ...] | None = None

    @property
    def public_from(self) -> date:
        """Return the day from which the default is public if the holder does not choose."""
        return self.due_on + timedelta(days=1)

    @property
    def reason(self) -> str:
        """Return why the holder publishes less than the default, if it does."""
        return self.choices[-1].reason if self.choices else ""


def report_card(certificate: str, on: date | None = None) -> ReportCard:
    """Return the report behind a certificate as everybody may read it on a day; it is public.

    Raises:
        NotFound: there is no such certificate, or it was not decided by then.
    """
    day = on or clock.today()
    standing = report_standing(certificate, day)
    return _filled(standing, standing.parts)


def whole_report(actor: Actor, certificate: str) -> ReportCard:
    """Return what every part would show today, to the holder who chooses among them.

    Raises:
        NotFound: there is no such certificate, or it is not the actor's.
    """
    actor.must_be_in(certificate_card(certificate).client, certificate)
    return _filled(report_standing(certificate, clock.today()), PARTS)


def report_standing(certificate: str, on: date) -> ReportCard:
    """Return which parts of a report are public on a day, without them.

    Raises:
        NotFound: there is no such certificate, or it was not decided by then.
    """
    card = certificate_card(certificate)
    decided_on = day_of(card.decided_at)
    if on < decided_on:
        raise NotFound(what=certificate)
    rule = publication_of(standard_of(_file(card)).rules)
    choices = [_choice(row) for row in ReportChoice.objects.filter(certificate=certificate, on__lte=on)]
    chosen = choices[-1] if choices else None
    status = ReportStatus(
        parts_of.report_status(
            decided_on=decided_on, on=on, chosen_on=chosen.on if chosen else None, days=rule.due_days
        ).value
    )
    shown = published(rule, status, chosen.parts if chosen else ())
    kept = tuple(part for part in rule.default if part not in shown)
    return ReportCard(
        id=card.id,
        on=on,
        status=status,
        due_on=parts_of.report_public_by(decided_on=decided_on, days=rule.due_days).value,
        parts=shown,
        minimum=rule.minimum,
        default=rule.default,
        own_rule=rule.own,
        certificate_status=card.status(on),
        client_name=card.client_name,
        withheld=kept if status is ReportStatus.CHOSEN else (),
        to_come=kept if status is ReportStatus.DUE else (),
        choices=tuple(choices),
    )


def publication_for(row: Certificate) -> Publication:
    """Return what the standard of a certificate says about its report."""
    return publication_of(standard_of(row.application).rules)


def _choice(row: ReportChoice) -> ChoiceCard:
    return ChoiceCard(parts=tuple(row.parts), on=row.on, reason=row.reason)


def _file(card: CertificateCard) -> Application:
    return Application.objects.get(pk=card.application)


def _filled(standing: ReportCard, parts: Collection[str]) -> ReportCard:
    """Put some parts into a report, and nothing else."""
    card = certificate_card(standing.id)
    row, until = _file(card), standing.on
    standard = standard_of(row)
    outcome = outcome_as_known(row, row.recommendations.filter(at__lte=card.decided_at).latest("pk").at)
    made: dict[str, Any] = {
        parts_of.SCOPE: lambda: _scope(card, standard),
        parts_of.DATES: lambda: ReportDates(
            decided_on=day_of(card.decided_at), valid_from=card.valid_from, valid_before=card.valid_before
        ),
        parts_of.PROVIDER: lambda: card.provider_name,
        parts_of.SAMPLING: lambda: _visits(row, card, until),
        parts_of.OUTCOME: lambda: ReportOutcome(outcome=outcome.outcome, certificate=card.kind),
        parts_of.LEVEL: lambda: card.level,
        parts_of.DIMENSION_SCORES: lambda: outcome.dimensions,
        parts_of.SUBJECT_SCORES: lambda: outcome.subjects,
        parts_of.CORE_RESULTS: lambda: _results(outcome, core=True),
        parts_of.NONCONFORMITIES: lambda: _findings(row.pk, standard, until),
        parts_of.REQUIREMENT_RESULTS: lambda: _results(outcome, core=False),
        parts_of.PLAN: lambda: _plans(card.client, until),
        parts_of.INDICATORS: lambda: _indicators(card.client, until),
    }
    return msgspec.structs.replace(standing, **{part: made[part]() for part in PARTS if part in parts})


def _scope(card: CertificateCard, standard: Standard) -> ReportScope:
    return ReportScope(
        pack=card.pack,
        standard=card.standard,
        unit=standard.subject_unit,
        text=card.scope,
        sites=tuple(covered.site for covered in card.sites),
    )


def _visits(row: Application, card: CertificateCard, until: date) -> tuple[ReportVisit, ...]:
    covered = {site.site for site in card.sites}
    return tuple(
        ReportVisit(
            kind=visit.kind,
            stage=visit.stage,
            began_on=min(visit.planned_from, visit.ended_on),
            ended_on=visit.ended_on,
            days=visit.days,
            on_site_days=visit.on_site_days or Decimal(),
            announced=visit.announced,
            sites=tuple(Identifier(one.subject) for one in visit.subjects if one.subject in covered),
            members=sum(one.subject not in covered for one in visit.subjects),
        )
        for visit in map(audit_of, row.audits.prefetch_related("team", "subjects"))
        if visit.ended_on is not None and visit.ended_on <= until
    )


def _results(outcome: Outcome, *, core: bool) -> tuple[ReportResult, ...]:
    return tuple(
        ReportResult(requirement=one.requirement, rating=one.rating, applies=one.applies, gate=one.gate)
        for one in outcome.results
        if one.core or not core
    )


def _findings(application: str, standard: Standard, until: date) -> tuple[ReportFinding, ...]:
    cards = [card for card in nonconformities_about(application) if day_of(card.raised_at) <= until]
    return tuple(_finding(card, standard, until) for card in cards)


def _finding(card: NonconformityCard, standard: Standard, until: date) -> ReportFinding:
    closed = _closed_on([step.at for step in card.steps if step.action == "finding.close"], until)
    return ReportFinding(
        grade=card.grade if closed else card.grade_on(until),
        subject=standard.requirement(card.requirement).subject,
        raised_on=day_of(card.raised_at),
        is_open=closed is None,
        due_on=None if closed else card.closure_due,
        closed_on=closed,
    )


def _closed_on(closed: list[datetime], until: date) -> date | None:
    days = [day_of(at) for at in closed if day_of(at) <= until]
    return days[-1] if days else None


def _plans(organisation: str, until: date) -> tuple[ReportPlan, ...]:
    return tuple(
        ReportPlan(subject=plan.subject, period=plan.period, actions=plan.actions, done=plan.done)
        for plan in plans_of(organisation, until)
    )


def _indicators(organisation: str, until: date) -> tuple[ReportIndicator, ...]:
    return tuple(
        ReportIndicator(
            subject=subject,
            name=one.indicator.name,
            meets=one.meets,
            observed_on=one.latest.observed_on if one.latest else None,
        )
        for subject in subjects_of(organisation)
        for one in subject_card(organisation, subject, until).indicators
    )
