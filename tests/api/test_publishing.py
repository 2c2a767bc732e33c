"""Strangers resolve our DID, our status lists and our credentials by the addresses that stand in them."""

import json
from pathlib import Path

import pytest
from django.test import Client

from orepass.platform.access import Actor
from orepass.platform.actions import perform_from_json
from orepass.platform.home import mark_as_demonstration

pytestmark = pytest.mark.django_db


def test_the_did_document_of_an_organisation_is_found_by_anyone(own_home_for_each_test: Path) -> None:
    mark_as_demonstration("x")
    perform_from_json(
        Actor.system("test"), "credentials.identity.create", {"path": "mine", "organisation": "org-X", "name": "Mine"}
    )
    response = Client().get("/mine/did.json")
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    document = json.loads(response.content)
    assert document["id"].startswith("did:web:")
    assert document["assertionMethod"]
    assert "privateKey" not in response.content.decode()


@pytest.mark.parametrize("path", ["status/none", "credentials/none", "a/b/did.json", ".well-known/did.json"])
def test_what_is_not_published_is_a_problem_document(path: str) -> None:
    response = Client().get(f"/{path}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_published_documents_cannot_be_written() -> None:
    assert Client().post("/.well-known/did.json", data="{}", content_type="application/json").status_code == 405
