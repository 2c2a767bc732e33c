"""Files to fill in elsewhere: editions as workbooks, self-assessments as workbooks and as forms for ODK and Kobo."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from orepass.api.parameters import Taken, unfit
from orepass.api.reading.answers import SAID, actor_of, answer, plain
from orepass.assurance.queries.results import oscal_results_for
from orepass.assurance.queries.worksheets import FileMade, for_file, for_profile
from orepass.platform import clock
from orepass.platform.workbooks import TYPE, write_workbook
from orepass.scheme import queries as scheme
from orepass.scheme.rules.asking.saying import profile_said
from orepass.scheme.rules.oscal.catalog import catalog
from orepass.scheme.rules.oscal.profile import profile
from orepass.scheme.rules.template.forming import template_of

router = Router(tags=["files"])
Shape = Literal["catalog", "profile"]
Kind = Literal["self-assessment", "xlsform"]
Language = Annotated[str, Query(pattern="^[a-z]{2}$", description="The language of a self-assessment's table.")]


@router.get("/standards/{pack}/files/workbook", operation_id="standard-workbook", auth=None)
def workbook(request: HttpRequest, pack: str) -> HttpResponse:
    """Return an edition as a workbook that can be changed and imported again."""
    plain(pack=pack)
    found = scheme.pack(pack)
    return _handed(f"{found.ref.replace('@', '-')}.xlsx", TYPE, write_workbook(template_of(found), title=found.ref))


@router.get(
    "/standards/{pack}/{standard}/files/{kind}",
    operation_id="standard-file",
    auth=None,
    openapi_extra={"parameters": [SAID]},
)
def standard_file(
    request: HttpRequest, pack: str, standard: str, kind: Kind, *, language: Language = "en"
) -> HttpResponse:
    """Return the self-assessment of a standard for a site, said as in `what-applies`; nothing is kept."""
    plain(pack=pack, standard=standard)
    found = scheme.pack(pack)
    site = profile_said(found, _said(request))
    return _file(for_profile(found, standard, site, kind, language=language, on=clock.today()))


@router.get("/applications/{application}/files/{kind}", operation_id="application-file")
def application_file(request: HttpRequest, application: str, kind: Kind, *, language: Language = "en") -> HttpResponse:
    """Return the self-assessment of a file with the answers so far, as a table or as a form, to the parties to it."""
    plain(application=application)
    return _file(for_file(actor_of(request), application, kind, language=language, on=clock.today()))


@router.get(
    "/standards/{pack}/{standard}/oscal/{shape}",
    operation_id="standard-oscal",
    auth=None,
    openapi_extra={"parameters": [SAID]},
)
def standard_oscal(
    request: HttpRequest, pack: str, standard: str, shape: Shape, *, language: Language = "en"
) -> HttpResponse:
    """Return a standard as an OSCAL catalogue, or as the profile for a site, said as in `what-applies`."""
    plain(pack=pack, standard=standard)
    found = scheme.pack(pack)
    said = _said(request)
    if shape == "profile":
        return answer(profile(found, standard, profile_said(found, said), language))
    if refusal := unfit(dict.fromkeys(said, 1), Taken(frozenset({"language"}))):
        raise refusal  # a catalogue is of no site
    return answer(catalog(found, standard, language))


@router.get("/applications/{application}/oscal", operation_id="application-oscal")
def application_oscal(request: HttpRequest, application: str, *, language: Language = "en") -> HttpResponse:
    """Return what a file came to so far as OSCAL assessment results, to the parties to it."""
    plain(application=application)
    return answer(oscal_results_for(actor_of(request), application, language=language, on=clock.today()))


def _said(request: HttpRequest) -> dict[str, list[str]]:
    said = {name: [str(value) for value in values] for name, values in request.GET.lists() if name != "language"}
    for name, values in said.items():
        plain(name=name, value=" ".join(values))
    return said


def _file(made: FileMade) -> HttpResponse:
    return _handed(made.name, made.media_type, made.data)


def _handed(name: str, media_type: str, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
