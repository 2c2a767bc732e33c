"""Read the pilots of a draft: for those who develop it, for whoever takes part, and in short for everybody."""

from collections.abc import Sequence

import msgspec

from orepass.engagement.models import Pilot, PilotReport
from orepass.engagement.queries.consultations import asks
from orepass.engagement.queries.development_cards import PilotCard, PilotReportCard, TriedCard
from orepass.engagement.queries.voices import waits
from orepass.engagement.rules.development import Met
from orepass.engagement.rules.heard import part_publishable
from orepass.kernel.identifier import Identifier
from orepass.kernel.money import Money
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor


def takes_part(actor: Actor, row: Pilot) -> bool:
    """Say whether an actor acts for the organisation that tries the draft."""
    return bool(row.participant) and actor.organisation == row.participant


def pilot_row(actor: Actor, pilot: str) -> Pilot:
    """Return a pilot to those who develop the draft and to whoever takes part.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    row = Pilot.objects.select_related("version__development").defer("version__archive").filter(pk=pilot).first()
    if row is None or not (asks(actor, row.version.development) or takes_part(actor, row)):
        raise NotFound(where="pilot", what=pilot)
    return row


def pilot_for(actor: Actor, pilot: str) -> PilotCard:
    """Return a pilot with its reports to those who develop the draft and to whoever takes part.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    return pilot_of(pilot_row(actor, pilot), everything=True)


def pilots_of_participant(actor: Actor) -> list[PilotCard]:
    """Return the pilots in which the actor's organisation takes part until it ends or the draft is dropped."""
    if not actor.organisation:
        return []
    running = Pilot.objects.filter(participant=actor.organisation, ended_on=None)
    found = running.exclude(version__development__steps__action="development.drop").prefetch_related("reports")
    return [pilot_of(row, everything=True) for row in found.select_related("version").defer("version__archive")]


def pilot_of(row: Pilot, *, everything: bool) -> PilotCard:
    """Make the card of a pilot."""
    reports = list(row.reports.all())
    told = everything or part_publishable(row.small_producers, row.people)
    card = PilotCard(
        id=Identifier(row.pk),
        development=Identifier(row.version.development_id),
        version=row.version.number,
        setting=row.setting,
        people=row.people,
        small_producers=row.small_producers if told else None,
        started_on=row.started_on,
        ended_on=row.ended_on,
        reported=len(reports),
    )
    return _whole(card, row, reports) if everything else card


def _whole(card: PilotCard, row: Pilot, reports: Sequence[PilotReport]) -> PilotCard:
    return msgspec.structs.replace(
        card,
        name=row.name,
        participant=row.participant,
        place=row.place,
        lessons=row.lessons,
        reports=tuple(report_of(report) for report in reports),
    )


def report_of(report: PilotReport) -> PilotReportCard:
    """Make the card of a report."""
    return PilotReportCard(
        id=Identifier(report.pk),
        requirement=report.requirement,
        heading=report.heading,
        met=Met(report.met),
        cost_minor=report.cost_minor,
        currency=report.currency,
        minutes=report.minutes,
        misunderstood=report.misunderstood,
        unclear=report.unclear,
        suggestion=report.suggestion,
        on=day_of(report.at),
        waits=waits(report),
    )


def tried_of(pilots: Sequence[Pilot], *, everything: bool) -> tuple[TriedCard, ...]:
    """Sum up what all pilots say, requirement by requirement."""
    by_requirement: dict[str, list[PilotReport]] = {}
    for pilot in pilots:
        for report in pilot.reports.all():
            by_requirement.setdefault(report.requirement, []).append(report)
    return tuple(_tried(name, by_requirement[name], everything=everything) for name in sorted(by_requirement))


def _tried(requirement: str, reports: Sequence[PilotReport], *, everything: bool) -> TriedCard:
    met = [Met(report.met) for report in reports]
    costs = [Money(report.cost_minor, report.currency) for report in reports if report.cost_minor is not None]
    return TriedCard(
        requirement=requirement,
        tried=sum(one is not Met.NOT_TRIED for one in met),
        met=met.count(Met.YES),
        partly=met.count(Met.PARTLY),
        not_met=met.count(Met.NO),
        misunderstood=sum(report.misunderstood for report in reports),
        suggestions=sum(bool(report.suggestion) for report in reports),
        minutes_most=max((report.minutes or 0 for report in reports), default=0) or None if everything else None,
        costs=tuple(str(cost) for cost in costs) if everything else (),
    )
