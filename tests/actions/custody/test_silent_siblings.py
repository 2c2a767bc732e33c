"""Lots that one step made without assays: whoever receives them, together they are credited with what went in."""

from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.rules.terms import uri_of
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import Buyer, account, asked, in_account, moved, ore, quantity

pytestmark = pytest.mark.django_db
KG = 10**6
UNTOLD = "custody.plausibility.element_untold"

Out = tuple[str, str, str]
"""A lot, what it weighs ("" where nobody weighed it), and its grade in per cent ("" where nobody assayed it)."""


class Depot:
    """The pit sorts 1,000 kg of ore with 40 kg of cobalt; two buyers have an account each."""

    def __init__(self, chain: Chain) -> None:
        self.chain, self.hours = chain, 0
        self.first, self.other = account(chain), Buyer(chain)
        chain.capture(chain.miner, ore(chain, self.name("L"), "1000"))

    def name(self, lot: str) -> str:
        return f"{uri_of(self.chain.pit)}/lots/{lot}"

    def turns(self, inputs: str, *outs: Out, element: str = "", campaign: str = "") -> list[str]:
        """Turn some lots into others; returns what is asked."""
        self.hours += 1
        told = [
            {"ore:lot": self.name(lot), "ore:material": "cobalt_ore" if lot != "CU" else "copper_ore"}
            | ({"ore:grade_pct": Decimal(grade)} if grade else {})
            | ({"ore:element": element} if element and lot != "CU" else {})
            for lot, _kg, grade in outs
        ]
        sides: dict[str, Any] = {"inputQuantityList": [quantity(self.name(lot)) for lot in inputs.split()]}
        sides = sides if inputs else {}
        if outs:
            sides |= {"outputQuantityList": [quantity(self.name(lot), kg) for lot, kg, _grade in outs]}
        sides |= {"transformationID": campaign} if campaign else {}
        kind = "TransformationEvent"
        event = self.chain.event(kind, hours=self.hours, site=self.chain.pit, ilmd={"ore:lots": told}, **sides)
        return [code for code in asked(self.chain, self.chain.miner, event) if code == UNTOLD]

    def sells(self, lot: str, kg: str, *, to_other: bool = False) -> None:
        """Send a lot to one of the buyers, who receives it."""
        self.hours += 2
        there = {"taker": self.other.organisation} if to_other else {}
        place = {"place": self.other.site} if to_other else {}
        chain, name = self.chain, self.name(lot)
        chain.capture(chain.miner, moved(chain, "shipping", self.hours - 1, name, kg, **there))
        buyer = self.other.actor if to_other else chain.smelting
        chain.capture(buyer, moved(chain, "receiving", self.hours, name, kg, **there, **place))

    def credited(self) -> tuple[Decimal, Decimal]:
        """The kilograms of cobalt in the two accounts."""
        first, other = in_account(self.chain, self.first), in_account(self.chain, self.other.account)
        return Decimal(first) / KG, Decimal(other) / KG


@pytest.fixture
def depot(chain: Chain) -> Depot:
    return Depot(chain)


def test_two_buyers_of_silent_siblings_are_credited_with_what_went_in_once(depot: Depot) -> None:
    depot.turns("L", ("S1", "500", ""), ("S2", "500", ""))
    assert depot.turns("S1", ("P1", "500", "8")) == [UNTOLD]
    assert depot.turns("S2", ("P2", "500", "8")) == [UNTOLD]
    depot.sells("P1", "500")
    depot.sells("P2", "500", to_other=True)
    assert depot.credited() == (20, 20)


def test_siblings_that_are_as_rich_as_what_they_came_of_lose_nothing_and_nobody_asks(depot: Depot) -> None:
    depot.turns("L", ("S1", "300", ""), ("S2", "700", ""))
    assert depot.turns("S1", ("P1", "300", "4")) == []
    assert depot.turns("S2", ("P2", "700", "4")) == []
    depot.sells("P1", "300")
    depot.sells("P2", "700", to_other=True)
    assert depot.credited() == (12, 28)


def test_a_silent_lot_counts_for_what_its_assayed_sibling_leaves(depot: Depot) -> None:
    # 40 kg went in and 30 kg are assayed: 10 kg are left, and what the assays may err wins nothing beside it.
    depot.turns("L", ("S1", "500", "6"), ("S2", "500", ""))
    depot.turns("S2", ("P2", "500", "2.1"))
    depot.sells("S1", "500")
    depot.sells("P2", "500", to_other=True)
    assert depot.credited() == (30, 10)


def test_three_siblings_count_together_for_what_went_in(depot: Depot) -> None:
    depot.turns("L", ("S1", "300", ""), ("S2", "300", ""), ("S3", "400", ""))
    for lot, kg in (("1", "300"), ("2", "300"), ("3", "400")):
        assert depot.turns(f"S{lot}", (f"P{lot}", kg, "10")) == [UNTOLD]
        depot.sells(f"P{lot}", kg, to_other=lot == "3")
    assert depot.credited() == (24, 16)


def test_a_sibling_that_is_split_again_wins_nothing(depot: Depot) -> None:
    depot.turns("L", ("S1", "500", ""), ("S2", "500", ""))
    depot.turns("S1", ("A", "250", ""), ("B", "250", ""))
    for lot, kg in (("A", "250"), ("B", "250"), ("S2", "500")):
        depot.turns(lot, (f"P{lot}", kg, "8"))
        depot.sells(f"P{lot}", kg, to_other=lot == "S2")
    assert depot.credited() == (20, 20)


def test_siblings_that_are_mixed_again_count_for_what_they_came_of(depot: Depot) -> None:
    depot.turns("L", ("S1", "500", ""), ("S2", "500", ""))
    depot.turns("S1 S2", ("M", "1000", ""))
    assert depot.turns("M", ("P", "1000", "8")) == [UNTOLD]
    depot.sells("P", "1000")
    assert depot.credited() == (40, 0)


def test_a_sibling_that_is_told_in_another_element_takes_nothing(depot: Depot) -> None:
    depot.turns("L", ("S1", "500", ""), ("CU", "500", ""), element="Co")
    assert depot.turns("S1", ("P1", "500", "8")) == []
    depot.sells("P1", "500")
    assert depot.credited() == (40, 0)


def test_siblings_that_were_graded_and_not_weighed_count_alike_when_they_are(depot: Depot) -> None:
    depot.turns("L", ("S1", "", "8"), ("S2", "", "8"))
    depot.sells("S1", "500")
    depot.sells("S2", "500", to_other=True)
    assert depot.credited() == (20, 20)


def test_in_a_campaign_what_came_out_first_counts_first_and_the_rest_is_asked_about(depot: Depot) -> None:
    depot.turns("L", campaign="urn:x:c")
    depot.turns("", ("S1", "600", ""), campaign="urn:x:c")
    assert depot.turns("", ("P2", "400", "5"), campaign="urn:x:c") == [UNTOLD]
    depot.turns("S1", ("P1", "600", "5"))
    depot.sells("P1", "600")
    depot.sells("P2", "400", to_other=True)
    assert depot.credited() == (30, 0)
