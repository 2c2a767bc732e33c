"""Accounts that grew long are put down where they stand; whatever comes then, they hold what their entries say."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import AccountOverdrawn, open_account, standings, withdraw
from orepass.custody.models import AccountStanding, Entry
from orepass.custody.queries import balance
from orepass.custody.queries.telling import put_down_wrongly, told_afresh
from orepass.kernel.identifier import Identifier
from tests.certification import STEWARD

KG = 10**6


@pytest.fixture
def account(chain: Any, monkeypatch: pytest.MonkeyPatch) -> Identifier:
    """An account that is put down as soon as it has more than four entries that are not in."""
    monkeypatch.setattr(standings, "LONG", 4)
    monkeypatch.setattr(standings, "LEFT", 2)
    opened_on = chain.day - timedelta(days=20)
    account = open_account(chain.smelting, site=chain.plant, element="Co", opened_on=opened_on, at=chain.at).id
    chain.hand_over(*(chain.bag(f"B{number}", kg="500") for number in range(6)))
    return account


def take(chain: Any, account: Identifier, kg: str, *, days_ago: int = 0) -> int:
    on = chain.at.date() - timedelta(days=days_ago)
    said = {"account": account, "amount_kg": Decimal(kg), "on": on, "note": ""}
    return int(withdraw(chain.smelting, **said, at=chain.at).balance_mg)


def test_claims_on_an_account_that_was_put_down_leave_what_its_entries_say(chain: Any, account: Identifier) -> None:
    assert [take(chain, account, "10") for _ in range(9)] == [(120 - 10 * number) * KG for number in range(1, 10)]
    kept = AccountStanding.objects.get(account=account)
    assert kept.entry < Entry.objects.latest("pk").pk
    today = chain.at.date()
    (told,) = told_afresh(on=today, accounts=[account])
    assert (told.entries, told.balance_mg) == (15, 30 * KG)
    assert balance(account, on=today).balance_mg == 30 * KG
    assert put_down_wrongly(on=today) == []
    with pytest.raises(AccountOverdrawn):
        take(chain, account, "30.000001")
    assert take(chain, account, "30") == 0


def test_claim_before_the_day_an_account_was_put_down_for_is_judged_by_all_entries(
    chain: Any, account: Identifier
) -> None:
    for _ in range(6):
        take(chain, account, "10")
    assert AccountStanding.objects.get(account=account).through > chain.at.date() - timedelta(days=9)
    with pytest.raises(AccountOverdrawn):
        take(chain, account, "1", days_ago=20)
    assert take(chain, account, "10", days_ago=8) == 50 * KG
    assert put_down_wrongly(on=chain.at.date()) == []


def test_receipt_that_is_taken_back_is_forgotten_where_the_account_was_put_down(
    chain: Any, account: Identifier
) -> None:
    chain.hand_over(chain.bag("MORE", kg="2000"))
    for _ in range(6):
        take(chain, account, "10")
    assert AccountStanding.objects.filter(account=account).exists()
    entry = balance(account, on=chain.at.date()).entries[0]
    lots = {part.lot for part in balance(account, on=chain.at.date()).entries if part.event == entry.event}
    received = chain.event(
        hours=2,
        action="OBSERVE",
        bizStep="receiving",
        site=chain.plant,
        epcList=sorted(lots),
        sender=chain.miner.organisation,
        receiver=chain.smelter,
    )
    declared = {"declarationTime": chain.time(5), "reason": "did_not_occur"}
    chain.capture(STEWARD, received | {"eventID": entry.event, "errorDeclaration": declared})
    assert not AccountStanding.objects.filter(account=account).exists()
    assert balance(account, on=chain.at.date()).balance_mg == 20 * KG
    with pytest.raises(AccountOverdrawn):
        take(chain, account, "21")


def test_an_altered_standing_is_found(chain: Any, account: Identifier) -> None:
    take(chain, account, "10")
    kept = AccountStanding.objects.get(account=account)
    AccountStanding.objects.update(text=kept.text.replace('"balance_mg":', '"balance_mg":1'))
    assert put_down_wrongly(on=chain.at.date()) == [account]
