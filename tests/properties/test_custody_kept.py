"""An account taken up where it was put down goes on as if told from its first entry, whatever comes, and whenever."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from orepass.custody.rules.accounts import Entry, Kind, Method, Standing, Start, Terms, put_down, taken_up
from orepass.custody.rules.accounts import kept as rules

OPENED = date(2024, 1, 31)
DAYS = 300
LAST = OPENED + timedelta(days=DAYS)


def entry(day: int, amount: int, older: int | None) -> Entry:
    kind = Kind.RECEIPT if amount > 0 else Kind.CLAIM
    on = OPENED + timedelta(days=day)
    born = on - timedelta(days=older) if older and amount > 0 else None
    return Entry(on, amount, kind, total_mg=abs(amount) * 2, of_on=born)


ENTRY = st.builds(
    entry, st.integers(0, DAYS), st.integers(-60, 100).filter(bool), st.sampled_from([None, None, None, 40, 200])
)
TERMS = st.builds(
    Terms,
    method=st.sampled_from([*Method]),
    period_months=st.sampled_from([1, 3]),
    life_months=st.sampled_from([None, 1, 6]),
    overdraft=st.sampled_from([Decimal(0), Decimal("0.5")]),
    carries_over=st.booleans(),
)


def put_down_through(entries: list[Entry], terms: Terms, through: date) -> Start:
    account = rules.keeping(terms, OPENED)
    for part in sorted(entries, key=lambda entry: (entry.on, entry.amount_mg < 0)):
        if part.on <= through:
            list(account.take(part))
    return Start(through, put_down(account), lambda: list(entries))


@settings(max_examples=80)
@given(st.lists(ENTRY, max_size=16), st.lists(ENTRY, max_size=8), TERMS, st.data())
def test_account_taken_up_accepts_refuses_and_holds_the_same(
    before: list[Entry], after: list[Entry], terms: Terms, data: st.DataObject
) -> None:
    """What comes after may lie before the day it was put down for, or on that very day."""
    through = data.draw(st.sampled_from([entry.on for entry in before] or [OPENED]), label="through")
    start = put_down_through(before, terms, through)
    whole = Standing(list(before), terms, OPENED)
    going_on = Standing([entry for entry in before if entry.on > through], terms, OPENED, start)
    for fresh in after:
        if fresh.amount_mg < 0:
            said = [found.code for found in whole.breaks(fresh, until=LAST)]
            assert [found.code for found in going_on.breaks(fresh, until=LAST)] == said
            if said:
                continue
        whole.entries.append(fresh)
        going_on.entries.append(fresh)
        for on in (fresh.on, LAST):
            assert going_on.balance(on) == whole.balance(on)


@settings(max_examples=40)
@given(st.lists(ENTRY, max_size=16), TERMS)
def test_account_reads_back_as_it_was_written_down(entries: list[Entry], terms: Terms) -> None:
    written = put_down_through(entries, terms, LAST).text
    account = taken_up(written, terms, OPENED)
    assert put_down(account) == written
    list(account.until(LAST + timedelta(days=900)))
    assert account.balance == Standing(list(entries), terms, OPENED).balance(LAST + timedelta(days=900))


def test_credit_that_was_over_before_it_came_in_covers_no_claim_of_the_day_told_before_it() -> None:
    """Told from the first entry, what is over goes out before the claim; told one by one it is the same."""
    terms = Terms(method=Method.CREDIT, period_months=1, life_months=1, overdraft=Decimal(0))
    claim, over = entry(0, -1, None), entry(0, 1, 40)
    standing = Standing([claim], terms, OPENED)
    assert standing.balance(OPENED) == -1
    standing.entries.append(over)
    assert standing.balance(OPENED) == -1 == Standing([over, claim], terms, OPENED).balance(OPENED)
