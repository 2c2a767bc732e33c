"""A passport of a lot that is held, recalled or gone is refused alike by page, API and command, and nothing is kept.

The same doors offer no claim of such a lot, and say of a passport that was issued before what became of its lot.
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from orepass.cli.main import main
from orepass.custody.actions import announce_recall, hold_lots
from orepass.custody.queries import lot_card
from orepass.custody.queries.reaching import Asked
from orepass.passport import queries
from orepass.passport.actions import ProductInput, issue_product
from orepass.platform import clock, home
from orepass.platform.accounts import create_account, create_token
from orepass.platform.schema import STAMP, migrations_digest
from orepass.transparency.actions import place_queued
from tests.actions.custody.conftest import Chain
from tests.beginnings import Teller, Told
from tests.certification import STEWARD
from tests.untouched import rows_of

pytestmark = pytest.mark.django_db
ROOMS = ("passport", "custody", "credentials", "transparency")
PRODUCT = {"name": "Cobalt", "category_code": "260500", "category_name": "Cobalt ores"}


def a_pit() -> Chain:
    home.mark_as_demonstration("7")
    return Chain()


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(a_pit)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()


def free(chain: Chain) -> str:
    return chain.bag("B1")


def held(chain: Chain) -> str:
    bag = chain.bag("B1")
    hold_lots(chain.miner, lots=[bag], reason="The seal is broken", at=chain.at)
    return bag


def recalled(chain: Chain) -> str:
    bag = chain.bag("B1")
    announce_recall(chain.miner, suspected=Asked(lot=bag), reason="Wrong pit", at=chain.at)
    return bag


def used_up(chain: Chain) -> str:
    bag = chain.bag("B1")
    out = [{"epcClass": "https://pit.example/lots/C", "quantity": 90, "uom": "KGM"}]
    facts = {"ore:material": "cobalt_concentrate"}
    made: dict[str, Any] = {"inputEPCList": [bag], "outputQuantityList": out, "ilmd": facts}
    chain.capture(chain.miner, chain.event("TransformationEvent", hours=3, site=chain.pit, **made))
    return bag


def gone(chain: Chain) -> str:
    bag = chain.bag("B1")
    lost: dict[str, Any] = {"action": "DELETE", "epcList": [bag], "bizStep": "destroying"}
    chain.capture(chain.miner, chain.event(hours=3, site=chain.pit, **lost))
    return bag


def empty(chain: Chain) -> str:
    heap = "https://pit.example/heaps/H"
    whole: dict[str, Any] = {"quantityList": [{"epcClass": heap, "quantity": 1000, "uom": "KGM"}], "site": chain.pit}
    facts: dict[str, Any] = {"ore:material": "cobalt_ore", "ore:grade_pct": 4}
    chain.capture(chain.miner, chain.event(action="ADD", bizStep="commissioning", ilmd=facts, **whole))
    chain.capture(chain.miner, chain.event(hours=3, action="DELETE", bizStep="destroying", **whole))
    return heap


CASES: list[tuple[Callable[[Chain], str], str]] = [
    (held, "passport.lot.on_hold"),
    (recalled, "passport.lot.recalled"),
    (used_up, "passport.lot.used_up"),
    (gone, "passport.lot.gone"),
    (empty, "passport.lot.empty"),
]


class Doors:
    """The page, the API and the command, as the miner goes through them."""

    def __init__(self, chain: Chain, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.chain, self.monkeypatch, self.capsys = chain, monkeypatch, capsys
        (folder / STAMP).write_text(migrations_digest(), encoding="ascii")
        monkeypatch.setattr("orepass.platform.schema._database_exists", lambda: True)
        secret = create_token(chain.miner, scopes=["*"]).secret
        self.api = Client(headers={"Authorization": f"Bearer {secret}"})
        create_account(STEWARD, person=chain.miner.pseudonym, email="miner@example.org")
        self.browser = Client()
        self.browser.force_login(get_user_model().objects.get(email="miner@example.org"))

    def command(self, *words: str) -> dict[str, Any]:
        self.monkeypatch.setattr(sys, "argv", ["orepass", *words, "--json"])
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        read: dict[str, Any] = json.loads(self.capsys.readouterr().out)
        return read | {"exit": ended.value.code}

    def asked(self, path: str) -> dict[str, Any]:
        read: dict[str, Any] = self.api.get(f"/api/v1/{path}").json()
        return read

    def issued(self, lot: str) -> dict[str, Any]:
        """What the API says to a passport of the lot."""
        answer = self.api.post(
            "/api/v1/actions/passport.product.issue",
            data=json.dumps({"lot": lot, "product": PRODUCT}),
            content_type="application/json",
            headers={"Idempotency-Key": "issue"},
        )
        read: dict[str, Any] = answer.json()
        return read | {"status": answer.status_code}

    def page(self, lot: str) -> str:
        where = reverse("web:lot", args=[lot_card(lot).id])
        return self.browser.post(where, {"step": "passport.product.issue", **PRODUCT}).content.decode()


@pytest.fixture
def doors(
    chain: Chain, own_home_for_each_test: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Doors:
    return Doors(chain, own_home_for_each_test, monkeypatch, capsys)


@pytest.mark.parametrize(("case", "code"), CASES, ids=[case.__name__ for case, _ in CASES])
def test_every_door_refuses_the_passport_with_the_same_code_and_keeps_nothing(
    chain: Chain, doors: Doors, case: Callable[[Chain], str], code: str
) -> None:
    with clock.frozen_at(chain.at):
        lot = case(chain)
        before = rows_of(*ROOMS)
        error = doors.command("passport", "issue", lot, "--as", chain.miner.pseudonym, "--name", "Cobalt")
        assert (error["exit"], error["error"]["code"], error["error"]["where"]) == (2, code, "lot")
        problem = doors.issued(lot)
        assert (problem["status"], problem["code"]) == (409, code)
        page = doors.page(lot)
        assert code in page
        assert rows_of(*ROOMS) == before


@pytest.mark.parametrize("case", [case for case, _ in CASES], ids=[case.__name__ for case, _ in CASES])
def test_every_door_offers_no_claim_of_it_and_says_why(
    chain: Chain, doors: Doors, case: Callable[[Chain], str]
) -> None:
    with clock.frozen_at(chain.at):
        lot = case(chain)
        answers = [doors.command("claims", lot), doors.asked(f"lots/{lot_card(lot).id}/claims")]
    for answer in answers:
        assert (answer["stopped"], answer["offered"], answer["model"]) == (case.__name__, [], "")
        assert {part["reason"] for part in answer["not_offered"]} == {case.__name__}


def test_command_and_api_say_of_an_older_passport_that_its_lot_was_stopped_since(chain: Chain, doors: Doors) -> None:
    with clock.frozen_at(chain.at):
        lot = free(chain)
        card = issue_product(chain.miner, lot=lot, product=ProductInput(**PRODUCT), at=chain.at)  # type: ignore[arg-type]
        place_queued()
        assert doors.command("verify", card.id)["verified"] is True
        hold_lots(chain.miner, lots=[lot], reason="The seal is broken", at=chain.at + timedelta(hours=1))
        sent = json.dumps({"credential": queries.token(card.id)})
        over_http = doors.api.post("/api/v1/check", data=sent, content_type="application/json").json()
        answers = [doors.command("verify", card.id), over_http]
    for answer in answers:
        told = {check["name"]: check for check in answer["checks"]}
        assert (answer["verified"], told["lot"]["result"]) == (None, "undetermined")
        assert "seal" not in json.dumps(answer)
