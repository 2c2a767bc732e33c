"""Answer and settle questions about events and disputes over them; the event itself is never changed.

Whoever sent the event answers. A question is settled by another party to the event, or a steward; a dispute by whoever
raised it, or a steward. A dispute ends as corrected only after the sender has declared the event an error.
"""

from datetime import datetime

from orepass.custody.models import Dispute, DisputeStep, JournalEvent, Question, QuestionStep
from orepass.custody.queries.journal import (
    SETTLE_DISPUTE,
    SETTLE_QUESTION,
    DisputeCard,
    QuestionCard,
    dispute_of,
    question_of,
    visible_to,
)
from orepass.custody.rules.settling import DISPUTE, QUESTION, DisputeOutcome, QuestionOutcome
from orepass.kernel.identifier import Identifier
from orepass.kernel.lifecycle import Lifecycle
from orepass.kernel.refusal import Conflict, Denied, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor, Role
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify


class NotYoursToAnswer(Denied):
    """Only who sent the event answers for it."""

    code = "custody.settling.not_asked"
    message = _("Only whoever sent the event can answer for it.")
    what_to_do = _("Wait for the answer, or dispute the event.")


class NotYoursToSettle(Denied):
    """Nobody settles what they themselves were asked."""

    code = "custody.settling.not_yours"
    message = _("This is for somebody else to settle.")
    what_to_do = _("Another party to the event settles it, whoever raised the dispute, or a steward.")


class NotSettledSo(Conflict):
    """The state does not allow the step, or the outcome does not fit the facts."""

    code = "custody.settling.state"
    message = _("This cannot be settled so while it is “{state}”.")
    what_to_do = _("A question needs an answer first; a correction needs an error declaration by the sender.")


class NothingSaid(Invalid):
    """An answer says something."""

    code = "custody.settling.nothing_said"
    message = _("There is no text here.")
    what_to_do = _("Say in a few words how it was.")


def _stands_in(actor: Actor) -> bool:
    return actor.is_system or Role.STEWARD in actor.roles


def _said(note: str) -> str:
    said = note.strip()
    if not said:
        raise NothingSaid(where="note")
    return said


def _require_step(lifecycle: Lifecycle, actions: list[str], step: str, where: str) -> None:
    state = lifecycle.state_after(actions)
    if step not in lifecycle.allowed(state):
        raise NotSettledSo(where=where, state=state)


def _question(actor: Actor, question: str) -> Question:
    rows = Question.objects.select_for_update().filter(pk=question, event__in=visible_to(actor))
    row = rows.first()
    if row is None:
        raise NotFound(where="question", what=question)
    return row


def _dispute(actor: Actor, dispute: str) -> Dispute:
    rows = Dispute.objects.select_for_update().filter(pk=dispute, event__in=visible_to(actor))
    row = rows.first()
    if row is None:
        raise NotFound(where="dispute", what=dispute)
    return row


def _tell(event: JournalEvent, kind: str, subject: str, *, but: str) -> None:
    parties = {event.job.organisation, *event.parties.values_list("organisation", flat=True)} - {but, ""}
    for organisation in sorted(parties):
        notify(organisation=organisation, kind=kind, subject=subject)


@action("custody.question.answer")
def answer_question(
    actor: Actor, *, question: Identifier, note: str, evidence: list[str] | None = None, at: datetime
) -> QuestionCard:
    """Answer a question about an event that one's organisation sent; a better answer may follow.

    Raises:
        NotFound: there is no such question, or it is not for the actor.
        NotYoursToAnswer: somebody else sent the event.
        NotSettledSo: it is settled.
    """
    row = _question(actor, question)
    if not actor.is_in(row.event.job.organisation):
        raise NotYoursToAnswer(where="question")
    _require_step(QUESTION, [step.action for step in row.steps.all()], "question.answer", "question")
    shown = list(evidence or ())
    require_evidence(shown)
    row.steps.create(
        action="question.answer",
        note=_said(note),
        evidence=shown,
        organisation=actor.organisation,
        at=at,
        by=actor.pseudonym,
    )
    _tell(row.event, "custody.question.answered", row.pk, but=actor.organisation)
    return question_of(Question.objects.select_related("event__job").get(pk=row.pk))


