"""Standards for everyone: packs, their standards with subjects and requirements, parameters, published editions."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from orepass.api.reading.answers import Word, answer, plain
from orepass.scheme import queries
from orepass.scheme.rules.cards import pack_card, standard_card
from orepass.scheme.rules.model import Pack

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


@router.get("/standards/{pack}", operation_id="standard-pack", auth=None)
def one_pack(request: HttpRequest, pack: str, *, language: Language = "en") -> HttpResponse:
    """Return one pack with every parameter and its source."""
    found = _pack(pack)
    return answer({"pack": pack_card(found, language), "parameters": list(found.rules.parameters.values())})


@router.get("/standards/{pack}/{standard}", operation_id="standard", auth=None)
def one_standard(request: HttpRequest, pack: str, standard: str, *, language: Language = "en") -> HttpResponse:
    """Return one standard: its requirements by subject and phase."""
    plain(standard=standard)
    return answer(standard_card(_pack(pack), standard, language))


def _pack(name: str) -> Pack:
    plain(pack=name)
    return queries.pack(name)
