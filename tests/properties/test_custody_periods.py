"""Moving and sharing credit out makes none, and what was signed stays as it was, whatever is heard of afterwards."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from orepass.custody.rules import accounts, allocation
from orepass.custody.rules.accounts import Credit, Entry, Kind, Terms
from orepass.custody.rules.closing import periods, statement
from orepass.custody.rules.closing.reversal import taking_back
from orepass.custody.rules.tranches import Tranche
from orepass.custody.rules.transferring import arriving

OPENED = date(2024, 1, 1)
UNTIL = date(2027, 12, 31)
DAYS = st.integers(0, 700).map(lambda days: OPENED + timedelta(days=days))
ENTRIES = st.lists(
    st.builds(
        lambda day, amount: Entry(day, amount, Kind.RECEIPT if amount > 0 else Kind.CLAIM),
        DAYS,
        st.integers(-300, 500).filter(bool),
    ),
    max_size=15,
)
TERMS = st.builds(
    Terms, life_months=st.sampled_from([None, 3, 24]), carries_over=st.booleans(), dips_allowed=st.just(value=True)
)


def balance(entries: list[Entry], terms: Terms, on: date) -> int:
    return accounts.balance(entries, terms, opened_on=OPENED, on=on)


def taken(entries: list[Entry], terms: Terms, on: date, amount: int) -> list[Tranche]:
    account = accounts.as_credit_moves(entries, terms, opened_on=OPENED, on=on)
    assert isinstance(account, Credit)
    return account.standing.take(amount)


def moved(entries: list[Entry], terms: Terms, on: date, amount: int) -> tuple[list[Entry], list[Entry]] | None:
    """What both sides look like after a transfer, or nothing where the credit is not there."""
    account = accounts.at_the_end(entries, terms, opened_on=OPENED, on=on)
    assert isinstance(account, Credit)
    if account.balance < amount:
        return None
    parts = taken(entries, terms, on, amount)
    return [*entries, Entry(on, -amount, Kind.TRANSFER)], arriving(parts, amount, on=on)


@given(ENTRIES, TERMS, DAYS, st.integers(1, 400), st.integers(0, 1400))
def test_both_sides_together_never_hold_more_than_one_side_would(
    entries: list[Entry], terms: Terms, on: date, amount: int, later: int
) -> None:
    entries = [entry for entry in entries if entry.on <= on]
    sides = moved(entries, terms, on, amount)
    if sides is None:
        return
    left, right = sides
    together = balance(left, terms, on) + balance(right, terms, on)
    assert together == balance(entries, terms, on)
    day = on + timedelta(days=later)
    assert balance(left, terms, day) + balance(right, terms, day) == balance(entries, terms, day)


@given(ENTRIES, TERMS, DAYS, st.integers(1, 400))
@example(
    entries=[Entry(date(2024, 5, 14), 1), Entry(date(2024, 5, 15), 1)],
    terms=Terms(life_months=3, dips_allowed=True),
    on=date(2024, 8, 13),
    amount=2,
)
@example(
    entries=[
        Entry(date(2024, 1, 1), 2),
        Entry(date(2024, 1, 2), 1),
        Entry(date(2025, 1, 1), -1, Kind.CLAIM),
    ],
    terms=Terms(life_months=24, dips_allowed=True),
    on=date(2025, 1, 1),
    amount=2,
)
def test_moving_there_and_back_changes_no_later_day(entries: list[Entry], terms: Terms, on: date, amount: int) -> None:
    entries = [entry for entry in entries if entry.on <= on]
    sides = moved(entries, terms, on, amount)
    if sides is None:
        return
    left, right = sides
    back = [*left, *arriving(taken(right, terms, on, amount), amount, on=on)]
    for days in (0, 1, 30, 91, 365, 731):
        day = on + timedelta(days=days)
        assert balance(back, terms, day) == balance(entries, terms, day)


@given(
    st.integers(0, 10**15),
    st.lists(st.tuples(st.integers(0, 10**9), st.fractions(0, 1)), min_size=1, max_size=8).filter(
        lambda parts: any(weight for weight, _factor in parts)
    ),
)
def test_sharing_out_gives_at_most_what_came_in(credit: int, products: list[tuple[int, Fraction]]) -> None:
    shares = allocation.share_out(credit, [weight for weight, _factor in products])
    given_out = [allocation.converted(share, factor) for share, (_weight, factor) in zip(shares, products, strict=True)]
    assert sum(shares) == credit
    assert sum(given_out) <= credit
    factors = {str(at): factor for at, (_weight, factor) in enumerate(products) if factor}
    attributed = {str(at): amount for at, amount in enumerate(given_out) if str(at) in factors}
    assert allocation.check_attribution(credit, attributed, factors) == []


@given(ENTRIES, TERMS, DAYS)
def test_statements_follow_on_from_one_another_and_add_up(entries: list[Entry], terms: Terms, on: date) -> None:
    last = periods.span_of(on, opened_on=OPENED, months=3).number
    carried = 0
    for number in range(1, last + 1):
        period = periods.span(number, opened_on=OPENED, months=3)
        known = [entry for entry in entries if entry.on < period.ends_before]
        points = accounts.running(known, terms, opened_on=OPENED, until=period.ends_before)
        sums = statement.totals(points, period)
        came_in = sums.opening_mg + sums.received_mg + sums.moved_in_mg + sums.corrected_mg
        went_out = sums.claimed_mg + sums.moved_out_mg + sums.expired_mg + sums.dropped_mg
        assert came_in - went_out == sums.carried_mg
        assert sums.opening_mg == carried
        carried = sums.carried_mg


@given(ENTRIES, TERMS, DAYS, st.data())
def test_what_is_heard_of_after_a_closing_moves_no_day_before_it(
    entries: list[Entry], terms: Terms, own_day: date, data: st.DataObject
) -> None:
    closed = data.draw(st.integers(1, 8))
    open_from = periods.span(closed + 1, opened_on=OPENED, months=3).begins_on
    on = periods.booked_on(own_day, open_from=open_from)
    late = Entry(on, 100, Kind.RECEIPT, of_on=None if on == own_day else own_day)
    today = max(on, open_from, *(entry.on for entry in entries)) if entries else max(on, open_from)
    after = [*entries, late]
    gone = data.draw(st.sampled_from(entries)) if entries else None
    if gone is not None and gone.on < open_from:
        after += taking_back(after, gone, terms, opened_on=OPENED, on=today)
    for days in range(0, (open_from - OPENED).days, 7):
        day = OPENED + timedelta(days=days)
        assert balance(after, terms, day) == balance(entries, terms, day)


@given(ENTRIES, TERMS, st.data())
def test_a_correction_leaves_the_account_as_if_the_entry_had_never_been(
    entries: list[Entry], terms: Terms, data: st.DataObject
) -> None:
    if not entries:
        return
    takes_back_as_if_it_had_never_been(entries, data.draw(st.sampled_from(entries)), terms)


def test_credit_that_forgives_a_debt_is_no_younger_than_what_came_back() -> None:
    won, claimed = Entry(OPENED, 1, Kind.RECEIPT), Entry(OPENED, -2, Kind.CLAIM)
    entries = [won, won, claimed, Entry(date(2025, 9, 23), -1, Kind.CLAIM)]
    takes_back_as_if_it_had_never_been(entries, claimed, Terms(life_months=24, dips_allowed=True))


def test_a_claim_of_the_same_day_takes_what_comes_back_before_younger_credit() -> None:
    claimed = Entry(date(2025, 9, 23), -7, Kind.CLAIM)
    entries = [Entry(OPENED, 6, Kind.RECEIPT), Entry(OPENED + timedelta(days=1), 2, Kind.RECEIPT), claimed]
    takes_back_as_if_it_had_never_been(entries, claimed, Terms(life_months=24, dips_allowed=True))


def takes_back_as_if_it_had_never_been(entries: list[Entry], gone: Entry, terms: Terms) -> None:
    without = list(entries)
    without.remove(gone)
    today = max(entry.on for entry in entries)
    corrected = [*entries, *taking_back(entries, gone, terms, opened_on=OPENED, on=today)]
    assert balance(corrected, terms, today) == balance(without, terms, today)
    if gone.amount_mg < 0:
        for days in (1, 100, 800):
            day = today + timedelta(days=days)
            assert balance(corrected, terms, day) <= balance(without, terms, day)
