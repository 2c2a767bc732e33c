"""Bad input through the API: whatever is sent to whichever action is done, or refused with code, place and way out.

Every action gets plausible inputs from a world, spoilt in one place at a time, from somebody who holds every role.
"""

import base64
import io
import json
import traceback
import zipfile
import zlib
from collections import Counter
from itertools import groupby
from typing import Any

import msgspec
import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from orepass.api.actions import perform
from orepass.api.problems import document, refused
from orepass.kernel.refusal import Refusal
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import grant_membership
from orepass.platform.actions import RegisteredAction, registry
from tests.api.hostile import DAYS, NUMBERS, Maker, cases, schemas
from tests.api.reading import Readable, client_for
from tests.beginnings import Teller, Told
from tests.certification import PACK, STEWARD
from tests.hanging import ends
from tests.untouched import counted

pytestmark = pytest.mark.django_db
ACTIONS = "/api/v1/actions/"
OVER_HTTP = 2  # so many inputs to each action; the rest go to its operation without a new token and routing each time


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Readable]:
    return tell(Readable)


@pytest.fixture
def world(told: Told[Readable], db: None) -> Readable:
    return told.again()


def every_role(world: Readable) -> Actor:
    """Return somebody who holds every role in the operator's organisation."""
    return Actor(world.operator.pseudonym, world.operator.organisation, frozenset(Role))


@pytest.fixture
def client(world: Readable) -> Client:
    """A client of somebody who holds every role in the operator's organisation."""
    operator = world.operator
    for role in Role:
        grant_membership(STEWARD, person=operator.pseudonym, organisation=operator.organisation, role=role)
    client = client_for(every_role(world))
    client.raise_request_exception = False
    return client


def known(world: Readable) -> dict[str, Any]:
    """Identifiers by the names that actions give them."""
    return {
        "application": world.certificate.application,
        "certificate": world.certificate.id,
        "site": world.world.sites[0],
        "sites": [world.world.sites[0]],
        "organisation": world.world.client,
        "client": world.world.client,
        "provider": world.world.provider,
        "group": world.group.id,
        "member": world.member.id,
        "plan": world.plan.id,
        "account": world.account.id,
        "person": world.world.certifier.pseudonym,
        "pack": PACK,
        "standard": "ASM",
        "event": world.event_id,
        "lot": world.lot_id,
        "evidence": [world.world.evidence],
        "passport": world.psp.id,
        "complaint": world.complaint,
        "appeal": world.appeal,
        "consultation": world.round,
        "development": world.draft,
        "pilot": world.tried,
        "about": "site",
    }


def known_in(room: str, world: Readable) -> dict[str, Any]:
    """Identifiers by the names that the actions of one room give them."""
    rooms = {
        "fees": {"account": world.purse.id, "pack_ref": PACK, "fee": "registration", "purpose": "audit"}
        | {"currency": "EUR", "entry": world.purse.entries[0].id},
        "recognition": {"agreement": world.agreement.id, "credit": world.claim.id, "certificate": world.foreign.id}
        | {"application": world.claim.application},
        "scheme": {"pack": "quarry-basics@2026.1"},
        "stages": {"requirement": world.plan.steps[0].requirement},
    }
    return known(world) | rooms.get(room, {})


def is_of_the_database(what: str) -> bool:
    """Say whether another database might take such a value otherwise: what it cannot hold, compare or count."""
    kind = what.rpartition(": ")[2]
    return kind in {"plausible", "a megabyte", "NUL", "half a character", "control", "nothing", "null", *NUMBERS, *DAYS}


def fits(found: RegisteredAction, value: Any) -> bool:
    """Say whether the types of an action let a value in."""
    try:
        msgspec.convert(value, found.inputs)
    except msgspec.ValidationError:
        return False
    return True


def send(client: Client, action: str, body: bytes | Any) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(f"{ACTIONS}{action}", content, content_type="application/json")


def answer(actor: Actor, action: str, body: Any) -> HttpResponse:
    """Answer as the API's operation does, without the token and the routing that are the same for any body."""
    request = RequestFactory().post(f"{ACTIONS}{action}", json.dumps(body).encode(), content_type="application/json")
    try:
        return perform(request, actor, action)
    except Refusal as refusal:
        return refused(request, refusal)
    except Exception:  # noqa: BLE001 - as the API answers whatever nobody foresaw
        return document(500, "api.bug", traceback.format_exc(limit=-1))


def says_why(response: HttpResponse) -> bool:
    """Say whether a refusal has a code and a way out."""
    problem = json.loads(response.content)
    return bool(problem["code"] and problem["what_to_do"])


ROOMS = groupby(sorted(registry()), lambda tag: tag.partition(".")[0])
TAGS = {room: list(tags) for room, tags in ROOMS}


@pytest.mark.parametrize("room", TAGS)
def test_any_input_to_any_action_is_done_or_refused_whole(room: str, world: Readable, client: Client) -> None:
    answered: Counter[int] = Counter()
    wrong: list[str] = []
    values = known_in(room, world)
    before = counted()
    for tag in TAGS[room]:
        found = registry()[tag]
        schema, components = schemas(found)
        for number, (what, value) in enumerate(cases(Maker(components, values), schema)):
            if connection.vendor != "sqlite" and not (is_of_the_database(what) and fits(found, value)):
                continue  # SQLite's run has seen it
            place = transaction.savepoint_create()
            with ends():
                response = send(client, tag, value) if number < OVER_HTTP else answer(every_role(world), tag, value)
            answered[response.status_code] += 1
            if response.status_code == 200:
                transaction.savepoint_rollback(place)
            elif response.status_code >= 500 or not says_why(response):
                wrong.append(f"{tag} {what}: {response.status_code} {response.content.decode()}")
        if (after := counted()) != before:
            wrong.append(f"{tag}: refused inputs left something behind")
            before = after
    assert wrong == []
    assert answered[401] == 0
    assert answered[200] > len(TAGS[room]) / 5, answered
    assert answered[422] > 5 * len(TAGS[room]) or connection.vendor != "sqlite", answered


