"""Ask people about a standard: open a round, take comments, write down meetings and what was said there, close."""

from datetime import date, datetime
from typing import Final

import msgspec

from orepass.engagement.actions.answering import open_round, own_round, require_place
from orepass.engagement.actions.developing import latest_version, own_development, take_step
from orepass.engagement.actions.lodging import plain_statement
from orepass.engagement.actions.refusals import CountsUnusable, HeadingUnknown, MeetingUnknown, RoundNotReady, WrongStep
from orepass.engagement.models import (
    Consultation,
    ConsultationComment,
    ConsultationEvent,
    ConsultationTarget,
    DraftVersion,
    HeardCount,
)
from orepass.engagement.queries.cards import CommentCard, ConsultationCard
from orepass.engagement.queries.consultations import comment_of, consultation_of, round_of
from orepass.engagement.rules.consultation import Audience, Kind, Method, Round, closing_findings, opening_findings
from orepass.engagement.rules.heard import Counted, count_findings
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify

PEOPLE_MAX: Final = 10_000_000


class CountUnusable(Invalid):
    """A count is below zero or beyond any meeting."""

    code = "engagement.round.count"
    message = _("“{value}” cannot be a number of groups or people.")
    what_to_do = _("Give a whole number from 0 to {limit}.")


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """Breadth and depth: how many groups, how many people within them."""

    groups: int
    people: int


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a round asks and how; of a development, its last version is asked about."""

    kind: Kind
    audience: Audience
    methods: list[Method]
    local_language: bool
    wanted: Reach
    targets: list[Counted] = []
    development: str = ""


class Documents(msgspec.Struct, frozen=True, kw_only=True):
    """The two texts without which no round opens, as text or as the address where they stand."""

    summary: str
    terms: str


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting or a pilot that took place."""

    kind: str
    method: Method
    held_on: date
    place: str
    result: str
    reached: Reach
    setting: str = ""
    who: list[Counted] = []


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """How something was said at a meeting: how many said it, in which language, and how they were reached."""

    meeting: int
    speakers: int | None = None
    language: str = ""
    interpreter: bool | None = None
    read_aloud: bool | None = None


def _require_counts(where: str, counted: list[Counted], people: int | None = None) -> None:
    findings = count_findings(counted, people)
    if findings:
        raise CountsUnusable(where=where, findings=findings, count=len(findings))


def _require_count(where: str, reach: Reach) -> None:
    for value in (reach.groups, reach.people):
        if not 0 <= value <= PEOPLE_MAX:
            raise CountUnusable(where=where, value=value, limit=PEOPLE_MAX)


@action("engagement.consultation.open")
def open_consultation(
    actor: Actor,
    *,
    title: str,
    about: str,
    asked: Asked,
    documents: Documents,
    closes_on: date,
    headings: list[str] | None = None,
    at: datetime,
) -> ConsultationCard:
    """Open a round: whom it asks, how, how many are wanted, with its summary and its terms of reference.

    Args:
        actor: staff of the scheme.
        title: what it is called.
        about: the standard or draft; of a development, its edition is meant.
        asked: whom it asks, how, how many, and whom in particular.
        documents: the public summary and the terms of reference.
        closes_on: the last day for comments.
        headings: under what comments are filed; none, if left out.
        at: the server's clock.

    Raises:
        RoundNotReady: producers would be asked at a distance alone, goals or a document are missing.
        CountUnusable: a goal is no number of groups or people.
        CountsUnusable: a target names nobody one can count.
        NotFound: there is no such development of the actor's organisation, or no version of it yet.
        WrongStep: the development has ended.
    """
    _require_ready(asked, documents)
    version = _asked_about(actor, asked.development, title, at) if asked.development else None
    row = Consultation.objects.create(
        id=mint("cns"),
        organisation=actor.organisation,
        version=version,
        title=plain_statement(title, where="title")[:200],
        about=version.development.pack if version else about.strip()[:80],
        kind=asked.kind,
        audience=asked.audience,
        methods=[str(way) for way in asked.methods],
        local_language=asked.local_language,
        wanted_groups=asked.wanted.groups,
        wanted_people=asked.wanted.people,
        summary=plain_statement(documents.summary, where="summary"),
        terms=plain_statement(documents.terms, where="terms"),
        headings=[heading.strip()[:40] for heading in headings or () if heading.strip()],
        opened_at=at,
        opened_by=actor.pseudonym,
        closes_on=closes_on,
    )
    ConsultationTarget.objects.bulk_create(
        ConsultationTarget(consultation=row, dimension=one.dimension, value=one.value, people=one.people)
        for one in asked.targets
    )
    return consultation_of(row, everything=True)


def _require_ready(asked: Asked, documents: Documents) -> None:
    """Refuse a round that asks in the wrong way, of nobody, for nothing, or without both documents."""
    _require_count("asked", asked.wanted)
    _require_counts("targets", asked.targets)
    for one in asked.targets:
        _require_count("targets", Reach(groups=0, people=one.people))
    findings = opening_findings(
        Round(
            audience=asked.audience,
            methods=tuple(asked.methods),
            local_language=asked.local_language,
            wanted_groups=asked.wanted.groups,
            wanted_people=asked.wanted.people,
            has_summary=bool(documents.summary.strip()),
            has_terms=bool(documents.terms.strip()),
        )
    )
    if findings:
        raise RoundNotReady(where=findings[0].where, findings=findings, count=len(findings))


