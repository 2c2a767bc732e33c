"""Whoever claims more than there is is refused alike at every door: page, API, command line, spreadsheet and EPCIS.

One row of a table says what is claimed; every door is told the same event. The refusal names the same code everywhere,
and nothing is changed in any table of the rooms that could have kept something.
"""

import base64
import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orepass.assurance.actions.certificate import suspend_certificate
from orepass.cli.main import main
from orepass.custody.actions import CaptureRefused, capture_events, open_account
from orepass.custody.actions.uploading import SheetRefused, upload_events
from orepass.custody.rules import sheet
from orepass.custody.rules.epcis.naming import text_of
from orepass.custody.rules.terms import uri_of
from orepass.custody.rules.writing import document
from orepass.inclusion.groups.actions.group import register_group
from orepass.kernel.finding import Finding
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.accounts import create_account, create_token
from orepass.platform.schema import STAMP, migrations_digest
from tests.actions.custody.conftest import Chain
from tests.beginnings import Teller, Told
from tests.certification import PACK, STEWARD
from tests.untouched import rows_of

pytestmark = pytest.mark.django_db

PLAIN = "https://other.example/bags/plain"
BLEND = "https://smelter.example/lots/blend"
SPENT = "https://smelter.example/lots/spent"
ELSEWHERE = "https://other.example/pit"


def told_chain() -> Chain:
    """Certified ore at a smelter: some blended, some spent in an account, some lost at a trader without certificate."""
    chain = Chain()
    bags = [chain.bag(f"B{number}") for number in range(1, 6)]
    chain.hand_over(*bags[:2])
    open_account(chain.smelting, site=chain.plant, element="Co", opened_on=chain.day - timedelta(days=20), at=chain.at)
    chain.hand_over(bags[2])
    plain = {"ore:material": "cobalt_ore", "ore:mass_kg": 3000, "ore:grade_pct": 4}
    begun = chain.event(action="ADD", epcList=[PLAIN], bizLocation={"id": ELSEWHERE}, ilmd=plain)
    chain.capture(chain.smelting, begun)
    chain.smelt(bags[0], PLAIN, out=BLEND, kg="400", grade="36", hours=4)
    chain.smelt(bags[2], out=SPENT, kg="100", grade="36", hours=5)
    parties = {"sender": chain.miner.organisation, "receiver": chain.world.stranger}
    moved = {"action": "OBSERVE", "epcList": [bags[3]], **parties}
    chain.capture(chain.miner, chain.event(hours=2, bizStep="shipping", site=chain.pit, **moved))
    trader = {"id": "https://trader.example/yard"}
    chain.capture(chain.outsider, chain.event(hours=3, bizStep="receiving", bizLocation=trader, **moved))
    return chain


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Chain]:
    return tell(told_chain)


@pytest.fixture
def chain(told: Told[Chain], db: None) -> Chain:
    return told.again()


def row(chain: Chain, what: str, lot: str, **said: str) -> dict[str, str]:
    """One row of the table: what is claimed today, at nine."""
    return {"what": what, "when": (chain.at - timedelta(hours=3)).isoformat(), "lot": lot, **said}


def sent(chain: Chain, lot: str, kg: str, **said: str) -> tuple[Actor, dict[str, str]]:
    """The smelter sends a lot to somebody else, under a claim."""
    parties = {"site": chain.plant, "from": chain.smelter, "to": chain.world.stranger}
    return chain.smelting_world.operator, row(chain, "send", lot, **parties, **{"mass kg": kg}, **said)


def more_than_the_account_holds(chain: Chain) -> tuple[Actor, dict[str, str]]:
    return sent(chain, BLEND, "400", model="mass_balance")


def a_model_above_the_inputs(chain: Chain) -> tuple[Actor, dict[str, str]]:
    return sent(chain, BLEND, "400", model="segregated")


def a_blend_above_its_share(chain: Chain) -> tuple[Actor, dict[str, str]]:
    return sent(chain, BLEND, "400", model="controlled_blending", **{"claimed %": "26"})


def a_lot_whose_claim_an_account_holds(chain: Chain) -> tuple[Actor, dict[str, str]]:
    return sent(chain, SPENT, "100", model="segregated")


