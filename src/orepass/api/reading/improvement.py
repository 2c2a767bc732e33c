"""Subjects of improvement and what is due, for the organisation they belong to."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import Day, Word, actor_of, answer, day_of, plain
from orepass.improvement import queries
from orepass.platform.access import Actor

router = Router(tags=["improvement"])


@router.get("/subjects", operation_id="subjects")
def subjects(request: HttpRequest, *, organisation: Word = "") -> HttpResponse:
    """Return the subjects an organisation has written anything about."""
    plain(organisation=organisation)
    return answer({"items": queries.subjects_of(_whose(actor_of(request), organisation))})


@router.get("/subjects/{subject}", operation_id="subject")
def subject(request: HttpRequest, subject: str, *, organisation: Word = "", on: Day = None) -> HttpResponse:
    """Return how a subject stands on a day: policy, risks, indicators, plan, and what is missing or due."""
    plain(subject=subject, organisation=organisation)
    actor = actor_of(request)
    return answer(queries.subject_for(actor, _whose(actor, organisation), subject, day_of(on)))


@router.get("/measures", operation_id="measures")
def measures(request: HttpRequest, *, organisation: Word = "", on: Day = None) -> HttpResponse:
    """Return what is planned and not done, the most urgent first."""
    plain(organisation=organisation)
    return answer({"items": queries.due_measures(_whose(actor_of(request), organisation), day_of(on))})


def _whose(actor: Actor, organisation: str) -> str:
    """Return the organisation asked about, the actor's own by default; a stranger is told that there is none."""
    chosen = organisation or actor.organisation
    actor.must_be_in(chosen)
    return chosen
