"""Credit moves between accounts as the scheme allows: never made, never lost, never younger, written on both sides."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from orepass.custody.actions import (
    AccountOverdrawn,
    allocate_credit,
    close_period,
    open_account,
    transfer_credit,
    withdraw,
)
from orepass.custody.actions.allocating import Product, SharesUnusable
from orepass.custody.actions.booking import DayUnusable
from orepass.custody.actions.closing import PeriodClosed
from orepass.custody.actions.transferring import TransferRefused
from orepass.custody.models import Account
from orepass.custody.queries import account_entries, balance, transfers
from orepass.custody.rules.allocation import Basis
from orepass.kernel.identifier import Identifier
from orepass.kernel.period import add_months
from orepass.kernel.refusal import NotFound, Refusal
from orepass.party.actions.sites import Whereabouts, register_site
from tests.actions.custody.conftest import Chain
from tests.beginnings import Teller, Told
from tests.certification import STEWARD
from tests.untouched import refusing

KG = 10**6


class Sides:
    """Two accounts of the smelter, 40 kg of cobalt in the first."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.today: date = chain.at.date()
        self.opened_on: date = chain.day - timedelta(days=20)
        self.other = self.place("ZM")
        apps.get_model("party", "Site").objects.filter(pk=chain.plant).update(country="ZM")
        self.left, self.right = self.open(chain.plant), self.open(self.other)
        chain.hand_over(chain.bag("B1"))

    def place(self, country: str = "") -> Identifier:
        at = Whereabouts(country=country)
        told: dict[str, Any] = {
            "name": "Plant",
            "organisation": self.chain.smelter,
            "whereabouts": at,
            "at": self.chain.at,
        }
        return Identifier(register_site(STEWARD, **told).id)

    def open(self, site: Identifier, **terms: Any) -> Identifier:
        told: dict[str, Any] = {"site": site, "element": "Co", "opened_on": self.opened_on} | terms
        return Identifier(open_account(self.chain.smelting, **told, at=self.chain.at).id)

    def move(self, kg: str = "15", **changes: Any) -> Any:
        told: dict[str, Any] = {"account": self.left, "to": self.right, "amount_kg": Decimal(kg), "on": self.today}
        told |= {"reason": "moved with the kiln", "at": self.chain.at}
        return transfer_credit(self.chain.smelting, **(told | changes))

    def stand(self, day: date | None = None) -> list[int]:
        return [balance(name, on=day or self.today).balance_mg // KG for name in (self.left, self.right)]


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Sides]:
    return tell(lambda: Sides(Chain()))


@pytest.fixture
def sides(told: Told[Sides], db: None) -> Sides:
    return told.again()


def test_credit_that_moves_stands_on_both_sides_and_is_as_old_as_it_was(sides: Sides) -> None:
    card = sides.move()
    assert sides.stand() == [25, 15]
    assert (card.amount_mg, card.basis, card.reason) == (15 * KG, "", "moved with the kiln")
    assert [(line.account, line.amount_mg) for line in card.lines] == [(sides.left, -15 * KG), (sides.right, 15 * KG)]
    left, right = account_entries(sides.left)[-1], account_entries(sides.right)[-1]
    assert (left.transfer, right.transfer, left.kind, right.kind) == (card.id, card.id, "transfer", "transfer")
    born_on = account_entries(sides.left)[0].on
    assert (right.on, right.of_on) == (sides.today, born_on)
    dies_on = add_months(born_on, 24)
    assert sides.stand(dies_on - timedelta(days=1)) == [25, 15]
    assert sides.stand(dies_on) == [0, 0]
    for account in (sides.left, sides.right):
        assert [found.id for found in transfers(sides.chain.smelting, account)] == [card.id]
    with pytest.raises(NotFound):
        transfers(sides.chain.miner, sides.left)


def test_credit_that_moves_there_and_back_is_what_it_was(sides: Sides) -> None:
    sides.move("40")
    assert sides.stand() == [0, 40]
    sides.move("40", account=sides.right, to=sides.left)
    assert sides.stand() == [40, 0]
    (back,) = [entry for entry in account_entries(sides.left) if entry.amount_mg > 0 and entry.transfer]
    assert back.of_on == account_entries(sides.left)[0].on


@pytest.mark.parametrize(("kg", "moves"), [("40", True), ("40.000001", False), ("0", False)])
def test_what_is_not_there_does_not_move(sides: Sides, kg: str, moves: bool) -> None:
    if moves:
        sides.move(kg)
        assert sides.stand() == [0, 40]
        return
    with refusing(AccountOverdrawn, "custody") as refused:
        sides.move(kg)
    assert refused.value.code == "custody.balance.overdrawn"


