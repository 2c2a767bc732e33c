"""Events, lots and accounts for the parties to them; strangers get 404."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from orepass.api.reading.answers import Day, Limit, Number, Word, actor_of, answer, day_of, plain
from orepass.custody import queries
from orepass.custody.queries.closing import next_reconciliation
from orepass.custody.queries.outlook import outlook
from orepass.custody.queries.templates import NAME, events_template
from orepass.custody.rules.sheet_columns import Language
from orepass.platform import clock
from orepass.platform.workbooks import TYPE

router = Router(tags=["custody"])
Spoken = Annotated[Language, Query(description="The language of the headings: en, fr or es.")]
Name = Annotated[str, Query(min_length=1, max_length=400)]


@router.get("/events", operation_id="events")
def events(
    request: HttpRequest, *, lot: Word = "", site: Word = "", after: Number = 0, limit: Limit = 50
) -> HttpResponse:
    """Return the events that the actor is a party to, in journal order."""
    plain(lot=lot, site=site)
    found = queries.events(actor_of(request), lot=lot, site=site, after=after, limit=limit)
    return answer({"items": found.items, "next": found.after})


@router.get("/events/document", operation_id="events-document")
def events_document(
    request: HttpRequest, *, lot: Word = "", site: Word = "", after: Number = 0, limit: Limit = 50
) -> HttpResponse:
    """Return the same events as an EPCIS 2.0 query document, as they came."""
    plain(lot=lot, site=site)
    found = queries.events(actor_of(request), lot=lot, site=site, after=after, limit=limit)
    text = queries.query_document(found.items, created_at=clock.now())
    return HttpResponse(text, content_type="application/json")


@router.get("/events/template", operation_id="events-template", auth=None)
def template(request: HttpRequest, *, language: Spoken = "en") -> HttpResponse:
    """Return the empty table of events as a workbook, with headings and what they mean in a language."""
    del request
    response = HttpResponse(events_template(language), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response


@router.get("/event", operation_id="event")
def event(request: HttpRequest, *, event_id: Name) -> HttpResponse:
    """Return one event by its identifier, with its error declaration and its disputes."""
    plain(event_id=event_id)
    actor = actor_of(request)
    found = queries.event_for(actor, event_id)
    return answer({"items": found, "disputes": queries.disputes(actor, event_id=event_id)})


@router.get("/questions", operation_id="questions")
def questions(request: HttpRequest, *, limit: Limit = 50) -> HttpResponse:
    """Return the open questions about events the actor is a party to, newest first."""
    return answer({"items": queries.questions(actor_of(request), limit=limit)})


@router.get("/lots", operation_id="lots")
def lots(request: HttpRequest, *, holder: Word = "", after: Number = 0, limit: Limit = 50) -> HttpResponse:
    """Return the lots of those events, by first mention; a page may be short when a holder is asked for."""
    plain(holder=holder)
    found = queries.lots(actor_of(request), holder=holder, after=after, limit=limit)
    return answer({"items": found.items, "next": found.after})


@router.get("/lots/{lot}", operation_id="lot")
def lot(request: HttpRequest, lot: str) -> HttpResponse:
    """Return one lot to a party of an event it is in."""
    plain(lot=lot)
    return answer(queries.lot_for(actor_of(request), lot))


@router.get("/lots/{lot}/composition", operation_id="lot-composition")
def composition(request: HttpRequest, lot: str) -> HttpResponse:
    """Return where a lot comes from, by origin and by class of certification, in exact shares."""
    plain(lot=lot)
    card = queries.lot_for(actor_of(request), lot)
    parts = queries.composition(card.uri)
    return answer({"lot": card.id, "origins": parts, "by_class": queries.by_class(parts)})


@router.get("/lots/{lot}/custody", operation_id="lot-custody")
def custody(request: HttpRequest, lot: str) -> HttpResponse:
    """Return from whose hands into whose a lot went: owner and possessor, every transfer, and whether it is proven."""
    plain(lot=lot)
    return answer(queries.custody(queries.lot_for(actor_of(request), lot).uri))


@router.get("/lots/{lot}/beginnings", operation_id="lot-beginnings")
def beginnings(request: HttpRequest, lot: str, *, after: Number = 0, limit: Limit = 50) -> HttpResponse:
    """Return the lots from the ground that are in a lot, each by its own name, and how many there are."""
    plain(lot=lot)
    found = queries.beginnings(queries.lot_for(actor_of(request), lot).uri)
    items = found[after : after + limit]
    return answer({"items": items, "total": len(found), "next": after + limit if after + limit < len(found) else 0})


@router.get("/accounts", operation_id="accounts")
def accounts(request: HttpRequest, *, site: Word = "", element: Word = "") -> HttpResponse:
    """Return the mass balance accounts of the actor's organisation."""
    plain(site=site, element=element)
    return answer({"items": queries.accounts(actor_of(request), site=site, element=element)})


@router.get("/accounts/{account}", operation_id="account")
def account(request: HttpRequest, account: str, *, on: Day = None) -> HttpResponse:
    """Return an account at the end of a day: entries, balance, curve, what is wrong, what it allows, when to close."""
    plain(account=account)
    card = queries.account_for(actor_of(request), account)
    day = day_of(on)
    standing = queries.balance(card.id, on=day)
    whole = {name: getattr(standing, name) for name in standing.__struct_fields__}
    ahead = {"next_reconciliation": next_reconciliation(card.id, day), "outlook": outlook(card.id, on=day)}
    return answer(whole | ahead)
