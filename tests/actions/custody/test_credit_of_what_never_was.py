"""A bag that never was gives no credit: who received it is corrected on the day its beginning is declared an error."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import close_period, open_account
from orepass.custody.models import Entry, JournalEvent
from orepass.custody.queries import balance, check_statement
from orepass.custody.queries.origins import certified_share
from orepass.custody.queries.telling import told_afresh
from orepass.custody.rules.terms import uri_of
from orepass.kernel.period import add_months
from orepass.platform.access import Actor
from orepass.platform.models import Notice

KG = 10**6


class Ledger:
    """An account that was credited with 120 kg of one bag and 40 kg of another."""

    def __init__(self, chain: Any) -> None:
        self.chain = chain
        self.opened_on: date = chain.day - timedelta(days=20)
        told = {"opened_on": self.opened_on, "at": chain.at}
        self.account = open_account(chain.smelting, site=chain.plant, element="Co", **told).id
        self.other = open_account(chain.smelting, site=chain.plant, element="Sn", **told).id
        self.good, self.bad = chain.bag("B1", kg="3000"), chain.bag("B2")
        chain.hand_over(self.good, self.bad)

    def declare(self, actor: Actor, event: JournalEvent, why: str = "did_not_occur") -> Any:
        error = {"declarationTime": self.chain.at.isoformat(), "reason": why}
        body = json.loads(event.body, parse_float=Decimal)
        return self.chain.capture(actor, body | {"eventID": event.event_id, "errorDeclaration": error})

    def never_was(self, lot: str) -> Any:
        begun = JournalEvent.objects.get(movements__lot__uri=lot, movements__move="begun")
        return self.declare(self.chain.miner, begun)

    def received(self) -> JournalEvent:
        return JournalEvent.objects.get(entries__lot=self.bad)

    def stands(self, on: date | None = None) -> int:
        day = on or self.chain.at.date()
        (afresh,) = told_afresh(on=day, accounts=[self.account])
        assert afresh.balance_mg == balance(self.account, on=day).balance_mg
        return afresh.balance_mg


@pytest.fixture
def ledger(chain: Any) -> Ledger:
    return Ledger(chain)


def test_the_credit_of_a_bag_that_never_was_leaves_on_the_day_of_the_declaration(ledger: Ledger) -> None:
    today = ledger.chain.at.date()
    assert ledger.stands() == 160 * KG
    ledger.never_was(ledger.bad)
    assert [ledger.stands(day) for day in (today - timedelta(days=1), today)] == [160 * KG, 120 * KG]
    (entry,) = [entry for entry in balance(ledger.account, on=today).entries if entry.corrects]
    assert (entry.kind, entry.amount_mg, entry.lot, entry.on) == ("correction", -40 * KG, ledger.bad, today)
    assert entry.event == ledger.received().event_id
    (notice,) = Notice.objects.filter(kind="custody.credit.corrected")
    assert (notice.organisation, notice.subject) == (ledger.chain.smelter, ledger.account)
    assert not Entry.objects.filter(account=ledger.other).exists()


def test_a_declaration_told_again_changes_nothing(ledger: Ledger) -> None:
    ledger.never_was(ledger.bad)
    assert ledger.never_was(ledger.bad).duplicates == 1
    assert (ledger.stands(), Entry.objects.count()) == (120 * KG, 3)


def test_a_receipt_that_is_declared_too_goes_together_with_its_correction(ledger: Ledger) -> None:
    ledger.never_was(ledger.bad)
    ledger.declare(ledger.chain.smelting, ledger.received())
    assert ledger.stands() == 0


def test_a_receipt_that_was_declared_before_is_not_corrected(ledger: Ledger) -> None:
    ledger.declare(ledger.chain.smelting, ledger.received())
    ledger.never_was(ledger.bad)
    assert (ledger.stands(), Entry.objects.filter(corrects__isnull=False).count()) == (0, 0)


def test_both_bags_may_be_taken_back_one_after_the_other(ledger: Ledger) -> None:
    ledger.never_was(ledger.bad)
    ledger.never_was(ledger.good)
    assert ledger.stands() == 0


def test_a_closed_period_keeps_what_was_signed_and_the_next_one_is_corrected(ledger: Ledger) -> None:
    last = add_months(ledger.opened_on, 3) - timedelta(days=1)
    ledger.chain.at += (last - ledger.chain.at.date()) + timedelta(days=5)
    told = {"period_end": last, "counted_kg": Decimal(160), "at": ledger.chain.at}
    card = close_period(ledger.chain.smelting, account=ledger.account, **told)
    ledger.never_was(ledger.bad)
    assert (ledger.stands(last), ledger.stands()) == (160 * KG, 120 * KG)
    assert check_statement(ledger.chain.smelting, card.id).holds
    ledger.declare(ledger.chain.smelting, ledger.received())
    assert (ledger.stands(last), ledger.stands()) == (160 * KG, 0)


def test_what_was_made_of_a_bag_that_never_was_gives_no_more_than_is_known_of_it(chain: Any) -> None:
    opened = chain.day - timedelta(days=20)
    account = open_account(chain.smelting, site=chain.plant, element="Co", opened_on=opened, at=chain.at).id
    good, bad, blend = chain.bag("B1", kg="3000"), chain.bag("B2"), f"{uri_of(chain.pit)}/lots/BLEND"
    made = {"inputEPCList": [good, bad], "outputEPCList": [blend]}
    facts = {"ore:material": "cobalt_ore", "ore:grade_pct": Decimal(4), "ore:mass_kg": Decimal(4000)}
    chain.capture(chain.miner, chain.event("TransformationEvent", site=chain.pit, ilmd=facts, **made))
    chain.hand_over(blend)
    today = chain.at.date()
    assert balance(account, on=today).balance_mg == 160 * KG
    begun = JournalEvent.objects.get(movements__lot__uri=bad, movements__move="begun")
    error = {"declarationTime": chain.at.isoformat(), "reason": "did_not_occur"}
    body = json.loads(begun.body, parse_float=Decimal)
    chain.capture(chain.miner, body | {"eventID": begun.event_id, "errorDeclaration": error})
    (entry,) = [entry for entry in balance(account, on=today).entries if entry.corrects]
    share = certified_share(blend)
    assert (entry.lot, balance(account, on=today).balance_mg) == (blend, int(160 * KG * share))
    assert share < 1
