"""Actions over HTTP: tokens, problem documents, idempotency, hostile bodies."""

import json
from typing import Any

import pytest
from django.test import Client

from orepass.platform.access import Actor, Role
from orepass.platform.accounts import create_token, grant_membership
from orepass.platform.models import Person, Record
from orepass.platform.people import actor_for, register_person

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")
URL = "/api/v1/actions/platform.person.register"
BODY = {"name": "Amina K.", "purpose": "member"}


def token_for(role: Role, scopes: list[str]) -> str:
    person = register_person(Actor("per-S", "org-S", frozenset({Role.STEWARD})), name="x", purpose="y").id
    grant_membership(SYSTEM, person=person, organisation="org-A", role=role)
    return create_token(actor_for(person), scopes=scopes).secret


@pytest.fixture
def client() -> Client:
    return Client(headers={"Authorization": f"Bearer {token_for(Role.STEWARD, ['*'])}"})


def post(client: Client, body: Any, key: str = "", url: str = URL) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(url, data=content, content_type="application/json", headers=headers)


def people() -> int:
    return Person.objects.count()


def test_an_action_is_performed_and_recorded(client: Client) -> None:
    response = post(client, BODY)
    assert response.status_code == 200
    assert Record.objects.order_by("-sequence")[0].subject == response.json()["id"]


def test_no_token_is_a_problem_document() -> None:
    response = post(Client(), BODY)
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_role_that_may_not_is_told_who_may() -> None:
    client = Client(headers={"Authorization": f"Bearer {token_for(Role.BUYER, ['*'])}"})
    before = people()
    response = post(client, BODY)
    assert (response.status_code, response.json()["code"]) == (403, "platform.access.denied")
    assert "steward" in response.json()["what_to_do"]
    assert people() == before


def test_a_scope_that_leaves_the_action_out_refuses() -> None:
    client = Client(headers={"Authorization": f"Bearer {token_for(Role.STEWARD, ['custody.*'])}"})
    assert post(client, BODY).json()["code"] == "platform.access.scope"


def test_the_same_key_acts_once_and_answers_the_same(client: Client) -> None:
    before = people()
    first, second = post(client, BODY, "k1"), post(client, BODY, "k1")
    assert first.json() == second.json()
    assert people() == before + 1


def test_the_same_key_for_another_request_is_refused(client: Client) -> None:
    post(client, BODY, "k1")
    before = people()
    response = post(client, BODY | {"name": "Other"}, "k1")
    assert (response.status_code, response.json()["code"]) == (409, "api.idempotency.reused")
    assert people() == before


def test_a_refused_request_may_be_mended_under_the_same_key(client: Client) -> None:
    assert post(client, {"name": "x"}, "k2").status_code == 422
    assert post(client, BODY, "k2").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b'{"name": "\xff"}',
        b'{"name": "a", "name": "b", "purpose": "c"}',
        b"[" * 100_000,
        b'{"name": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"name": NaN}',
    ],
)
def test_a_body_that_is_no_json_object_is_refused(client: Client, body: bytes) -> None:
    before = people()
    response = post(client, body)
    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"
    assert people() == before


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "x"},
        BODY | {"at": "2020-01-01T00:00:00Z"},
        BODY | {"extra": 1},
        BODY | {"name": 7},
        BODY | {"consented_on": "yesterday"},
    ],
)
def test_inputs_that_do_not_fit_are_refused_with_the_place(client: Client, body: dict[str, Any]) -> None:
    before = people()
    response = post(client, body)
    assert (response.status_code, response.json()["code"]) == (422, "platform.action.inputs")
    assert response.json()["detail"]
    assert people() == before


def test_ten_megabytes_of_name_are_cut_or_refused_not_a_crash(client: Client) -> None:
    response = post(client, BODY | {"name": "x" * 10_000_000})
    assert response.status_code in {200, 413, 422}


def test_an_unknown_action_is_not_found(client: Client) -> None:
    assert post(client, BODY, url="/api/v1/actions/party.site.explode").status_code == 404


def test_the_openapi_document_describes_every_action_by_its_name(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    operation = document["paths"][URL]["post"]
    assert operation["operationId"] == "platform.person.register"
    assert operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].startswith("#/components/schemas/")
