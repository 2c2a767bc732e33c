"""Certified material received is credit, a claim sent on is debit, and no account gives more than it holds."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import AccountOverdrawn, CaptureRefused, open_account, withdraw
from orepass.custody.actions.booking import AccountExists, DayUnusable, ElementUnknown, PeriodTooLong, YieldUnusable
from orepass.custody.models import Account, Entry, JournalEvent
from orepass.custody.queries import account_curve, account_for, accounts, balance
from orepass.custody.rules.terms import uri_of
from orepass.kernel.refusal import NotFound, Refusal

KG = 10**6
HYDROXIDE = "https://smelter.example/lots/H1"


def opened(chain: Any, **changes: Any) -> str:
    terms = {"site": chain.plant, "element": "Co", "opened_on": chain.day - timedelta(days=20)} | changes
    return str(open_account(chain.smelting, **terms, at=chain.at).id)


def shipped(chain: Any, lot: str, *, kg: str = "", hours: int = 6) -> dict[str, Any]:
    quantity = (
        {"quantityList": [{"epcClass": lot, "quantity": Decimal(kg), "uom": "KGM"}]} if kg else {"epcList": [lot]}
    )
    parties = {"sender": chain.smelter, "receiver": chain.world.stranger}
    sent = chain.event(hours=hours, action="OBSERVE", bizStep="shipping", site=chain.plant, **quantity, **parties)
    return dict(sent) | {"ore:model": "mass_balance"}


def test_certified_part_of_a_delivery_is_credit_and_a_claim_takes_it_out(chain: Any) -> None:
    account = opened(chain)
    certified, plain = chain.bag("B1"), chain.bag("B2", claimed=False)
    other = "https://other.example/bags/1"
    chain.capture(
        chain.smelting,
        chain.event(
            action="ADD",
            epcList=[other],
            bizLocation={"id": "https://other.example/pit"},
            ilmd={"ore:material": "cobalt_ore", "ore:mass_kg": 5000, "ore:grade_pct": 4},
        ),
    )
    chain.hand_over(certified, plain)
    received = chain.event(hours=2, action="OBSERVE", bizStep="receiving", epcList=[other], site=chain.plant)
    chain.capture(chain.smelting, received)
    assert balance(account, on=chain.at.date()).balance_mg == 80 * KG
    chain.smelt(certified, plain, other, out=HYDROXIDE, kg="700", grade="36")
    chain.capture(chain.smelting, shipped(chain, HYDROXIDE, kg="200"))
    card = balance(account, on=chain.at.date())
    assert card.balance_mg == 8 * KG
    assert [entry.kind for entry in card.entries] == ["receipt", "receipt", "claim"]
    assert [point.balance_mg for point in account_curve(account, on=chain.at.date())] == [40 * KG, 80 * KG, 8 * KG]
    assert card.findings == ()


def test_claim_beyond_the_account_is_refused_and_nothing_changes(chain: Any) -> None:
    account = opened(chain)
    bag, plain = chain.bag("B1"), "https://other.example/bags/1"
    more = {"ore:material": "cobalt_ore", "ore:mass_kg": 1000, "ore:grade_pct": 4}
    chain.capture(
        chain.smelting,
        chain.event(action="ADD", epcList=[plain], bizLocation={"id": "https://other.example/pit"}, ilmd=more),
    )
    chain.hand_over(bag)
    chain.smelt(bag, plain, out=HYDROXIDE, kg="200", grade="36")
    before = JournalEvent.objects.count(), Entry.objects.count()
    with pytest.raises(CaptureRefused) as caught:
        chain.capture(chain.smelting, shipped(chain, HYDROXIDE, kg="200"))
    (finding,) = caught.value.findings
    assert (finding.code, finding.params["missing_kg"]) == ("custody.balance.overdrawn", "32")
    assert (JournalEvent.objects.count(), Entry.objects.count()) == before
    assert balance(account, on=chain.at.date()).balance_mg == 40 * KG


def test_two_claims_in_one_document_share_one_account(chain: Any) -> None:
    opened(chain)
    bag = chain.bag("B1")
    chain.hand_over(bag)
    chain.smelt(bag, out=HYDROXIDE, kg="100", grade="36")
    first, second = shipped(chain, HYDROXIDE, kg="60"), shipped(chain, HYDROXIDE, kg="40", hours=7)
    third = shipped(chain, HYDROXIDE, kg="30", hours=8)
    card = chain.capture(chain.smelting, first, second, third, proceed=True)
    assert (card.captured, card.refused) == (2, 1)


def test_claim_without_an_account_or_without_a_content_is_refused(chain: Any) -> None:
    bag = chain.bag("B1")
    chain.hand_over(bag)
    with pytest.raises(CaptureRefused) as caught:
        chain.capture(chain.smelting, shipped(chain, bag))
    assert [finding.code for finding in caught.value.findings] == ["custody.account.missing"]


def test_event_taken_back_takes_its_entry_back(chain: Any) -> None:
    account = opened(chain)
    bag = chain.bag("B1")
    chain.hand_over(bag)
    assert balance(account, on=chain.at.date()).balance_mg == 40 * KG
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    received = chain.event(hours=2, action="OBSERVE", bizStep="receiving", site=chain.plant, epcList=[bag], **parties)
    event_id = balance(account, on=chain.at.date()).entries[0].event
    declared = {"declarationTime": chain.time(5), "reason": "did_not_occur"}
    chain.capture(chain.smelting, received | {"eventID": event_id, "errorDeclaration": declared})
    assert balance(account, on=chain.at.date()).balance_mg == 0
    assert Entry.objects.count() == 1


def test_declared_yield_reduces_the_credit(chain: Any) -> None:
    account = opened(chain, yield_percent=Decimal(90))
    bag = chain.bag("B1")
    chain.hand_over(bag)
    assert balance(account, on=chain.at.date()).balance_mg == 36 * KG


def test_withdrawal_takes_what_is_there_and_no_more(chain: Any) -> None:
    account = opened(chain)
    bag = chain.bag("B1")
    chain.hand_over(bag)
    today = chain.at.date()
    card = withdraw(chain.smelting, account=account, amount_kg=Decimal(15), on=today, note="claim", at=chain.at)
    assert card.balance_mg == 25 * KG
    before = Entry.objects.count()
    for amount, day in ((Decimal("25.000001"), today), (Decimal(1), chain.day - timedelta(days=15))):
        with pytest.raises(AccountOverdrawn) as caught:
            withdraw(chain.smelting, account=account, amount_kg=amount, on=day, note="", at=chain.at)
        assert caught.value.code == "custody.balance.overdrawn"
    for day in (today + timedelta(days=1), chain.day - timedelta(days=40)):
        with pytest.raises(DayUnusable):
            withdraw(chain.smelting, account=account, amount_kg=Decimal(1), on=day, note="", at=chain.at)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"period_months": 4}, PeriodTooLong),
        ({"element": "Xx"}, ElementUnknown),
        ({"yield_percent": Decimal(0)}, YieldUnusable),
        ({"site": "sit-0000000000000"}, NotFound),
    ],
)
def test_account_that_the_scheme_does_not_allow_is_refused(
    chain: Any, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        opened(chain, **changes)
    assert Account.objects.count() == 0


def test_account_is_opened_once_and_only_by_its_own_organisation(chain: Any) -> None:
    account = opened(chain)
    with pytest.raises(AccountExists):
        opened(chain)
    with pytest.raises(NotFound):
        open_account(chain.miner, site=chain.plant, element="Co", opened_on=chain.day, at=chain.at)
    for actor in (chain.miner, chain.outsider):
        with pytest.raises(NotFound):
            account_for(actor, account)
        with pytest.raises(NotFound):
            withdraw(actor, account=account, amount_kg=Decimal(1), on=chain.day, note="", at=chain.at)
        assert accounts(actor) == []
    assert [card.id for card in accounts(chain.smelting)] == [account]
    assert accounts(chain.smelting)[0].pack.startswith("cera-4in1@")
    assert uri_of(account).endswith(account)
