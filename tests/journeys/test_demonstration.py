"""The demonstration, told in one process and again over HTTP into emptied tables, is the same to the last digest."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client

from orepass.cli.demo import STEPS
from orepass.cli.story import telling
from orepass.cli.story.teller import Door, Outcome, Teller, in_process
from orepass.custody.queries.journal import events_count
from orepass.kernel.identifier import minted_from
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.accounts import code_hash
from orepass.platform.home import mark_as_demonstration
from orepass.platform.models import ApiToken, Record, RecordHead
from orepass.platform.records import check_chain
from orepass.transparency.queries import head
from tests.browser.pages import ASKED_WRONGLY, BY_ROLE, CHROMIUM, FOLLOWED, ON_THE_LOG, PUBLIC
from tests.journeys.demonstration_trust import Shown, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs_checked_once")]

AT = date(2026, 11, 22)
SEEN_IN_A_BROWSER = connection.vendor == "sqlite" and bool(CHROMIUM)


def told(
    door: Door, home: Path, monkeypatch: pytest.MonkeyPatch, look: Callable[[Teller], None] = lambda _teller: None
) -> dict[str, Any]:
    """Tell the story in an empty home, look at it and return its digests; the tables are emptied again."""
    monkeypatch.setenv("OREPASS_HOME", str(home))
    mark_as_demonstration("orepass")
    with transaction.atomic(), minted_from("orepass"):
        teller = Teller(AT, "orepass", door)
        telling.begin(teller)
        telling.tell(teller)
        found = {
            "record": RecordHead.objects.get().digest,
            "actions": list(Record.objects.values_list("action", "subject", "inputs", "outcome")),
            "log": head().root,
            "checkpoint": head().checkpoint,
            "events": events_count(),
            "steps": teller.steps,
            "chain": check_chain(),
        }
        look(teller)
        transaction.set_rollback(True)
    return found


def every_page(teller: Teller) -> Iterator[tuple[str, str, int]]:
    """Open every page for everybody who may, and the first thing of each kind; return who, what and the answer."""
    public = Client()
    for where in (*PUBLIC, *(found for page, start in ON_THE_LOG for found in firsts(public, page, (start,)))):
        yield "anybody", where, public.get(where).status_code
    for who, pages in BY_ROLE.items():
        client = Client()
        client.force_login(get_user_model().objects.get(person=teller.people[who]))
        for where in (*pages, *firsts(client, "/desk/", FOLLOWED), *firsts(client, "/desk/lots/", ("/desk/lots/",))):
            yield who, where, client.get(where, follow=True).status_code


def firsts(client: Client, where: str, starts: tuple[str, ...]) -> list[str]:
    """Return the first link of each kind on a page."""
    html = client.get(where, follow=True).content.decode()
    found = (re.search(f'href="({re.escape(start)}[^"]+)"', html) for start in starts)
    return [each[1] for each in found if each]


class OverHttp:
    """A door that sends every step of a person through the API; the sequencer is the server's own."""

    def __init__(self) -> None:
        self.sent = 0
        self.clients: dict[tuple[str, str], Client] = {}

    def __call__(self, actor: Actor, action: str, inputs: dict[str, Any]) -> Outcome:
        if actor.is_system:
            return in_process(actor, action, inputs)
        self.sent += 1
        response = self._client(actor).post(
            f"/api/v1/actions/{action}",
            data=json.dumps(inputs),
            content_type="application/json",
            headers={} if actor.is_anonymous else {"Idempotency-Key": f"step-{self.sent}"},
        )
        assert response.status_code == 200, response.content
        outcome: Outcome = response.json()
        return outcome

    def _client(self, actor: Actor) -> Client:
        key = (actor.pseudonym, actor.organisation)
        if actor.is_anonymous:
            return Client()
        if key not in self.clients:
            secret = f"orp_{len(self.clients)}"
            ApiToken.objects.create(
                id=f"tok-{len(self.clients)}",
                person_id=actor.pseudonym,
                organisation=actor.organisation,
                scopes=["*"],
                secret_hash=code_hash(secret),
                created_at=clock.now(),
                valid_before=datetime.combine(AT, datetime.min.time(), UTC) + timedelta(days=1),
            )
            self.clients[key] = Client(headers={"Authorization": f"Bearer {secret}"})
        return self.clients[key]


