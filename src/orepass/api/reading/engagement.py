"""Complaints and appeals for those whom they concern, rounds and drafts for everybody, a complaint for its receipt."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from orepass.api.authentication import OptionalToken
from orepass.api.reading.answers import After, Day, Limit, actor_of, answer, day_of, page, plain
from orepass.engagement import queries
from orepass.kernel.refusal import NotFound
from orepass.platform import clock, flood

router = Router(tags=["engagement"])
Version = Annotated[int, Path(ge=1, le=32_767)]
About = Annotated[str, Query(min_length=1, max_length=80)]


class Receipt(Schema):
    """What somebody who complained took home."""

    complaint: str = Field(max_length=24)
    secret: str = Field(max_length=40)


@router.get("/complaints", operation_id="complaints")
def complaints(request: HttpRequest, *, after: After = "", limit: Limit = 50) -> HttpResponse:
    """Return the complaints that the actor's side handles; who complained does not stand there."""
    plain(after=after)
    return page(queries.complaints_for(actor_of(request), after=after, limit=limit + 1), limit)


@router.get("/complaints/{complaint}", operation_id="complaint")
def complaint(request: HttpRequest, complaint: str) -> HttpResponse:
    """Return one complaint to those who handle it, or its summary to the party it was put to.

    Who complained is told to the handler alone.
    """
    plain(complaint=complaint)
    actor = actor_of(request)
    try:
        card = queries.complaint_for(actor, complaint)
    except NotFound:
        return answer({"complaint": None, "complainant": None, "put": queries.put_for(actor, complaint)})
    return answer({"complaint": card, "complainant": queries.complainant_for(actor, complaint), "put": None})


@router.get("/complaints-put", operation_id="complaints-put")
def complaints_put(request: HttpRequest) -> HttpResponse:
    """Return the complaints that were put to the actor's organisation, in the handler's words."""
    return answer({"items": queries.put_to(actor_of(request))})


@router.post("/complaint-receipt", operation_id="complaint-follow", auth=None)
def complaint_follow(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Return a complaint to whoever holds its receipt; nothing is kept of the question."""
    plain(complaint=receipt.complaint, secret=receipt.secret)
    flood.count(flood.source_of(request.META), at=clock.now())
    return answer(queries.followed(receipt.complaint, receipt.secret))


@router.get("/appeals", operation_id="appeals")
def appeals(request: HttpRequest, *, after: After = "", limit: Limit = 50) -> HttpResponse:
    """Return the appeals that concern the actor: as client, provider, panel or scheme staff."""
    plain(after=after)
    return page(queries.appeals_for(actor_of(request), after=after, limit=limit + 1), limit)


@router.get("/appeals/{appeal}", operation_id="appeal")
def appeal(request: HttpRequest, appeal: str) -> HttpResponse:
    """Return one appeal to somebody it concerns."""
    plain(appeal=appeal)
    return answer(queries.appeal_for(actor_of(request), appeal))


@router.get("/consultations", operation_id="consultations", auth=OptionalToken())
def consultations(request: HttpRequest, *, after: After = "", limit: Limit = 50) -> HttpResponse:
    """Return every round of consultation; comments show with their answers."""
    plain(after=after)
    return page(queries.consultations(actor_of(request), after=after, limit=limit + 1), limit)


@router.get("/consultations/{consultation}", operation_id="consultation", auth=OptionalToken())
def consultation(request: HttpRequest, consultation: str) -> HttpResponse:
    """Return one round of consultation."""
    plain(consultation=consultation)
    return answer(queries.consultation_for(actor_of(request), consultation))


@router.get("/drafts/against-final", operation_id="draft-against-final", auth=None)
def against_final(request: HttpRequest, *, about: About, on: Day = None) -> HttpResponse:
    """Return what is against making a draft final on a day: pilots, comments without an answer, dates."""
    plain(about=about)
    final_on: date = day_of(on)
    return answer({"items": queries.against_final(about, final_on)})


@router.get("/developments", operation_id="developments", auth=OptionalToken())
def developments(request: HttpRequest, *, after: After = "", limit: Limit = 50) -> HttpResponse:
    """Return the standards under development, with their versions, rounds, pilots and decisions."""
    plain(after=after)
    return page(queries.developments(actor_of(request), after=after, limit=limit + 1), limit)


@router.get("/developments/{development}", operation_id="development", auth=OptionalToken())
def development(request: HttpRequest, development: str) -> HttpResponse:
    """Return one standard under development as far as the reader may see it."""
    plain(development=development)
    return answer(queries.development_for(actor_of(request), development))


@router.get("/developments/{development}/comments", operation_id="development-comments", auth=OptionalToken())
def development_comments(request: HttpRequest, development: str) -> HttpResponse:
    """Return what was said about a draft, each with its answer and the version that holds the change."""
    plain(development=development)
    card = queries.development_for(actor_of(request), development)
    return answer({"development": card.id, "pack": card.pack, "unanswered": card.unanswered, "items": card.voices})


@router.get("/developments/{development}/decisions", operation_id="development-decisions", auth=OptionalToken())
def development_decisions(request: HttpRequest, development: str) -> HttpResponse:
    """Return the log of decisions about a draft, the oldest first."""
    plain(development=development)
    card = queries.development_for(actor_of(request), development)
    return answer({"development": card.id, "pack": card.pack, "items": card.decisions})


@router.get("/developments/{development}/versions/{number}", operation_id="development-version", auth=OptionalToken())
def development_version(request: HttpRequest, development: str, number: Version) -> HttpResponse:
    """Return a version of a draft as it was kept; the browser is told to save it, never to open it."""
    plain(development=development)
    card, content = queries.version_file(actor_of(request), development, number)
    headers = {"Content-Disposition": f'attachment; filename="{card.id[:12]}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=card.media_type, headers=headers)


@router.get("/pilots/{pilot}", operation_id="pilot")
def pilot(request: HttpRequest, pilot: str) -> HttpResponse:
    """Return a pilot of a draft, to those who develop it and to whoever takes part."""
    plain(pilot=pilot)
    return answer(queries.pilot_for(actor_of(request), pilot))
