"""Answer and settle questions about events and disputes over them; the event itself is never changed.

Whoever sent the event answers. A question is settled by another party to the event, or a steward; a dispute by whoever
raised it, or a steward; neither by anybody of the organisation that sent the event. A dispute ends as corrected only
after the sender has declared the event an error.
"""

from collections.abc import Sequence
from datetime import datetime

from orepass.custody.models import Dispute, JournalEvent, Question
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


def _sent(actor: Actor, event: JournalEvent) -> bool:
    """Say whether it is the actor's own organisation that is asked; then not even a steward settles it."""
    return bool(actor.organisation) and actor.organisation == event.job.organisation


def _said(note: str) -> str:
    said = note.strip()
    if not said:
        raise NothingSaid(where="note")
    return said


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


def _require_step(row: Question | Dispute, lifecycle: Lifecycle, step: str, where: str) -> None:
    state = lifecycle.state_after(taken.action for taken in row.steps.all())
    if step not in lifecycle.allowed(state):
        raise NotSettledSo(where=where, state=state)


def _answer(
    actor: Actor,
    row: Question | Dispute,
    lifecycle: Lifecycle,
    *,
    where: str,
    note: str,
    evidence: list[str],
    at: datetime,
) -> None:
    if not actor.is_in(row.event.job.organisation):
        raise NotYoursToAnswer(where=where)
    step = f"{where}.answer"
    _require_step(row, lifecycle, step, where)
    require_evidence(evidence)
    _write(actor, row, step, note=note, evidence=evidence, at=at)


def _write(
    actor: Actor,
    row: Question | Dispute,
    step: str,
    *,
    note: str,
    outcome: str = "",
    evidence: Sequence[str] = (),
    at: datetime,
) -> None:
    row.steps.create(
        action=step,
        note=_said(note),
        outcome=outcome,
        evidence=list(evidence),
        organisation=actor.organisation,
        at=at,
        by=actor.pseudonym,
    )


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
    _answer(actor, row, QUESTION, where="question", note=note, evidence=list(evidence or ()), at=at)
    _tell(row.event, "custody.question.answered", row.pk, but=actor.organisation)
    return question_of(row)


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
    if _sent(actor, row.event):
        raise NotYoursToSettle(where="question")
    _require_step(row, QUESTION, SETTLE_QUESTION, "question")
    _write(actor, row, SETTLE_QUESTION, note=note, outcome=outcome, at=at)
    _tell(row.event, "custody.question.settled", row.pk, but=actor.organisation)
    return question_of(row)


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
    _answer(actor, row, DISPUTE, where="dispute", note=note, evidence=list(evidence or ()), at=at)
    _tell(row.event, "custody.dispute.answered", row.pk, but=actor.organisation)
    return dispute_of(row)


@action("custody.dispute.settle")
def settle_dispute(
    actor: Actor, *, dispute: Identifier, outcome: DisputeOutcome, note: str, at: datetime
) -> DisputeCard:
    """Settle a dispute that one's organisation raised: the event stands, or it was corrected by its sender.

    Raises:
        NotFound: there is no such dispute, or it is not for the actor.
        NotYoursToSettle: somebody else raised it, or the actor's organisation sent the event.
        NotSettledSo: it is settled, or the sender has not declared the event an error.
    """
    row = _dispute(actor, dispute)
    if _sent(actor, row.event) or not (_stands_in(actor) or actor.organisation == row.organisation):
        raise NotYoursToSettle(where="dispute")
    _require_step(row, DISPUTE, SETTLE_DISPUTE, "dispute")
    taken_back = JournalEvent.objects.filter(event_id=row.event.event_id, is_declaration=True).exists()
    if outcome is DisputeOutcome.CORRECTED and not taken_back:
        raise NotSettledSo(where="outcome", state=dispute_of(row).state)
    _write(actor, row, SETTLE_DISPUTE, note=note, outcome=outcome, at=at)
    _tell(row.event, "custody.dispute.settled", row.pk, but=actor.organisation)
    return dispute_of(row)
