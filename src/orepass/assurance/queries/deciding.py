"""What stands against each decision about a file, for the action that decides and for the page that offers it."""

from datetime import date

from orepass.assurance.models import Application
from orepass.assurance.queries.case import application_row
from orepass.assurance.queries.evaluation import latest_answers, outcome_of, reasons_of, terms_of_file, verdict_of
from orepass.assurance.queries.excluded import exclusion_findings
from orepass.assurance.queries.facts import candidate_ended_before, facts_for_decision
from orepass.assurance.rules.decision import NOT_A_MEMBER, Decision, decision_findings, recommendation_findings
from orepass.assurance.rules.lifecycles import PILOT
from orepass.kernel.finding import Finding
from orepass.party.queries import accreditation_of
from orepass.party.queries.councils import member_on
from orepass.platform.access import Actor
from orepass.scheme.rules.outcome import Outcome


def findings_against(row: Application, decision: Decision, on: date) -> list[Finding]:
    """Return every reason why a reviewed file does not allow a decision on a day."""
    recommendation = row.recommendations.latest("pk")
    terms = terms_of_file(row)
    findings = decision_findings(
        decision,
        outcome=verdict_of(recommendation.outcome, recommendation.reasons),
        nonconformities=facts_for_decision(row),
        accredited=accreditation_of(row.provider_id, row.standard, on),
        candidate_ended_before=candidate_ended_before(row, terms),
        on=on,
        terms=terms,
    )
    if decision is Decision.DECLINE:
        return findings
    if terms.council and not member_on(row.client_id, terms.council, on):
        findings.append(NOT_A_MEMBER.at(row.pk, council=terms.council, day=on))
    return findings + exclusion_findings(row, on)


def against_decisions(actor: Actor, application: str, on: date) -> dict[Decision, list[Finding]]:
    """Return what stands against each decision about a reviewed file on a day; what may be taken has nothing.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
    """
    row = application_row(actor, application)
    return {decision: findings_against(row, decision, on) for decision in Decision}


def against_recommendations(actor: Actor, application: str, on: date) -> dict[Decision, list[Finding]]:
    """Return why no decision could follow each recommendation about an evaluated file, as it stands on a day.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
    """
    row = application_row(actor, application)
    outcome = outcome_of(row, latest_answers(row.answers.all()), on)
    return {decision: findings_against_recommending(row, decision, outcome, on) for decision in Decision}


def findings_against_recommending(row: Application, decision: Decision, outcome: Outcome, on: date) -> list[Finding]:
    """Return why a decision could not follow a recommendation of it, made on a day with what the evaluation came to.

    Nothing follows in a pilot, which ends with its result: there it is the team's word and nothing stands against it.
    """
    if row.kind == PILOT:
        return []
    terms = terms_of_file(row)
    return recommendation_findings(
        decision,
        outcome=verdict_of(outcome.outcome, reasons_of(outcome)),
        nonconformities=facts_for_decision(row),
        candidate_ended_before=candidate_ended_before(row, terms),
        on=on,
        terms=terms,
    )
