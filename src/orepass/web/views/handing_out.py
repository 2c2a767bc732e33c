"""Files to fill in elsewhere: the workbook of a standard, and self-assessments as workbooks and as forms."""

from django.http import HttpRequest, HttpResponse

from orepass.assurance.queries.worksheets import FORM, SHEET, FileMade, for_file, for_profile
from orepass.platform import clock
from orepass.platform.workbooks import TYPE, write_workbook
from orepass.scheme import queries as scheme
from orepass.scheme.rules.asking.saying import profile_said
from orepass.scheme.rules.template.forming import template_of
from orepass.web.acting import actor_of, at_work
from orepass.web.words import language

LANGUAGE = "language"
"""What the address may say besides the profile: whoever hands a sheet on chooses its language."""


def standard_sheet(request: HttpRequest, ref: str) -> HttpResponse:  # noqa: ARG001 - the address says it all
    """Hand out the workbook of an edition."""
    pack = scheme.pack(ref)
    data = write_workbook(template_of(pack), title=pack.ref)
    return _handed(f"{pack.ref.replace('@', '-')}.xlsx", TYPE, data)


def assessment_sheet(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """Hand out a self-assessment for what the address says of a site; nothing is kept."""
    return _for_profile(request, ref, code, SHEET)


def assessment_form(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """Hand out a form for ODK or Kobo for what the address says of a site; nothing is kept."""
    return _for_profile(request, ref, code, FORM)


def _for_profile(request: HttpRequest, ref: str, code: str, kind: str) -> HttpResponse:
    pack = scheme.pack(ref)
    said = {name: [str(value) for value in values] for name, values in request.GET.lists() if name != LANGUAGE}
    spoken = request.GET.get(LANGUAGE, language())
    made = for_profile(pack, code, profile_said(pack, said), kind, language=spoken, on=clock.today())
    return _file(made)


@at_work()
def file_sheet(request: HttpRequest, identifier: str) -> HttpResponse:
    """Hand out the self-assessment of a file with what was answered so far."""
    return _file(for_file(actor_of(request), identifier, SHEET, language=language(), on=clock.today()))


@at_work()
def file_form(request: HttpRequest, identifier: str) -> HttpResponse:
    """Hand out the form of a file for ODK or Kobo."""
    return _file(for_file(actor_of(request), identifier, FORM, language=language(), on=clock.today()))


def _file(made: FileMade) -> HttpResponse:
    return _handed(made.name, made.media_type, made.data)


def _handed(name: str, media_type: str, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
