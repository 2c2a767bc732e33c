"""Reading over HTTP: parties see their own, strangers see what is public, pages neither repeat nor lose anything."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from orepass.api.main import api
from orepass.party.actions.organisations import register_organisation
from orepass.party.actions.sites import SiteChange, correct_site, register_site
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform import clock
from tests.api.reading import Readable, client_for, rows
from tests.beginnings import Teller, Told
from tests.certification import STEWARD, World

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Readable]:
    return tell(Readable)


@pytest.fixture
def world(told: Told[Readable], db: None) -> Readable:
    return told.again()


def reading_operations() -> set[str]:
    paths = api.get_openapi_schema(path_prefix=V1)["paths"]
    return {operation["operationId"] for path in paths.values() for way, operation in path.items() if way == "get"}


def asked(client: Client, addresses: dict[str, str]) -> dict[str, int]:
    return {name: client.get(V1 + address).status_code for name, address in addresses.items()}


def test_parties_read_their_own_and_strangers_are_told_there_is_nothing(world: Readable) -> None:
    everything = world.private | world.lists | world.public | world.of_a_site
    assert {*everything, *world.of_staff} == reading_operations()
    own = client_for(world.operator)
    assert asked(own, world.of_staff) == dict.fromkeys(world.of_staff, 404)
    assert asked(Client(), world.of_staff) == dict.fromkeys(world.of_staff, 401)
    assert asked(own, everything) == dict.fromkeys(everything, 200)
    stranger = client_for(world.world.outsider)
    assert asked(stranger, world.private | world.of_a_site) == dict.fromkeys(world.private | world.of_a_site, 404)
    assert asked(stranger, world.lists | world.public) == dict.fromkeys(world.lists | world.public, 200)
    nobody = Client()
    assert asked(nobody, world.public) == dict.fromkeys(world.public, 200)
    assert asked(nobody, world.private | world.lists) == dict.fromkeys(world.private | world.lists, 401)
    assert asked(nobody, world.of_a_site) == dict.fromkeys(world.of_a_site, 404)


def test_lists_of_a_stranger_hold_nothing_of_the_others(world: Readable) -> None:
    stranger = client_for(world.world.outsider)
    own = client_for(world.operator)
    for name in ("applications", "groups", "plans", "events", "lots", "accounts", "subjects", "risks", "areas"):
        assert rows(own.get(V1 + name)), name
        assert rows(stranger.get(V1 + name)) == [], name
    document = stranger.get(f"{V1}events/document").json()
    assert document["epcisBody"]["queryResults"]["resultsBody"]["eventList"] == []
    recalled = stranger.get(V1 + world.lists["recall"]).json()
    assert (recalled["began"], recalled["affected"], recalled["tell"], recalled["digest"]) == ([], [], [], "")
    assert own.get(V1 + world.lists["recall"]).json()["affected"]
    for name in ("inbox", "holds", "recalls", "corrections", "reconciliations", "book-credits"):
        assert rows(stranger.get(V1 + name)) == [], name


def test_other_peoples_subjects_and_unregistered_parties_are_not_found(world: Readable) -> None:
    stranger = client_for(world.world.outsider)
    for address in (f"subjects?organisation={world.world.client}", f"measures?organisation={world.world.client}"):
        response = stranger.get(V1 + address)
        assert (response.status_code, response.json()["code"]) == (404, "platform.not_found")


def test_a_wrong_token_is_refused_even_where_none_is_needed(world: Readable) -> None:
    client = Client(headers={"Authorization": "Bearer orp_nobody"})
    assert client.get(V1 + world.of_a_site["site"]).status_code == 401


def test_events_come_back_as_an_epcis_document(world: Readable) -> None:
    document = client_for(world.operator).get(f"{V1}events/document?limit=2").json()
    listed = document["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert (document["type"], [event["type"] for event in listed]) == ("EPCISQueryDocument", ["ObjectEvent"] * 2)


def test_a_credential_is_checked_for_anyone_without_asking_anybody(world: Readable) -> None:
    nobody = Client()
    token = nobody.get(V1 + world.public["credential-token"]).content.decode()
    with clock.frozen_at(world.at + timedelta(hours=1)):
        answer = nobody.post(f"{V1}check", json.dumps({"credential": token}), content_type="application/json").json()
    assert answer["verified"] is True, answer
    assert {"proof", "status", "log"} <= {check["name"] for check in answer["checks"]}
    spoilt = nobody.post(f"{V1}check", json.dumps({"credential": token[:-9]}), content_type="application/json")
    assert spoilt.status_code in {200, 422}
    assert spoilt.json().get("verified") is not True


def test_a_bundle_is_checked_by_itself_for_anyone(world: Readable) -> None:
    nobody = Client()
    with clock.frozen_at(world.at + timedelta(hours=1)):
        bundle = nobody.get(V1 + world.public["credential-bundle"]).content.decode()
        answer = nobody.post(f"{V1}check", json.dumps({"credential": bundle}), content_type="application/json").json()
    assert answer["verified"] is True, answer
    assert "(the bundle)" in answer["checks"][1]["reason"]


@pytest.mark.parametrize("name", ["..", "%2e%2e", "..%2f..%2fetc", "%2fetc%2fpasswd", "var", "cera-4in1@../x"])
def test_a_path_is_no_name_of_a_standard(name: str, world: Readable) -> None:
    assert Client().get(f"{V1}standards/{name}").status_code == 404


def walked(client: Client, address: str, between: Callable[[], object], first: Any = "") -> list[str]:
    """Read a list page by page, two at a time, while somebody else writes between the pages."""
    seen: list[str] = []
    after = first
    while True:
        page = client.get(f"{V1}{address}{'&' if '?' in address else '?'}limit=2&after={after}").json()
        seen += [row.get("id") or row["event_id"] for row in page["items"]]
        after = page["next"]
        if not after:
            return seen
        if len(seen) < 40:
            between()


def test_pages_neither_repeat_nor_lose_anything_while_others_write() -> None:
    world = World(sites=5)
    steward = client_for(world.operator)

    def another_site() -> None:
        site = register_site(STEWARD, name="Yet another pit", organisation=world.client)
        correct_site(STEWARD, site=site.id, change=SiteChange(public=True), reason="Its people want it seen.")

    def another_organisation() -> None:
        register_organisation(STEWARD, name="Yet another", kind=OrganisationKind.OPERATOR, country="CD")

    for _ in range(5):
        another_site()
    for address, between in (("sites", another_site), ("organisations", another_organisation)):
        before = {row["id"] for row in rows(steward.get(f"{V1}{address}?limit=200"))}
        seen = walked(steward, address, between)
        assert len(seen) == len(set(seen))
        assert before <= set(seen)
        assert len(before) > 1


def test_events_and_lots_are_paged_in_the_order_of_the_journal(world: Readable) -> None:
    own = client_for(world.operator)
    for address in ("events", "lots"):
        whole = [row.get("id") or row["event_id"] for row in rows(own.get(V1 + address))]
        assert walked(own, address, lambda: None, first=0) == whole
        assert len(whole) >= 3


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("sites?limit=0", "query/limit"),
        ("sites?limit=201", "query/limit"),
        ("sites?limit=many", "query/limit"),
        ("log/entries?before=-1", "query/before"),
        ("log/checkpoint/x", "path/size"),
        ("passports?organisation=%00", "organisation"),
        ("search?text=" + "x" * 201, "query/text"),
        ("standards/cera-4in1?language=english", "query/language"),
    ],
)
def test_a_question_that_cannot_be_answered_names_the_place(address: str, where: str) -> None:
    response = Client().get(V1 + address)
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert response.json()["where"] == where
    assert response.json()["what_to_do"]
