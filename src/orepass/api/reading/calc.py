"""The rules of certification for anyone: no token is needed, every answer carries its formula and sources."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.parameters import others
from orepass.api.reading.answers import answer, plain
from orepass.register import calculating
from orepass.register.rulebook import rule_card, topics
from orepass.scheme import queries as scheme

router = Router(tags=["calc"])
ASKED: Final = ("pack", "standard")
INPUTS: Final = others("The inputs of the rule, each by its own name (see `/calc/`); also `pack` and `standard`.")
"""Each rule has inputs of its own, and refuses names that are none of them itself."""


@router.get("/calc/", operation_id="calc-rules", auth=None)
def rules(request: HttpRequest) -> HttpResponse:
    """Return every rule with its inputs, by room and topic."""
    return answer({"topics": topics()})


@router.get("/calc/{rule}", operation_id="calc", auth=None, openapi_extra={"parameters": [INPUTS]})
def calc(request: HttpRequest, rule: str) -> HttpResponse:
    """Run a rule on the inputs of the query; `pack` and `standard` take a scheme's own numbers for the rest."""
    for name, value in request.GET.items():
        plain(name=name, value=str(value))
    given = {name: str(text) for name, text in request.GET.items()}
    names = {card.name for card in rule_card(rule).inputs}
    asked = {name: given.pop(name) for name in ASKED if name in given and name not in names}
    pack = scheme.pack(asked["pack"]) if asked.get("pack") else None
    return answer(calculating.answer(rule, given, pack=pack, standard=asked.get("standard", "")))
