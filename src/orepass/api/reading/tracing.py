"""What may be claimed of lots, where they went, what a recall reaches and what is open: for the parties to them."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import Day, Limit, Word, actor_of, answer, day_of, plain
from orepass.custody import queries
from orepass.custody.queries.announced import announced_recall, announced_recalls
from orepass.custody.queries.bookings import bookings_of
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.closing import (
    check_statement,
    closing_for,
    closings,
    reconciliations,
    statement_token,
)
from orepass.custody.queries.corrections import correction_for, corrections
from orepass.custody.queries.credits import credit_for, credits_of
from orepass.custody.queries.holds import hold_for, holds
from orepass.custody.queries.inbox import Kind, inbox
from orepass.custody.queries.journey import delivery_days, legs_of, lots_in
from orepass.custody.queries.product_words import words_on
from orepass.custody.queries.reaching import Asked
from orepass.custody.queries.recalled import RecallFound, recall_csv
from orepass.custody.queries.recalls import recall_for
from orepass.platform.access import Actor

router = Router(tags=["custody"])


@router.get("/lots/{lot}/claims", operation_id="lot-claims")
def lot_claims(request: HttpRequest, lot: str, *, scheme: Word = "", on: Day = None) -> HttpResponse:
    """Return what may be claimed of a lot: model, level, exact share, the wordings offered, and why others are not."""
    plain(lot=lot, scheme=scheme)
    card = queries.lot_for(actor_of(request), lot)
    return answer(claims_for(card.uri, scheme=scheme, holder=card.holder, on=on))


@router.get("/lots/{lot}/words", operation_id="lot-words")
def lot_words(request: HttpRequest, lot: str, *, limit: Limit = 50) -> HttpResponse:
    """Return the words for the product that the actor's organisation keeps for a lot, newest first."""
    plain(lot=lot)
    return answer({"items": words_on(actor_of(request), lot, limit=limit)})


@router.get("/lots/{lot}/journey", operation_id="lot-journey")
def lot_journey(request: HttpRequest, lot: str) -> HttpResponse:
    """Return the ways between sites that a lot's material went, and the days on which each origin delivered."""
    plain(lot=lot)
    card = queries.lot_for(actor_of(request), lot)
    names = lots_in(queries.lot_flow(card.uri))
    days = [
        {"origin": site, "claim_class": claim_class, "certificate": certificate, "days": found}
        for (site, claim_class, certificate), found in sorted(delivery_days(names).items())
    ]
    return answer({"lot": card.id, "legs": legs_of(names), "deliveries": days})


@router.get("/lots/{lot}/bookings", operation_id="lot-bookings")
def lot_bookings(request: HttpRequest, lot: str) -> HttpResponse:
    """Return the entries that a lot caused in the accounts of the actor's organisation."""
    plain(lot=lot)
    actor = actor_of(request)
    return answer({"items": bookings_of(actor, queries.lot_for(actor, lot).uri)})


@router.get("/reconciliations", operation_id="reconciliations")
def account_reconciliations(request: HttpRequest, *, on: Day = None) -> HttpResponse:
    """Return of every account the first open period and the day by which it is to be closed."""
    return answer({"items": reconciliations(actor_of(request), day_of(on))})


@router.get("/accounts/{account}/closings", operation_id="account-closings")
def account_closings(request: HttpRequest, account: str) -> HttpResponse:
    """Return the closed periods of an account, the newest first."""
    plain(account=account)
    return answer({"items": closings(actor_of(request), account)})


@router.get("/closings/{closing}", operation_id="closing")
def closing(request: HttpRequest, closing: str) -> HttpResponse:
    """Return the statement of a closed period, with its checks of just now."""
    plain(closing=closing)
    actor = actor_of(request)
    card, checked = closing_for(actor, closing), check_statement(actor, closing)
    return answer({"closing": card, "checks": checked, "holds": checked.holds})


@router.get("/closings/{closing}/token", operation_id="closing-token")
def closing_token(request: HttpRequest, closing: str) -> HttpResponse:
    """Return the signed statement as a token that anybody can check."""
    plain(closing=closing)
    return HttpResponse(statement_token(actor_of(request), closing), content_type="application/vc+jwt")


