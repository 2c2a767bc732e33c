"""Accounts of every method through events as they come: what is booked, and what is refused and leaves nothing."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import (
    AccountOverdrawn,
    CaptureRefused,
    declare_cause,
    issue_credits,
    open_account,
    retire_credits,
    transfer_credits,
    withdraw,
)
from orepass.custody.actions.booking import AccountExists, MethodUnusable, YieldUnusable
from orepass.custody.actions.credits import ClaimDouble, CountUnusable, CreditExpired, CreditRetired, LotUnfit
from orepass.custody.actions.drawing import CauseMissing, NothingTaken, ShareExceeded, WholeMissing
from orepass.custody.models import Account, Credit, CreditStep, Entry, JournalEvent
from orepass.custody.queries import balance
from orepass.custody.queries.accounts import account_card, rule_entries
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.credits import credit_for, credits_of
from orepass.custody.rules.accounts import percentages
from orepass.custody.rules.terms import uri_of
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import NotFound, Refusal
from orepass.scheme.queries.folders import standards_root
from tests import certification
from tests.actions.custody.conftest import Chain
from tests.beginnings import Teller, Told

KG = 10**6
OTHER = "https://other.example/bags"
HYDROXIDE = "https://smelter.example/lots/H1"
SETS = {
    'overdraft_percent: {value: 0, unit: "%"': 'overdraft_percent: {value: 20, unit: "%"',
}
"""What the edition of this file says otherwise, so that every method can be tried under one scheme."""


@pytest.fixture(scope="module", autouse=True)
def _edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    root = tmp_path_factory.mktemp("standards")
    for name in ("cera-4in1", "wordings"):
        shutil.copytree(standards_root() / name, root / name)
    file = root / "cera-4in1" / "2026.1" / "rules.yaml"
    text = file.read_text(encoding="utf-8")
    for before, after in SETS.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OREPASS_STANDARDS", str(root))
        # The edition of the other files is kept from one of them to the next; this one is of this file alone.
        patch.setattr(certification, "_kept", {})
        yield


@pytest.fixture(scope="module")
def told(tell: Teller, _edition: None) -> Told[Chain]:
    return tell(Chain)


def opened(chain: Any, method: str, *, on: date | None = None, **changes: Any) -> Identifier:
    day = on or chain.day - timedelta(days=20)
    inputs = {"site": chain.plant, "element": "Co", "opened_on": day, "method": method} | changes
    actor = chain.miner if inputs["site"] == chain.pit else chain.smelting
    return open_account(actor, **inputs, at=chain.at).id


def turn_to(chain: Any, month: int) -> None:
    """Let the bags and hand-overs that follow happen in the middle of a month."""
    chain.at = datetime(2026, month, 26, 12, tzinfo=UTC)
    chain.day = date(2026, month, 16)


def plain(chain: Any, name: str, cobalt: str) -> str:
    """An uncertified bag from elsewhere with so many kilograms of cobalt, received at the plant."""
    uri = f"{OTHER}/{name}"
    facts = {"ore:material": "cobalt_ore", "ore:mass_kg": Decimal(cobalt) * 25, "ore:grade_pct": 4}
    began = chain.event(action="ADD", epcList=[uri], bizLocation={"id": "https://other.example/pit"}, ilmd=facts)
    received = chain.event(hours=2, action="OBSERVE", bizStep="receiving", epcList=[uri], site=chain.plant)
    chain.capture(chain.smelting, began, received)
    return uri


def certified(chain: Any, name: str, cobalt: str) -> str:
    """A certified bag of the pit with so many kilograms of cobalt, handed over to the plant."""
    bag = str(chain.bag(name, kg=str(Decimal(cobalt) * 25)))
    chain.hand_over(bag)
    return bag


def sent(chain: Any, lot: str, *, kg: str = "", hours: int = 6, **terms: Any) -> dict[str, Any]:
    quantity = (
        {"quantityList": [{"epcClass": lot, "quantity": Decimal(kg), "uom": "KGM"}]} if kg else {"epcList": [lot]}
    )
    parties = {"sender": chain.smelter, "receiver": chain.world.stranger}
    shipped = chain.event(hours=hours, action="OBSERVE", bizStep="shipping", site=chain.plant, **quantity, **parties)
    return dict(shipped) | {f"ore:{name}": value for name, value in terms.items()}


def refused(chain: Any, actor: Any, event: dict[str, Any]) -> list[str]:
    """The codes of what refuses an event; nothing is kept."""
    before = JournalEvent.objects.count(), Entry.objects.count()
    with pytest.raises(CaptureRefused) as caught:
        chain.capture(actor, event)
    assert (JournalEvent.objects.count(), Entry.objects.count()) == before
    return sorted({found.code for found in caught.value.findings if found.severity == "error"})


# --- rolling percentage ---


def test_c8_a_lot_is_claimed_up_to_the_share_of_the_three_months_before(chain: Any) -> None:
    turn_to(chain, 5)
    account = opened(chain, "rolling_percentage", on=date(2026, 5, 1))
    for month, share in ((5, 60), (6, 80), (7, 100), (8, 30)):
        turn_to(chain, month)
        certified(chain, f"C{month}", str(share))
        if share < 100:
            plain(chain, f"P{month}", str(100 - share))
    terms = account_card(account).terms
    found = percentages(rule_entries(account), terms, opened_on=date(2026, 5, 1), until=chain.at.date())
    months = {point.month.month: point.percent for point in found}
    assert [months[month] for month in (5, 6, 7, 8)] == [None, 60, 70, 80]
    claim: dict[str, Any] = {"model": "mass_balance", "account": account}
    codes = refused(chain, chain.smelting, sent(chain, f"{OTHER}/P5", **claim, claimed_pct=Decimal("80.1")))
    assert codes == ["custody.claim.above_share"]
    assert refused(chain, chain.smelting, sent(chain, f"{OTHER}/P5", **claim)) == ["custody.claim.above_share"]
    chain.capture(chain.smelting, sent(chain, f"{OTHER}/P5", **claim, claimed_pct=80))
    entry = balance(account, on=chain.at.date()).entries[-1]
    assert (entry.kind, entry.amount_mg, entry.lot) == ("claim", -32 * KG, f"{OTHER}/P5")
    turn_to(chain, 9)
    late = sent(chain, f"{OTHER}/P8", **claim, claimed_pct=Decimal("70.1"))
    assert refused(chain, chain.smelting, late) == ["custody.claim.above_share"]
    chain.capture(chain.smelting, sent(chain, f"{OTHER}/P8", **claim, claimed_pct=70))
    assert balance(account, on=chain.at.date()).findings == ()


def test_withdrawing_by_percentage_says_of_how_much(chain: Any) -> None:
    turn_to(chain, 5)
    account = opened(chain, "rolling_percentage", on=date(2026, 5, 1))
    certified(chain, "C5", "50")
    plain(chain, "P5", "50")
    turn_to(chain, 6)
    inputs: dict[str, Any] = {"account": account, "on": chain.at.date(), "note": "sold by weight", "at": chain.at}
    before = Entry.objects.count()
    for amount, whole, refusal in (
        ("20", None, WholeMissing),
        ("20", "19.999", WholeMissing),
        ("20.001", "40", ShareExceeded),
        ("50.001", "200", AccountOverdrawn),
    ):
        with pytest.raises(refusal):
            withdraw(
                chain.smelting, **inputs, amount_kg=Decimal(amount), of_kg=None if whole is None else Decimal(whole)
            )
    assert Entry.objects.count() == before
    card = withdraw(chain.smelting, **inputs, amount_kg=Decimal(20), of_kg=Decimal(40))
    assert card.balance_mg == 30 * KG


# --- percentage of the inputs ---


@pytest.fixture
def smelted(chain: Any) -> Identifier:
    """100 kg of certified cobalt and as much other came in; 180 kg stand in one lot of hydroxide, 64.8 of them sold."""
    account = opened(chain, "input_percentage")
    lots = [certified(chain, "C1", "100"), plain(chain, "P1", "100")]
    chain.smelt(*lots, out=HYDROXIDE, kg="500", grade="36")
    chain.capture(chain.smelting, sent(chain, HYDROXIDE, kg="180"))
    return account


def claims(account: Identifier, percent: str) -> dict[str, Any]:
    return {"model": "mass_balance", "account": account, "claimed_pct": Decimal(percent)}


@pytest.mark.parametrize(("percent", "allowed"), [("73.784", True), ("78.125", True), ("78.126", False)])
def test_c11_half_of_what_goes_out_may_be_claimed(chain: Any, smelted: Identifier, percent: str, allowed: bool) -> None:
    event = sent(chain, HYDROXIDE, kg="320", hours=8, **claims(smelted, percent))
    if not allowed:
        assert refused(chain, chain.smelting, event) == ["custody.balance.overdrawn"]
        return
    chain.capture(chain.smelting, event)
    card = balance(smelted, on=chain.at.date())
    assert [(entry.kind, entry.amount_mg) for entry in card.entries][-2:] == [
        ("sent", 0),
        ("claim", -int(Decimal("115.2") * Decimal(percent) * 10**4 + Decimal("0.999"))),
    ]
    assert card.balance_mg == 90 * KG + card.entries[-1].amount_mg


@pytest.mark.parametrize(("percent", "allowed"), [("95.486", True), ("95.487", False), ("100", False)])
def test_c12_with_a_cause_a_fifth_of_the_certified_input_may_be_lent(
    chain: Any, smelted: Identifier, percent: str, allowed: bool
) -> None:
    event = sent(chain, HYDROXIDE, kg="320", hours=8, **claims(smelted, percent))
    assert refused(chain, chain.smelting, event) == ["custody.balance.overdrawn"]
    with pytest.raises(CauseMissing):
        declare_cause(chain.smelting, account=smelted, cause=" ", on=chain.day, at=chain.at)
    card = declare_cause(chain.smelting, account=smelted, cause="the mine is flooded", on=chain.day, at=chain.at)
    assert card.cause == "the mine is flooded"
    if allowed:
        chain.capture(chain.smelting, event)
        assert balance(smelted, on=chain.at.date()).balance_mg < 0
    else:
        assert refused(chain, chain.smelting, event) == ["custody.balance.overdrawn"]


def test_what_departs_after_it_was_shipped_goes_out_once(chain: Any, smelted: Identifier) -> None:
    whole = sent(chain, HYDROXIDE, kg="320", hours=8)
    departed = sent(chain, HYDROXIDE, kg="320", hours=9) | {"bizStep": "departing"}
    chain.capture(chain.smelting, whole, departed)
    assert balance(smelted, on=chain.at.date()).balance_mg == 90 * KG


def test_a_lot_that_arrives_and_is_received_comes_in_once(chain: Any) -> None:
    account = opened(chain, "input_percentage")
    bag = certified(chain, "C1", "10")
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    again = chain.event(hours=3, action="OBSERVE", bizStep="accepting", site=chain.plant, epcList=[bag], **parties)
    chain.capture(chain.smelting, again)
    (entry,) = balance(account, on=chain.at.date()).entries
    assert Entry.objects.get().total_mg == entry.amount_mg == 10 * KG


# --- opening, and choosing among accounts ---


def test_one_account_is_credited_and_the_percentages_of_the_others_learn_of_the_lot(chain: Any) -> None:
    first, second = opened(chain, "credit"), opened(chain, "rolling_percentage")
    bag = str(chain.bag("C1"))
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    moved = {"action": "OBSERVE", "epcList": [bag], **parties}
    chain.capture(chain.miner, chain.event(hours=1, bizStep="shipping", site=chain.pit, **moved))
    received = chain.event(hours=2, bizStep="receiving", site=chain.plant, **moved)
    wrong = received | {"ore:account": uri_of("bal-0000000000000")}
    assert refused(chain, chain.smelting, wrong) == ["custody.account.missing"]
    chain.capture(chain.smelting, received | {"ore:account": uri_of(second)})
    entries = {entry.account_id: (entry.amount_mg, entry.total_mg) for entry in Entry.objects.all()}
    assert entries == {second: (40 * KG, 40 * KG)}
    plain(chain, "P1", "8")
    assert [entry.amount_mg for entry in balance(second, on=chain.at.date()).entries] == [40 * KG, 0]
    assert balance(first, on=chain.at.date()).entries == ()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"method": "average"}, MethodUnusable),
        ({"method": "rolling_percentage", "yield_percent": Decimal(90)}, YieldUnusable),
        ({"method": "credit"}, AccountExists),
    ],
)
def test_an_account_that_cannot_be_kept_is_not_opened(
    chain: Any, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    opened(chain, "credit")
    with pytest.raises(refusal):
        opened(chain, **changes)
    assert Account.objects.count() == 1


def test_an_account_says_by_which_method_and_scheme_it_is_kept(chain: Any) -> None:
    account = Account.objects.get(pk=opened(chain, "book", site=chain.pit))
    assert (account.model, account.method, account.scheme, account.unit) == (
        "book_and_claim",
        "book",
        "cera-4in1",
        "contained_metal",
    )


# --- book and claim ---


@pytest.fixture
def produced(chain: Any) -> Identifier:
    """The pit won 400 kg of certified cobalt in two bags; the larger one, 280 kg, was sold as certified."""
    account = opened(chain, "book", site=chain.pit)
    chain.bag("B2", kg="3000")
    chain.hand_over(chain.bag("B1", kg="7000"))
    return account


def issue(chain: Any, account: Identifier, each: str, count: int = 1) -> list[Any]:
    return issue_credits(
        chain.miner, account=account, each_kg=Decimal(each), count=count, on=chain.at.date(), at=chain.at
    )


def shipped(chain: Any, number: str, **terms: Any) -> dict[str, Any]:
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    bag = f"{uri_of(chain.pit)}/lots/{number}"
    event = chain.event(hours=5, action="OBSERVE", bizStep="shipping", site=chain.pit, epcList=[bag], **parties)
    return dict(event) | {f"ore:{name}": value for name, value in terms.items()}


@pytest.mark.parametrize(("each", "count", "allowed"), [("120", 1, True), ("40", 3, True), ("120.001", 1, False)])
def test_c14_credits_are_issued_for_what_was_produced_and_not_sold(
    chain: Any, produced: Identifier, each: str, count: int, allowed: bool
) -> None:
    if allowed:
        cards = issue(chain, produced, each, count)
        assert [card.serial for card in cards] == [f"{produced}-{number:07d}" for number in range(1, count + 1)]
        assert balance(produced, on=chain.at.date()).balance_mg == 0
        return
    with pytest.raises(AccountOverdrawn) as caught:
        issue(chain, produced, each, count)
    assert caught.value.code == "custody.balance.overdrawn"
    assert [found.params["missing_kg"] for found in caught.value.findings] == ["0.001"]
    assert Credit.objects.count() == 0


def test_issuing_needs_a_book_account_and_a_number(chain: Any, produced: Identifier) -> None:
    for count in (0, 10_001):
        with pytest.raises(CountUnusable):
            issue(chain, produced, "0.001", count)
    other = opened(chain, "credit", site=chain.pit)
    with pytest.raises(MethodUnusable):
        issue(chain, other, "1")
    with pytest.raises(NothingTaken):
        issue(chain, produced, "0")
    with pytest.raises(NothingTaken):
        withdraw(chain.miner, account=produced, amount_kg=Decimal(0), on=chain.day, note="None", at=chain.at)
    with pytest.raises(NotFound):
        issue_credits(chain.smelting, account=produced, each_kg=Decimal(1), on=chain.day, at=chain.at)
    assert Credit.objects.count() == 0


def test_c20_what_credits_were_issued_for_is_not_sold_as_certified(chain: Any, produced: Identifier) -> None:
    other, bag = opened(chain, "credit"), f"{uri_of(chain.pit)}/lots/B2"
    issue(chain, produced, "0.001")
    assert refused(chain, chain.miner, shipped(chain, "B2")) == ["custody.claim.double"]
    chain.capture(chain.miner, shipped(chain, "B2", claimed_pct=0))
    assert balance(produced, on=chain.at.date()).balance_mg == 120 * KG - 1000
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    received = chain.event(hours=6, action="OBSERVE", bizStep="receiving", site=chain.plant, epcList=[bag], **parties)
    chain.capture(chain.smelting, received)
    assert balance(other, on=chain.at.date()).balance_mg == 0
    claim = claims_for(bag)
    assert (claim.model, claim.offered, [part.reason for part in claim.lost]) == ("", (), ["spent"])
    onwards = sent(chain, bag, hours=8, model="segregated")
    assert refused(chain, chain.smelting, onwards) == ["custody.claim.double"]
    issue(chain, produced, "119.999")
    assert balance(produced, on=chain.at.date()).balance_mg == 0


def test_c20_what_was_sold_as_certified_is_sold_once_and_issued_no_more(chain: Any, produced: Identifier) -> None:
    chain.capture(chain.miner, shipped(chain, "B2"))
    departed = shipped(chain, "B2") | {"bizStep": "departing", "eventTime": chain.time(6)}
    assert refused(chain, chain.miner, departed) == ["custody.lot.not_held"]
    assert balance(produced, on=chain.at.date()).balance_mg == 0
    with pytest.raises(AccountOverdrawn):
        issue(chain, produced, "0.000001")


def test_c15_a_credit_is_retired_once_for_an_uncertified_lot(chain: Any, produced: Identifier) -> None:
    cards = issue(chain, produced, "30", 3)
    names = [card.id for card in cards]
    with pytest.raises(NotFound):
        retire_credits(chain.smelting, credit_ids=names[:1], at=chain.at)
    moved = transfer_credits(chain.miner, credit_ids=names, to=chain.smelter, note="sold", at=chain.at)
    assert {card.holder for card in moved} == {chain.smelter}
    with pytest.raises(NotFound):
        transfer_credits(chain.miner, credit_ids=names[:1], to=chain.smelter, at=chain.at)
    lot, own = plain(chain, "P1", "50"), f"{uri_of(chain.pit)}/lots/B1"
    with pytest.raises(ClaimDouble):
        retire_credits(chain.smelting, credit_ids=names[:1], lot=own, at=chain.at)
    with pytest.raises(CreditRetired):
        retire_credits(chain.smelting, credit_ids=[names[0], names[0]], lot=lot, at=chain.at)
    assert (claims_for(lot).model, claims_for(lot).percent) == ("", 0)
    (card,) = retire_credits(chain.smelting, credit_ids=names[:1], lot=lot, note="batch 7", at=chain.at)
    claim = claims_for(lot)
    assert (claim.model, claim.share_exact, claim.scheme) == ("book_and_claim", "3/5", "cera-4in1")
    assert claims_for(lot, scheme="rspo-manner").model == ""
    assert (card.retired_on, card.lot, card.note) == (chain.at.date(), lot, "batch 7")
    for again in (retire_credits, transfer_credits):
        more = {"to": chain.smelter} if again is transfer_credits else {}
        with pytest.raises(CreditRetired) as caught:
            again(chain.smelting, credit_ids=names[:1], at=chain.at, **more)
        assert caught.value.code == "custody.credit.retired"
    with pytest.raises(AccountOverdrawn):
        retire_credits(chain.smelting, credit_ids=names[1:2], lot=lot, at=chain.at)
    assert CreditStep.objects.filter(what="retired").count() == 1


def test_credits_are_not_retired_for_what_one_does_not_have(chain: Any, produced: Identifier) -> None:
    (card,) = issue(chain, produced, "1")
    lot = plain(chain, "P1", "50")
    with pytest.raises(NotFound):
        retire_credits(chain.miner, credit_ids=[card.id], lot=lot, at=chain.at)
    transfer_credits(chain.miner, credit_ids=[card.id], to=chain.smelter, at=chain.at)
    chain.capture(chain.smelting, sent(chain, lot))
    with pytest.raises(LotUnfit):
        retire_credits(chain.smelting, credit_ids=[card.id], lot=lot, at=chain.at)
    with pytest.raises(NotFound):
        retire_credits(chain.smelting, credit_ids=[], at=chain.at)
    assert CreditStep.objects.filter(what="retired").count() == 0


def test_a_lot_that_credits_were_retired_for_is_not_claimed_from_an_account_too(
    chain: Any, produced: Identifier
) -> None:
    account = opened(chain, "credit")
    parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
    bag = str(chain.bag("B3", kg="5000"))
    chain.capture(chain.miner, shipped(chain, "B3"))
    received = chain.event(hours=6, action="OBSERVE", bizStep="receiving", site=chain.plant, epcList=[bag], **parties)
    chain.capture(chain.smelting, received)
    lot = plain(chain, "P1", "50")
    (card,) = issue(chain, produced, "10")
    transfer_credits(chain.miner, credit_ids=[card.id], to=chain.smelter, at=chain.at)
    retire_credits(chain.smelting, credit_ids=[card.id], lot=lot, at=chain.at)
    assert refused(chain, chain.smelting, sent(chain, lot, hours=8, model="mass_balance")) == ["custody.claim.double"]
    chain.capture(chain.smelting, sent(chain, lot, hours=8, model="mass_balance", claimed_pct=80))
    assert balance(account, on=chain.at.date()).balance_mg == 160 * KG


def test_a_credit_dies_and_shows_only_to_those_who_had_it(chain: Any, produced: Identifier) -> None:
    (card,) = issue(chain, produced, "1")
    assert credit_for(chain.miner, card.serial) == card
    with pytest.raises(NotFound):
        credit_for(chain.smelting, card.id)
    assert credits_of(chain.smelting) == []
    assert credits_of(chain.miner, account=produced, holder=chain.miner.organisation) == [card]
    assert card.valid_before is not None
    dead = datetime.combine(card.valid_before, datetime.min.time(), tzinfo=UTC)
    with pytest.raises(CreditExpired):
        transfer_credits(chain.miner, credit_ids=[card.id], to=chain.smelter, at=dead)
    moved = transfer_credits(chain.miner, credit_ids=[card.id], to=chain.smelter, at=dead - timedelta(seconds=1))
    assert [found.id for found in credits_of(chain.smelting, lot="")] == [moved[0].id]
