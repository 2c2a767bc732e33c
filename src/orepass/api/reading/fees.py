"""What certification costs, what is paid and what is due, for the sides of an account; schedules are public."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import After, Day, Limit, actor_of, answer, day_of, plain
from orepass.inclusion.fees import queries as fees

router = Router(tags=["fees"])


@router.get("/fees/schedule", operation_id="fee-schedule", auth=None)
def schedule(request: HttpRequest, pack: str, standard: str) -> HttpResponse:
    """Return the schedule of fees of a standard, every number with its source."""
    plain(pack=pack, standard=standard)
    return answer(fees.schedule(pack, standard))


@router.get("/fees/quotes", operation_id="fee-quotes")
def quotes(request: HttpRequest) -> HttpResponse:
    """Return the quotes made for the actor's organisation, the newest first, with every step of their reckoning."""
    return answer({"items": fees.quotes_for(actor_of(request))})


@router.get("/fees/quotes/{quote}", operation_id="fee-quote")
def quote(request: HttpRequest, quote: str) -> HttpResponse:
    """Return one quote."""
    plain(quote=quote)
    return answer(fees.quote_for(actor_of(request), quote))


@router.get("/fees/cost-sheets", operation_id="fee-cost-sheets")
def cost_sheets(request: HttpRequest) -> HttpResponse:
    """Return what certification cost the actor's organisation year by year, complying included."""
    return answer({"items": fees.cost_sheets_for(actor_of(request))})


@router.get("/fees/accounts", operation_id="fee-accounts")
def accounts(request: HttpRequest, *, on: Day = None, after: After = "", limit: Limit = 50) -> HttpResponse:
    """Return the fees, pots, premiums and advances of the actor's organisation, with what is open today."""
    plain(after=after)
    found = fees.account_page(actor_of(request), day_of(on), after=after, limit=limit)
    return answer({"items": found.items, "next": found.after})


@router.get("/fees/accounts/{account}", operation_id="fee-account")
def account(request: HttpRequest, account: str, *, on: Day = None) -> HttpResponse:
    """Return one account with every entry; who assesses or decides finds nothing."""
    plain(account=account)
    return answer(fees.account_for(actor_of(request), account, day_of(on)))
