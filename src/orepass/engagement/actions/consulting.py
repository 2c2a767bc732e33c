"""Ask people about a standard: open a round, take comments from anybody, write down meetings, answer each, close."""

from datetime import date, datetime
from typing import Final

import msgspec

from orepass.engagement.actions.lodging import plain_statement
from orepass.engagement.actions.refusals import HeadingUnknown, RoundNotReady, WrongStep
from orepass.engagement.models import Consultation, ConsultationComment, ConsultationEvent
from orepass.engagement.queries.cards import CommentCard, ConsultationCard
from orepass.engagement.queries.consultations import asks, comment_of, consultation_of, round_of
from orepass.engagement.rules.consultation import Audience, Kind, Method, Round, closing_findings, opening_findings
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Invalid, NotFound
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
    """Whom a round asks and how."""

    kind: Kind
    audience: Audience
    methods: list[Method]
    local_language: bool
    wanted: Reach


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

    Raises:
        RoundNotReady: producers would be asked at a distance alone, goals or a document are missing.
        CountUnusable: a goal is no number of groups or people.
    """
    _require_count("asked", asked.wanted)
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
    row = Consultation.objects.create(
        id=mint("cns"),
        organisation=actor.organisation,
        title=plain_statement(title, where="title")[:200],
        about=about.strip()[:80],
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
    return consultation_of(row, everything=True)


def _open(consultation: str) -> Consultation:
    row = Consultation.objects.select_for_update().filter(pk=consultation).first()
    if row is None:
        raise NotFound(where="consultation", what=consultation)
    if row.closed_at is not None:
        raise WrongStep(where=row.pk, state="closed", allowed="—")
    return row


def _as_asker(actor: Actor, consultation: str) -> Consultation:
    row = _open(consultation)
    if not asks(actor, row):
        raise NotFound(where="consultation", what=consultation)
    return row


def _whole(row: Consultation) -> ConsultationCard:
    return consultation_of(Consultation.objects.get(pk=row.pk), everything=True)


@action("engagement.consultation.comment")
def comment_on(
    actor: Actor,  # noqa: ARG001 - anybody; the record does not say who
    *,
    consultation: Identifier,
    statement: str,
    heading: str = "",
    side: str = "",
    at: datetime,
) -> CommentCard:
    """Comment on a round, without an account; ``side`` says in a word for whom one speaks, such as miners.

    Raises:
        NotFound: there is no such round.
        WrongStep: the round is closed.
        HeadingUnknown: the round has headings, and this is none of them.
        StatementMissing: nothing was said.
    """
    row = _open(consultation)
    if day_of(at) > row.closes_on:
        raise WrongStep(where=row.pk, state="closed", allowed="—")
    if row.headings and heading not in row.headings:
        raise HeadingUnknown(where="heading", heading=heading[:40], known=", ".join(row.headings))
    comment = ConsultationComment.objects.create(
        id=mint("cmt"),
        consultation=row,
        heading=heading[:40] if row.headings else "",
        side=side.strip()[:20],
        statement=plain_statement(statement),
        at=at,
    )
    notify(kind="engagement.consultation.commented", subject=row.pk, organisation=row.organisation)
    return comment_of(comment)


@action("engagement.consultation.record")
def record_event(actor: Actor, *, consultation: Identifier, held: Held, at: datetime) -> ConsultationCard:
    """Write down a meeting or a pilot: day, place, way, groups and people apart, and what came of it.

    Raises:
        NotFound: there is no such round of the actor's organisation.
        WrongStep: the round is closed.
        CountUnusable: a number of groups or people is none.
    """
    row = _as_asker(actor, consultation)
    _require_count("held", held.reached)
    ConsultationEvent.objects.create(
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
    return _whole(row)


@action("engagement.consultation.answer")
def answer_comment(actor: Actor, *, comment: Identifier, answer: str, change: str = "", at: datetime) -> CommentCard:
    """Answer a comment: what changes because of it (and where), or why nothing does; both are then public.

    Raises:
        NotFound: there is no such comment in a round of the actor's organisation.
        WrongStep: the round is closed, or the comment was answered.
    """
    found = ConsultationComment.objects.select_for_update().filter(pk=comment).first()
    if found is None:
        raise NotFound(where="comment", what=comment)
    _as_asker(actor, found.consultation_id)
    if found.answered_at is not None:
        raise WrongStep(where=found.pk, state="answered", allowed="—")
    found.answer, found.change = plain_statement(answer, where="answer"), change.strip()
    found.answered_at, found.answered_by = at, actor.pseudonym
    found.save()
    return comment_of(found)


@action("engagement.consultation.close")
def close_consultation(actor: Actor, *, consultation: Identifier, note: str, at: datetime) -> ConsultationCard:
    """Close a round whose goals are met and whose comments are all answered.

    Raises:
        NotFound: there is no such round of the actor's organisation.
        RoundNotReady: goals are not met, or comments have no answer.
        WrongStep: it is closed.
    """
    row = _as_asker(actor, consultation)
    findings = closing_findings(round_of(row))
    if findings:
        raise RoundNotReady(where=row.pk, findings=findings, count=len(findings))
    row.closed_at, row.closing_note = at, plain_statement(note, where="note")
    row.save()
    return _whole(row)
