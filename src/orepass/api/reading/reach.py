"""How far certification reaches: by mineral, in scale, by what refusals were for, by site and by lot."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from orepass.api.reading.answers import Day, Word, actor_of, answer, day_of, plain
from orepass.inclusion.fees import queries as fees
from orepass.kernel.refusal import NotFound
from orepass.party.queries import sites_of
from orepass.platform.access import Role
from orepass.register import reach
from orepass.register.queries import site_for

router = Router(tags=["reach"])
Standard = Annotated[str, Query(min_length=1, max_length=40)]
COUNTERS = frozenset({Role.SCHEME_STAFF, Role.STEWARD})


def _require_counter(request: HttpRequest) -> None:
    """Refuse all but staff: small counts tell who was refused, and what the only certified mine delivered."""
    if not actor_of(request).roles & COUNTERS:
        raise NotFound(what=request.path.rpartition("/")[2])


@router.get("/minerals/{mineral}", operation_id="mineral")
def mineral(request: HttpRequest, mineral: str, *, on: Day = None) -> HttpResponse:
    """Return how many sites win a mineral, and which schemes in force know it: there may be none."""
    plain(mineral=mineral)
    public_only = not actor_of(request).roles & COUNTERS
    return answer(reach.reach_of(mineral, day_of(on), public_only=public_only))


@router.get("/scale", operation_id="scale")
def scale(request: HttpRequest, *, standard: Word = "", on: Day = None) -> HttpResponse:
    """Return how many organisations may deliver as certified on a day, and what they delivered in the year before."""
    plain(standard=standard)
    _require_counter(request)
    return answer(reach.scale(day_of(on), standard=standard))


@router.get("/refusals", operation_id="refusals")
def refusals(request: HttpRequest, *, standard: Standard) -> HttpResponse:
    """Return how many declined files missed each criterion of a standard, the commonest first."""
    plain(standard=standard)
    _require_counter(request)
    return answer({"items": reach.refusals(standard=standard)})


@router.get("/sites/{site}/checks", operation_id="site-checks")
def checks(request: HttpRequest, site: str, *, on: Day = None) -> HttpResponse:
    """Return how a site was checked, and what its operator was charged for, shared evenly over the sites it runs."""
    plain(site=site)
    actor, day = actor_of(request), day_of(on)
    card, _inside = site_for(actor, site)
    sites = len(sites_of(card.organisation)) if card.organisation else 1
    charged = [one for one in fees.accounts_for(actor, day) if one.kind == "fee" and one.owner == card.organisation]
    costs = [{"fee": one.purpose, "for_this_site": one.standing.opened.shared([1] * sites)[0]} for one in charged]
    return answer({"checks": reach.checks_of(actor, card.id), "costs": costs, "sites": sites})


@router.get("/lots/{lot}/results", operation_id="lot-results")
def results(request: HttpRequest, lot: str, *, on: Day = None) -> HttpResponse:
    """Return what each scheme and authority says of every place a lot comes from, side by side."""
    plain(lot=lot)
    return answer({"items": reach.results_of(actor_of(request), lot, day_of(on))})
