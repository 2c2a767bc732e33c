"""Credit that was claimed keeps the ground it stands on: what gave it is not taken back from under the claim."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import CaptureRefused, open_account, withdraw
from orepass.custody.models import Entry, JournalEvent
from orepass.custody.queries import balance
from orepass.custody.queries.claims import claims_for
from orepass.platform.access import Actor
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import HERE, KG, moved, ore, quantity, taken_back

pytestmark = pytest.mark.django_db
CODE = "custody.declaration.leaves_claimed"
LOT = "https://pit.example/lots/L"


class Ledger:
    """1,000 kg of certified ore of 4 % received into an account; 36 kg of its metal sold from the account."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        told = {"opened_on": chain.day - timedelta(days=20), "at": chain.at}
        self.account = open_account(chain.smelting, site=chain.plant, element="Co", **told).id
        self.sent = moved(chain, "shipping", 1, LOT, eventID="urn:uuid:sent")
        self.got = moved(chain, "receiving", 2, LOT, eventID="urn:uuid:got")
        chain.capture(chain.miner, ore(chain, LOT, "1000"), self.sent)
        told = {"ore:material": "cobalt_hydroxide", "ore:grade_pct": Decimal(36)}
        parcel = [quantity(HERE + "P", "300")]
        plain = chain.event(action="ADD", site=chain.plant, quantityList=parcel, ilmd=told)
        chain.capture(chain.smelting, self.got, plain)
        self.sold = self.sale("100", "urn:uuid:sold")
        chain.capture(chain.smelting, self.sold)

    def sale(self, kg: str, name: str) -> dict[str, Any]:
        """Part of a lot that nobody certified is sold under a claim from the account."""
        to = {"giver": self.chain.smelter, "taker": self.chain.world.stranger, "place": self.chain.plant}
        return dict(moved(self.chain, "shipping", 5, HERE + "P", kg, **to, eventID=name)) | {
            "ore:model": "mass_balance"
        }

    def stands(self) -> int:
        return balance(self.account, on=self.chain.at.date()).balance_mg

    def refused(self, actor: Actor, *events: dict[str, Any]) -> list[tuple[str, str]]:
        """What refuses a document, and what it says to take back first; nothing is kept."""
        before = JournalEvent.objects.count(), Entry.objects.count()
        with pytest.raises(CaptureRefused) as caught:
            self.chain.capture(actor, *events)
        assert (JournalEvent.objects.count(), Entry.objects.count()) == before
        return [(found.code, str(found.params["told"])) for found in caught.value.findings if found.code == CODE]


@pytest.fixture
def ledger(chain: Chain) -> Ledger:
    return Ledger(chain)


def test_a_receipt_is_not_taken_back_from_under_a_claim_and_goes_together_with_it(ledger: Ledger) -> None:
    chain = ledger.chain
    gone = taken_back(ledger.got, chain)
    assert (ledger.stands(), claims_for(LOT, holder=chain.smelter).share) == (4 * KG, 0)
    assert ledger.refused(chain.smelting, gone) == [(CODE, "urn:uuid:sold")]
    chain.capture(chain.smelting, gone, taken_back(ledger.sold, chain))
    assert (ledger.stands(), claims_for(LOT, holder=chain.smelter).share) == (0, 1)


def test_a_receipt_told_anew_beside_its_declaration_has_to_carry_the_claim(ledger: Ledger) -> None:
    chain, gone = ledger.chain, taken_back(ledger.got, ledger.chain)
    less = moved(chain, "receiving", 2, LOT, "800", eventID="urn:uuid:less")
    assert ledger.refused(chain.smelting, gone, less) == [(CODE, "urn:uuid:sold")]
    enough = moved(chain, "receiving", 2, LOT, "900", eventID="urn:uuid:enough")
    chain.capture(chain.smelting, gone, enough)
    assert ledger.stands() == 0


def test_a_receipt_goes_where_other_credit_stands_for_the_claim(ledger: Ledger) -> None:
    chain, more = ledger.chain, "https://pit.example/lots/M"
    chain.capture(chain.miner, ore(chain, more, "900"), moved(chain, "shipping", 1, more))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, more))
    chain.capture(chain.smelting, taken_back(ledger.got, chain))
    assert ledger.stands() == 0


def test_a_dispatch_is_not_taken_back_from_under_a_claim_of_the_receiver(ledger: Ledger) -> None:
    chain, gone = ledger.chain, taken_back(ledger.sent, ledger.chain)
    # the sender learns which receipts stand on it, and nothing of what the receiver sold
    assert ledger.refused(chain.miner, gone) == [(CODE, "urn:uuid:got")]
    chain.capture(chain.smelting, taken_back(ledger.got, chain), taken_back(ledger.sold, chain))
    chain.capture(chain.miner, gone)
    assert claims_for(LOT).share == 1


def test_a_step_is_not_taken_back_from_under_a_claim_of_what_was_made(ledger: Ledger) -> None:
    chain, raw, blend = ledger.chain, "https://pit.example/lots/RAW", "https://pit.example/lots/BLEND"
    told = {"ore:material": "cobalt_ore", "ore:grade_pct": Decimal(4)}
    parts = {"inputQuantityList": [quantity(raw)], "outputQuantityList": [quantity(blend, "1000")]}
    step = chain.event("TransformationEvent", hours=1, site=chain.pit, ilmd=told, **parts) | {
        "eventID": "urn:uuid:step"
    }
    chain.capture(chain.miner, ore(chain, raw, "1000"), step, moved(chain, "shipping", 2, blend))
    chain.capture(chain.smelting, moved(chain, "receiving", 3, blend, eventID="urn:uuid:blend"))
    chain.capture(chain.smelting, ledger.sale("100", "urn:uuid:more"))
    assert ledger.stands() == 8 * KG
    assert ledger.refused(chain.miner, taken_back(step, chain)) == [(CODE, "urn:uuid:blend")]


def test_the_beginning_of_what_never_was_is_taken_back_all_the_same(ledger: Ledger) -> None:
    chain = ledger.chain
    begun = JournalEvent.objects.get(movements__lot__uri=LOT, movements__move="begun")
    never = ore(chain, LOT, "1000", eventID=begun.event_id)
    chain.capture(chain.miner, taken_back(never, chain))
    assert (ledger.stands(), claims_for(LOT, holder=chain.smelter).share) == (-36 * KG, 0)


def test_what_was_withdrawn_stands_on_its_receipt_too_and_is_named_by_its_day(ledger: Ledger) -> None:
    chain, day = ledger.chain, ledger.chain.at.date()
    more = "https://pit.example/lots/M"
    chain.capture(chain.miner, ore(chain, more, "900"), moved(chain, "shipping", 1, more))
    chain.capture(chain.smelting, moved(chain, "receiving", 2, more))
    withdraw(chain.smelting, account=ledger.account, amount_kg=Decimal(40), on=day, note="sold", at=chain.at)
    assert ledger.refused(chain.smelting, taken_back(ledger.got, chain)) == [
        (CODE, f"withdrawal {day.isoformat()}, urn:uuid:sold")
    ]
