"""The public calculator: every rule has a page, which computes, explains, and says where to ask the same."""

import json
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import reverse

from orepass.register.rulebook import rules
from tests.certification import PACK, World
from tests.web.test_pages import check

pytestmark = pytest.mark.django_db
V1 = "/api/v1/calc/"


def page(name: str) -> str:
    return reverse("web:rule", args=[name])


def test_every_rule_stands_in_the_list_and_has_a_form_of_its_inputs(client: Client) -> None:
    listed = check(client, reverse("web:calculator"))
    for card in rules():
        assert f'href="{card.name}/"' in listed
        assert urljoin(reverse("web:calculator"), f"{card.name}/") == page(card.name)
        html = check(client, page(card.name))
        assert all(f'name="{one.name}"' in html for one in card.inputs), card.name


def test_a_value_comes_with_its_formula_its_source_its_command_and_its_address(client: Client) -> None:
    html = check(client, page("sample") + "?rule=md1&n=26&kind=initial")
    assert "6" in html
    assert "√26, rounded up, is 6" in html
    assert "IAF MD 1 (multi-site), 6.1" in html
    assert "orepass calc sample rule=md1 n=26 kind=initial" in html
    assert "/api/v1/calc/sample?rule=md1&amp;n=26&amp;kind=initial" in html
    assert "not yet confirmed" in html


def test_an_exact_share_stands_beside_its_decimal(client: Client) -> None:
    html = check(client, page("detection-power") + "?n=30&sample=5&failing=3")
    assert "88/203" in html
    assert "0.4334" in html


def test_a_truth_is_said_in_words(client: Client) -> None:
    said = check(client, page("group-keeps-right") + "?members=5&compliant=4")
    assert '<span class="code">yes</span>' in said
    assert '<span class="code">no</span>' in check(client, page("group-keeps-right") + "?members=5&compliant=3")


def test_a_schemes_number_is_taken_with_its_own_source(world: World, client: Client) -> None:
    html = check(
        client, page("certificate-valid-to") + f"?decided_on=2026-01-31&scheme={PACK}%3AASM".replace("@", "%40")
    )
    assert "2027-01-30" in html
    assert "standard=ASM" in html


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("sample/?rule=md1&n=x", "must be a whole number"),
        ("sample/?rule=md1", "needs"),
        ("sample/?rule=nobody&n=3", "known rules are"),
        ("sample/?rule=md1&n=0", "at least one site"),
        ("certificate-valid-to/?decided_on=2026-01-31&scheme=nobody", "not one of the available choices"),
    ],
)
def test_what_cannot_be_computed_is_refused_beside_the_form(client: Client, asked: str, said: str) -> None:
    answer = client.get(reverse("web:calculator") + asked)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_rule_that_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get(page("nothing")).status_code == 404


def test_the_api_answers_as_the_page_and_the_command_do(world: World, client: Client) -> None:
    listed = client.get(V1).json()["topics"]
    assert {card["name"] for topic in listed for card in topic["rules"]} == {card.name for card in rules()}
    answer = client.get(V1 + "detection-power?n=30&sample=5&failing=3").json()
    assert (answer["value_exact"], answer["unit"], answer["rule"]) == ("88/203", "share", "detection-power")
    assert answer["sources"]
    taken = client.get(V1 + f"certificate-valid-to?decided_on=2026-01-31&pack={PACK}&standard=ASM").json()
    used = {one["name"]: one for one in taken["parameters"]}
    assert (used["months"]["origin"], used["months"]["path"]) == ("scheme", "lifecycle.cycle_months")
    assert used["decided_on"]["origin"] == "given"


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("nothing", 404, "scheme.calc.rule_unknown"),
        ("sample?rule=md1", 422, "scheme.calc.input_missing"),
        ("sample?rule=md1&n=3&m=4", 422, "scheme.calc.input_unknown"),
        ("sample?rule=md1&n=3&n=4", 422, "api.parameter.twice"),
        ("sample?rule=md1&n=%00", 422, "api.text"),
        ("certificate-valid-to?decided_on=2026-01-31&pack=nobody", 404, "scheme.pack.missing"),
        ("certificate-valid-to?decided_on=2026-01-31&pack=cera-4in1&standard=X", 404, "scheme.standard.unknown"),
    ],
)
def test_the_api_refuses_with_a_problem_document(client: Client, asked: str, status: int, code: str) -> None:
    answer = client.get(V1 + asked)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
