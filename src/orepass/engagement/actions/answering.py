"""Answer what was said: accepted, in part or not, why, what changes because of it and in which version."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import msgspec

from orepass.engagement.actions.lodging import plain_statement
from orepass.engagement.actions.refusals import (
    NothingToAnswer,
    PlaceUnknown,
    ResponseMissing,
    VersionUnknown,
    WrongStep,
)
from orepass.engagement.models import Consultation, ConsultationComment, Development, DraftVersion, PilotReport
from orepass.engagement.queries.cards import CommentCard
from orepass.engagement.queries.consultations import asks, comment_of
from orepass.engagement.queries.development_cards import PilotCard
from orepass.engagement.queries.piloting import pilot_for
from orepass.engagement.queries.voices import Voice, asks_for_answer
from orepass.engagement.rules.development import CHANGES, Response
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor
from orepass.platform.actions import action

CHANGE_MAX: Final = 2_000


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: the words, what became of it, what changes, and in which version where one holds it already."""

    answer: str
    change: str = ""
    response: Response | None = None
    changed_in: int = 0


def require_place(version: DraftVersion | None, *, requirement: str, subject: str) -> None:
    """Refuse a requirement or a subject that the version does not hold.

    Raises:
        PlaceUnknown: the version has no such requirement or subject, or there is no version.
    """
    asked: tuple[tuple[str, str, Collection[str]], ...] = (
        ("requirement", requirement, version.requirements if version else ()),
        ("subject", subject, version.subjects if version else ()),
    )
    for where, name, known in asked:
        if name and name not in known:
            raise PlaceUnknown(where=where, name=name[:80])


def give_answer(actor: Actor, voice: Voice, given: Answer, *, development: Development | None, at: datetime) -> None:
    """Write an answer down; where a draft is developed it says what became of what was said.

    Raises:
        WrongStep: it was answered before.
        ResponseMissing: it does not say whether this is accepted, or what is promised, or why it is declined.
        VersionUnknown: there is no version of that number, or no draft is developed.
    """
    if voice.answered_at is not None:
        raise WrongStep(where=voice.pk, state="answered", allowed="—")
    if development is not None:
        _require_response(given, development)
    elif given.changed_in:
        raise VersionUnknown(where="changed_in", number=given.changed_in)
    voice.answer, voice.change = plain_statement(given.answer, where="answer"), given.change.strip()[:CHANGE_MAX]
    voice.response, voice.changed_in = given.response or "", given.changed_in
    voice.answered_at, voice.answered_by = at, actor.pseudonym
    voice.save()


def _require_response(given: Answer, development: Development) -> None:
    if given.response is None:
        raise ResponseMissing(where="response")
    if given.response in CHANGES and not given.change.strip():
        raise ResponseMissing(where="change")
    known = {version.number for version in development.versions.defer("archive")}
    if given.changed_in and (given.response not in CHANGES or given.changed_in not in known):
        raise VersionUnknown(where="changed_in", number=given.changed_in)


@action("engagement.consultation.answer")
def answer_comment(
    actor: Actor,
    *,
    comment: Identifier,
    answer: str,
    change: str = "",
    response: Response | None = None,
    changed_in: int = 0,
    withheld: bool = False,
    at: datetime,
) -> CommentCard:
    """Answer a comment: what changes because of it (and where), or why nothing does; both are then public.

    Args:
        actor: staff of the scheme that asks.
        comment: what was said.
        answer: the answer, in words.
        change: what changes, and where.
        response: what becomes of it; asked where a draft is developed.
        changed_in: the version that holds the change already.
        withheld: the comment names somebody: its words stay with those who ask, the answer alone is public.
        at: the server's clock.

    Raises:
        NotFound: there is no such comment in a round of the actor's organisation.
        WrongStep: the round is closed, or the comment was answered.
        ResponseMissing: on a draft, it does not say whether this is accepted, or what changes.
        VersionUnknown: there is no version of that number.
    """
    found = ConsultationComment.objects.select_for_update().filter(pk=comment).first()
    if found is None:
        raise NotFound(where="comment", what=comment)
    row = own_round(actor, found.consultation_id)
    development = row.version.development if row.version else None
    given = Answer(answer=answer, change=change, response=response, changed_in=changed_in)
    found.withheld = withheld
    give_answer(actor, found, given, development=development, at=at)
    return comment_of(found, everything=True)


def open_round(consultation: str) -> Consultation:
    """Return a round that is open, locked.

    Raises:
        NotFound: there is no such round.
        WrongStep: it is closed.
    """
    row = Consultation.objects.select_for_update().filter(pk=consultation).first()
    if row is None:
        raise NotFound(where="consultation", what=consultation)
    if row.closed_at is not None:
        raise WrongStep(where=row.pk, state="closed", allowed="—")
    return row


def own_round(actor: Actor, consultation: str) -> Consultation:
    """Return an open round of the actor's organisation, locked.

    Raises:
        NotFound: there is no such round, or it is another organisation's.
        WrongStep: it is closed.
    """
    row = open_round(consultation)
    if not asks(actor, row):
        raise NotFound(where="consultation", what=consultation)
    return row


@action("engagement.pilot.answer")
def answer_report(actor: Actor, *, report: Identifier, given: Answer, at: datetime) -> PilotCard:
    """Answer what a pilot says of a requirement: accepted, in part or not, why, and what changes.

    Raises:
        NotFound: there is no such report on a draft of the actor's organisation.
        NothingToAnswer: it says that all went well.
        WrongStep: it was answered before.
        ResponseMissing: it does not say whether this is accepted, or what changes.
        VersionUnknown: there is no version of that number.
    """
    found = PilotReport.objects.select_for_update().filter(pk=report).first()
    if found is None or not asks(actor, found.pilot.version.development):
        raise NotFound(where="report", what=report)
    if not asks_for_answer(found):
        raise NothingToAnswer(where=found.pk)
    give_answer(actor, found, given, development=found.pilot.version.development, at=at)
    return pilot_for(actor, found.pilot_id)