def test_an_overdraft_makes_no_credit_that_could_move(sides: Sides) -> None:
    Account.objects.update(dips_allowed=True, overdraft_ppm=1_000_000)
    with refusing(AccountOverdrawn, "custody"):
        sides.move("41")


def test_credit_that_a_later_claim_took_does_not_move_before_it(sides: Sides) -> None:
    withdraw(
        sides.chain.smelting, account=sides.left, amount_kg=Decimal(30), on=sides.today, note="", at=sides.chain.at
    )
    with refusing(AccountOverdrawn, "custody"):
        sides.move("11", on=sides.today - timedelta(days=1))
    sides.move("10", on=sides.today - timedelta(days=1))
    assert sides.stand() == [0, 10]


def _abroad(sides: Sides) -> dict[str, Any]:
    return {"to": sides.open(sides.place("CD"))}


def _unknown_country(sides: Sides) -> dict[str, Any]:
    return {"to": sides.open(sides.place())}


def _other_product(sides: Sides) -> dict[str, Any]:
    return {"to": sides.open(sides.other, element="Ta")}


def _other_life(sides: Sides) -> dict[str, Any]:
    Account.objects.filter(pk=sides.right).update(life_months=25)
    return {}


def _same(sides: Sides) -> dict[str, Any]:
    return {"to": sides.left}


def _no_carry(sides: Sides) -> dict[str, Any]:
    Account.objects.update(carries_over=False)
    Account.objects.filter(pk=sides.right).update(opened_on=sides.opened_on + timedelta(days=1))
    return {}


def _silent(sides: Sides) -> dict[str, Any]:
    Account.objects.update(pack="utz-manner@2013.1", scheme="utz-manner")
    return {}


@pytest.mark.parametrize(
    ("arranged", "codes"),
    [
        (_abroad, ["custody.transfer.other_country"]),
        (_unknown_country, ["custody.transfer.other_country"]),
        (_other_product, ["custody.transfer.other_product"]),
        (_other_life, ["custody.transfer.not_alike"]),
        (_same, ["custody.transfer.same_account"]),
        (_no_carry, ["custody.transfer.periods_apart"]),
        (_silent, ["custody.transfer.not_foreseen"]),
    ],
)
def test_a_condition_that_is_not_met_is_named_and_nothing_moves(sides: Sides, arranged: Any, codes: list[str]) -> None:
    changes = arranged(sides)
    with refusing(TransferRefused, "custody") as refused:
        sides.move(**changes)
    assert [finding.code for finding in refused.value.findings] == codes


