"""Certificates, which are public, and cases and tasks, which are the parties' own."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import After, Day, Limit, Word, actor_of, answer, plain
from orepass.assurance import queries
from orepass.platform import clock

router = Router(tags=["assurance"])


@router.get("/certificates", operation_id="certificates", auth=None)
def certificates(
    request: HttpRequest,
    *,
    client: Word = "",
    provider: Word = "",
    standard: Word = "",
    site: Word = "",
    after: After = "",
    limit: Limit = 50,
) -> HttpResponse:
    """Return certificates by client, provider, standard and site."""
    plain(client=client, provider=provider, standard=standard, site=site, after=after)
    found = queries.certificates(
        client=client, provider=provider, standard=standard, site=site, after=after, limit=limit
    )
    return answer({"items": found.items, "next": found.after})


@router.get("/certificates/{certificate}", operation_id="certificate", auth=None)
def certificate(request: HttpRequest, certificate: str) -> HttpResponse:
    """Return one certificate with its status today."""
    plain(certificate=certificate)
    card = queries.certificate_card(certificate)
    return answer({"certificate": card, "status": card.status(clock.today())})


@router.get("/certificates/{certificate}/report", operation_id="report", auth=None)
def report(request: HttpRequest, certificate: str, *, on: Day = None) -> HttpResponse:
    """Return what is public on a day of the report behind a certificate, and what is kept back."""
    plain(certificate=certificate)
    return answer(queries.report_card(certificate, on or clock.today()))


@router.get("/applications", operation_id="applications")
def applications(request: HttpRequest, *, after: After = "", limit: Limit = 50) -> HttpResponse:
    """Return the applications that concern the actor's organisation."""
    plain(after=after)
    found = queries.applications_for(actor_of(request), after=after, limit=limit)
    return answer({"items": found.items, "next": found.after})


@router.get("/applications/{application}", operation_id="case")
def case(request: HttpRequest, application: str) -> HttpResponse:
    """Return the whole file of one application to the parties to it."""
    plain(application=application)
    return answer(queries.case_for(actor_of(request), application))


@router.get("/transfers", operation_id="transfers")
def transfers(request: HttpRequest) -> HttpResponse:
    """Return the requests to move a certificate to another provider that concern the actor's organisation."""
    return answer({"items": queries.transfers_for(actor_of(request))})


@router.get("/tasks", operation_id="tasks")
def tasks(request: HttpRequest) -> HttpResponse:
    """Return what the actor must do, by when."""
    return answer(queries.tasks_for(actor_of(request), clock.today()))
