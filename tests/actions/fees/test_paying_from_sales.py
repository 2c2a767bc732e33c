"""Agreements to pay from sales: no signature no deduction, a capped last one, shares that rise when others leave."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.inclusion.fees.actions import charge, instalment
from orepass.inclusion.fees.actions.book import AmountUnusable, DayUnusable
from orepass.inclusion.fees.actions.instalment import AlreadySigned, NoAgreement, NothingOpen
from orepass.inclusion.fees.queries import AccountCard
from orepass.inclusion.fees.rules.pricing import Measure
from orepass.kernel.money import money
from orepass.kernel.refusal import Denied, NotFound
from tests.actions.fees.conftest import Counter
from tests.certification import refuses


@pytest.fixture
def fee(world: Counter) -> AccountCard:
    """A registration fee of 70.00."""
    return world.charged()


def sign(world: Counter, fee: AccountCard, who: str, **changes: Any) -> AccountCard:
    return instalment.sign_agreement(
        changes.pop("actor", world.operator), account=fee.id, signatory=who, at=world.at, **changes
    )


def sell(world: Counter, fee: AccountCard, amount: str, who: str = "Shaft 1", **changes: Any) -> AccountCard:
    inputs = {"signatory": who, "amount": Decimal(amount), "sold_on": world.at.date(), "at": world.at, **changes}
    return instalment.report_sale(world.operator, account=fee.id, **inputs)


def test_e01_a_tenth_of_each_sale_is_taken_until_the_fee_is_paid(world: Counter, fee: AccountCard) -> None:
    sign(world, fee, "Shaft 1")
    opened = []
    for amount in ("200", "200", "200", "450"):
        card = sell(world, fee, amount)
        opened.append(card.inspection_opens)
    taken = [entry.amount.amount for entry in card.entries if entry.kind == "deducted"]
    assert taken == [Decimal(20), Decimal(20), Decimal(20), Decimal(10)]
    assert opened == [False, False, False, True]
    assert card.entries[-1].steps[0].kept.parameters == {"percent": "fees.instalment.sale_percent"}
    with refuses(NothingOpen):
        sell(world, fee, "10")
    with refuses(NothingOpen):
        sign(world, fee, "Shaft 2")


def test_e03_without_a_signed_agreement_nothing_is_deducted(world: Counter, fee: AccountCard) -> None:
    with refuses(NoAgreement):
        sell(world, fee, "200")
    sign(world, fee, "Shaft 1")
    with refuses(NoAgreement):
        sell(world, fee, "200", who="Shaft 2")
    with refuses(AlreadySigned):
        sign(world, fee, "Shaft 1")


def test_e03_when_others_leave_the_share_rises_with_a_warning(world: Counter) -> None:
    fee = world.charged("audit", measure=Measure(sites=1, days=Decimal(3), travel=Decimal(0)))
    assert fee.open == money(2400, "EUR")
    for number in range(1, 7):
        card = sign(world, fee, f"Shaft {number}")
    assert {signature.share for signature in card.signatures} == {money(400, "EUR")}
    for number in (4, 5, 6):
        card = instalment.leave_agreement(
            world.operator, account=fee.id, signatory=f"Shaft {number}", note="moved away", at=world.at
        )
    assert {one.share for one in card.signatures if one.left_on is None} == {money(800, "EUR")}
    warned = [finding for finding in card.findings if finding.code == "fees.agreement.share_rose"]
    assert (warned[0].severity, warned[0].params["share"]) == ("warning", "800.00 EUR")
    with refuses(NoAgreement):
        sell(world, fee, "100", who="Shaft 6")
    assert sell(world, fee, "100000").entries[-1].amount == money(800, "EUR")
    again = sign(world, fee, "Shaft 6")
    assert [one.left_on for one in again.signatures if one.signatory == "Shaft 6"] == [None]


def test_what_others_pay_lessens_the_share_of_those_who_signed(world: Counter, fee: AccountCard) -> None:
    sign(world, fee, "Shaft 1")
    world.paid(fee, "65")
    card = sell(world, fee, "200")
    assert (card.entries[-1].amount, card.open) == (money(5, "EUR"), money(0, "EUR"))


def test_who_never_signed_cannot_leave_and_a_stranger_finds_nothing(world: Counter, fee: AccountCard) -> None:
    inputs = {"account": fee.id, "signatory": "Shaft 1", "at": world.at}
    with refuses(NoAgreement):
        instalment.leave_agreement(world.operator, note="", **inputs)
    with refuses(NotFound):
        instalment.sign_agreement(world.outsider, **inputs)
    with refuses(Denied):
        instalment.sign_agreement(world.staff, **inputs)


def test_a_sale_of_nothing_or_of_tomorrow_is_refused(world: Counter, fee: AccountCard) -> None:
    sign(world, fee, "Shaft 1")
    with refuses(AmountUnusable):
        sell(world, fee, "-5")
    with refuses(DayUnusable):
        sell(world, fee, "5", sold_on=world.at.date() + timedelta(days=1))


def test_a_fee_without_funding_is_marked_and_not_refused(world: Counter, fee: AccountCard) -> None:
    assert [finding.code for finding in fee.findings] == ["fees.funding.none"]
    assert sign(world, fee, "Shaft 1").findings == ()


def test_a_waived_fee_takes_nothing_from_sales(world: Counter) -> None:
    fee = world.charged("audit", standard="CPS2", measure=Measure(sites=1))
    sign(world, fee, "Shaft 1")
    day = world.at.date().replace(year=2024, month=10)
    charge.grant_waiver(
        world.staff, account=fee.id, programme="cps2_pilot", audit_on=day, registered_on=day, at=world.at
    )
    with refuses(NothingOpen):
        sell(world, fee, "200")
