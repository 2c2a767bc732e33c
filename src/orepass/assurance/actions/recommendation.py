"""Recommendation by the lead auditor, and review by somebody who took no part in the evaluation."""

from datetime import datetime

from orepass.assurance.actions.answers import require_on_team
from orepass.assurance.actions.file import advance, open_file, require_independent
from orepass.assurance.actions.team import LEAD
from orepass.assurance.models import Recommendation, Review
from orepass.assurance.queries.cards import RecommendationCard, ReviewCard
from orepass.assurance.queries.case import recommendation_of, review_of
from orepass.assurance.queries.evaluation import (
    answers_digest,
    latest_answers,
    outcome_of,
    reasons_of,
)
from orepass.assurance.rules.decision import Decision
from orepass.assurance.rules.impartiality import Duty
from orepass.kernel.digest import digest
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import day_of
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.notices import notify


@action("assurance.audit.recommend")
def recommend_decision(
    actor: Actor, *, application: Identifier, decision: Decision, note: str = "", at: datetime
) -> RecommendationCard:
    """Recommend a decision as lead auditor; the outcome of the evaluation is computed and kept with it.

    Raises:
        NotOnTheTeam: the actor leads no visit of this file.
        NotIndependent: the actor has a tie to the client.
        WrongState: the evaluation is not complete.
    """
    row = open_file(actor, application, of="provider")
    require_on_team(actor, row, part=LEAD)
    require_independent(row, actor.pseudonym, Duty.EVALUATE, at)
    advance(actor, row, "audit.recommend", at=at)
    answers = latest_answers(row.answers.all())
    outcome = outcome_of(row, answers, day_of(at))
    recommendation = Recommendation.objects.create(
        application=row,
        decision=decision,
        outcome=outcome.outcome,
        level=outcome.level,
        reasons=reasons_of(outcome),
        answers_digest=answers_digest(answers),
        outcome_digest=digest(outcome),
        note=note,
        at=at,
        by=actor.pseudonym,
    )
    notify(organisation=row.provider_id, kind="assurance.audit.recommended", subject=row.pk)
    return recommendation_of(recommendation)


@action("assurance.review.complete")
def complete_review(actor: Actor, *, application: Identifier, note: str = "", at: datetime) -> ReviewCard:
    """State that the evaluation is complete and sound.

    Raises:
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
        WrongState: nothing has been recommended.
    """
    return _review(actor, application, complete=True, note=note, at=at)


@action("assurance.review.return")
def return_evaluation(actor: Actor, *, application: Identifier, note: str, at: datetime) -> ReviewCard:
    """Send the evaluation back to the audit team, with what is missing.

    Raises:
        NotIndependent: the actor took part in the evaluation, or has a tie to the client.
        WrongState: nothing has been recommended.
    """
    return _review(actor, application, complete=False, note=note, at=at)


def _review(actor: Actor, application: Identifier, *, complete: bool, note: str, at: datetime) -> ReviewCard:
    row = open_file(actor, application, of="provider")
    require_independent(row, actor.pseudonym, Duty.REVIEW, at)
    advance(actor, row, "review.complete" if complete else "review.return", at=at, note=note)
    review = Review.objects.create(application=row, complete=complete, note=note, at=at, by=actor.pseudonym)
    notify(organisation=row.provider_id, kind="assurance.review.done", subject=row.pk)
    return review_of(review)
