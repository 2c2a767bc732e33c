"""Production that stands in a book and claim account, through real events in every order: never claimed twice."""

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orepass.custody.actions import AccountOverdrawn, CaptureRefused, issue_credits, open_account
from orepass.custody.models import Credit, Entry, JournalEvent, Movement
from orepass.custody.queries import balance
from orepass.custody.queries.claims import claims_for
from orepass.custody.queries.telling import told_afresh
from orepass.custody.rules.terms import uri_of
from orepass.kernel.identifier import Identifier
from tests.actions.custody.conftest import Chain
from tests.book_ledgers import CORRECTED, STORIES, Line, told
from tests.certification import STEWARD

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
                actor, event = self.event_of(line)
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

    def event_of(self, line: Line) -> tuple[Any, dict[str, Any]]:
        """Return who tells what a line says, and the event."""
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
                source, amount = self.uri(line.made_of), Decimal(line.kg) * ORE_PER_COBALT
                part = {"inputQuantityList": [{"epcClass": source, "quantity": amount, "uom": "KGM"}]}
                made: dict[str, Any] = part if line.in_part else {"inputEPCList": [source]}
                made["outputEPCList"] = [lot]
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
        self.chain.capture(*self.declared(at.isoformat()))

    def declared(self, at: str) -> tuple[Any, dict[str, Any]]:
        """Return who declares what happened at an instant an error, and the declaration."""
        (actor, event) = next((actor, event) for actor, event in self.told if event["eventTime"] == at)
        self.told.remove((actor, event))
        error = {"declarationTime": self.chain.at.isoformat(), "reason": "did_not_occur"}
        return actor, event | {"errorDeclaration": error}

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


def test_a_dispatch_that_is_corrected_in_one_document_leaves_with_what_it_says_now(journal: InTheJournal) -> None:
    told(
        journal,
        """
        2026-01-03  win      A  120 kg
        2026-01-05  send     A
        expect book 0 kg
        """,
    )
    first = journal.told[-1][1]
    actor, declared = journal.declared(first["eventTime"])
    again = first | {"eventID": "urn:x:again", "ore:claimed_pct": 50}
    journal.chain.capture(actor, declared, again)
    told(
        journal,
        """
        expect book 60 kg
        2026-01-06  receive  A
        expect credited 60 kg
        2026-01-07  issue       60 kg
        expect book 0 kg
        """,
    )


def test_both_sides_told_in_one_document_settle_as_they_do_one_after_the_other(journal: InTheJournal) -> None:
    events = []
    for number, text in enumerate(STORIES["half of it sold as certified"].split("expect")[0].strip().splitlines()):
        line = Line(text.strip())
        if line.verb != "issue":
            at = journal.first + (datetime(line.on.year, line.on.month, line.on.day, tzinfo=UTC) - FIRST)
            events.append(journal.event_of(line)[1] | {"eventTime": at.isoformat(), "eventID": f"urn:x:one:{number}"})
    journal.chain.capture(STEWARD, *reversed(events))
    assert (journal.book(), journal.credited()) == ("60", "60")


def test_an_event_of_others_takes_nothing_out_of_a_book(journal: InTheJournal) -> None:
    told(journal, "2026-01-03  win  A  120 kg")
    told(journal, "2026-01-05  send A  40 kg")
    chain, lot = journal.chain, journal.uri("A")
    parties = {"sender": chain.miner.organisation, "receiver": chain.world.stranger}
    rest = {"quantityList": [{"epcClass": lot, "quantity": Decimal(1000), "uom": "KGM"}]}
    chain.capture(
        chain.smelting, chain.event(bizStep="shipping", action="OBSERVE", site=chain.pit, hours=200, **rest, **parties)
    )
    assert journal.book() == "80"
    assert claims_for(lot, holder=chain.world.stranger).share == 0


def test_many_lots_leave_a_book_with_as_many_questions_to_the_database_as_few(chain: Chain) -> None:
    journal = InTheJournal(chain)
    asked = []
    for number, count in enumerate((3, 12)):
        bags = [f"{journal.uri('A')}{number}-{bag}" for bag in range(count)]
        ore = {"ore:material": "cobalt_ore", "ore:grade_pct": 4, "ore:mass_kg": 100}
        chain.capture(
            chain.miner, *(chain.event(action="ADD", epcList=[bag], site=chain.pit, ilmd=ore) for bag in bags)
        )
        parties = {"sender": chain.miner.organisation, "receiver": chain.smelter}
        shipped = chain.event(hours=1, bizStep="shipping", action="OBSERVE", site=chain.pit, epcList=bags, **parties)
        with CaptureQueriesContext(connection) as queries:
            chain.capture(chain.miner, shipped | {"ore:claimed_pct": 50})
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert journal.book() == "30"
