"""The API's own reference for people: every operation has a page that asks no foreign server."""

import pytest
from django.test import Client

from orepass.api import reference
from tests.web.test_pages import check

pytestmark = pytest.mark.django_db
HOME = "/api/v1/docs/"


def test_every_operation_of_the_document_stands_in_the_list(client: Client) -> None:
    listed = check(client, HOME)
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    names = [written["operationId"] for methods in paths.values() for written in methods.values()]
    assert len(names) > 350
    assert [name for name in names if f'href="{name}"' not in listed] == []


def test_a_room_tells_what_its_operations_do_and_no_other_room_stands_there(client: Client) -> None:
    html = check(client, f"{HOME}?room=custody")
    assert "Record one bag or lot that begins at a site" in html
    assert "assurance.audit.plan" not in html
    assert client.get(f"{HOME}?room=nothing").status_code == 404


def test_an_operation_tells_what_it_takes_with_the_parts_of_its_body(client: Client) -> None:
    html = check(client, f"{HOME}custody.delivery.record")
    for told in ("POST /api/v1/actions/custody.delivery.record", "delivery.mass_kg", "decimal", "Idempotency-Key"):
        assert told in html
    assert "One is needed" in html


def test_a_public_operation_says_so_and_tells_the_choices_of_its_inputs(client: Client) -> None:
    html = check(client, f"{HOME}sites")
    assert "None is needed" in html
    assert "country" in html


def test_every_operation_has_a_page(client: Client) -> None:
    for name in reference._operations():
        assert client.get(HOME + name).status_code == 200, name


def test_what_is_no_operation_is_not_found(client: Client) -> None:
    assert client.get(f"{HOME}nothing").status_code == 404


@pytest.mark.parametrize("path", [HOME, f"{HOME}?room=custody", f"{HOME}custody.delivery.record"])
def test_nothing_is_asked_of_a_foreign_server(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    assert "cdn." not in html
    assert "<script" not in html