def test_ten_megabytes_in_one_text_are_refused(world: Readable, client: Client) -> None:
    before = counted()
    for action, fields in {
        "party.site.register": {"name": "x" * 10_000_000},
        "custody.dispute.raise": {"event": world.event_id, "reason": "x" * 10_000_000},
        "credentials.identity.create": {"path": "x" * 10_000_000, "organisation": "x", "name": "x"},
    }.items():
        with ends():
            response = send(client, action, fields)
        assert response.status_code in {413, 422}, (action, response.content[:300])
    assert counted() == before


def test_a_body_over_the_limit_is_refused_as_a_problem(world: Readable, client: Client) -> None:
    before = counted()
    response = send(client, "platform.person.register", b'{"name": "' + b"x" * 30_000_100 + b'"}')
    assert response.status_code == 413
    assert response["Content-Type"] == "application/problem+json"
    answer = response.json()
    assert (answer["code"], answer["where"]) == ("api.too_large", "Content-Length")
    assert "30000112 bytes, and 30000000 are taken" in answer["detail"]
    assert answer["what_to_do"]
    assert counted() == before


def test_other_peoples_things_are_not_found_whoever_names_them(world: Readable) -> None:
    outsider = world.world.outsider
    for role in set(Role) - {Role.STEWARD}:
        grant_membership(STEWARD, person=outsider.pseudonym, organisation=outsider.organisation, role=role)
    client = client_for(Actor(outsider.pseudonym, outsider.organisation, frozenset(Role) - {Role.STEWARD}))
    before = counted()
    done = {}
    for tag, found in registry().items():
        schema, components = schemas(found)
        named = set(schema.get("properties", {})) & {"application", "certificate", "group", "member", "plan", "account"}
        if not named:
            continue
        value = Maker(components, known(world)).value(schema)
        response = send(client, tag, value)
        done[tag] = response.status_code
        assert response.status_code in {403, 404, 409, 422}, (tag, response.content)
        assert world.world.client not in response.content.decode(), tag
    assert len(done) > 30
    assert Counter(done.values())[404] > len(done) / 2, done
    assert counted() == before


def picture_bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 50,000 pixels square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    size = (50_000).to_bytes(4)
    head = size + size + bytes([1, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")
    )


def zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * 300_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("image/png", picture_bomb()),
        ("image/png", b"\x89PNG\r\n\x1a\n"),
        ("image/jpeg", b"%PDF-1.7"),
        ("application/pdf", b"<html><script>"),
        ("text/html", b"<script>"),
        ("application/x-msdownload", b"MZ"),
        ("application/pdf", b""),
        ("../../etc/passwd", b"%PDF-"),
    ],
    ids=["picture bomb", "cut picture", "no JPEG", "no PDF", "page", "program", "nothing", "path for a type"],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    media_type: str, content: bytes, world: Readable, client: Client
) -> None:
    before = counted()
    encoded = base64.b64encode(content).decode()
    body = {"name": "../../../evil\r\n.pdf", "media_type": media_type, "content_base64": encoded}
    response = send(client, "platform.evidence.store", body)
    assert response.status_code in {413, 415}
    assert response.json()["code"].startswith("platform.evidence.")
    assert counted() == before


def test_a_zip_bomb_for_a_table_is_refused_before_it_is_unpacked(world: Readable, client: Client) -> None:
    before = counted()
    encoded = base64.b64encode(zip_bomb()).decode()
    with ends():
        response = send(client, "custody.events.upload", {"content_base64": encoded, "name": "march.xlsx"})
    assert response.status_code in {413, 415, 422}, response.content[:300]
    assert response.json()["what_to_do"]
    assert counted() == before


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("get", "/api/v1/%00", None, 404),
        ("get", "/api/v1/sites/%00", None, 422),
        ("get", "/api/v1/sites/..%2f..%2fetc%2fpasswd", None, 404),
        ("get", "/api/", None, 404),
        ("get", "/api/v2/sites", None, 404),
        ("put", "/api/v1/sites", b"{}", 405),
        ("post", "/api/v1/check", b'{"credential": 1}', 422),
        ("post", "/api/v1/check", b'{"credential": "' + b"[" * 100_000 + b'"}', 422),
        ("post", "/api/v1/check", b"\xff\xfe", 400),
        ("get", "/api/v1/search?text=%ff", None, 200),
        ("get", "/api/v1/sites/x/status?on=9999-12-31", None, 422),
    ],
)
def test_a_broken_request_gets_a_problem_document(method: str, address: str, body: bytes | None, status: int) -> None:
    client = Client(raise_request_exception=False)
    given = {"data": body, "content_type": "application/json"} if body is not None else {}
    response = getattr(client, method)(address, **given)
    assert response.status_code == status, response.content
    if status >= 400:
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["code"]
        assert response.json()["what_to_do"]


def test_a_host_that_is_not_ours_is_refused_as_a_problem() -> None:
    response = Client(raise_request_exception=False, headers={"Host": "evil.example"}).get("/api/v1/me")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_a_bug_is_a_problem_document_that_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object, **named: object) -> None:
        raise ZeroDivisionError("the secret sauce")

    monkeypatch.setattr("orepass.api.reading.party.search_sites", broken)
    response = Client(raise_request_exception=False).get("/api/v1/sites")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json()["code"] == "api.bug"
    assert b"secret" not in response.content
    assert b"ZeroDivision" not in response.content
