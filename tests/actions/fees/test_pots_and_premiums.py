"""Sponsors' pots, first-audit funds, advances, and premiums that only the members' vote spends."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.inclusion.fees.actions import advance, correction, pot, premium
from orepass.inclusion.fees.actions.book import AmountUnusable, DayUnusable, TextMissing, TooMuch
from orepass.inclusion.fees.actions.pot import Earmarked, NotFunded, Overspent, Sum
from orepass.inclusion.fees.actions.premium import Ballot, Delivery, NotApproved
from orepass.inclusion.fees.queries import AccountCard, account_for
from orepass.kernel.computed import InputRefused
from orepass.kernel.money import BadMoney, money
from orepass.kernel.refusal import Denied, NotFound
from tests.actions.fees.conftest import Counter
from tests.certification import PACK, refuses


def pay(world: Counter, purse: AccountCard, fee: AccountCard, amount: str) -> AccountCard:
    return pot.sponsor_pays(world.buyer, pot=purse.id, account=fee.id, amount=Decimal(amount), at=world.at)


def test_d06_a_pot_pays_its_purpose_to_the_last_cent_and_no_further(world: Counter) -> None:
    purse, fee = world.pledged("50", ends_on=date(2027, 12, 31)), world.charged()
    assert pay(world, purse, fee, "50").open == money(0, "EUR")
    assert account_for(world.operator, fee.id, world.at.date()).open == money(20, "EUR")
    with refuses(Overspent):
        pay(world, purse, fee, "0.01")


def test_d06_another_purpose_is_refused(world: Counter) -> None:
    purse, fee = world.pledged(purpose="training"), world.charged()
    with refuses(Earmarked):
        pay(world, purse, fee, "10")


def test_a_pot_pays_no_more_than_is_open_and_only_its_owner_draws_on_it(world: Counter) -> None:
    purse, fee = world.pledged(), world.charged()
    with refuses(TooMuch):
        pay(world, purse, fee, "70.01")
    with refuses(NotFound):
        pot.sponsor_pays(world.staff, pot=purse.id, account=fee.id, amount=Decimal(1), at=world.at)
    with refuses(NotFound):
        pot.sponsor_pays(world.buyer, pot=purse.id, account=purse.id, amount=Decimal(1), at=world.at)
    with refuses(Denied):
        pot.sponsor_pays(world.certifier, pot=purse.id, account=fee.id, amount=Decimal(1), at=world.at)


def test_d11_a_pot_without_a_last_day_is_marked(world: Counter) -> None:
    assert [finding.code for finding in world.pledged().findings] == ["fees.funding.end_unknown"]
    assert world.pledged(ends_on=date(2027, 1, 1)).findings == ()


def test_a_pledge_of_nothing_or_of_no_currency_is_refused(world: Counter) -> None:
    inputs = {"pack_ref": PACK, "standard": "ASM", "purpose": "audit", "at": world.at}
    with refuses(AmountUnusable):
        pot.pledge(world.buyer, amount=Sum(value=Decimal(0), currency="EUR"), **inputs)
    with refuses(BadMoney):
        pot.pledge(world.buyer, amount=Sum(value=Decimal(1), currency="XYZ"), **inputs)
    with refuses(TextMissing):
        pot.pledge(world.buyer, amount=Sum(value=Decimal(1), currency="EUR"), **{**inputs, "purpose": " "})


def test_a_corrected_sponsorship_goes_back_into_the_pot(world: Counter) -> None:
    purse, fee = world.pledged(), world.charged()
    pay(world, purse, fee, "50")
    entry = account_for(world.operator, fee.id, world.at.date()).entries[-1]
    correction.correct_entry(world.buyer, entry=entry.id, amount=Decimal(30), note="typed 50", at=world.at)
    assert account_for(world.operator, fee.id, world.at.date()).open == money(40, "EUR")
    assert account_for(world.buyer, purse.id, world.at.date()).open == money(70, "EUR")


def grant(world: Counter, purse: AccountCard, fee: AccountCard, **changes: Any) -> AccountCard:
    inputs = {"metal": "cobalt", "audited_before": False, "agreements_signed": True, "at": world.at, **changes}
    return pot.grant_first_audit(world.buyer, pot=purse.id, account=fee.id, **inputs)


def test_a_fund_pays_one_whole_first_audit_per_metal(world: Counter) -> None:
    purse, fee = world.pledged("1000"), world.charged()
    for changes in ({"audited_before": True}, {"agreements_signed": False}):
        with refuses(NotFunded):
            grant(world, purse, fee, **changes)
    assert grant(world, purse, fee).open == money(930, "EUR")
    another = world.charged()
    with refuses(NotFunded):
        grant(world, purse, another, metal="Cobalt")
    assert grant(world, purse, another, metal="tin").open == money(860, "EUR")


def lent(world: Counter) -> AccountCard:
    return advance.grant_advance(
        world.buyer,
        borrower=world.client,
        pack_ref=PACK,
        standard="ASM",
        purpose="harvest",
        amount=Decimal(800),
        currency="USD",
        at=world.at,
    )


def repaid(world: Counter, card: AccountCard, sale: str, percent: str = "50", **changes: Any) -> AccountCard:
    inputs = {"sale": Decimal(sale), "percent": Decimal(percent), "sold_on": world.at.date(), "at": world.at}
    return advance.repay_advance(world.buyer, account=card.id, **{**inputs, **changes})


def test_d05_an_advance_is_repaid_from_sales_and_never_beyond_what_is_owed(world: Counter) -> None:
    card = lent(world)
    assert repaid(world, card, "1000").open == money(300, "USD")
    assert repaid(world, card, "1000").open == money(0, "USD")
    with refuses(TooMuch):
        repaid(world, card, "1000")


def test_an_advance_is_repaid_by_shares_of_sales_that_were_made(world: Counter) -> None:
    card = lent(world)
    with refuses(InputRefused):
        repaid(world, card, "1000", percent="101")
    with refuses(AmountUnusable):
        repaid(world, card, "0")
    with refuses(DayUnusable):
        repaid(world, card, "10", sold_on=world.at.date() + timedelta(days=1))
    with refuses(Denied):
        advance.grant_advance(
            world.staff,
            borrower=world.client,
            pack_ref=PACK,
            standard="ASM",
            purpose="harvest",
            amount=Decimal(1),
            currency="USD",
            at=world.at,
        )


def owed(world: Counter, **changes: Any) -> AccountCard:
    delivery = Delivery(
        **{"mass_kg": Decimal("12.5"), "per_kg": Decimal(4000), "currency": "USD", "delivered_on": world.at.date()}
        | changes
    )
    return premium.owe_premium(
        world.buyer, producer=world.client, pack_ref=PACK, standard="ASM", delivery=delivery, at=world.at
    )


def received(world: Counter, card: AccountCard, amount: str) -> AccountCard:
    inputs = {"buyer": world.house, "amount": Decimal(amount), "received_on": world.at.date(), "at": world.at}
    return premium.receive_premium(world.operator, account=card.id, **inputs)


def spent(world: Counter, card: AccountCard, amount: str, *, present: int = 20, in_favour: int = 15) -> AccountCard:
    ballot = Ballot(
        members=40, present=present, in_favour=in_favour, held_on=world.at.date(), minutes=(world.evidence,)
    )
    return premium.spend_premium(
        world.operator, account=card.id, amount=Decimal(amount), purpose="a well", ballot=ballot, at=world.at
    )


def test_f2_a_premium_is_owed_to_the_group_received_and_spent_by_vote(world: Counter) -> None:
    card = owed(world)
    assert card.open == money(50000, "USD")
    card = received(world, card, "30000")
    assert (card.open, card.in_hand) == (money(20000, "USD"), money(30000, "USD"))
    card = spent(world, card, "30000")
    assert (card.in_hand, card.entries[-1].details["purpose"]) == (money(0, "USD"), "a well")
    with refuses(TooMuch):
        spent(world, card, "0.01")


def test_f03_without_a_quorum_or_a_majority_nothing_is_spent(world: Counter) -> None:
    card = received(world, owed(world), "1000")
    with refuses(NotApproved):
        spent(world, card, "10", present=19, in_favour=19)
    with refuses(NotApproved):
        spent(world, card, "10", present=20, in_favour=10)
    with refuses(InputRefused):
        spent(world, card, "10", present=41)
    assert spent(world, card, "10", present=20, in_favour=11).in_hand == money(990, "USD")


def test_a_second_delivery_goes_to_the_same_account_and_each_buyer_owes_its_own(world: Counter) -> None:
    first, second = owed(world), owed(world, mass_kg=Decimal(1))
    assert (first.id, second.open) == (second.id, money(54000, "USD"))
    with refuses(TooMuch):
        premium.receive_premium(
            world.operator,
            account=first.id,
            buyer=world.stranger,
            amount=Decimal(1),
            received_on=world.at.date(),
            at=world.at,
        )
    with refuses(TooMuch):
        received(world, first, "54000.01")


def test_a_buyer_sees_its_own_lines_of_a_premium_only(world: Counter) -> None:
    card = owed(world)
    premium.owe_premium(
        world.outsider,
        producer=world.client,
        pack_ref=PACK,
        standard="ASM",
        delivery=Delivery(mass_kg=Decimal(1), per_kg=Decimal(1), currency="USD", delivered_on=world.at.date()),
        at=world.at,
    )
    seen = account_for(world.buyer, card.id, world.at.date())
    assert {entry.party for entry in seen.entries} == {world.house}
    assert seen.open == money(50000, "USD")
    assert account_for(world.operator, card.id, world.at.date()).open == money(50001, "USD")
    with pytest.raises(NotFound):
        account_for(world.staff, card.id, world.at.date())


def test_a_premium_on_nothing_or_on_a_coming_delivery_is_refused(world: Counter) -> None:
    with refuses(AmountUnusable):
        owed(world, mass_kg=Decimal(0))
    with refuses(AmountUnusable):
        owed(world, per_kg=Decimal(-1))
    with refuses(DayUnusable):
        owed(world, delivered_on=world.at.date() + timedelta(days=1))
    with refuses(Denied):
        premium.owe_premium(
            world.staff,
            producer=world.client,
            pack_ref=PACK,
            standard="ASM",
            delivery=Delivery(mass_kg=Decimal(1), per_kg=Decimal(1), currency="USD", delivered_on=world.at.date()),
            at=world.at,
        )


def test_a_sponsor_corrects_both_sides_from_the_pot_and_sees_the_pot_only(world: Counter) -> None:
    purse, fee = world.pledged(), world.charged()
    drawn = pay(world, purse, fee, "50").entries[-1]
    card = correction.correct_entry(world.buyer, entry=drawn.id, amount=Decimal(70), note="typed 50", at=world.at)
    assert (card.id, card.open) == (purse.id, money(30, "EUR"))
    assert account_for(world.operator, fee.id, world.at.date()).open == money(0, "EUR")


def test_what_one_buyer_owes_is_not_corrected_below_what_it_paid(world: Counter) -> None:
    card = received(world, owed(world), "50000")
    inputs = {"amount": Decimal(49999), "note": "wrong weight", "at": world.at}
    with refuses(TooMuch):
        correction.correct_entry(world.buyer, entry=card.entries[0].id, **inputs)
