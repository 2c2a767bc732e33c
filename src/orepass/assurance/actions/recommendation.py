"""Recommendation by the lead auditor, and review by somebody who took no part in the evaluation."""

from datetime import datetime

from orepass.assurance.actions.answers import require_on_team
from orepass.assurance.actions.file import advance, open_file, require_independent, require_step
from orepass.assurance.actions.team import LEAD
from orepass.assurance.models import Application, Recommendation, Review
from orepass.assurance.queries.cards import RecommendationCard, ReviewCard
from orepass.assurance.queries.case import recommendation_of, review_of
from orepass.assurance.queries.deciding import findings_against_recommending
from orepass.assurance.queries.evaluation import (
    answers_digest,
    coded_reasons_of,
    latest_answers,
    outcome_of,
    reasons_of,
)
from orepass.assurance.rules.decision import Decision
from orepass.assurance.rules.impartiality import Duty
from orepass.kernel.digest import digest
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


class CannotRecommend(Conflict):
    """No such decision could follow, whatever is settled before it is taken."""

    code = "assurance.recommendation.cannot_follow"
    message = _("This decision could not follow the recommendation; reasons that stand against it: {count}.")
    what_to_do = _("Settle each finding, or recommend to decline.")


def open_recommendation(actor: Actor, application: str, at: datetime) -> Application:
    """Open an evaluated file for the lead of its audit team.

    Raises:
        NotFound: there is no such file, or the actor does not act for its provider.
        NotOnTheTeam: the actor leads no visit of this file.
        NotIndependent: the actor has a tie to the client.
        WrongState: the evaluation is not complete.
        CandidateTimeOver: the file is undecided and its time is over.
    """
    row = open_file(actor, application, of="provider")
    require_on_team(actor, row, part=LEAD)
    require_independent(row, actor.pseudonym, Duty.EVALUATE, at)
    require_step(row, "audit.recommend", at)
    return row


def open_review(actor: Actor, application: str, at: datetime) -> Application:
    """Open a file with a recommendation for somebody who took no part in the evaluation.

    Raises:
        NotFound: there is no such file, or the actor does not act for its provider.
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
        WrongState: nothing has been recommended.
        CandidateTimeOver: the file is undecided and its time is over.
    """
    row = open_file(actor, application, of="provider")
    require_independent(row, actor.pseudonym, Duty.REVIEW, at)
    require_step(row, "review.complete", at)
    return row


@action("assurance.audit.recommend", begins=open_recommendation)
def recommend_decision(
    actor: Actor, *, application: Identifier, decision: Decision, note: str = "", at: datetime
) -> RecommendationCard:
    """Recommend a decision as lead auditor; the outcome of the evaluation is computed and kept with it.

    Raises:
        NotOnTheTeam: the actor leads no visit of this file.
        NotIndependent: the actor has a tie to the client.
        WrongState: the evaluation is not complete.
        CannotRecommend: the decision could not follow, as things stand today.
    """
    row = open_recommendation(actor, application, at)
    answers = latest_answers(row.answers.all())
    outcome = outcome_of(row, answers, day_of(at))
    findings = findings_against_recommending(row, decision, outcome, day_of(at))
    if findings:
        raise CannotRecommend(where=row.pk, findings=findings, count=len(findings))
    advance(actor, row, "audit.recommend", at=at)
    recommendation = Recommendation.objects.create(
        application=row,
        decision=decision,
        outcome=outcome.outcome,
        level=outcome.level,
        reasons=reasons_of(outcome),
        coded_reasons=coded_reasons_of(outcome),
        answers_digest=answers_digest(answers),
        outcome_digest=digest(outcome),
        note=note,
        at=at,
        by=actor.pseudonym,
    )
    notify(organisation=row.provider_id, kind="assurance.audit.recommended", subject=row.pk)
    return recommendation_of(recommendation)


@action("assurance.review.complete", begins=open_review)
def complete_review(actor: Actor, *, application: Identifier, note: str = "", at: datetime) -> ReviewCard:
    """State that the evaluation is complete and sound.

    Raises:
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
        WrongState: nothing has been recommended.
    """
    return _review(actor, open_review(actor, application, at), complete=True, note=note, at=at)


@action("assurance.review.return", begins=open_review)
def return_evaluation(actor: Actor, *, application: Identifier, note: str, at: datetime) -> ReviewCard:
    """Send the evaluation back to the audit team, with what is missing.

    Raises:
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
        WrongState: nothing has been recommended.
    """
    return _review(actor, open_review(actor, application, at), complete=False, note=note, at=at)


def _review(actor: Actor, row: Application, *, complete: bool, note: str, at: datetime) -> ReviewCard:
    advance(actor, row, "review.complete" if complete else "review.return", at=at, note=note)
    review = Review.objects.create(application=row, complete=complete, note=note, at=at, by=actor.pseudonym)
    notify(organisation=row.provider_id, kind="assurance.review.done", subject=row.pk)
    return review_of(review)
