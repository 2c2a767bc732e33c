"""Production that stands in a book and claim account, through real events in every order: never claimed twice."""

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import AccountOverdrawn, CaptureRefused, issue_credits, open_account
from orepass.custody.models import Credit, Entry, JournalEvent, Movement
from orepass.custody.queries import balance
from orepass.custody.queries.telling import told_afresh
from orepass.custody.rules.terms import uri_of
from orepass.kernel.identifier import Identifier
from tests.actions.custody.conftest import Chain
from tests.book_ledgers import CORRECTED, STORIES, Line, told

ORE_PER_COBALT = 25
"""Kilograms of ore of four per cent with one kilogram of cobalt."""


class InTheJournal:
    """Plays a ledger against the database: the pit wins and sells, the plant receives into an account."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.first = chain.at - timedelta(days=29)
        on = (self.first - timedelta(days=1)).date()
        inputs: dict[str, Any] = {"element": "Co", "opened_on": on, "at": chain.at}
        self.account = open_account(chain.miner, site=chain.pit, method="book", **inputs).id
        self.other = open_account(chain.smelting, site=chain.plant, method="credit", **inputs).id
        self.numbers = itertools.count()
        self.told: list[tuple[Any, dict[str, Any]]] = []

    def play(self, line: Line) -> str:
        at = self.first + (datetime(line.on.year, line.on.month, line.on.day, tzinfo=UTC) - FIRST)
        before = JournalEvent.objects.count(), Entry.objects.count(), Credit.objects.count()
        try:
            if line.verb == "issue":
                self._issue(line, at)
            elif line.back_to:
                self._take_back(self.first + (datetime(*line.back_to.timetuple()[:3], tzinfo=UTC) - FIRST))
            else:
                actor, event = self._event(line)
                event |= {"eventTime": at.isoformat(), "eventID": f"urn:x:{next(self.numbers)}"}
                self.chain.capture(actor, event)
                self.told.append((actor, event))
        except AccountOverdrawn as refused:
            return self._nothing_changed(before, refused.code)
        except CaptureRefused as refused:
            (code,) = {found.code for found in refused.findings if found.severity == "error"}
            return self._nothing_changed(before, code)
        return ""

    def _nothing_changed(self, before: tuple[int, int, int], code: str) -> str:
        assert (JournalEvent.objects.count(), Entry.objects.count(), Credit.objects.count()) == before
        return code

    def _issue(self, line: Line, at: datetime) -> None:
        kg = Decimal(line.kg)
        issue_credits(self.chain.miner, account=self.account, each_kg=kg, on=at.date(), at=self.chain.at)

    def _event(self, line: Line) -> tuple[Any, dict[str, Any]]:
        chain, lot = self.chain, self.uri(line.lot)
        moved: dict[str, Any] = {"sender": chain.miner.organisation, "receiver": chain.smelter, "action": "OBSERVE"}
        if line.kg:
            amount = Decimal(line.kg) * ORE_PER_COBALT
            moved["quantityList"] = [{"epcClass": lot, "quantity": amount, "uom": "KGM"}]
        else:
            moved["epcList"] = [lot]
        ore: dict[str, Any] = {"ore:material": "cobalt_ore", "ore:grade_pct": 4}
        ore["ore:mass_kg"] = Decimal(line.kg or 0) * ORE_PER_COBALT
        match line.verb:
            case "win":
                return chain.miner, chain.event(action="ADD", epcList=[lot], site=chain.pit, ilmd=ore)
            case "make":
                made: dict[str, Any] = {"inputEPCList": [self.uri(line.made_of)], "outputEPCList": [lot]}
                return chain.miner, chain.event("TransformationEvent", site=chain.pit, ilmd=ore, **made)
            case "send":
                event = chain.event(bizStep="shipping", site=chain.pit, **moved)
                if line.from_depot:
                    event["bizLocation"] = {"id": "https://miner.example/depot"}
                if line.claimed:
                    event["ore:claimed_pct"] = Decimal(line.claimed)
                if line.model:
                    event["ore:model"] = line.model
                return chain.miner, event
            case _:
                return chain.smelting, chain.event(bizStep="receiving", site=chain.plant, **moved)

    def _take_back(self, at: datetime) -> None:
        (actor, event) = next((actor, event) for actor, event in self.told if event["eventTime"] == at.isoformat())
        self.told.remove((actor, event))
        error = {"declarationTime": self.chain.at.isoformat(), "reason": "did_not_occur"}
        self.chain.capture(actor, event | {"errorDeclaration": error})

    def uri(self, lot: str) -> str:
        return f"{uri_of(self.chain.pit)}/lots/{lot}"

    def book(self) -> str:
        return self._stands(self.account)

    def credited(self) -> str:
        return self._stands(self.other)

    def _stands(self, account: Identifier) -> str:
        on = self.chain.at.date()
        (afresh,) = told_afresh(on=on, accounts=[account])
        assert afresh.balance_mg == balance(account, on=on).balance_mg
        return str(Decimal(afresh.balance_mg) / 10**6)

    def tell_again(self) -> None:
        """Tell everything once more: it changes nothing."""
        before = list(Entry.objects.values()), list(Movement.objects.values())
        for actor, event in self.told:
            assert self.chain.capture(actor, event).duplicates == 1
        assert (list(Entry.objects.values()), list(Movement.objects.values())) == before


FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def journal(chain: Chain) -> InTheJournal:
    return InTheJournal(chain)


@pytest.mark.parametrize("story", [*STORIES, *CORRECTED])
def test_no_kilogram_is_claimed_from_the_book_and_with_the_lot(journal: InTheJournal, story: str) -> None:
    told(journal, (STORIES | CORRECTED)[story])
    journal.tell_again()
