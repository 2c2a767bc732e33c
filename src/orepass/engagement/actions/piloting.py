"""Try a draft: a site or a group works by it, and says requirement by requirement how that went."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

import msgspec

from orepass.engagement.actions.answering import require_place
from orepass.engagement.actions.consulting import PEOPLE_MAX, CountUnusable
from orepass.engagement.actions.developing import latest_version, own_development, require_step, take_step
from orepass.engagement.actions.lodging import STATEMENT_MAX, plain_statement
from orepass.engagement.actions.refusals import HeadingUnknown, PilotDates, PilotEnded, PilotNotBegun
from orepass.engagement.models import Pilot, PilotReport
from orepass.engagement.queries.consultations import asks
from orepass.engagement.queries.development_cards import PilotCard
from orepass.engagement.queries.piloting import pilot_for, pilot_row
from orepass.engagement.rules.development import Met
from orepass.engagement.rules.participation import MINER_HEADINGS, PILOT_HEADINGS
from orepass.inclusion.groups.queries import group_card
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.money import money
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.party.queries import organisation_card, site_card
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify

MINUTES_MAX: Final = 1_000_000
STEP: Final = "development.pilot"
HEADINGS: Final = (*PILOT_HEADINGS, *MINER_HEADINGS)


class Trying(msgspec.Struct, frozen=True, kw_only=True):
    """Who tries a draft: a site (sit-…) or a group (grp-…) that is known here, or one by its name alone."""

    setting: str
    people: int
    small_producers: int
    started_on: date
    place: str = ""
    name: str = ""


class Experience(msgspec.Struct, frozen=True, kw_only=True):
    """How it went with one requirement; a cost is a sum with its currency, for those who develop the draft."""

    requirement: str
    met: Met
    cost: Decimal | None = None
    currency: str = ""
    minutes: int | None = None
    misunderstood: bool = False
    unclear: str = ""
    suggestion: str = ""
    heading: str = ""


@action("engagement.pilot.start")
def start_pilot(actor: Actor, *, development: Identifier, trying: Trying, at: datetime) -> PilotCard:
    """Begin to try the last version of a draft at a site or with a group.

    Raises:
        NotFound: no such development of the actor's organisation, no version of it, no such site or group.
        WrongStep: those concerned were not asked yet, or the development has ended.
        PilotNotBegun: the day of its beginning has not come.
        CountUnusable: a number of people is none, or more small producers than people take part.
    """
    row = own_development(actor, development)
    require_step(row, STEP)
    if trying.started_on > day_of(at):
        raise PilotNotBegun(where="started_on", day=trying.started_on)
    if not 0 <= trying.small_producers <= trying.people <= PEOPLE_MAX:
        raise CountUnusable(where="small_producers", value=trying.small_producers, limit=trying.people)
    name, participant = _who(trying.place.strip(), trying.name)
    pilot = Pilot.objects.create(
        id=mint("plt"),
        version=latest_version(row),
        participant=participant,
        place=trying.place.strip(),
        name=name[:200],
        setting=plain_statement(trying.setting, where="setting")[:80],
        people=trying.people,
        small_producers=trying.small_producers,
        started_on=trying.started_on,
        at=at,
        by=actor.pseudonym,
    )
    if participant:
        notify(kind="engagement.pilot.started", subject=pilot.pk, organisation=participant)
    return pilot_for(actor, pilot.pk)


def _who(place: str, name: str) -> tuple[str, str]:
    """Return the name of who tries a draft and the organisation behind it, if it is known here."""
    if place.startswith("grp-"):
        organisation = str(group_card(place).organisation)
    elif place:
        site = site_card(place)
        organisation = str(site.organisation or "")
        if not name.strip():
            name = site.name
    else:
        return plain_statement(name, where="name"), ""
    known = organisation_card(organisation).name if organisation else place
    return name.strip() or known, organisation


@action("engagement.pilot.report")
def report_pilot(actor: Actor, *, pilot: Identifier, experience: Experience, at: datetime) -> PilotCard:
    """Say how it went with one requirement: could it be met, what it took, what was unclear, what should change.

    Raises:
        NotFound: there is no such pilot of the actor's organisation.
        PilotEnded: the pilot has ended.
        WrongStep: the development has ended.
        PlaceUnknown: the version that is tried has no such requirement.
        HeadingUnknown: there is no such heading.
        BadMoney: the cost is no sum of money.
        CountUnusable: the time is none.
    """
    row = _running(actor, pilot)
    require_step(row.version.development, STEP)
    require_place(row.version, requirement=experience.requirement or "-", subject="")
    if experience.heading and experience.heading not in HEADINGS:
        raise HeadingUnknown(where="heading", heading=experience.heading[:40], known=", ".join(HEADINGS))
    if experience.minutes is not None and not 0 <= experience.minutes <= MINUTES_MAX:
        raise CountUnusable(where="minutes", value=experience.minutes, limit=MINUTES_MAX)
    cost = None if experience.cost is None else money(experience.cost, experience.currency)
    if cost is not None and cost.minor < 0:
        raise CountUnusable(where="cost", value=cost, limit="—")
    PilotReport.objects.create(
        id=mint("plr"),
        pilot=row,
        requirement=experience.requirement,
        heading=experience.heading,
        met=experience.met,
        cost_minor=cost.minor if cost else None,
        currency=cost.currency if cost else "",
        minutes=experience.minutes,
        misunderstood=experience.misunderstood,
        unclear=experience.unclear.strip()[:STATEMENT_MAX],
        suggestion=experience.suggestion.strip()[:STATEMENT_MAX],
        at=at,
        by=actor.pseudonym,
    )
    notify(kind="engagement.pilot.reported", subject=row.pk, organisation=row.version.development.organisation)
    return pilot_for(actor, row.pk)


@action("engagement.pilot.end")
def end_pilot(actor: Actor, *, pilot: Identifier, ended_on: date, lessons: str, at: datetime) -> PilotCard:
    """End a pilot, with what was learned.

    Raises:
        NotFound: there is no such pilot of a draft of the actor's organisation.
        PilotEnded: it has ended before.
        PilotDates: it would end before it began, or in the future.
        WrongStep: the development has ended.
    """
    row = _running(actor, pilot)
    if not asks(actor, row.version.development):
        raise NotFound(where="pilot", what=pilot)
    if not row.started_on <= ended_on <= day_of(at):
        raise PilotDates(where="ended_on", day=ended_on, begun=row.started_on)
    row.ended_on, row.lessons = ended_on, plain_statement(lessons, where="lessons")
    row.save()
    take_step(actor, own_development(actor, row.version.development_id), STEP, at=at, note=row.setting)
    return pilot_for(actor, row.pk)


def _running(actor: Actor, pilot: str) -> Pilot:
    """Return a pilot that runs, locked, to those who develop the draft and to whoever takes part."""
    Pilot.objects.select_for_update().filter(pk=pilot).first()
    row = pilot_row(actor, pilot)
    if row.ended_on is not None:
        raise PilotEnded(where=row.pk, day=row.ended_on)
    return row