def a_certificate_that_is_suspended(chain: Chain) -> tuple[Actor, dict[str, str]]:
    suspend_certificate(
        chain.world.certifier, certificate=chain.certificate.id, grounds="nonconformity", note="Open.", at=chain.at
    )
    said = {"site": chain.pit, "mass kg": "50", "certificate": chain.certificate.id}
    return chain.world.operator, row(chain, "begin", "B9", **said)


def a_member_who_is_not_approved(chain: Chain) -> tuple[Actor, dict[str, str]]:
    said = {"site": chain.pit, "mass kg": "50", "certificate": chain.certificate.id, "member": "mem-0000000000000"}
    return chain.world.operator, row(chain, "begin", "B9", **said)


def a_claim_after_a_hop_without_certificate(chain: Chain) -> tuple[Actor, dict[str, str]]:
    parties = {"site": "https://trader.example/yard", "from": chain.world.stranger, "to": chain.smelter}
    lot = f"{uri_of(chain.pit)}/lots/B4"
    return chain.world.outsider, row(chain, "send", lot, model="segregated", **parties, **{"mass kg": "1000"})


def begun(chain: Chain, **said: str) -> tuple[Actor, dict[str, str]]:
    """The cooperative tells of a bag under its certificate."""
    ore = {"mass kg": "50", "material": "cobalt_ore", "certificate": chain.certificate.id}
    return chain.world.operator, row(chain, "begin", "B9", site=chain.pit, **ore | said)


def another_mineral_than_was_judged(chain: Chain) -> tuple[Actor, dict[str, str]]:
    return begun(chain, material="cassiterite")


def a_form_that_nobody_knows(chain: Chain) -> tuple[Actor, dict[str, str]]:
    return begun(chain, material="unobtainium")


def a_groups_certificate_without_a_member(chain: Chain) -> tuple[Actor, dict[str, str]]:
    register_group(
        chain.world.operator,
        pack=PACK,
        standard="ASM",
        holder_type="group",
        accountability="shares",
        representative=chain.world.operator.pseudonym,
        area="Kolwezi",
        at=chain.at,
    )
    return begun(chain)


def a_bag_of_nothing(chain: Chain) -> tuple[Actor, dict[str, str]]:
    return begun(chain, **{"mass kg": "0"})


def a_half_of_a_bag(chain: Chain) -> tuple[Actor, dict[str, str]]:
    return begun(chain, **{"claimed %": "50"})


type Case = Callable[[Chain], tuple[Actor, dict[str, str]]]
CASES: list[tuple[Case, str]] = [
    (more_than_the_account_holds, "custody.balance.overdrawn"),
    (a_model_above_the_inputs, "custody.model.upgraded"),
    (a_blend_above_its_share, "custody.claim.above_share"),
    (a_lot_whose_claim_an_account_holds, "custody.claim.double"),
    (a_certificate_that_is_suspended, "custody.certificate.lapsed"),
    (a_member_who_is_not_approved, "custody.member.unknown"),
    (a_claim_after_a_hop_without_certificate, "custody.claim.lost"),
    (another_mineral_than_was_judged, "custody.mineral.not_covered"),
    (a_form_that_nobody_knows, "custody.material.unclaimable"),
    (a_groups_certificate_without_a_member, "custody.member.missing"),
    (a_bag_of_nothing, "custody.lot.weightless"),
    (a_half_of_a_bag, "custody.claim.in_part"),
]


