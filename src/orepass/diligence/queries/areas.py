"""Read what an organisation decided about areas, and which of the five steps it covered; strangers find nothing."""

from datetime import date
from typing import Any

import msgspec

from orepass.diligence.models import AreaDecision, AreaEvent, StepDone
from orepass.diligence.rules.areas import AreaLevel, harmless
from orepass.diligence.rules.areas import area_decision_until as until
from orepass.diligence.rules.steps import OecdStep, covered, covers_all
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.kernel.verdict import Verdict
from orepass.platform.access import Actor


class AreaEventCard(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened in an area."""

    happened_on: date
    what: str


class AreaCard(msgspec.Struct, frozen=True, kw_only=True):
    """A decision on an area as of a day: what it came to, who reviewed it, and until when it holds."""

    id: Identifier
    organisation: str
    country: str
    area: str
    level: AreaLevel
    computed: dict[str, Any]
    sources: dict[str, str]
    reasons: str
    published: str
    reviewer: str
    decided_by: str
    decided_on: date
    valid_before: date
    events: tuple[AreaEventCard, ...]
    on: date
    harmless: Verdict


class OecdStepCard(msgspec.Struct, frozen=True, kw_only=True):
    """One of the five steps as of a day."""

    step: OecdStep
    covered: Verdict
    done_on: date | None
    note: str


class FiveStepsCard(msgspec.Struct, frozen=True, kw_only=True):
    """The five steps of an organisation as of a day; never a certificate."""

    organisation: str
    on: date
    all_covered: Verdict
    steps: tuple[OecdStepCard, ...]


def areas_for(actor: Actor, on: date) -> list[AreaCard]:
    """Return the decisions on areas of the actor's organisation as of a day, oldest first."""
    rows = AreaDecision.objects.filter(organisation=actor.organisation or "-", decided_on__lte=on)
    return [area_of(row, on) for row in rows.prefetch_related("events")]


def area_row(actor: Actor, area: str) -> AreaDecision:
    """Return a decision on an area to the organisation that took it.

    Raises:
        NotFound: there is none, or it is not the actor's.
    """
    row = AreaDecision.objects.filter(pk=area).first()
    if row is None:
        raise NotFound(where="decision", what=area)
    actor.must_be_in(row.organisation, area)
    return row


def area_for(actor: Actor, area: str, on: date) -> AreaCard:
    """Return one decision on an area as of a day.

    Raises:
        NotFound: there is none, or it is not the actor's.
    """
    return area_of(area_row(actor, area), on)


def area_of(row: AreaDecision, on: date) -> AreaCard:
    """Make the card of a decision on an area as of a day."""
    events = [event for event in row.events.all() if event.happened_on <= on]
    ended = until(
        decided_on=row.decided_on, event_on=events[0].happened_on if events else None, months=row.months
    ).value
    return AreaCard(
        id=Identifier(row.pk),
        organisation=row.organisation,
        country=row.country,
        area=row.area,
        level=AreaLevel(row.level),
        computed=row.computed,
        sources=row.sources,
        reasons=row.reasons,
        published=row.published,
        reviewer=row.reviewer,
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        valid_before=ended,
        events=tuple(_event(event) for event in events),
        on=on,
        harmless=harmless(AreaLevel(row.level), ended, on),
    )


def _event(row: AreaEvent) -> AreaEventCard:
    return AreaEventCard(happened_on=row.happened_on, what=row.what)


def five_steps_of(organisation: str, on: date) -> FiveStepsCard:
    """Return which of the five steps an organisation has covered on a day; what nobody recorded is unknown."""
    rows = {OecdStep(row.step): row for row in StepDone.objects.filter(organisation=organisation, done_on__lte=on)}
    parts = covered({step: row.done_on for step, row in rows.items()}, on)
    return FiveStepsCard(
        organisation=organisation,
        on=on,
        all_covered=covers_all(parts),
        steps=tuple(
            OecdStepCard(
                step=step,
                covered=part,
                done_on=rows[step].done_on if step in rows else None,
                note=rows[step].note if step in rows else "",
            )
            for step, part in parts.items()
        ),
    )


def five_steps_for(actor: Actor, on: date) -> FiveStepsCard:
    """Return which of the five steps the actor's organisation has covered on a day."""
    return five_steps_of(actor.organisation, on)
