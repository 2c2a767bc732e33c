"""Read rounds of consultation: everybody sees the round and its answered comments, those who ask see all of them."""

from datetime import date

from django.db.models import QuerySet

from orepass.engagement.models import (
    Consultation,
    ConsultationComment,
    ConsultationEvent,
    Development,
    DraftVersion,
    Pilot,
    PilotReport,
)
from orepass.engagement.queries.cards import CommentCard, ConsultationCard, ConsultationEventCard
from orepass.engagement.queries.voices import changed_in, response_of, spoken_of, statement_of, waits, way_of
from orepass.engagement.rules.consultation import (
    Audience,
    Kind,
    Method,
    Round,
    Trial,
    closing_findings,
    final_findings,
)
from orepass.engagement.rules.heard import Cell, Counted, Dimension, publishable, tally
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import NotFound
from orepass.platform.access import STRANGER, Actor, Role

PILOT = "pilot"


PREFETCHED = ("events__counts", "targets", "comments__meeting", "version__development__versions")


def _rows() -> QuerySet[Consultation]:
    return Consultation.objects.prefetch_related(*PREFETCHED)


def asks(actor: Actor, row: Consultation | Development) -> bool:
    """Say whether an actor belongs to the organisation that asks, or that develops the standard."""
    return actor.is_system or (Role.SCHEME_STAFF in actor.roles and actor.organisation == row.organisation)


def consultations(actor: Actor = STRANGER, *, after: str = "", limit: int = 50) -> list[ConsultationCard]:
    """Return every round, by identifier; comments without an answer show only to those who ask."""
    rows = _rows().filter(pk__gt=after).order_by("pk")[:limit]
    return [consultation_of(row, everything=asks(actor, row)) for row in rows]


def consultation_for(actor: Actor, consultation: str) -> ConsultationCard:
    """Return one round; comments without an answer show only to those who ask.

    Raises:
        NotFound: there is none.
    """
    row = _rows().filter(pk=consultation).first()
    if row is None:
        raise NotFound(what=consultation)
    return consultation_of(row, everything=asks(actor, row))


def round_of(row: Consultation) -> Round:
    """Return a round as the rules see it."""
    events, comments = list(row.events.all()), list(row.comments.all())
    return Round(
        audience=Audience(row.audience),
        methods=tuple(Method(way) for way in row.methods),
        local_language=row.local_language,
        wanted_groups=row.wanted_groups,
        wanted_people=row.wanted_people,
        has_summary=bool(row.summary.strip()),
        has_terms=bool(row.terms.strip()),
        reached_groups=sum(event.groups for event in events),
        reached_people=sum(event.people for event in events),
        unanswered=sum(comment.answered_at is None for comment in comments),
    )


def against_final(about: str, final_on: date) -> list[Finding]:
    """Return what is against making a draft final on a day, over every round that was held about it."""
    rows = list(_rows().filter(about=about))
    pilots = [event for row in rows for event in row.events.all() if event.kind == PILOT]
    trials = [Trial(setting=event.setting, ended_on=event.held_on) for event in pilots]
    tried = Pilot.objects.filter(version__development__pack=about).exclude(ended_on=None)
    trials += [Trial(setting=one.setting, ended_on=one.ended_on) for one in tried if one.ended_on]
    unanswered = sum(comment.answered_at is None for row in rows for comment in row.comments.all())
    unanswered += sum(map(waits, PilotReport.objects.filter(pilot__version__development__pack=about)))
    return final_findings(trials=trials, unanswered=unanswered, final_on=final_on)


def heard_of(row: Consultation) -> tuple[Cell, ...]:
    """Return who was heard against the targets of a round, exactly."""
    events = list(row.events.all())
    heard = [_counted(count.dimension, count.value, count.people) for event in events for count in event.counts.all()]
    wanted = [_counted(target.dimension, target.value, target.people) for target in row.targets.all()]
    return tally(people=sum(event.people for event in events), heard=heard, wanted=wanted)


def _counted(dimension: str, value: str, people: int) -> Counted:
    return Counted(dimension=Dimension(dimension), value=value, people=people)


def heard_for(row: Consultation, *, everything: bool) -> tuple[Cell, ...]:
    """Return who was heard as a reader may see it.

    Strangers see the counts of a closed round, and no small ones: while it runs, two looks on two days would tell who
    came in between.
    """
    if everything:
        return heard_of(row)
    return publishable(heard_of(row)) if row.closed_at else ()


def consultation_of(row: Consultation, *, everything: bool) -> ConsultationCard:
    """Make the card of a round."""
    asked = round_of(row)
    comments = [comment_of(comment, everything=everything) for comment in row.comments.all()]
    return ConsultationCard(
        id=Identifier(row.pk),
        organisation=Identifier(row.organisation),
        development=row.version.development_id if row.version else "",
        version=row.version.number if row.version else 0,
        title=row.title,
        about=row.about,
        kind=Kind(row.kind),
        audience=asked.audience,
        methods=asked.methods,
        local_language=row.local_language,
        wanted_groups=row.wanted_groups,
        wanted_people=row.wanted_people,
        reached_groups=asked.reached_groups,
        reached_people=asked.reached_people,
        summary=row.summary,
        terms=row.terms,
        headings=tuple(row.headings),
        opened_on=day_of(row.opened_at),
        closes_on=row.closes_on,
        state="closed" if row.closed_at else "open",
        closing_note=row.closing_note,
        events=tuple(_event(event) for event in row.events.all()),
        comments=tuple(comment for comment in comments if everything or comment.answered),
        unanswered=asked.unanswered,
        heard=heard_for(row, everything=everything),
        findings=tuple(closing_findings(asked)),
    )


def _event(event: ConsultationEvent) -> ConsultationEventCard:
    return ConsultationEventCard(
        number=event.pk,
        kind=event.kind,
        method=event.method,
        held_on=event.held_on,
        place=event.place,
        setting=event.setting,
        groups=event.groups,
        people=event.people,
        result=event.result,
    )


def comment_of(comment: ConsultationComment, *, everything: bool = False) -> CommentCard:
    """Make the card of a comment; how it was said at a meeting shows only to those who ask."""
    return CommentCard(
        id=Identifier(comment.pk),
        heading=comment.heading,
        requirement=comment.requirement,
        subject=comment.subject,
        way=way_of(comment),
        side=comment.side,
        statement=statement_of(comment, everything=everything),
        on=day_of(comment.at),
        response=response_of(comment),
        answer=comment.answer,
        change=comment.change,
        changed_in=changed_in(comment, _versions(comment)),
        answered=comment.answered_at is not None,
        withheld=comment.withheld,
        spoken=spoken_of(comment) if everything else None,
    )


def _versions(comment: ConsultationComment) -> list[DraftVersion]:
    version = comment.consultation.version
    return list(version.development.versions.all()) if version else []
