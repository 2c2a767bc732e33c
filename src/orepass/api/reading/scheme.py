"""Standards for everyone: packs, their standards with subjects and requirements, parameters, published editions."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from orepass.api.reading.answers import SAID, Day, Word, answer, day_of, plain
from orepass.register.applying import what_applies
from orepass.register.comparing import comparison
from orepass.scheme import queries
from orepass.scheme.rules import frameworks
from orepass.scheme.rules.cards import pack_card, standard_card
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.regions import pack_on

router = Router(tags=["scheme"])
Language = Annotated[str, Query(pattern="^[a-z]{2}$", description="Tell it in this language, where the pack has it.")]


@router.get("/standards", operation_id="standards", auth=None)
def standards(request: HttpRequest, *, language: Language = "en") -> HttpResponse:
    """Return the packs there are, with their standards."""
    return answer({"items": [pack_card(queries.pack(name), language) for name in queries.pack_paths()]})


@router.get("/editions", operation_id="editions", auth=None)
def editions(request: HttpRequest, *, scheme: Word = "") -> HttpResponse:
    """Return the published editions, of one scheme or all, with the digest that results name."""
    plain(scheme=scheme)
    return answer({"items": queries.editions(scheme)})


@router.get("/standards/compare", operation_id="standards-compare", auth=None)
def compare(
    request: HttpRequest, *, a: Word, b: Word, size: Word = "", on: Day = None, language: Language = "en"
) -> HttpResponse:
    """Compare two standards: whoever holds `a`, what would `b` still ask? Each is written `pack:CODE`."""
    del request
    plain(a=a, b=b, size=size)
    return answer(comparison(a, b, day_of(on), language, size))


@router.get(
    "/standards/{pack}/what-applies", operation_id="what-applies", auth=None, openapi_extra={"parameters": [SAID]}
)
def applies(request: HttpRequest, pack: str, *, on: Day = None, language: Language = "en") -> HttpResponse:
    """Say what of a pack applies: `stage`, `activities`, `minerals`, `size`, `country`, `people`, `flags.<name>`."""
    ours = {"language", "on"}
    said = {name: [str(value) for value in values] for name, values in request.GET.lists() if name not in ours}
    for name, values in said.items():
        plain(name=name, value=" ".join(values))
    return answer(what_applies(pack_on(_pack(pack), day_of(on)), said, language))


@router.get("/standards/{pack}", operation_id="standard-pack", auth=None)
def one_pack(request: HttpRequest, pack: str, *, language: Language = "en") -> HttpResponse:
    """Return one pack with every parameter and its source."""
    found = _pack(pack)
    return answer({"pack": pack_card(found, language), "parameters": list(found.rules.parameters.values())})


@router.get("/standards/{pack}/coverage", operation_id="standards-coverage", auth=None)
def coverage(request: HttpRequest, pack: str, *, standard: Word = "", language: Language = "en") -> HttpResponse:
    """Say which topics of conventions, guidelines and laws the requirements of a pack speak to, and the gaps."""
    del request
    plain(standard=standard)
    return answer({"frameworks": frameworks.coverage(_pack(pack), queries.frameworks(), language, standard)})


@router.get("/standards/{pack}/{standard}", operation_id="standard", auth=None)
def one_standard(request: HttpRequest, pack: str, standard: str, *, language: Language = "en") -> HttpResponse:
    """Return one standard: its requirements by subject and phase."""
    plain(standard=standard)
    return answer(standard_card(_pack(pack), standard, language))


def _pack(name: str) -> Pack:
    plain(pack=name)
    return queries.pack(name)