@pytest.fixture
def homes(tmp_path: Path) -> Callable[[str], Path]:
    return lambda name: tmp_path / name


@pytest.fixture(scope="module")
def once() -> dict[str, Any]:
    """What the story in one process left, told by the first test that asks."""
    return {}


@pytest.fixture
def opened(once: dict[str, Any], in_one_process: dict[str, Any]) -> list[tuple[str, str, int]]:
    """What every page of the story in one process answered."""
    found: list[tuple[str, str, int]] = once["opened"]
    return found


@pytest.fixture
def in_one_process(
    once: dict[str, Any], homes: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    if not once:

        def look(teller: Teller) -> None:
            once["opened"] = [] if SEEN_IN_A_BROWSER else list(every_page(teller))
            with clock.frozen_at(datetime.combine(AT, time(12), tzinfo=UTC)):
                once["trust"] = shown(teller)

        once["told"] = told(in_process, homes("first"), monkeypatch, look)
    found: dict[str, Any] = once["told"]
    return found


@pytest.fixture
def trust(once: dict[str, Any], in_one_process: dict[str, Any]) -> Shown:
    """What the story shows of why anyone should believe it."""
    found: Shown = once["trust"]
    return found


def test_a_witness_of_the_buyer_has_cosigned_the_log_as_it_stands(trust: Shown) -> None:
    assert (trust.cosigned, trust.witness_behind) == (True, 0)
    assert "fjord-motors.example/witness" in trust.log_page


def test_every_kind_of_entry_on_the_log_page_is_told_in_words(trust: Shown) -> None:
    assert trust.raw_kinds == []


def test_certificate_whose_scope_shrank_is_superseded_and_its_older_key_still_verifies(trust: Shown) -> None:
    assert trust.signed_by == [False, True]
    assert {trust.older[name] for name in ("proof", "key_authorised", "log")} == {"passed"}
    assert (trust.older["status"], trust.older["version"]) == ("failed", "undetermined")
    assert {trust.newer[name] for name in ("proof", "status", "version", "recognition")} == {"passed"}
    assert "taken out of the scope" in trust.certificate_page
    assert "replaced by a newer one" in trust.certificate_page


def test_register_that_is_trusted_says_who_a_company_abroad_is(trust: Shown) -> None:
    assert len(trust.trusted) == 1
    assert trust.stranger[0] == "undetermined"
    assert (trust.anchored[0], "Chambishi Traders" in trust.anchored[1]) == ("passed", True)


def test_the_story_leaves_a_whole_record(in_one_process: dict[str, Any]) -> None:
    assert in_one_process["chain"] == []
    assert in_one_process["steps"] == len(in_one_process["actions"]) == STEPS, "the bar of progress counts to STEPS"


@pytest.mark.skipif(SEEN_IN_A_BROWSER, reason="the browser's tests open every page on SQLite")
def test_every_page_of_the_story_opens_on_this_database(opened: list[tuple[str, str, int]]) -> None:
    assert [page for page in opened if page[2] != (422 if page[1] in ASKED_WRONGLY else 200)] == []
    assert len({where for _who, where, _status in opened}) > 80
    assert all(any(where.startswith(start) for _who, where, _status in opened) for _page, start in ON_THE_LOG)


@pytest.mark.any_database  # the story itself is told on both
def test_the_story_over_http_is_the_story_in_process_to_the_last_digest(
    in_one_process: dict[str, Any], homes: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    door = OverHttp()
    second = told(door, homes("second"), monkeypatch)
    assert door.sent > 500
    assert second["chain"] == []
    assert in_one_process["actions"] == second["actions"]
    assert in_one_process == second


@pytest.mark.any_database
def test_another_seed_tells_other_identifiers_and_the_same_number_of_steps(
    homes: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OREPASS_HOME", str(homes("seed")))
    mark_as_demonstration("other")
    heads = []
    for seed in ("one", "two"):
        with transaction.atomic(), minted_from(seed):
            teller = Teller(AT, seed)
            telling.begin(teller)
            heads.append((RecordHead.objects.get().digest, teller.steps))
            transaction.set_rollback(True)
    assert heads[0][0] != heads[1][0]
    assert heads[0][1] == heads[1][1]
