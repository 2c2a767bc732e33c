"""Submit the self-assessment under the edition it was answered for, or send it back."""

from datetime import datetime

from orepass.assurance.actions.answers import FIRST
from orepass.assurance.actions.file import advance, open_for_step
from orepass.assurance.models import Application, Submission
from orepass.assurance.queries.cards import ApplicationCard, SubmissionCard
from orepass.assurance.queries.case import application_of, submission_of
from orepass.assurance.queries.evaluation import answers_digest, latest_answers, outcome_of
from orepass.kernel.digest import digest
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


class NothingAnswered(Invalid):
    """There is no answer to submit."""

    code = "assurance.assessment.empty"
    message = _("No requirement has been answered yet.")
    what_to_do = _("Answer the requirements; “unknown” is an answer too.")


def open_submission(actor: Actor, application: str, at: datetime) -> Application:
    """Open a file whose client may submit what was answered.

    Raises:
        NothingAnswered: there is no answer.
        WrongState: there is no agreement yet, or it was submitted already.
        CandidateTimeOver: the file is undecided and its time is over.
    """
    row = open_for_step(actor, application, "assessment.submit", of="client", at=at)
    if not row.answers.filter(party=FIRST).exists():
        raise NothingAnswered(where=row.pk)
    return row


def open_returning(actor: Actor, application: str, at: datetime) -> Application:
    """Open a file whose self-assessment the provider may send back.

    Raises:
        WrongState: there is none to send back, or the audit is planned.
        CandidateTimeOver: the file is undecided and its time is over.
    """
    return open_for_step(actor, application, "assessment.return", of="provider", at=at)


@action("assurance.assessment.submit", begins=open_submission)
def submit_assessment(actor: Actor, *, application: Identifier, at: datetime) -> SubmissionCard:
    """Submit the self-assessment; its answers, the edition and the outcome are fixed by their digests.

    Raises:
        NothingAnswered: there is no answer.
        WrongState: there is no agreement yet, or it was submitted already.
    """
    row = open_submission(actor, application, at)
    answers = latest_answers(row.answers.all(), party=FIRST)
    advance(actor, row, "assessment.submit", at=at)
    outcome = outcome_of(row, answers, day_of(at))
    submission = Submission.objects.create(
        application=row,
        pack_digest=row.pack_digest,
        answers_digest=answers_digest(answers),
        outcome_digest=digest(outcome),
        outcome=outcome.outcome,
        level=outcome.level,
        at=at,
        by=actor.pseudonym,
    )
    notify(organisation=row.provider_id, kind="assurance.assessment.submitted", subject=row.pk)
    return submission_of(submission)


@action("assurance.assessment.return", begins=open_returning)
def return_assessment(actor: Actor, *, application: Identifier, note: str, at: datetime) -> ApplicationCard:
    """Send a self-assessment back before the audit is planned, with a note on what is missing."""
    row = open_returning(actor, application, at)
    advance(actor, row, "assessment.return", at=at, note=note)
    notify(organisation=row.client_id, kind="assurance.assessment.returned", subject=row.pk)
    return application_of(row)
