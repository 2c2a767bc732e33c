"""Reckon receipts anew, on anybody's accounts, whose lots stand for less than they did.

An error declaration took their beginning from them; or something of the campaign that they came out of was told late,
or told anew in another way (docs/decisions/0021).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from django.db.models import Exists, OuterRef

from orepass.custody.actions.reversing import corrections_of, entry_in
from orepass.custody.models import Entry, JournalEvent, Movement
from orepass.custody.queries.accounts import rule_entries
from orepass.custody.queries.cone import downstream_of, told_with, upstream_of, with_siblings
from orepass.custody.queries.following import HANDED_OVER
from orepass.custody.queries.told import MOVED, movement_of, standing
from orepass.custody.rules import accounts as rules
from orepass.custody.rules.booking import Booking, OpenAccount
from orepass.custody.rules.closing.reversal import taking_back
from orepass.custody.rules.happening import Happening
from orepass.custody.rules.lots import Move
from orepass.custody.rules.lots import Movement as Moved
from orepass.custody.rules.reckoning import Ground, as_it_stands, earlier
from orepass.custody.rules.weighing import Step


class Undone:
    """What events that are being taken back began, made or sold out of a book, what was made of it, who has credit.

    Attributes:
        steps: what those events did to lots.
        lots: the lots they named.
        campaigns: the campaign of each that was a part of one, by event.
        accounts: the accounts on which receipts of lots stand that those events began, made or sent, or that came out
            of campaigns of which something is told late.
    """

    def __init__(self, taken_back: frozenset[str], campaigns: Iterable[tuple[str, datetime]] = ()) -> None:
        """Look at what is taken back, and at the campaigns of which something is told, with the time of each event."""
        self._taken_back = taken_back
        told = _steps_of(taken_back)
        self.steps = [step for _name, step in told]
        self.lots = {moved.lot for _step, moved in self.steps}
        self._by_event = [(name, moved.lot) for name, (_step, moved) in told]
        self.campaigns = {name: step for name, (step, _moved) in told if isinstance(step, str)}
        lost = {moved.lot for _, moved in self.steps if moved.move in {Move.BEGUN, Move.SENT}}
        made = downstream_of(lost) if lost else []
        self._lots = sorted(lost | {moved.lot for _, moved in made if moved.move is Move.BEGUN})
        since = [*campaigns, *((step, moved.at) for step, moved in self.steps if isinstance(step, str))]
        self._late = _made_since(since) if since else []
        self.accounts = {row.account_id for row in self._receipts([*self._lots, *self._late])}

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
        if not self._lots:
            return []
        by_id = {account.id: account for account in opened}
        known = {name: self._known(account) for name, account in by_id.items() if name in self.accounts}
        return self._corrections(self._receipts(self._lots), by_id, known, today)

    def reckoned_late(
        self, opened: Iterable[OpenAccount], more: Sequence[Step], booked: Sequence[Booking], today: date
    ) -> list[Booking]:
        """Return the corrections of receipts that stand for less once a document is heard.

        Args:
            opened: the accounts.
            more: what the events of the document did to lots.
            booked: what the document books; what it corrects is not corrected twice.
            today: the day of the corrections.
        """
        if not self._late:
            return []
        by_id = {account.id: account for account in opened}
        known = {
            name: [
                *rule_entries(name, leaving_out=self._taken_back),
                *(booking.entry for booking in booked if booking.account == name),
            ]
            for name in self.accounts & by_id.keys()
        }
        corrected = {booking.corrects for booking in booked}
        rows = (row for row in self._receipts(self._late) if row.pk not in corrected)
        return self._corrections(rows, by_id, known, today, more)

    def _corrections(
        self,
        receipts: Iterable[Entry],
        by_id: Mapping[str, OpenAccount],
        known: Mapping[str, list[rules.Entry]],
        today: date,
        more: Sequence[Step] | None = None,
    ) -> list[Booking]:
        """Return what corrects some receipts; the accounts know of it from now on."""
        found: list[Booking] = []
        rows = sorted(receipts, key=lambda row: (row.event_id or 0, row.pk))
        for event, told in groupby(rows, key=lambda row: row.event_id or 0):
            for row, instead in self._changed(event, list(told), by_id, more):
                account = by_id[row.account_id]
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

    def _receipts(self, lots: Sequence[str]) -> Iterator[Entry]:
        if not lots:
            return
        declared = JournalEvent.objects.filter(is_declaration=True, event_id=OuterRef("event__event_id"))
        rows = Entry.objects.exclude(lot="").filter(lot__among=lots, kind=rules.Kind.RECEIPT, amount_mg__gt=0)
        rows = rows.filter(~Exists(declared), event__happening=Happening.RECEIVES)
        yield from rows.exclude(event__event_id__in=self._taken_back).prefetch_related("corrections")

    def _changed(
        self, event: int, rows: list[Entry], by_id: Mapping[str, OpenAccount], more: Sequence[Step] | None
    ) -> Iterator[tuple[Entry, rules.Entry]]:
        received = _received(event, {row.lot for row in rows})
        if not received:
            return
        gone, first = set(self.steps), next(iter(received.values()))
        steps = earlier(with_siblings(upstream_of(received, also=HANDED_OVER)), first, event)
        if more is None:
            left = [step for step in steps if step not in gone]
        else:
            left = earlier(told_with(received, more, also=HANDED_OVER, without=gone), first, event)
        before, after = Ground(steps), Ground(left)
        for row in rows:
            moved, account = received.get(row.lot), by_id.get(row.account_id)
            if moved is None or account is None:
                continue
            share, stood = after.share(moved, account), before.share(moved, account)
            # What is told late brings no credit: who received the lot tells its receipt anew.
            if share < stood or (share != stood and more is None):
                yield row, as_it_stands(entry_in(row), share, account)


def _steps_of(events: frozenset[str]) -> list[tuple[str, Step]]:
    """Return what some events did to lots, as long as they stand, each with the name of its event."""
    if not events:
        return []
    rows = standing(Movement.objects.filter(event__event_id__among=events)).order_by("event", "pk")
    told = rows.values_list("event__event_id", "event", "event__campaign", *MOVED)
    return [(name, (campaign or event, movement_of(moved))) for name, event, campaign, *moved in told]


def _made_since(told: Iterable[tuple[str, datetime]]) -> list[str]:
    """Return what came out of campaigns of which something is told late, and all that was made of it."""
    first: dict[str, datetime] = {}
    for campaign, at in told:
        first[campaign] = min(at, first.get(campaign, at))
    rows = standing(Movement.objects.filter(event__campaign__in=sorted(first), move=Move.BEGUN))
    made = list(rows.values_list("event__campaign", "at", "lot__uri"))
    late = {campaign for campaign, at, _lot in made if at >= first[campaign]}
    lots = {lot for campaign, _at, lot in made if campaign in late}
    return sorted(lots | {moved.lot for _, moved in downstream_of(lots) if moved.move is Move.BEGUN}) if lots else []


def _received(event: int, lots: set[str]) -> dict[str, Moved]:
    rows = standing(Movement.objects.filter(event=event, move=Move.RECEIVED)).values_list(*MOVED)
    moves = map(movement_of, rows)
    return {moved.lot: moved for moved in moves if moved.lot in lots}
