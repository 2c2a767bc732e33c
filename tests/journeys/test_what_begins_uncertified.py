"""What no certificate covers begins uncertified by every door, and every door tells the same code of it.

A mineral that was not judged, a form that nobody knows, a delivery at a group's site without a member, and what is said
not to be claimed: told by the form, the table and a document, on the page, over the API and by command.
"""

import base64
import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orepass.cli.main import main
from orepass.custody.actions import capture_events
from orepass.custody.actions.delivering import Delivery, record_delivery
from orepass.custody.actions.uploading import upload_events
from orepass.custody.models import Question
from orepass.custody.queries import lot_card, lots
from orepass.custody.rules import sheet
from orepass.custody.rules.epcis.naming import text_of
from orepass.custody.rules.terms import uri_of
from orepass.custody.rules.writing import document
from orepass.platform import clock
from orepass.platform.accounts import create_account, create_token
from orepass.platform.schema import STAMP, migrations_digest
from tests.beginnings import Teller, Told
from tests.certification import STEWARD
from tests.cooperative import Depot

pytestmark = pytest.mark.django_db

OUTSIDE, UNKNOWN, NOT_NAMED = "custody.mineral.outside", "custody.material.unknown", "custody.member.not_named"
NOT_APPROVED = "custody.member.not_approved"


class Deliveries(Depot):
    """The depot, with what is handed in there."""

    def delivery(self, **said: Any) -> dict[str, Any]:
        """Return a bag of ore from the member in good standing."""
        day = (self.at - timedelta(days=2)).date()
        common = {"bag": "B1", "mass_kg": "50", "material": "cobalt_ore", "member": self.members[1]}
        return common | {"delivered_on": day.isoformat(), "claimed": True} | said


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Deliveries]:
    return tell(Deliveries)


@pytest.fixture
def depot(told: Told[Deliveries], db: None) -> Deliveries:
    return told.again()


type Cases = dict[str, tuple[Callable[[Deliveries], dict[str, Any]], str, list[str]]]
CASES: Cases = {
    "covered": (lambda _: {}, "", []),
    "another mineral": (lambda _: {"material": "cassiterite"}, "uncertified", [OUTSIDE]),
    "another metal": (lambda _: {"material": "dore"}, "uncertified", [OUTSIDE]),
    "nobody knows the form": (lambda _: {"material": "unobtainium"}, "unknown", [UNKNOWN]),
    "no form": (lambda _: {"material": ""}, "unknown", [UNKNOWN]),
    "no member": (lambda _: {"member": ""}, "uncertified", [NOT_NAMED]),
    "not approved yet": (lambda depot: {"member": depot.newcomer}, "uncertified", [NOT_APPROVED]),
    "not claimed": (lambda _: {"claimed": False}, "uncertified", []),
    "no member, not claimed": (lambda _: {"claimed": False, "member": ""}, "uncertified", []),
}


class Doors:
    """Each door tells of a delivery of its own bag, and returns the codes that it answers with."""

    def __init__(self, depot: Deliveries, said: dict[str, Any], home: Path, patch: Any, capsys: Any) -> None:
        self.depot, self.said, self.home, self.patch, self.capsys = depot, said, home, patch, capsys
        self.actor, self.site = depot.operator, depot.sites[0]

    def delivered(self, bag: str) -> dict[str, Any]:
        return {"site": self.site, "delivery": self.depot.delivery(bag=bag, **self.said)}

    def row(self, bag: str) -> list[list[str]]:
        said = self.depot.delivery(**self.said)
        cells = {"what": "begin", "when": said["delivered_on"], "lot": bag, "mass kg": said["mass_kg"]}
        cells |= {"material": said["material"], "member": said["member"], "site": self.site}
        cells |= {} if said["claimed"] else {"claimed %": "0"}
        return [list(sheet.COLUMNS), [cells.get(column, "") for column in sheet.COLUMNS]]

    def table(self, bag: str) -> bytes:
        written = io.StringIO()
        csv.writer(written).writerows(self.row(bag))
        return written.getvalue().encode()

    def document(self, bag: str) -> str:
        return text_of(document(sheet.read(self.row(bag), "").events, created_at=self.depot.at))

    def form(self, bag: str) -> list[str]:
        delivery = msgspec.convert(self.delivered(bag)["delivery"], Delivery, strict=False)
        return codes(record_delivery(self.actor, site=self.site, delivery=delivery, at=self.depot.at))

    def epcis(self, bag: str) -> list[str]:
        return codes(capture_events(self.actor, document=self.document(bag), at=self.depot.at))

    def spreadsheet(self, bag: str) -> list[str]:
        content = base64.b64encode(self.table(bag)).decode()
        return codes(upload_events(self.actor, content_base64=content, name="bags.csv", at=self.depot.at))

    def api(self, bag: str) -> list[str]:
        secret = create_token(self.actor, scopes=["*"]).secret
        answer = Client(headers={"Authorization": f"Bearer {secret}"}).post(
            "/api/v1/actions/custody.delivery.record",
            data=json.dumps(self.delivered(bag)),
            content_type="application/json",
            headers={"Idempotency-Key": bag},
        )
        assert answer.status_code in {200, 201}, answer.content
        card = answer.json()
        assert len(card["questions"]) == len(card["findings"])
        return [finding["code"] for finding in card["findings"]]

    def command(self, bag: str) -> list[str]:
        (self.home / STAMP).write_text(migrations_digest(), encoding="ascii")
        self.patch.setattr("orepass.platform.schema._database_exists", lambda: True)
        inputs = self.home / "inputs.json"
        inputs.write_text(json.dumps(self.delivered(bag)), encoding="utf-8")
        words = ["do", "custody.delivery.record", "--as", self.actor.pseudonym, "--inputs", str(inputs), "--json"]
        self.patch.setattr(sys, "argv", ["orepass", *words])
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        return [finding["code"] for finding in json.loads(self.capsys.readouterr().out)["findings"]]

    def page(self, bag: str) -> list[str]:
        said = self.delivered(bag)["delivery"]
        claimed = {"certificate": self.depot.certificate.id} if said.pop("claimed") else {}
        return self.sent({"step": "custody.delivery.record", "site": self.site, **said, **claimed})

    def table_on_the_page(self, bag: str) -> list[str]:
        return self.sent({"step": "custody.events.upload", "file": SimpleUploadedFile("bags.csv", self.table(bag))})

    def sent(self, posted: dict[str, Any]) -> list[str]:
        """Return the codes of the questions that stand on the page and did not before."""
        users = get_user_model().objects
        email = f"{self.actor.pseudonym.lower()}@example.org"
        if not users.filter(email=email):
            create_account(STEWARD, person=self.actor.pseudonym, email=email)
        client, before = Client(), set(Question.objects.values_list("pk", flat=True))
        client.force_login(users.get(email=email))
        answer = client.post("/desk/lots/", posted, follow=True)
        assert answer.status_code == 200, answer.content
        told = answer.content.decode()
        fresh = list(Question.objects.exclude(pk__in=before))
        assert ("question was opened about it" in told) == bool(fresh)
        return [question.code for question in fresh]