class Doors:
    """The doors; each tells the codes of what it was refused for."""

    def __init__(self, chain: Chain, actor: Actor, said: dict[str, str], home: Path, monkeypatch: Any) -> None:
        self.chain, self.actor, self.home, self.monkeypatch = chain, actor, home, monkeypatch
        self.table = [list(sheet.COLUMNS), [said.get(column, "") for column in sheet.COLUMNS]]
        read = sheet.read(self.table, actor.organisation)
        assert read.findings == []
        self.document = document(read.events, created_at=chain.at)
        self.text = text_of(self.document)

    def epcis(self) -> list[Finding]:
        with pytest.raises(CaptureRefused) as refused:
            capture_events(self.actor, document=self.text, at=self.chain.at)
        return list(refused.value.findings)

    @property
    def file(self) -> bytes:
        """The same said as a table."""
        written = io.StringIO()
        csv.writer(written).writerows(self.table)
        return written.getvalue().encode()

    def spreadsheet(self) -> list[str]:
        content = base64.b64encode(self.file).decode()
        with pytest.raises(SheetRefused) as refused:
            upload_events(self.actor, content_base64=content, name="claims.csv", at=self.chain.at)
        return [finding.code for finding in refused.value.findings]

    def api(self, action: str, **inputs: str) -> list[str]:
        secret = create_token(self.actor, scopes=["*"]).secret
        client = Client(headers={"Authorization": f"Bearer {secret}"})
        before = rows_of(*ROOMS)
        answer = client.post(
            f"/api/v1/actions/{action}",
            data=json.dumps(inputs),
            content_type="application/json",
            headers={"Idempotency-Key": f"claim {action}"},
        )
        assert answer.status_code in {400, 409, 422}
        assert rows_of(*ROOMS) == before
        return [finding["code"] for finding in answer.json()["findings"]]

    def command(self, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
        """The document that a command prints when it has refused."""
        (self.home / STAMP).write_text(migrations_digest(), encoding="ascii")
        self.monkeypatch.setattr("orepass.platform.schema._database_exists", lambda: True)
        self.monkeypatch.setattr(sys, "argv", ["orepass", *words, "--json"])
        before = rows_of(*ROOMS)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code in {1, 2}
        assert rows_of(*ROOMS) == before
        return json.loads(capsys.readouterr().out)

    def done(self, capsys: pytest.CaptureFixture[str]) -> str:
        """``orepass do``, which names the first finding in its message."""
        inputs = self.home / "inputs.json"
        inputs.write_text(json.dumps({"document": self.text}), encoding="utf-8")
        words = ("do", "custody.events.capture", "--as", self.actor.pseudonym, "--inputs", str(inputs))
        message: str = self.command(capsys, *words)["error"]["message"]
        return message

    def captured(self, capsys: pytest.CaptureFixture[str]) -> list[str]:
        """``orepass capture``, by whoever runs the home."""
        document = self.home / "claims.json"
        document.write_text(self.text, encoding="utf-8")
        (file,) = self.command(capsys, "capture", str(document))["files"]
        return [finding["code"] for finding in file["findings"]]

    def page(self, step: str, content: bytes, name: str) -> str:
        client = self.logged_in()
        before = rows_of(*ROOMS)
        answer = client.post("/desk/lots/", {"step": step, "file": SimpleUploadedFile(name, content)})
        assert rows_of(*ROOMS) == before
        return answer.content.decode()

    def logged_in(self) -> Client:
        email = f"{self.actor.pseudonym.lower()}@example.org"
        users = get_user_model().objects.filter(email=email)
        if not users:
            create_account(STEWARD, person=self.actor.pseudonym, email=email)
        client = Client()
        client.force_login(users.get())
        return client


ROOMS = ("custody", "assurance", "groups", "party")


@pytest.mark.parametrize(("case", "code"), CASES, ids=[case.__name__ for case, _ in CASES])
def test_no_door_lets_an_over_claim_in(
    chain: Chain,
    case: Case,
    code: str,
    own_home_for_each_test: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    actor, said = case(chain)
    with clock.frozen_at(chain.at):
        doors = Doors(chain, actor, said, own_home_for_each_test, monkeypatch)
        before = rows_of(*ROOMS)
        findings = doors.epcis()
        assert code in [finding.code for finding in findings]
        assert code in doors.spreadsheet()
        assert rows_of(*ROOMS) == before
        assert code in doors.api("custody.events.capture", document=doors.text)
        table = base64.b64encode(doors.file).decode()
        assert code in doors.api("custody.events.upload", content_base64=table, name="claims.csv")
        assert code in doors.captured(capsys)
        assert findings[0].code in doors.done(capsys)
        shown = f'<span class="code">{code}</span>'
        assert shown in doors.page("custody.events.capture", doors.text.encode(), "claims.json")
        assert shown in doors.page("custody.events.upload", doors.file, "claims.csv")


def test_what_is_not_over_claimed_is_taken(chain: Chain) -> None:
    for lot, kg, said in ((SPENT, "100", {"model": "mass_balance"}), (BLEND, "200", {"model": "controlled_blending"})):
        actor, written = sent(chain, lot, kg, **said)
        table = [list(sheet.COLUMNS), [written.get(column, "") for column in sheet.COLUMNS]]
        whole = document(sheet.read(table, actor.organisation).events, created_at=chain.at)
        assert capture_events(actor, document=text_of(whole), at=chain.at).captured == 1
