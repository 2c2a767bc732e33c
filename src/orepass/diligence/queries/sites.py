"""Read visits, dated status and what could be wrong at a site, for a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
from django.db.models import Count, Max, Min, QuerySet

from orepass.diligence.models import FlagAnswer, StatusDecision, Visit
from orepass.diligence.rules import site_risk as rules
from orepass.diligence.rules.observation import Observation
from orepass.diligence.rules.site_risk import SiteRisk
from orepass.diligence.rules.status import Colour, StatusEntry, StatusSpan, status_on, timeline
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier
from orepass.kernel.verdict import Answer
from orepass.party.queries import site_card
from orepass.platform.access import Actor

PERSON = "a person's decision"


class VisitCard(msgspec.Struct, frozen=True):
    """One visit as readers see it."""

    id: Identifier
    site: Identifier
    observed_on: date | None
    on_site: Answer
    source: str
    publisher: str
    project: str
    external_id: str
    answers: dict[str, Answer]
    grounds: dict[str, str]
    workers: int | None
    status_text: str
    colour: Colour | None
    details: dict[str, str]
    findings: tuple[Finding, ...]
    public: bool
    note: str = ""


class DecisionCard(msgspec.Struct, frozen=True):
    """One decision on the status of a site."""

    id: Identifier
    site: Identifier
    colour: Colour
    decided_on: date
    authority: str
    reference: str


class FlagAnswerCard(msgspec.Struct, frozen=True):
    """What a person answered to a red flag."""

    id: Identifier
    site: Identifier
    question: str
    confirmed: bool
    answered_on: date
    reasons: str


def visits_of(site: str, *, public_only: bool = True) -> list[VisitCard]:
    """Return the visits of a site, newest first; those without a readable day last."""
    return [visit_of_row(row) for row in _visits(site, public_only=public_only)]


def visits_for(actor: Actor, site: str) -> list[VisitCard]:
    """Return the visits an actor may see: public ones, its own recordings, and all those of its own sites."""
    everything = visits_of(site, public_only=False)
    if actor.is_in(site_card(site).organisation):
        return everything
    own = set(Visit.objects.filter(site=site, recorded_for=actor.organisation or "-").values_list("id", flat=True))
    return [card for card in everything if card.public or card.id in own]


def status_entries(site: str, *, public_only: bool = True) -> list[StatusEntry]:
    """Return every decision on a site's status on record, oldest first."""
    rows = StatusDecision.objects.filter(site=site).order_by("decided_on", "id")
    return _entries(_visits(site, public_only=public_only), rows)


def workers_counted(sites: Iterable[str], on: date) -> dict[str, int]:
    """Return how many people were counted at some sites at last, up to a day; a site nobody counted is left out."""
    rows = Visit.objects.filter(site__in=set(sites), workers__isnull=False, observed_on__lte=on)
    return {site: workers or 0 for site, workers in rows.order_by("observed_on", "id").values_list("site", "workers")}


def site_status(site: str, on: date) -> StatusSpan:
    """Return the colour of a site on a day, its basis and its period."""
    return status_on(status_entries(site, public_only=False), on)


def status_history(site: str, on: date, *, public_only: bool = True) -> list[StatusSpan]:
    """Return the colours of a site over time as known on a day, oldest first."""
    return timeline(entry for entry in status_entries(site, public_only=public_only) if entry.decided_on <= on)


def site_risk(site: str, on: date, *, public_only: bool = False) -> SiteRisk:
    """Answer what could be wrong at a site on a day; unknown is never clean and no signal decides anything."""
    visits = list(_visits(site, public_only=public_only))
    answers = list(FlagAnswer.objects.filter(site=site).order_by("answered_on", "id"))
    decisions = StatusDecision.objects.filter(site=site).order_by("decided_on", "id")
    return rules.site_risk(_observations(visits, answers), _entries(visits, decisions), on)


def flag_answers(site: str) -> list[FlagAnswerCard]:
    """Return what people answered to the red flags of a site, oldest first."""
    return [flag_answer_of(row) for row in FlagAnswer.objects.filter(site=site).order_by("answered_on", "id")]


