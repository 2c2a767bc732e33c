"""What was told late: a lot as it was on the day of the event, and whether a hand-over fits what is recorded since."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from orepass.custody.rules.case import Case
from orepass.custody.rules.happening import Event, Happening
from orepass.custody.rules.lots import Lot, Move, Movement, take_in


def is_late(case: Case, uri: str) -> bool:
    """Say whether something was recorded of a lot that happened after the event."""
    last = case.lots.get(uri).last_at
    return last is not None and case.event.happened_at < last


def as_of(case: Case, uri: str) -> Lot:
    """Return a lot as it was when the event happened: for all but late events, as it is."""
    lot = case.lots.get(uri)
    if not is_late(case, uri):
        return lot
    return _folded(uri, (moved for moved in lot.history if moved.at <= case.event.happened_at))


def _folded(uri: str, movements: Iterable[Movement]) -> Lot:
    then = Lot(uri)
    for movement in sorted(movements, key=lambda moved: moved.at):
        then.apply(movement)
    return then


def missing_after(case: Case, uri: str, moved: Sequence[Movement]) -> int:
    """Return how much more is taken of a lot than anybody had, once an event takes its place in time."""
    lot = case.lots.get(uri)
    if is_late(case, uri):
        return _folded(uri, (*lot.history, *moved)).stock.missing - lot.stock.missing
    then = lot.stock.copy()
    for one in moved:
        take_in(then, one)
    return then.missing - lot.stock.missing


def completes(case: Case, uri: str) -> bool:
    """Say whether a late event tells a half of a hand-over whose other half was recorded before.

    A dispatch told late has to lead to the receipt that is recorded: the giver had the lot on that day, the taker
    received it afterwards. A receipt told late has to follow the dispatch: the lot was the taker's by then. No more
    is believed of a lot that has moved on since.
    """
    event, actor = case.event, case.setting.actor
    if event.happening not in {Happening.SENDS, Happening.RECEIVES} or not is_late(case, uri):
        return False
    giver = case.setting.organisation(event.sender) or actor
    taker = case.setting.organisation(event.receiver) or actor
    then = as_of(case, uri)
    if event.happening is Happening.RECEIVES:
        return actor in {"", taker} and then.holder == taker
    arrived = (
        moved.move is Move.RECEIVED and moved.at >= event.happened_at and moved.holder == taker
        for moved in case.lots.get(uri).history
    )
    return actor in {"", giver} and giver != taker and then.holder in {"", giver} and any(arrived)


def in_time[Item](items: Sequence[Item], event_of: Callable[[Item], Event]) -> list[Item]:
    """Order the events of a document by their time, so that the order they stand in does not matter.

    Of events of the same instant, what begins a lot comes before what uses, sends or packs it; else they stay in order.
    """
    ordered = sorted(items, key=lambda item: event_of(item).happened_at)
    found: list[Item] = []
    start = 0
    while start < len(ordered):
        stop = _same_instant(ordered, start, event_of)
        found += _makers_first(ordered[start:stop], event_of) if stop - start > 1 else ordered[start:stop]
        start = stop
    return found


def _same_instant[Item](ordered: Sequence[Item], start: int, event_of: Callable[[Item], Event]) -> int:
    at: datetime = event_of(ordered[start]).happened_at
    stop = start + 1
    while stop < len(ordered) and event_of(ordered[stop]).happened_at == at:
        stop += 1
    return stop


def _makers_first[Item](items: Sequence[Item], event_of: Callable[[Item], Event]) -> list[Item]:
    makers: dict[str, list[int]] = {}
    for number, item in enumerate(items):
        for portion in event_of(item).begun:
            makers.setdefault(portion.uri, []).append(number)
    found: dict[int, None] = {}
    waiting: set[int] = set()
    for first in range(len(items)):
        stack = [first]
        while stack:
            number = stack[-1]
            event = event_of(items[number])
            wanted = {maker for part in (*event.used, *event.touched) for maker in makers.get(part.uri, ())}
            missing = sorted(wanted - set(found) - waiting - {number})
            if missing and number not in waiting:
                waiting.add(number)
                stack += missing[::-1]
            else:
                waiting.discard(number)
                found.setdefault(stack.pop())
    return [items[number] for number in found]
