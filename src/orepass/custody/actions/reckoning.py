"""Reckon receipts anew whose lots an error declaration takes the beginning from, on anybody's accounts."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef

from orepass.custody.actions.reversing import corrections_of, entry_in
from orepass.custody.models import Entry, JournalEvent, Movement
from orepass.custody.queries.accounts import rule_entries
from orepass.custody.queries.cone import downstream_of, upstream_of, with_siblings
from orepass.custody.queries.following import HANDED_OVER
from orepass.custody.queries.told import MOVED, movement_of, standing
from orepass.custody.rules import accounts as rules
from orepass.custody.rules.booking import Booking, OpenAccount
from orepass.custody.rules.claims.carrying import Paths
from orepass.custody.rules.closing.reversal import taking_back
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lots import Move
from orepass.custody.rules.lots import Movement as Moved
from orepass.custody.rules.reckoning import as_it_stands, earlier, share_received
from orepass.custody.rules.weighing import Step


class Undone:
    """What events that are being taken back began, made or sold out of a book, what was made of it, who has credit.

    Attributes:
        steps: what those events did to lots.
        lots: the lots they named.
        campaigns: the campaign of each that was a part of one, by event.
        accounts: the accounts on which receipts of lots stand that those events began, made or sent.
    """

    def __init__(self, taken_back: frozenset[str]) -> None:
        self._taken_back = taken_back
        told = _steps_of(taken_back)
        self.steps = [step for _name, step in told]
        self.lots = {moved.lot for _step, moved in self.steps}
        self._by_event = [(name, moved.lot) for name, (_step, moved) in told]
        self.campaigns = {name: step for name, (step, _moved) in told if isinstance(step, str)}
        lost = {moved.lot for _, moved in self.steps if moved.move in {Move.BEGUN, Move.SENT}}
        made = downstream_of(lost) if lost else []
        self._lots = sorted(lost | {moved.lot for _, moved in made if moved.move is Move.BEGUN})
        self.accounts = {row.account_id for row in self._receipts()}

    def lots_of(self, event_id: str) -> list[str]:
        """Return the lots that one of the events named."""
        return list(dict.fromkeys(lot for name, lot in self._by_event if name == event_id))

    def restored_by(self, event_id: str) -> set[str]:
        """Return the lots that may carry a claim again without an event, and all that was made of them."""
        again = {
            moved.lot
            for (name, _lot), (_step, moved) in zip(self._by_event, self.steps, strict=True)
            if name == event_id and not (moved.move is Move.BEGUN and moved.origin)
        }
        return again | {moved.lot for _, moved in downstream_of(again) if moved.move is Move.BEGUN} if again else again

    def reckoned_anew(self, opened: Iterable[OpenAccount], today: date) -> list[Booking]:
        """Return the corrections of receipts that stand for more, or less, than they did; the accounts know of them."""
        by_id = {account.id: account for account in opened}
        known: dict[str, list[rules.Entry]] = {}
        found: list[Booking] = []
        rows = sorted(self._receipts(), key=lambda row: (row.event_id or 0, row.pk))
        for event, receipts in groupby(rows, key=lambda row: row.event_id or 0):
            for row, instead in self._changed(event, list(receipts), by_id):
                account = by_id[row.account_id]
                if account.id not in known:
                    known[account.id] = self._known(account)
                parts = taking_back(
                    known[account.id],
                    entry_in(row),
                    account.terms,
                    opened_on=account.opened_on,
                    on=max(today, account.open_from),
                    beside=corrections_of(row),
                    instead=instead,
                )
                known[account.id] += parts
                account.entries.extend(parts)
                found += [Booking(account.id, part, row.lot, corrects=row.pk) for part in parts]
        return found

    def _known(self, account: OpenAccount) -> list[rules.Entry]:
        """Return all that stands on an account; what takes back its other entries just now is in it already."""
        written = rule_entries(account.id, leaving_out=self._taken_back)
        return [*written, *account.entries[len(written) :]]

    def _receipts(self) -> Iterator[Entry]:
        if not self._lots:
            return
        declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event__event_id"))
        rows = Entry.objects.exclude(lot="").filter(lot__among=self._lots, kind=rules.Kind.RECEIPT, amount_mg__gt=0)
        rows = rows.filter(~Exists(declared), event__happening=Happening.RECEIVES)
        yield from rows.exclude(event__event_id__in=self._taken_back).prefetch_related("corrections")

    def _changed(
        self, event: int, rows: list[Entry], by_id: dict[str, OpenAccount]
    ) -> Iterator[tuple[Entry, rules.Entry]]:
        received = _received(event, {row.lot for row in rows})
        if not received:
            return
        gone = set(self.steps)
        told = with_siblings(upstream_of(received, also=HANDED_OVER))
        steps = earlier(told, next(iter(received.values())), event)
        before, after = Paths(steps), Paths(step for step in steps if step not in gone)
        for row in rows:
            moved, account = received.get(row.lot), by_id.get(row.account_id)
            if moved is None or account is None:
                continue
            share = share_received(after, moved, account)
            if share != share_received(before, moved, account):
                yield row, as_it_stands(entry_in(row), share, account)


def _steps_of(events: frozenset[str]) -> list[tuple[str, Step]]:
    """Return what some events did to lots, as long as they stand, each with the name of its event."""
    if not events:
        return []
    rows = standing(Movement.objects.filter(event__event_id__among=events)).order_by("event", "pk")
    told = rows.values_list("event__event_id", "event", "event__campaign", *MOVED)
    return [(name, (campaign or event, movement_of(moved))) for name, event, campaign, *moved in told]


def _received(event: int, lots: set[str]) -> dict[str, Moved]:
    rows = standing(Movement.objects.filter(event=event, move=Move.RECEIVED)).values_list(*MOVED)
    moves = map(movement_of, rows)
    return {moved.lot: moved for moved in moves if moved.lot in lots}