def statuses_on(on: date) -> dict[str, StatusSpan]:
    """Return the status of every site with a decision on record, on a day, in two questions to the database."""
    entries: dict[str, list[StatusEntry]] = {}
    rows = Visit.objects.exclude(colour="").filter(public=True, observed_on__lte=on)
    for site, day, colour in rows.values_list("site_id", "observed_on", "colour").iterator():
        assert day is not None, "rows without a day are not selected"
        entries.setdefault(site, []).append(StatusEntry(day, Colour(colour)))
    decisions = StatusDecision.objects.filter(decided_on__lte=on)
    for site, day, colour in decisions.values_list("site_id", "decided_on", "colour").iterator():
        entries.setdefault(site, []).append(StatusEntry(day, Colour(colour)))
    return {site: status_on(known, on) for site, known in entries.items()}


def status_mark() -> tuple[object, ...]:
    """Return a few values that change whenever a status on record does; cheap to ask."""
    listed = Visit.objects.exclude(colour="").aggregate(Count("id"), Max("id"), Max("source_digest"))
    decided = StatusDecision.objects.aggregate(Count("id"), Max("id"), Min("id"))
    return (*listed.values(), *decided.values())


def known_visits(source: str) -> dict[str, str]:
    """Return the digests of the visits of a published data set, by the publisher's identifier."""
    return dict(Visit.objects.filter(source=source).values_list("external_id", "source_digest").iterator())


def public_visits(after: str = "", limit: int = 1000) -> list[VisitCard]:
    """Return public visits by identifier after a given one, for open data."""
    rows = Visit.objects.filter(public=True, pk__gt=after).order_by("id")
    return [visit_of_row(row) for row in rows[:limit]]


def _visits(site: str, *, public_only: bool) -> QuerySet[Visit]:
    rows = Visit.objects.filter(site=site)
    if public_only:
        rows = rows.filter(public=True)
    return rows.order_by("-observed_on", "-id")


def _entries(visits: Iterable[Visit], decisions: Iterable[StatusDecision]) -> list[StatusEntry]:
    listed = [
        StatusEntry(row.observed_on, Colour(row.colour) if row.colour else None, _cite(row), row.status_text)
        for row in visits
        if row.observed_on and row.status_text
    ]
    decided = [StatusEntry(row.decided_on, Colour(row.colour), row.authority, row.colour) for row in decisions]
    return sorted([*listed, *decided], key=lambda entry: entry.decided_on)


def _observations(visits: Iterable[Visit], answers: Iterable[FlagAnswer]) -> list[Observation]:
    seen = [
        Observation(
            observed_on=row.observed_on,
            answers=_answers(row.answers),
            first_hand=row.on_site == Answer.YES,
            source=row.publisher or row.source,
            citation=_cite(row),
            grounds=row.grounds,
        )
        for row in visits
        if row.observed_on
    ]
    decided = [
        Observation(
            observed_on=row.answered_on,
            answers={row.question: Answer.YES if row.confirmed else Answer.NO},
            source=PERSON,
            citation=f"{PERSON}: {row.reasons}",
            decided=True,
        )
        for row in answers
    ]
    return [*seen, *decided]


def _answers(stored: dict[str, Any]) -> dict[str, Answer]:
    return {question: Answer(answer) for question, answer in stored.items()}


def _cite(row: Visit) -> str:
    number = f" {row.external_id}" if row.external_id else ""
    project = f", {row.project}" if row.project else ""
    return f"{row.publisher or row.source}{project}, visit{number}"


def visit_of_row(row: Visit) -> VisitCard:
    """Make the card of a visit's row."""
    return VisitCard(
        id=Identifier(row.pk),
        site=Identifier(row.site_id),
        observed_on=row.observed_on,
        on_site=Answer(row.on_site),
        source=row.source,
        publisher=row.publisher,
        project=row.project,
        external_id=row.external_id,
        answers=_answers(row.answers),
        grounds=row.grounds,
        workers=row.workers,
        status_text=row.status_text,
        colour=Colour(row.colour) if row.colour else None,
        details=row.details,
        findings=tuple(msgspec.convert(row.findings, list[Finding])),
        public=row.public,
        note=row.note,
    )


def decision_of(row: StatusDecision) -> DecisionCard:
    """Make the card of a status decision's row."""
    return DecisionCard(
        id=Identifier(row.pk),
        site=Identifier(row.site_id),
        colour=Colour(row.colour),
        decided_on=row.decided_on,
        authority=row.authority,
        reference=row.reference,
    )


def flag_answer_of(row: FlagAnswer) -> FlagAnswerCard:
    """Make the card of a person's answer to a red flag."""
    return FlagAnswerCard(
        id=Identifier(row.pk),
        site=Identifier(row.site_id),
        question=row.question,
        confirmed=row.confirmed,
        answered_on=row.answered_on,
        reasons=row.reasons,
    )
