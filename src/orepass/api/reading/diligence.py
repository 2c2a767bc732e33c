"""Due diligence for those it concerns: identified risks, reckoned red flags, decisions on areas, the five steps."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import Day, actor_of, answer, day_of, plain
from orepass.diligence import queries as diligence
from orepass.register.queries import site_for

router = Router(tags=["diligence"])


@router.get("/sites/{site}/risks", operation_id="site-risks")
def risks(request: HttpRequest, site: str, *, on: Day = None) -> HttpResponse:
    """Return the identified risks at a site that the reader may see, each with where it stands on a day."""
    plain(site=site)
    actor, day = actor_of(request), day_of(on)
    return answer({"items": diligence.cases_for(actor, site_for(actor, site)[0].id, day)})


@router.get("/sites/{site}/signals", operation_id="site-signals")
def signals(request: HttpRequest, site: str, *, on: Day = None) -> HttpResponse:
    """Return the reckoned red flags of a site that the reader may see, and how deep diligence has to go."""
    plain(site=site)
    actor, day = actor_of(request), day_of(on)
    card, _inside = site_for(actor, site)
    depth = diligence.depth_for(actor, card.id, day)
    return answer({"items": diligence.signals_for(actor, card.id), "depth": depth})


@router.get("/sites/{site}/legal", operation_id="site-legal")
def legal(request: HttpRequest, site: str) -> HttpResponse:
    """Return how the law stood to a site, oldest first."""
    plain(site=site)
    return answer({"items": diligence.legal_history(site_for(actor_of(request), site)[0].id)})


@router.get("/risks", operation_id="risks")
def own_risks(request: HttpRequest, *, on: Day = None) -> HttpResponse:
    """Return the identified risks that the actor's organisation keeps, and those at its own sites."""
    return answer({"items": diligence.cases_of(actor_of(request), day_of(on))})


@router.get("/risks/{case}", operation_id="risk")
def risk(request: HttpRequest, case: str, *, on: Day = None) -> HttpResponse:
    """Return one identified risk as of a day: where it stands, what is due, whether trade may go on."""
    plain(case=case)
    return answer(diligence.case_for(actor_of(request), case, day_of(on)))


@router.get("/areas", operation_id="areas")
def areas(request: HttpRequest, *, on: Day = None) -> HttpResponse:
    """Return the decisions of the actor's organisation on areas, each with its inputs and until when it holds."""
    return answer({"items": diligence.areas_for(actor_of(request), day_of(on))})


@router.get("/areas/{area}", operation_id="area")
def area(request: HttpRequest, area: str, *, on: Day = None) -> HttpResponse:
    """Return one decision on an area as of a day."""
    plain(area=area)
    return answer(diligence.area_for(actor_of(request), area, day_of(on)))


@router.get("/imports", operation_id="imports")
def imports(request: HttpRequest) -> HttpResponse:
    """Return what the actor's organisation brought into the Union year by year, each with whether duties follow."""
    return answer({"items": diligence.imports_for(actor_of(request))})


@router.get("/five-steps", operation_id="five-steps")
def five_steps(request: HttpRequest, *, on: Day = None) -> HttpResponse:
    """Return which of the five steps of due diligence the actor's organisation has covered on a day."""
    return answer(diligence.five_steps_for(actor_of(request), day_of(on)))