def test_credit_of_a_period_that_has_ended_does_not_move_and_a_closed_one_takes_no_transfer(sides: Sides) -> None:
    last = add_months(sides.opened_on, 3) - timedelta(days=1)
    later = sides.chain.at + (last - sides.today) + timedelta(days=1)
    with refusing(TransferRefused, "custody") as refused:
        sides.move(on=last, at=later)
    assert {finding.code for finding in refused.value.findings} == {"custody.transfer.other_period"}
    close_period(sides.chain.smelting, account=sides.right, period_end=last, counted_kg=Decimal(0), at=later)
    with refusing(PeriodClosed, "custody"):
        sides.move(on=last, at=later)
    sides.move(on=last + timedelta(days=1), at=later)
    assert sides.stand(last + timedelta(days=1)) == [25, 15]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"on": timedelta(days=1)}, DayUnusable),
        ({"on": timedelta(days=-40)}, DayUnusable),
        ({"to": "bal-0000000000000"}, NotFound),
        ({"account": "bal-0000000000000"}, NotFound),
        ({"amount_kg": Decimal(-1)}, Refusal),
    ],
)
def test_days_and_accounts_that_are_none_are_refused(
    sides: Sides, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    if "on" in changes:
        changes = {"on": sides.today + changes["on"]}
    with refusing(refusal, "custody"):
        sides.move(**changes)


def test_strangers_neither_move_credit_nor_receive_it_where_the_company_must_be_the_same(sides: Sides) -> None:
    mine = open_account(sides.chain.miner, site=sides.chain.pit, element="Co", opened_on=sides.today, at=sides.chain.at)
    for actor in (sides.chain.miner, sides.chain.outsider):
        with refusing(NotFound, "custody"):
            transfer_credit(
                actor, account=sides.left, to=sides.right, amount_kg=Decimal(1), on=sides.today, at=sides.chain.at
            )
    with refusing(NotFound, "custody"):
        sides.move(to=mine.id)


class Step:
    """An account of mass, and two for the products of a step at the same site; 40 kg stand in the first."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        plant = sides.chain.plant
        self.source = sides.left
        self.tantalum = sides.open(plant, element="Ta", yield_percent=Decimal(80))
        self.tin = sides.open(plant, element="Sn", yield_percent=Decimal(50))
        Account.objects.update(unit="mass", pack="rspo-manner@2013.1", scheme="rspo-manner")

    def allocate(self, *numbers: str, basis: Basis = Basis.MASS, **changes: Any) -> Any:
        named = zip((self.tantalum, self.tin), numbers, strict=False)
        products = [Product(account=name, number=Decimal(number)) for name, number in named]
        told: dict[str, Any] = {"account": self.source, "amount_kg": Decimal(30), "on": self.sides.today}
        told |= {"products": products, "basis": basis, "at": self.sides.chain.at}
        return allocate_credit(self.sides.chain.smelting, **(told | changes))

    def stand(self) -> list[Decimal]:
        names = (self.source, self.tantalum, self.tin)
        return [Decimal(balance(name, on=self.sides.today).balance_mg) / KG for name in names]


@pytest.fixture
def step(sides: Sides) -> Step:
    return Step(sides)


def test_credit_is_shared_out_by_the_basis_and_each_product_has_its_factor(step: Step) -> None:
    card = step.allocate("2", "1")
    assert step.stand() == [Decimal(10), Decimal(16), Decimal(5)]
    assert (card.basis, card.amount_mg) == ("mass", 30 * KG)
    assert {line.of_on for line in card.lines if line.amount_mg > 0} == {account_entries(step.source)[0].on}


def test_two_bases_never_stand_in_one_period(step: Step) -> None:
    step.allocate("2", "1", amount_kg=Decimal(10))
    with refusing(SharesUnusable, "custody") as refused:
        step.allocate("2", "1", amount_kg=Decimal(10), basis=Basis.VALUE)
    assert [finding.code for finding in refused.value.findings] == ["custody.allocation.basis_mixed"]
    step.allocate("2", "1", amount_kg=Decimal(10))


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        (("0", "0"), "custody.allocation.numbers"),
        (("-1", "2"), "custody.allocation.numbers"),
        ((), "custody.allocation.numbers"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(step: Step, numbers: tuple[str, ...], code: str) -> None:
    with refusing(SharesUnusable, "custody") as refused:
        step.allocate(*numbers)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_products_elsewhere_or_named_twice_and_contained_metal_are_refused(step: Step) -> None:
    elsewhere = Product(account=step.sides.right, number=Decimal(1))
    with refusing(SharesUnusable, "custody") as refused:
        step.allocate(products=[elsewhere])
    assert [finding.code for finding in refused.value.findings] == ["custody.allocation.elsewhere"]
    twice = [Product(account=step.tantalum, number=Decimal(1))] * 2
    with refusing(SharesUnusable, "custody") as refused:
        step.allocate(products=twice)
    assert {finding.code for finding in refused.value.findings} == {"custody.allocation.elsewhere"}
    Account.objects.update(unit="contained_metal", pack="cera-4in1@2026.1", scheme="cera-4in1")
    with refusing(SharesUnusable, "custody") as refused:
        step.allocate("2", "1")
    assert {finding.code for finding in refused.value.findings} == {
        "custody.allocation.basis",
        "custody.allocation.metal_apart",
    }


def test_more_than_the_account_holds_is_not_shared_out(step: Step) -> None:
    with refusing(AccountOverdrawn, "custody"):
        step.allocate("2", "1", amount_kg=Decimal("40.000001"))


def test_credit_is_pointed_freely_only_where_the_scheme_says_so_and_never_beyond_input_times_factor(
    step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pointed(tantalum: str, tin: str) -> list[Product]:
        named = ((step.tantalum, tantalum), (step.tin, tin))
        return [Product(account=name, credit_kg=Decimal(credit)) for name, credit in named]

    with refusing(SharesUnusable, "custody") as refused:
        step.allocate(products=pointed("24", "0"))
    assert [finding.code for finding in refused.value.findings] == ["custody.allocation.not_free"]

    class Free:
        def value(self, path: str, default: Any = None) -> Any:
            return {"custody.free_attribution": True}.get(path, default)

    monkeypatch.setattr("orepass.custody.actions.allocating.rules_of", lambda _card: Free())
    with refusing(SharesUnusable, "custody") as refused:
        step.allocate(products=pointed("24", "0.000001"))
    assert [finding.code for finding in refused.value.findings] == ["custody.allocation.over_attributed"]
    step.allocate(products=pointed("24", "0"))
    assert step.stand() == [Decimal(10), Decimal(24), Decimal(0)]