def _found(actor: Actor, certificate: str, site: str, member: str, lot: str, since: Day) -> RecallFound:
    plain(certificate=certificate, site=site, member=member, lot=lot)
    return recall_for(actor, Asked(certificate=certificate, site=site, member=member, lot=lot, since=since))


@router.get("/recall", operation_id="recall")
def recall(
    request: HttpRequest,
    *,
    certificate: Word = "",
    site: Word = "",
    member: Word = "",
    lot: Word = "",
    since: Day = None,
) -> HttpResponse:
    """Return what a suspected delivery went into: all to its own parties, to others what they have or had."""
    return answer(_found(actor_of(request), certificate, site, member, lot, since))


@router.get("/recall/table", operation_id="recall-table")
def recall_table(
    request: HttpRequest,
    *,
    certificate: Word = "",
    site: Word = "",
    member: Word = "",
    lot: Word = "",
    since: Day = None,
) -> HttpResponse:
    """Return the same lots as a table (CSV), one lot a line."""
    found = _found(actor_of(request), certificate, site, member, lot, since)
    return HttpResponse(recall_csv(found), content_type="text/csv; charset=utf-8")


@router.get("/recalls", operation_id="recalls")
def recalls(request: HttpRequest, *, ended: bool = False, limit: Limit = 50) -> HttpResponse:
    """Return the recalls that the actor's organisation announced or was told of."""
    return answer({"items": announced_recalls(actor_of(request), ended=ended, limit=limit)})


@router.get("/recalls/{recall}", operation_id="announced-recall")
def one_recall(request: HttpRequest, recall: str) -> HttpResponse:
    """Return one recall: to whoever announced it all of it, to whoever was told its own part."""
    plain(recall=recall)
    return answer(announced_recall(actor_of(request), recall))


@router.get("/inbox", operation_id="inbox")
def open_things(request: HttpRequest, *, kind: Kind | None = None, mine: bool = False) -> HttpResponse:
    """Return what is open about material, who has to act and by when, what is due first on top."""
    return answer({"items": inbox(actor_of(request), day_of(None), kind=kind, mine=mine)})


@router.get("/holds", operation_id="holds")
def lots_on_hold(request: HttpRequest, *, ended: bool = False, limit: Limit = 50) -> HttpResponse:
    """Return the holds on lots of the actor's events."""
    return answer({"items": holds(actor_of(request), ended=ended, limit=limit)})


@router.get("/holds/{hold}", operation_id="hold")
def one_hold(request: HttpRequest, hold: str) -> HttpResponse:
    """Return one hold."""
    plain(hold=hold)
    return answer(hold_for(actor_of(request), hold))


@router.get("/corrections", operation_id="corrections")
def errors_to_tell(request: HttpRequest, *, done: bool = False, limit: Limit = 50) -> HttpResponse:
    """Return the events that were declared an error, and which receivers are still to be told by when."""
    return answer({"items": corrections(actor_of(request), done=done, limit=limit)})


@router.get("/book-credits", operation_id="book-credits")
def book_credits(
    request: HttpRequest, *, holder: Word = "", account: Word = "", after: Word = "", limit: Limit = 50
) -> HttpResponse:
    """Return the credits of book and claim that the actor's organisation issued, holds or held, by serial."""
    plain(holder=holder, account=account, after=after)
    found = credits_of(actor_of(request), holder=holder, account=account, after=after, limit=limit)
    return answer({"items": found, "next": found[-1].serial if len(found) == limit else ""})


@router.get("/book-credits/{credit}", operation_id="book-credit")
def book_credit(request: HttpRequest, credit: str) -> HttpResponse:
    """Return one credit by identifier or serial."""
    plain(credit=credit)
    return answer(credit_for(actor_of(request), credit))


@router.get("/corrections/{correction}", operation_id="correction")
def one_correction(request: HttpRequest, correction: str) -> HttpResponse:
    """Return one event that was declared an error, with the receivers that the actor may know of."""
    plain(correction=correction)
    return answer(correction_for(actor_of(request), correction))