def _asked_about(actor: Actor, development: str, title: str, at: datetime) -> DraftVersion:
    row = own_development(actor, development)
    version = latest_version(row)
    take_step(actor, row, "development.consult", at=at, note=title.strip())
    return version


def _whole(row: Consultation) -> ConsultationCard:
    return consultation_of(Consultation.objects.get(pk=row.pk), everything=True)


@action("engagement.consultation.comment")
def comment_on(
    actor: Actor,  # noqa: ARG001 - anybody; the record does not say who
    *,
    consultation: Identifier,
    statement: str,
    heading: str = "",
    requirement: str = "",
    subject: str = "",
    side: str = "",
    at: datetime,
) -> CommentCard:
    """Comment on a round, without an account; ``side`` says in a word for whom one speaks, such as miners.

    Raises:
        NotFound: there is no such round.
        WrongStep: the round is closed.
        HeadingUnknown: the round has headings, and this is none of them.
        PlaceUnknown: the draft has no such requirement or subject.
        StatementMissing: nothing was said.
    """
    row = open_round(consultation)
    if day_of(at) > row.closes_on:
        raise WrongStep(where=row.pk, state="closed", allowed="—")
    _require_heading(row, heading)
    require_place(row.version, requirement=requirement, subject=subject)
    comment = ConsultationComment.objects.create(
        id=mint("cmt"),
        consultation=row,
        heading=heading[:40] if row.headings else "",
        requirement=requirement,
        subject=subject,
        side=side.strip()[:20],
        statement=plain_statement(statement),
        at=at,
    )
    notify(kind="engagement.consultation.commented", subject=row.pk, organisation=row.organisation)
    return comment_of(comment)


def _require_heading(row: Consultation, heading: str) -> None:
    if row.headings and heading not in row.headings:
        raise HeadingUnknown(where="heading", heading=heading[:40], known=", ".join(row.headings))


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What was said, about what, and for whom."""

    statement: str
    heading: str = ""
    requirement: str = ""
    subject: str = ""
    side: str = ""


@action("engagement.consultation.transcribe")
def transcribe_comment(
    actor: Actor, *, consultation: Identifier, said: Said, spoken: Spoken, at: datetime
) -> CommentCard:
    """Type in what was said at a meeting of a round, with how it was said; nobody who spoke is named.

    Raises:
        NotFound: there is no such round of the actor's organisation.
        WrongStep: the round is closed.
        MeetingUnknown: the round has no such meeting.
        CountUnusable: more people are said to have spoken than were there.
        HeadingUnknown: the round has headings, and this is none of them.
        PlaceUnknown: the draft has no such requirement or subject.
    """
    row = own_round(actor, consultation)
    meeting = row.events.filter(pk=spoken.meeting).first()
    if meeting is None:
        raise MeetingUnknown(where="meeting", meeting=spoken.meeting)
    if spoken.speakers is not None and not 1 <= spoken.speakers <= meeting.people:
        raise CountUnusable(where="speakers", value=spoken.speakers, limit=meeting.people)
    _require_heading(row, said.heading)
    require_place(row.version, requirement=said.requirement, subject=said.subject)
    comment = ConsultationComment.objects.create(
        id=mint("cmt"),
        consultation=row,
        heading=said.heading[:40] if row.headings else "",
        requirement=said.requirement,
        subject=said.subject,
        side=said.side.strip()[:20],
        statement=plain_statement(said.statement),
        meeting=meeting,
        speakers=spoken.speakers,
        language=spoken.language.strip()[:35],
        interpreter=spoken.interpreter,
        read_aloud=spoken.read_aloud,
        typed_by=actor.pseudonym,
        at=at,
    )
    return comment_of(comment, everything=True)


@action("engagement.consultation.record")
def record_event(actor: Actor, *, consultation: Identifier, held: Held, at: datetime) -> ConsultationCard:
    """Write down a meeting or a pilot: day, place, way, groups and people apart, and what came of it.

    Raises:
        NotFound: there is no such round of the actor's organisation.
        WrongStep: the round is closed.
        CountUnusable: a number of groups or people is none.
        CountsUnusable: those who came are counted in words that do not exist, or more often than they came.
    """
    row = own_round(actor, consultation)
    _require_count("held", held.reached)
    _require_counts("who", held.who, held.reached.people)
    event = ConsultationEvent.objects.create(
        consultation=row,
        kind="pilot" if held.kind == "pilot" else "meeting",
        method=held.method,
        held_on=held.held_on,
        place=plain_statement(held.place, where="place")[:200],
        setting=held.setting.strip()[:80],
        groups=held.reached.groups,
        people=held.reached.people,
        result=plain_statement(held.result, where="result"),
        at=at,
        by=actor.pseudonym,
    )
    HeardCount.objects.bulk_create(
        HeardCount(event=event, dimension=one.dimension, value=one.value, people=one.people) for one in held.who
    )
    return _whole(row)


@action("engagement.consultation.close")
def close_consultation(actor: Actor, *, consultation: Identifier, note: str, at: datetime) -> ConsultationCard:
    """Close a round whose goals are met and whose comments are all answered.

    Raises:
        NotFound: there is no such round of the actor's organisation.
        RoundNotReady: goals are not met, or comments have no answer.
        WrongStep: it is closed.
    """
    row = own_round(actor, consultation)
    findings = closing_findings(round_of(row))
    if findings:
        raise RoundNotReady(where=row.pk, findings=findings, count=len(findings))
    row.closed_at, row.closing_note = at, plain_statement(note, where="note")
    row.save()
    return _whole(row)
