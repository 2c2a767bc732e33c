"""Two running sums and a running maximum give what a literal first-in, first-out queue gives, entry by entry."""

from collections import deque
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from orepass.custody.rules.accounts import Entry, Kind, Terms, balance, in_order, running
from orepass.kernel.period import add_months

OPENED = date(2024, 1, 1)
UNTIL = date(2027, 12, 31)
ENTRIES = st.lists(
    st.builds(
        lambda day, amount: Entry(OPENED + timedelta(days=day), amount, Kind.RECEIPT if amount > 0 else Kind.CLAIM),
        st.integers(0, 900),
        st.integers(-500, 500).filter(bool),
    ),
    max_size=25,
)


def queue_balance(entries: list[Entry], life_months: int | None, on: date) -> int:
    """A queue of receipts, the oldest taken first; what is missing is a debt that the next receipt pays."""
    queue: deque[list[object]] = deque()
    debt = 0
    for entry in [entry for entry in in_order(entries) if entry.on <= on] + [Entry(on, 0)]:
        while queue and life_months is not None and add_months(queue[0][0], life_months) <= entry.on:  # type: ignore[arg-type]
            queue.popleft()
        amount = entry.amount_mg
        if amount > 0:
            paid = min(debt, amount)
            debt -= paid
            queue.append([entry.on, amount - paid])
        while amount < 0 and queue:
            taken = min(-amount, queue[0][1])  # type: ignore[call-overload]
            queue[0][1] -= taken  # type: ignore[operator]
            amount += taken
            if not queue[0][1]:
                queue.popleft()
        debt += max(-amount, 0)
    return sum(part[1] for part in queue) - debt  # type: ignore[misc]


@given(ENTRIES, st.sampled_from([None, 1, 6, 24]), st.integers(0, 1400))
def test_balance_is_that_of_a_literal_queue(entries: list[Entry], life: int | None, day: int) -> None:
    on = OPENED + timedelta(days=day)
    terms = Terms(life_months=life)
    assert balance(entries, terms, opened_on=OPENED, on=on) == queue_balance(entries, life, on)


@given(ENTRIES, st.sampled_from([None, 6]))
def test_points_add_up_and_nothing_is_spent_twice(entries: list[Entry], life: int | None) -> None:
    points = list(running(entries, Terms(life_months=life), opened_on=OPENED, until=UNTIL))
    total = 0
    for point in points:
        total += point.amount_mg
        assert point.balance_mg == total
    spent = -sum(point.amount_mg for point in points if point.amount_mg < 0)
    received = sum(entry.amount_mg for entry in entries if entry.amount_mg > 0)
    assert spent <= received + max(0, -points[-1].balance_mg)


@given(ENTRIES)
def test_order_in_which_entries_are_recorded_does_not_matter(entries: list[Entry]) -> None:
    terms = Terms()
    forwards = balance(entries, terms, opened_on=OPENED, on=UNTIL)
    assert balance(entries[::-1], terms, opened_on=OPENED, on=UNTIL) == forwards
