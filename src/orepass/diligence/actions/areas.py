"""Decide whether an area is high-risk, end a decision at an event, and record the five steps of due diligence."""

from datetime import date, datetime

import msgspec

from orepass.diligence.actions.cases import GroundsMissing
from orepass.diligence.models import AreaDecision, AreaEvent, StepDone
from orepass.diligence.queries.areas import AreaCard, FiveStepsCard, area_of, area_row, five_steps_of
from orepass.diligence.queries.numbers import SetNumbers, numbers_of
from orepass.diligence.rules.areas import MONTHS, AreaInput, AreaLevel, lighter
from orepass.diligence.rules.steps import OecdStep
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.kept import keep
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Denied, Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import organisation_card
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify

COUNTRY_LETTERS = 2


class AreaUnnamed(Invalid):
    """The unit of a decision is an administrative area of a country."""

    code = "diligence.area.unnamed"
    message = _("The area “{area}” in “{country}” is not named as it has to be.")
    what_to_do = _("Give the country's two letters, and the province or territory; not only a country.")


class AreaLighter(Conflict):
    """A person may decide more gravely than the inputs, never more lightly."""

    code = "diligence.area.lighter"
    message = _("The inputs come to “{computed}”; “{decided}” would be lighter ({state}).")
    what_to_do = _("Decide “{computed}” or graver, or bring fresher inputs.")


class ReviewerNamed(Denied):
    """Another person reviews the decision."""

    code = "diligence.area.reviewer"
    message = _("A decision on an area names a person who reviewed it, and not the one who decides ({action}).")
    what_to_do = _("Have somebody else of your organisation review it and name their pseudonym: {roles}.")


class DayUnusable(Invalid):
    """The day is not possible."""

    code = "diligence.area.day"
    message = _("{day} cannot be the day of this.")
    what_to_do = _("Give a day that has come, and not before the decision.")


class AreaReading(msgspec.Struct, frozen=True, kw_only=True):
    """One input of a decision on an area: its value, its day, and where it was read."""

    value: str
    as_of: date
    source: str


class AreaPlace(msgspec.Struct, frozen=True, kw_only=True):
    """An administrative area: the country's two letters and the name of the province or territory."""

    country: str
    area: str


class AreaConclusion(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decides an area to be, why, and where that is published."""

    level: AreaLevel
    reasons: str
    published: str = ""


@action("diligence.area.decide")
def decide_area(
    actor: Actor,
    *,
    place: AreaPlace,
    readings: dict[AreaInput, AreaReading],
    conclusion: AreaConclusion,
    reviewer: str,
    pack: str = "",
    at: datetime,
) -> AreaCard:
    """Decide what an administrative area is, for a year or until an event; the inputs are reckoned first.

    Raises:
        NotFound: the actor's organisation is not on record; no such edition.
        AreaUnnamed: the area is only a country.
        InputRefused: an input cannot be used.
        AreaLighter: the decision would be lighter than the inputs say; what is not known is not harmless.
        ReviewerNamed: nobody else reviewed it.
        GroundsMissing: no reasons.
    """
    organisation = organisation_card(actor.organisation).id
    country, area, level = place.country.strip().upper(), place.area.strip(), conclusion.level
    if len(country) != COUNTRY_LETTERS or not country.isalpha() or not area:
        raise AreaUnnamed(where="area", country=country[:10], area=area[:80])
    if not conclusion.reasons.strip():
        raise GroundsMissing(where="reasons")
    if not reviewer.startswith("per-") or reviewer == actor.pseudonym:
        raise ReviewerNamed(where="reviewer", action="diligence.area.decide", roles="per-…")
    numbers = _numbers(pack)
    months = int(numbers.values.get("months", MONTHS))
    given = {str(name): f"{reading.value}@{reading.as_of}" for name, reading in readings.items()}
    inputs = {"on": day_of(at), **given, "months": months, **numbers.values}
    computed, kept = keep("area-level", inputs, pack_digest=numbers.digest, parameters=numbers.paths)
    if lighter(level, AreaLevel(computed.value)):
        raise AreaLighter(where="level", computed=computed.value, decided=level, state=computed.value)
    row = AreaDecision.objects.create(
        id=mint("ard"),
        organisation=organisation,
        country=country,
        area=fitting("area", area, 120),
        level=level,
        computed=msgspec.to_builtins(kept),
        sources={str(name): fitting("source", reading.source) for name, reading in readings.items()},
        months=months,
        reasons=fitting("reasons", conclusion.reasons.strip(), NOTE_MAX),
        published=fitting("published", conclusion.published),
        reviewer=reviewer[:40],
        decided_on=day_of(at),
        decided_by=actor.pseudonym,
        decided_at=at,
    )
    card = area_of(row, day_of(at))
    notify(organisation=organisation, kind="diligence.area.decided", subject=card.id, due_on=card.valid_before)
    return card


def _numbers(pack: str) -> SetNumbers:
    """Return an edition's numbers on areas; one that would let a decision stand longer than a year is not taken."""
    numbers = numbers_of(pack, "area-level")
    taken = {name for name, value in numbers.values.items() if name != "months" or int(value) <= MONTHS}
    values = {name: value for name, value in numbers.values.items() if name in taken}
    return SetNumbers(numbers.digest, values, {name: path for name, path in numbers.paths.items() if name in taken})


@action("diligence.area.reopen")
def reopen_area(actor: Actor, *, decision: Identifier, happened_on: date, what: str, at: datetime) -> AreaCard:
    """Record what happened in an area and ends a decision before its time; the area is decided anew after that.

    Raises:
        NotFound: no such decision, or not the actor's.
        DayUnusable: the day has not come, or lies before the decision.
        GroundsMissing: nothing is said about what happened.
    """
    row = area_row(actor, decision)
    if not what.strip():
        raise GroundsMissing(where="what")
    if not row.decided_on <= happened_on <= day_of(at):
        raise DayUnusable(where="happened_on", day=happened_on)
    AreaEvent.objects.create(
        decision=row,
        happened_on=happened_on,
        what=fitting("what", what.strip(), NOTE_MAX),
        at=at,
        by=actor.pseudonym,
    )
    notify(organisation=row.organisation, kind="diligence.area.reopened", subject=row.pk)
    return area_of(row, day_of(at))


@action("diligence.step.record")
def record_step(
    actor: Actor, *, step: OecdStep, done_on: date, note: str, evidence: tuple[str, ...] = (), at: datetime
) -> FiveStepsCard:
    """Record one of the five steps of due diligence as done by the actor's organisation; it counts for a year.

    Raises:
        NotFound: the actor's organisation is not on record; evidence that was never stored.
        DayUnusable: the day has not come yet.
        GroundsMissing: nothing is said about what was done.
    """
    organisation = organisation_card(actor.organisation).id
    require_evidence(list(evidence))
    if not note.strip():
        raise GroundsMissing(where="note")
    if done_on > day_of(at):
        raise DayUnusable(where="done_on", day=done_on)
    StepDone.objects.create(
        organisation=organisation,
        step=step,
        done_on=done_on,
        note=fitting("note", note.strip(), NOTE_MAX),
        evidence=list(evidence),
        at=at,
        by=actor.pseudonym,
    )
    return five_steps_of(organisation, day_of(at))
