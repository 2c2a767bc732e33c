"""Take an entry of a closed period back: what was signed stays, and the difference is booked on the day it is known.

The difference is that between the account as it stands and the account as it would stand without the entry, so that
credit which expired meanwhile does not come back, and credit that comes back is as old as it was.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from orepass.custody.rules import accounts
from orepass.custody.rules.accounts import Credit, Entry, Keeping, Kind, Method, Terms


def taking_back(
    entries: Sequence[Entry],
    gone: Entry,
    terms: Terms,
    *,
    opened_on: date,
    on: date,
    beside: Sequence[Entry] = (),
    instead: Entry | None = None,
) -> list[Entry]:
    """Return the corrections that take an entry back on a day; at least one, and be it of nothing.

    Args:
        entries: all that stand on the account.
        gone: what is taken back.
        terms: the terms of the account.
        opened_on: the day of its opening.
        on: the day of the correction.
        beside: what corrected the entry before, and goes with it.
        instead: the entry as it should have been, where it is not taken back as a whole.
    """
    without = list(entries)
    for entry in (gone, *beside):
        without.remove(entry)
    if instead is not None:
        without.append(instead)
    before = accounts.at_the_end(entries, terms, opened_on=opened_on, on=on)
    after = accounts.at_the_end(without, terms, opened_on=opened_on, on=on)
    change = after.balance - before.balance
    if terms.method is Method.ROLLING and gone.kind is Kind.RECEIPT:
        # It leaves the percentage of its own month as well, from now on.
        counted = _came_in(gone) + sum(entry.total_mg or 0 for entry in beside)
        total = (0 if instead is None else _came_in(instead)) - counted
        return [Entry(on, change, Kind.CORRECTION, total, gone.on)]
    parts = _older(before, after, on) if change > 0 else []
    rest = change - sum(part.amount_mg for part in parts)
    booked = [Entry(on, rest, Kind.CORRECTION), *parts] if rest or not parts else parts
    found = accounts.at_the_end([*entries, *booked], terms, opened_on=opened_on, on=on)
    if not parts or _stands(found) == _stands(after):
        return booked
    # A debt, or a claim of the same day, is paid with what came back, and younger credit would outlive it in its place.
    return [Entry(on, change, Kind.CORRECTION, of_on=parts[0].of_on)]


def _came_in(receipt: Entry) -> int:
    return max(receipt.total_mg or 0, receipt.amount_mg)


def _stands(account: Keeping) -> object:
    return account.standing.put_down() if isinstance(account, Credit) else None


def _older(before: Keeping, after: Keeping, on: date) -> list[Entry]:
    """Return what comes back, each part with the day of its birth; a debt that is forgiven has none."""
    if not isinstance(before, Credit) or not isinstance(after, Credit):
        return []
    more: Counter[date] = Counter()
    for account, sign in ((after, 1), (before, -1)):
        for part in account.standing.standing():
            more[part.born_on] += sign * part.amount_mg
    return [Entry(on, amount, Kind.CORRECTION, of_on=born) for born, amount in sorted(more.items()) if amount > 0]
