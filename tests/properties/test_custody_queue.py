"""A credit account is what a literal queue of receipts is: expiry, periods, what is carried over, overdraft, claims."""

from collections import deque
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from orepass.custody.rules.accounts import Entry, Kind, Terms, balance, check, check_claim
from orepass.custody.rules.accounts.online import Standing
from orepass.kernel.period import add_months

OPENED = date(2024, 1, 31)
DAYS = 500
LAST = OPENED + timedelta(days=DAYS)


class Queue:
    """Receipts in a queue, the oldest taken first, day after day; written from the words of the scheme alone."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.parts: deque[list[int]] = deque()
        self.debt = self.came_in = 0
        self.broken: list[tuple[str, date]] = []

    @property
    def balance(self) -> int:
        return sum(amount for _, amount in self.parts) - self.debt

    @property
    def short(self) -> bool:
        return self.balance < -int(self.came_in * self.terms.overdraft)

    def run(self, entries: list[Entry], until: date) -> "Queue":
        for number in range((until - OPENED).days + 1):
            today = OPENED + timedelta(days=number)
            self._end_of_life(today)
            if number and any(add_months(OPENED, self.terms.period_months * n) == today for n in range(1, 20)):
                self._end_of_period(today)
            of_today = [entry for entry in entries if entry.on == today]
            for entry in sorted(of_today, key=lambda entry: entry.amount_mg < 0):
                self._book(entry, today)
        return self

    def _end_of_life(self, today: date) -> None:
        life = self.terms.life_months
        while self.parts and life is not None and add_months(date.fromordinal(self.parts[0][0]), life) <= today:
            self.parts.popleft()

    def _end_of_period(self, today: date) -> None:
        if not self.terms.carries_over:
            self.parts.clear()
        if self.short:
            self.broken.append(("custody.account.period_short", today))
        self.came_in = 0

    def _book(self, entry: Entry, today: date) -> None:
        if entry.amount_mg > 0:
            paid = min(self.debt, entry.amount_mg)
            self.debt -= paid
            self.came_in += entry.amount_mg
            if entry.amount_mg > paid:
                self.parts.append([today.toordinal(), entry.amount_mg - paid])
            return
        wanted = -entry.amount_mg
        while wanted and self.parts:
            taken = min(wanted, self.parts[0][1])
            self.parts[0][1] -= taken
            wanted -= taken
            if not self.parts[0][1]:
                self.parts.popleft()
        self.debt += wanted
        if self.short and not self.terms.dips_allowed:
            self.broken.append(("custody.account.overdrawn", today))


def entry(day: int, amount: int) -> Entry:
    return Entry(OPENED + timedelta(days=day), amount, Kind.RECEIPT if amount > 0 else Kind.CLAIM)


ENTRY = st.builds(entry, st.integers(0, DAYS), st.integers(-60, 100).filter(bool))
ENTRIES = st.lists(ENTRY, max_size=14)
TERMS = st.builds(
    Terms,
    period_months=st.sampled_from([1, 3, 12]),
    life_months=st.sampled_from([None, 1, 6, 12]),
    overdraft=st.sampled_from([Decimal(0), Decimal("0.05"), Decimal("0.5")]),
    dips_allowed=st.booleans(),
    carries_over=st.booleans(),
)


@settings(max_examples=60)
@given(ENTRIES, TERMS, st.integers(0, DAYS))
def test_account_of_any_terms_has_the_balance_of_the_queue(entries: list[Entry], terms: Terms, days: int) -> None:
    on = OPENED + timedelta(days=days)
    assert balance(entries, terms, opened_on=OPENED, on=on) == Queue(terms).run(entries, on).balance


@settings(max_examples=60)
@given(ENTRIES, TERMS)
def test_account_breaks_its_terms_where_the_queue_does(entries: list[Entry], terms: Terms) -> None:
    found = [(finding.code, finding.params["day"]) for finding in check(entries, terms, opened_on=OPENED, until=LAST)]
    assert found == [(code, str(day)) for code, day in Queue(terms).run(entries, LAST).broken]


@settings(max_examples=40)
@given(ENTRIES, ENTRY.filter(lambda entry: entry.amount_mg < 0), TERMS)
def test_claim_is_refused_when_the_queue_breaks_at_a_new_place(
    entries: list[Entry], claim: Entry, terms: Terms
) -> None:
    refused = bool(check_claim(entries, claim, terms, opened_on=OPENED, until=LAST))
    before, after = Queue(terms).run(entries, LAST), Queue(terms).run([*entries, claim], LAST)
    assert refused >= (len(after.broken) > len(before.broken))
    if before.broken == []:
        assert refused == bool(after.broken)


@settings(max_examples=40)
@given(st.lists(ENTRY, max_size=30), st.sampled_from([None, 1, 6, 12]), st.booleans())
def test_claims_judged_one_by_one_never_spend_a_credit_twice(
    stream: list[Entry], life: int | None, carries_over: bool
) -> None:
    """Whatever order they come in, back-dated or not, what was accepted leaves the queue without a debt on any day."""
    terms = Terms(life_months=life, carries_over=carries_over)
    kept: list[Entry] = []
    standing = Standing(kept, terms, OPENED)
    for fresh in stream:
        if fresh.amount_mg > 0 or not standing.breaks(fresh, until=LAST):
            kept += [fresh]
    assert Queue(terms).run(kept, LAST).broken == []
    claimed = -sum(entry.amount_mg for entry in kept if entry.amount_mg < 0)
    assert claimed <= sum(entry.amount_mg for entry in kept if entry.amount_mg > 0)
