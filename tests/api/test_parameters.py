"""What fits no operation is refused for every operation in one place, and never passed over."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from orepass.api.asked import taken
from orepass.api.parameters import Taken, unfit
from orepass.kernel.refusal import Invalid

NAMED = re.compile(r"\{\w+\}")
API = "api/v1/"
PAGES = {"api-reference", "api-operation", "api-root"}
"""Pages for people, and the root that leads to them: no operations."""


def routes(resolver: URLResolver, above: str = "") -> dict[str, str | None]:
    """Return every address below with its name."""
    found: dict[str, str | None] = {}
    for part in resolver.url_patterns:
        written = above + str(part.pattern)
        found |= {written: part.name} if isinstance(part, URLPattern) else routes(part, written)
    return found


def refused(given: dict[str, int], by: Taken) -> Invalid:
    """Return the refusal there must be."""
    refusal = unfit(given, by)
    assert refusal is not None
    return refusal


def test_every_address_of_the_api_is_known_with_what_it_takes() -> None:
    known = {path.lstrip("/") for path, _method in taken()}
    for route, name in routes(get_resolver()).items():
        if route.startswith(API) and name not in PAGES:
            assert re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) in known, route


@pytest.mark.parametrize("method", sorted({method for _path, method in taken()}))
def test_every_operation_refuses_a_parameter_it_does_not_take(method: str) -> None:
    """Asked before anything else, and without a token: the description is public."""
    client = Client()
    asked = {path: each for (path, called), each in taken().items() if called == method and not each.others}
    for path, each in asked.items():
        response = client.generic(method, NAMED.sub("x", path) + "?no_such_thing=1")
        problem = response.json()
        assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json"), path
        assert problem["code"] == ("api.parameter.unknown" if each.names else "api.parameter.none"), path
        assert problem["where"] == "query/no_such_thing"
        assert "no_such_thing" in problem["detail"]
        assert all(name in problem["what_to_do"] for name in each.names)
    assert asked


def test_a_misspelt_parameter_is_answered_with_those_that_there_are() -> None:
    problem = Client().get("/api/v1/sites?county=CD", headers={"Accept-Language": "fr"}).json()
    assert problem["what_to_do"].startswith("Omettez-le")
    assert "country" in problem["what_to_do"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("calc/sample?rule=md1&n=26&m=1", "scheme.calc.input_unknown"),
        ("standards/cera-4in1@2026.1/what-applies?sise=asm", "scheme.saying.not_asked"),
        ("standards/cera-4in1@2026.1/ASM/files/xlsform?sise=asm", "scheme.saying.not_asked"),
        ("standards/cera-4in1@2026.1/ASM/oscal/profile?sise=asm", "scheme.saying.not_asked"),
        ("standards/cera-4in1@2026.1/ASM/oscal/catalog?size=asm", "api.parameter.unknown"),
        ("standards/cera-4in1@2026.1/what-applies?language=fr&language=en", "api.parameter.twice"),
    ],
)
@pytest.mark.django_db
def test_an_operation_that_knows_its_names_alone_refuses_others_too(address: str, code: str) -> None:
    response = Client().get(f"/api/v1/{address}")
    assert (response.status_code, response.json()["code"]) == (422, code)


@pytest.mark.django_db
def test_what_a_site_is_may_be_said_in_several_answers() -> None:
    address = "/api/v1/standards/cera-4in1@2026.1/what-applies?minerals=gold&minerals=tin"
    assert Client().get(address).status_code == 200


def test_what_fits_is_let_through() -> None:
    assert unfit({"limit": 1}, Taken(frozenset({"limit", "after"}))) is None
    assert unfit({}, Taken()) is None


def test_one_of_two_answers_is_not_chosen_for_the_sender() -> None:
    refusal = refused({"limit": 2}, Taken(frozenset({"limit"})))
    assert (refusal.code, refusal.where) == ("api.parameter.twice", "query/limit")


def test_a_rule_takes_names_of_its_own_and_each_once() -> None:
    of_rule = taken()["/api/v1/calc/{rule}", "GET"]
    assert unfit({"n": 1, "anything": 1}, of_rule) is None
    assert refused({"n": 2}, of_rule).code == "api.parameter.twice"


def test_a_name_of_any_length_is_told_short() -> None:
    refusal = refused({"x" * 100_000: 1}, Taken())
    assert len(str(refusal)) + len(refusal.where) < 300