def codes(card: Any) -> list[str]:
    return [finding.code for finding in card.findings]


DOORS = ("form", "epcis", "spreadsheet", "api", "command", "table_on_the_page")


@pytest.mark.parametrize("name", CASES)
def test_every_door_lets_it_begin_alike_and_says_the_same_of_it(
    depot: Deliveries,
    name: str,
    own_home_for_each_test: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said, wanted, expected = CASES[name]
    with clock.frozen_at(depot.at):
        doors = Doors(depot, said(depot), own_home_for_each_test, monkeypatch, capsys)
        told = {door: getattr(doors, door)(f"{door}-bag") for door in DOORS}
        assert told == dict.fromkeys(DOORS, expected)
        began = {card.uri.rpartition("/")[2]: card for card in lots(depot.operator).items}
        assert set(began) == {f"{door}-bag" for door in DOORS}
        wanted = wanted or depot.certificate.claim_class
        assert {name: card.claim_class for name, card in began.items()} == dict.fromkeys(began, wanted)


def test_the_form_on_the_page_claims_nothing_unless_a_certificate_is_chosen(
    depot: Deliveries, own_home_for_each_test: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with clock.frozen_at(depot.at):
        for name, wanted in (("covered", depot.certificate.claim_class), ("not claimed", "uncertified")):
            doors = Doors(depot, CASES[name][0](depot), own_home_for_each_test, monkeypatch, capsys)
            assert doors.page(name.replace(" ", "-")) == []
            assert lot_card(f"{uri_of(depot.sites[0])}/lots/{name.replace(' ', '-')}").claim_class == wanted


def test_one_bag_told_by_three_doors_is_asked_about_once_and_again_only_when_it_was_taken_back(
    depot: Deliveries, own_home_for_each_test: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with clock.frozen_at(depot.at):
        doors = Doors(depot, {"material": "cassiterite"}, own_home_for_each_test, monkeypatch, capsys)
        assert [doors.form("B1"), doors.spreadsheet("B1"), doors.epcis("B1")] == [[OUTSIDE]] * 3
        assert [question.code for question in Question.objects.all()] == [OUTSIDE]
        assert doors.form("B2") == [OUTSIDE]
        assert Question.objects.count() == 2
        first = Question.objects.order_by("event").first()
        assert first is not None
        declared = dict(first.event.body if isinstance(first.event.body, dict) else json.loads(first.event.body))
        declared["eventID"] = first.event.event_id
        declared["errorDeclaration"] = {"declarationTime": depot.at.isoformat(), "reason": "incorrect_data"}
        whole = document([declared], created_at=depot.at)
        capture_events(depot.operator, document=text_of(whole), at=depot.at)
        again = depot.delivery(bag="B1", material="cassiterite", mass_kg=Decimal(51))
        record_delivery(
            depot.operator, site=depot.sites[0], delivery=msgspec.convert(again, Delivery, strict=False), at=depot.at
        )
        assert Question.objects.count() == 3
