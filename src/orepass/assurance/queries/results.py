"""What a file came to so far, in the words of OSCAL, for its parties."""

from datetime import date
from typing import Any

from orepass.assurance.queries.case import answers_of, application_row, outcome_for
from orepass.assurance.queries.evaluation import answers_open_to, pack_of
from orepass.assurance.rules.oscal_results import Observed, results
from orepass.platform.access import Actor


def oscal_results_for(actor: Actor, application: str, *, language: str, on: date) -> dict[str, Any]:
    """Return the assessment results of a file on a day: the answers of both sides, the auditor's counting.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
    """
    row = application_row(actor, application)
    observed = [
        Observed(
            requirement=card.requirement,
            party=card.party,
            answer=card.answer,
            evidence_class=card.evidence_class,
            evidence=card.evidence,
            note=card.note,
            at=card.at,
        )
        for card in answers_of(answers_open_to(actor, row))
    ]
    outcome = outcome_for(actor, application, on)
    return results(pack_of(row), outcome, observed, file=row.pk, language=language)
