"""A period that was closed is signed and takes no entry any more; what is heard of it later is told beside it."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.actions import CaptureRefused, close_period, open_account, withdraw
from orepass.custody.actions.closing import CountMissing, PeriodClosed, PeriodOutOfOrder, PeriodRunning, PeriodUnknown
from orepass.custody.models import Account, Closing, Entry, JournalEvent, Question
from orepass.custody.queries import (
    balance,
    check_statement,
    closing_for,
    closings,
    next_reconciliation,
    reconciliations,
    statement_token,
)
from orepass.custody.rules.closing.periods import State
from orepass.kernel.period import add_months
from orepass.kernel.refusal import NotFound, Refusal
from orepass.platform.models import Notice
from tests.untouched import refusing

KG = 10**6


class Books:
    """An account of the smelter with one certified delivery in its first period, seen after that period has ended."""

    def __init__(self, chain: Any) -> None:
        self.chain = chain
        self.opened_on: date = chain.day - timedelta(days=20)
        card = open_account(chain.smelting, site=chain.plant, element="Co", opened_on=self.opened_on, at=chain.at)
        self.account = card.id
        self.first = add_months(self.opened_on, 3) - timedelta(days=1)
        self.second = add_months(self.opened_on, 6) - timedelta(days=1)
        self.after: datetime = chain.at + (self.first - chain.at.date()) + timedelta(days=5)
        self.bag = chain.bag("B1")

    def receive(self, *bags: str) -> None:
        self.chain.hand_over(*(bags or (self.bag,)))

    def close(self, **changes: Any) -> Any:
        told: dict[str, Any] = {
            "account": self.account,
            "period_end": self.first,
            "counted_kg": Decimal(40),
            "at": self.after,
        }
        return close_period(self.chain.smelting, **(told | changes))

    def late(self) -> None:
        """Tell of the delivery only after the period was closed."""
        self.chain.at, before = self.after, self.chain.at
        try:
            parties = {"sender": self.chain.miner.organisation, "receiver": self.chain.smelter}
            moved = {"action": "OBSERVE", "epcList": [self.bag], **parties}
            for actor, step, site, hours in (
                (self.chain.miner, "shipping", self.chain.pit, 1),
                (self.chain.smelting, "receiving", self.chain.plant, 2),
            ):
                told = self.chain.event(hours=hours, bizStep=step, site=site, **moved)
                told["eventTime"] = (before - timedelta(days=9) + timedelta(hours=hours)).isoformat()
                self.chain.capture(actor, told)
        finally:
            self.chain.at = before


@pytest.fixture
def books(chain: Any) -> Books:
    return Books(chain)


def test_a_closed_period_is_told_in_a_statement_that_adds_up_and_that_anybody_can_check(books: Books) -> None:
    books.receive()
    withdraw(
        books.chain.smelting,
        account=books.account,
        amount_kg=Decimal(15),
        on=books.chain.at.date(),
        note="claim",
        at=books.chain.at,
    )
    card = books.close(counted_kg=Decimal("24.9"))
    said = card.statement
    told = ("opening", "received", "claimed", "expired", "dropped", "closing", "carried", "counted", "apart")
    assert [said[f"{line}_kg"] for line in told] == ["0", "40", "15", "0", "0", "25", "25", "24.9", "-0.1"]
    assert (said["begins_on"], said["last_day"]) == (str(books.opened_on), str(books.first))
    assert (card.number, card.findings, len(said["entries"])) == (1, (), 2)
    found = check_statement(books.chain.smelting, card.id)
    assert found.holds
    assert {part.name for part in found.signature} == {"proof", "key_authorised", "issuer_controls_key"}
    assert statement_token(books.chain.smelting, card.id).count(".") == 2
    assert [closed.id for closed in closings(books.chain.smelting, books.account)] == [card.id]


def test_a_statement_that_was_changed_does_not_hold(books: Books) -> None:
    books.receive()
    card = books.close()
    row = Closing.objects.get(pk=card.id)
    Closing.objects.filter(pk=card.id).update(document=row.document.replace('"40"', '"41"'))
    found = check_statement(books.chain.smelting, card.id)
    assert (found.content_holds, found.holds) == (False, False)
    Closing.objects.filter(pk=card.id).update(document=row.document)
    assert check_statement(books.chain.smelting, card.id).holds
    header, payload, signature = row.token.split(".")
    other = ("B" if signature.startswith("A") else "A") + signature[1:]
    Closing.objects.filter(pk=card.id).update(token=f"{header}.{payload}.{other}")
    assert not check_statement(books.chain.smelting, card.id).holds
    Closing.objects.filter(pk=card.id).update(token=row.token)
    Entry.objects.filter(account=books.account).update(amount_mg=41 * KG)
    found = check_statement(books.chain.smelting, card.id)
    assert (found.content_holds, found.ledger_holds, found.holds) == (True, False, False)


@pytest.mark.parametrize(("counted", "apart"), [("39.8", False), ("39.799999", True), ("40.2", False), ("41", True)])
def test_c4_a_count_that_lies_apart_is_a_finding_and_closes_the_period_all_the_same(
    books: Books, counted: str, apart: bool
) -> None:
    books.receive()
    card = books.close(counted_kg=Decimal(counted))
    codes = [(found.code, found.grade) for found in card.findings]
    assert codes == ([("custody.account.stock_apart", "major")] if apart else [])
    assert next_reconciliation(books.account, books.after.date()).number == 2
    told = Notice.objects.filter(kind="custody.period.nonconformity", subject=card.id)
    assert told.exists() is apart


def test_c2_a_period_that_ends_short_is_a_major_nonconformity_and_is_closed(books: Books) -> None:
    Account.objects.filter(pk=books.account).update(dips_allowed=True)
    Entry.objects.create(
        account_id=books.account,
        kind="claim",
        amount_mg=-20 * KG,
        on=books.chain.day,
        recorded_by="per-X",
        recorded_at=books.chain.at,
    )
    card = books.close(counted_kg=Decimal(0), cause="The delivery of March did not come")
    (found,) = card.findings
    assert (found.code, found.grade, found.params["missing_kg"]) == ("custody.account.period_short", "major", "20")
    assert (card.sums.carried_mg, card.cause) == (-20 * KG, "The delivery of March did not come")
    assert check_statement(books.chain.smelting, card.id).holds


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"early": True}, PeriodRunning),
        ({"period_end": "second"}, PeriodOutOfOrder),
        ({"period_end": date(2020, 1, 1)}, PeriodUnknown),
        ({"period_end": "day after"}, PeriodUnknown),
        ({"counted_kg": None}, CountMissing),
        ({"counted_kg": Decimal(-1)}, Refusal),
        ({"account": "bal-0000000000000"}, NotFound),
    ],
)
def test_a_period_that_cannot_be_closed_stays_as_it_is(
    books: Books, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    books.receive()
    days = {"second": books.second, "day after": books.first + timedelta(days=1)}
    changes = {name: days.get(value, value) if name == "period_end" else value for name, value in changes.items()}
    if changes.pop("early", False):
        changes["at"] = datetime.combine(books.first, books.after.timetz())
    with refusing(refusal, "custody"):
        books.close(**changes)


def test_a_period_is_closed_on_the_day_after_its_last_and_only_once(books: Books) -> None:
    books.receive()
    books.close(at=datetime.combine(books.first + timedelta(days=1), books.after.timetz()))
    with refusing(PeriodClosed, "custody"):
        books.close()


def test_only_its_own_organisation_closes_and_only_who_watches_over_the_site_reads_beside_it(books: Books) -> None:
    books.receive()
    for actor in (books.chain.miner, books.chain.outsider):
        with refusing(NotFound, "custody"):
            close_period(actor, account=books.account, period_end=books.first, counted_kg=Decimal(40), at=books.after)
    card = books.close()
    assert closing_for(books.chain.smelting, card.id) == card
    for read in (closing_for, statement_token, check_statement):
        with pytest.raises(NotFound):
            read(books.chain.miner, card.id)
        with pytest.raises(NotFound):
            read(books.chain.smelting, "clo-0000000000000")
    with pytest.raises(NotFound):
        closings(books.chain.miner, books.account)


def test_what_is_told_late_is_booked_on_the_first_open_day_with_its_own_day_and_a_question(books: Books) -> None:
    card = books.close(counted_kg=Decimal(0))
    books.late()
    (entry,) = balance(books.account, on=books.after.date()).entries
    open_from = books.first + timedelta(days=1)
    assert (entry.on, entry.of_on, entry.amount_mg) == (open_from, books.chain.day + timedelta(days=1), 40 * KG)
    assert balance(books.account, on=books.first).balance_mg == 0
    (question,) = Question.objects.filter(code="custody.period.late")
    assert question.params["booked_on"] == str(open_from)
    assert check_statement(books.chain.smelting, card.id).holds


def test_an_event_of_a_closed_period_that_is_taken_back_is_corrected_on_the_day_of_the_declaration(
    books: Books,
) -> None:
    books.receive()
    card = books.close()
    event_id = balance(books.account, on=books.first).entries[0].event
    body = JournalEvent.objects.get(event_id=event_id, is_declaration=False).body
    declared = {"declarationTime": books.after.isoformat(), "reason": "did_not_occur"}
    taken_back = json.loads(body, parse_float=Decimal) | {"eventID": event_id, "errorDeclaration": declared}
    books.chain.at = books.after
    books.chain.capture(books.chain.smelting, taken_back)
    today = books.after.date()
    assert [balance(books.account, on=day).balance_mg for day in (books.first, today - timedelta(days=1), today)] == [
        40 * KG,
        40 * KG,
        0,
    ]
    entry = balance(books.account, on=today).entries[-1]
    assert (entry.kind, entry.corrects, entry.event, entry.amount_mg) == ("correction", True, event_id, -40 * KG)
    assert check_statement(books.chain.smelting, card.id).holds
    assert books.chain.capture(books.chain.smelting, taken_back).duplicates == 1
    assert Entry.objects.filter(account=books.account).count() == 2


def test_nothing_is_taken_out_of_a_closed_period(books: Books) -> None:
    books.receive()
    books.close()
    with refusing(PeriodClosed, "custody"):
        withdraw(
            books.chain.smelting,
            account=books.account,
            amount_kg=Decimal(1),
            on=books.first,
            note="",
            at=books.after,
        )


def test_the_next_reconciliation_runs_waits_and_is_overdue(books: Books) -> None:
    def state(days: int) -> State:
        return next_reconciliation(books.account, books.first + timedelta(days=days)).state

    assert [state(days) for days in (0, 1, 30, 31)] == [State.RUNNING, State.TO_CLOSE, State.TO_CLOSE, State.OVERDUE]
    (found,) = reconciliations(books.chain.smelting, books.first)
    assert (found.account, found.number, found.due_on) == (books.account, 1, books.first + timedelta(days=30))
    assert reconciliations(books.chain.miner, books.first) == []
    books.close(counted_kg=Decimal(0))
    assert next_reconciliation(books.account, books.after.date()).last_day == books.second


@pytest.mark.parametrize(
    ("claimed", "cause", "code"),
    [
        (850, "", ""),
        (900, "", ""),
        (950, "", "custody.account.cause_missing"),
        (950, "The road was under water", ""),
        (1100, "The road was under water", ""),
        (1101, "The road was under water", "custody.account.period_short"),
        (1150, "The road was under water", "custody.account.period_short"),
    ],
    ids=["C11", "C11-all", "C12-without-cause", "C12-950", "C12-edge", "C12-edge-kg", "C12-1150"],
)
def test_c11_c12_a_year_kept_by_percentages_closes_with_its_share_and_its_cause(
    books: Books, claimed: int, cause: str, code: str
) -> None:
    yearly = {"method": "input_percentage", "period_months": 12, "overdraft_ppm": 200_000, "dips_allowed": True}
    Account.objects.filter(pk=books.account).update(**yearly, needs_cause=True)
    told = {"account_id": books.account, "recorded_by": "per-X", "recorded_at": books.chain.at}
    day = books.opened_on
    Entry.objects.create(kind="receipt", amount_mg=1000 * KG, total_mg=2000 * KG, on=day, **told)
    Entry.objects.create(kind="claim", amount_mg=-claimed * KG, total_mg=1800 * KG, on=day + timedelta(days=1), **told)
    last = add_months(books.opened_on, 12) - timedelta(days=1)
    at = books.after + (last - books.after.date()) + timedelta(days=1)
    left = max(900 - claimed, 0)
    card = books.close(period_end=last, counted_kg=Decimal(left), cause=cause, at=at)
    assert [found.code for found in card.findings] == ([code] if code else [])
    assert (card.statement["certified_percent"], card.sums.carried_mg) == ("50.0", (900 - claimed) * KG)
    assert check_statement(books.chain.smelting, card.id).holds


def test_a_claim_that_is_told_late_is_booked_beside_the_signed_period_and_never_overdraws_it(books: Books) -> None:
    books.receive()
    books.close()
    chain, lot = books.chain, "https://smelter.example/lots/H1"
    told = chain.event(hours=6, action="OBSERVE", bizStep="shipping", site=chain.plant, sender=chain.smelter)
    told |= {"quantityList": [{"epcClass": lot, "quantity": Decimal(60), "uom": "KGM"}], "ore:model": "mass_balance"}
    chain.smelt(books.bag, out=lot, kg="100", grade="36")
    chain.at = books.after
    card = chain.capture(chain.smelting, told)
    assert "custody.period.late" in {finding.code for finding in card.findings}
    entry = balance(books.account, on=books.after.date()).entries[-1]
    assert (entry.kind, entry.on, entry.amount_mg) == ("claim", books.first + timedelta(days=1), -216 * KG // 10)
    assert balance(books.account, on=books.first).balance_mg == 40 * KG


def test_what_follows_a_declaration_in_the_same_document_is_judged_by_the_corrected_account(books: Books) -> None:
    books.receive()
    books.close()
    chain, lot = books.chain, "https://smelter.example/lots/H1"
    chain.smelt(books.bag, out=lot, kg="100", grade="36")
    event_id = balance(books.account, on=books.first).entries[0].event
    body = json.loads(JournalEvent.objects.get(event_id=event_id, is_declaration=False).body, parse_float=Decimal)
    declared = {"declarationTime": books.after.isoformat(), "reason": "did_not_occur"}
    sold = chain.event(hours=6, action="OBSERVE", bizStep="shipping", site=chain.plant, sender=chain.smelter)
    sold |= {"quantityList": [{"epcClass": lot, "quantity": Decimal(60), "uom": "KGM"}], "ore:model": "mass_balance"}
    chain.at = books.after
    with refusing(CaptureRefused, "custody") as refused:
        chain.capture(chain.smelting, body | {"eventID": event_id, "errorDeclaration": declared}, sold)
    assert "custody.balance.overdrawn" in {finding.code for finding in refused.value.findings}