@action("custody.question.settle")
def settle_question(
    actor: Actor, *, question: Identifier, outcome: QuestionOutcome, note: str, at: datetime
) -> QuestionCard:
    """Settle an answered question as another party to the event: explained, or confirmed as a fault.

    Raises:
        NotFound: there is no such question, or it is not for the actor.
        NotYoursToSettle: the actor's organisation sent the event.
        NotSettledSo: there is no answer yet, or it is settled.
    """
    row = _question(actor, question)
    if not _stands_in(actor) and actor.organisation == row.event.job.organisation:
        raise NotYoursToSettle(where="question")
    _require_step(QUESTION, [step.action for step in row.steps.all()], SETTLE_QUESTION, "question")
    QuestionStep.objects.create(
        question=row,
        action=SETTLE_QUESTION,
        note=_said(note),
        outcome=outcome,
        organisation=actor.organisation,
        at=at,
        by=actor.pseudonym,
    )
    _tell(row.event, "custody.question.settled", row.pk, but=actor.organisation)
    return question_of(Question.objects.select_related("event__job").get(pk=row.pk))


@action("custody.dispute.answer")
def answer_dispute(
    actor: Actor, *, dispute: Identifier, note: str, evidence: list[str] | None = None, at: datetime
) -> DisputeCard:
    """Answer a dispute over an event that one's organisation sent.

    Raises:
        NotFound: there is no such dispute, or it is not for the actor.
        NotYoursToAnswer: somebody else sent the event.
        NotSettledSo: it is settled.
    """
    row = _dispute(actor, dispute)
    if not actor.is_in(row.event.job.organisation):
        raise NotYoursToAnswer(where="dispute")
    _require_step(DISPUTE, [step.action for step in row.steps.all()], "dispute.answer", "dispute")
    shown = list(evidence or ())
    require_evidence(shown)
    row.steps.create(
        action="dispute.answer",
        note=_said(note),
        evidence=shown,
        organisation=actor.organisation,
        at=at,
        by=actor.pseudonym,
    )
    _tell(row.event, "custody.dispute.answered", row.pk, but=actor.organisation)
    return dispute_of(Dispute.objects.select_related("event__job").get(pk=row.pk))


@action("custody.dispute.settle")
def settle_dispute(
    actor: Actor, *, dispute: Identifier, outcome: DisputeOutcome, note: str, at: datetime
) -> DisputeCard:
    """Settle a dispute that one's organisation raised: the event stands, or it was corrected by its sender.

    Raises:
        NotFound: there is no such dispute, or it is not for the actor.
        NotYoursToSettle: somebody else raised it.
        NotSettledSo: it is settled, or the sender has not declared the event an error.
    """
    row = _dispute(actor, dispute)
    if not _stands_in(actor) and actor.organisation != row.organisation:
        raise NotYoursToSettle(where="dispute")
    actions = [step.action for step in row.steps.all()]
    _require_step(DISPUTE, actions, SETTLE_DISPUTE, "dispute")
    taken_back = JournalEvent.objects.filter(event_id=row.event.event_id, is_declaration=True).exists()
    if outcome is DisputeOutcome.CORRECTED and not taken_back:
        raise NotSettledSo(where="outcome", state=DISPUTE.state_after(actions))
    DisputeStep.objects.create(
        dispute=row,
        action=SETTLE_DISPUTE,
        note=_said(note),
        outcome=outcome,
        organisation=actor.organisation,
        at=at,
        by=actor.pseudonym,
    )
    _tell(row.event, "custody.dispute.settled", row.pk, but=actor.organisation)
    return dispute_of(Dispute.objects.select_related("event__job").get(pk=row.pk))
