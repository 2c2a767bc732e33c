"""Credits of a bag that never was: who issued, has or retired them is told, until they are covered again."""

from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import issue_credits, open_account, retire_credits, transfer_credits
from orepass.custody.queries.credits import CreditCard, credits_of
from orepass.custody.queries.inbox import Kind, inbox
from orepass.kernel.identifier import Identifier
from orepass.platform.access import Actor, Role
from orepass.platform.models import Notice
from tests.actions.custody.conftest import Chain
from tests.actions.custody.test_over_claims_by_senders import KG, ore, taken_back

pytestmark = pytest.mark.django_db
LOT = "https://miner.example/lots/"
STEWARD = Actor("per-STEWARD", "", frozenset({Role.STEWARD}))


class Book:
    """1,000 kg of certified ore with 40 kg of cobalt: two credits of 10 kg at the mine, one is handed to the plant."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        opened = {"element": "Co", "method": "book", "opened_on": chain.day, "at": chain.at}
        self.account: Identifier = open_account(chain.miner, site=chain.pit, **opened).id
        self.begun = ore(chain, f"{LOT}K", "1000", eventID="urn:uuid:k")
        chain.capture(chain.miner, self.begun)
        asked = {"account": self.account, "each_kg": Decimal(10), "count": 2, "on": chain.at.date(), "at": chain.at}
        self.own, self.handed = issue_credits(chain.miner, **asked)
        transfer_credits(chain.miner, credit_ids=[self.handed.id], to=Identifier(chain.smelter), at=chain.at)

    def never_was(self) -> Any:
        return self.chain.capture(self.chain.miner, taken_back(self.begun, self.chain))

    def told(self) -> list[str]:
        """Who was told, once for each notice."""
        rows = Notice.objects.filter(kind="custody.credit.uncovered", subject=self.account)
        return sorted(rows.values_list("organisation", flat=True))

    def open(self, actor: Actor) -> list[tuple[str, bool, str]]:
        found = inbox(actor, self.chain.at.date(), kind=Kind.UNCOVERED)
        return [(item.said, item.mine, item.action) for item in found]

    def of(self, actor: Actor) -> list[CreditCard]:
        return credits_of(actor)


@pytest.fixture
def book(chain: Chain) -> Book:
    return Book(chain)


def test_while_production_covers_them_nobody_is_told(book: Book) -> None:
    assert (book.told(), book.open(book.chain.miner), book.open(book.chain.smelting)) == ([], [], [])
    assert [card.missing_mg for card in book.of(book.chain.miner)] == [0, 0]


def test_who_issued_credits_and_who_has_them_is_told_once_that_they_are_not_covered(book: Book) -> None:
    chain = book.chain
    book.never_was()
    both = sorted([chain.miner.organisation, chain.smelter])
    assert book.told() == both
    assert book.open(chain.miner) == [("20 kg Co", True, "custody.events.capture")]
    assert book.open(chain.smelting) == [("20 kg Co", False, "custody.events.capture")]
    assert book.open(STEWARD) == [("20 kg Co", False, "custody.events.capture")]
    assert book.open(chain.outsider) == []
    assert [card.missing_mg for card in book.of(chain.smelting)] == [20 * KG]
    assert book.never_was().duplicates == 1
    assert book.told() == both


def test_who_retired_a_credit_is_told_too_and_it_stays_retired(book: Book) -> None:
    chain = book.chain
    retire_credits(chain.smelting, credit_ids=[book.handed.id], note="given", at=chain.at)
    book.never_was()
    assert book.told() == sorted([chain.miner.organisation, chain.smelter])
    (card,) = book.of(chain.smelting)
    assert card.retired_on == chain.at.date()


def test_nobody_waits_any_more_once_other_production_covers_the_credits(book: Book) -> None:
    chain = book.chain
    book.never_was()
    chain.capture(chain.miner, ore(chain, f"{LOT}N", "1000"))
    assert (book.open(chain.miner), book.open(chain.smelting)) == ([], [])
    assert [card.missing_mg for card in book.of(chain.smelting)] == [0]
    retire_credits(chain.smelting, credit_ids=[book.handed.id], note="given", at=chain.at)


def test_an_error_that_leaves_enough_production_tells_nobody(book: Book) -> None:
    chain = book.chain
    chain.capture(chain.miner, ore(chain, f"{LOT}N", "1000"))
    book.never_was()
    assert (book.told(), book.open(chain.miner)) == ([], [])
