"""Judge the new events of a document one after the other against the lots, the rights and the accounts they touch."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import chain

import msgspec

from orepass.custody.actions import asking
from orepass.custody.actions.bounding import Bounds
from orepass.custody.actions.reckoning import Undone
from orepass.custody.actions.reversing import reversals
from orepass.custody.actions.sharing import Shares
from orepass.custody.actions.standings import put_down_long
from orepass.custody.actions.taken import Taken
from orepass.custody.models import JournalEvent
from orepass.custody.queries.accounts import rule_entries
from orepass.custody.queries.cone import downstream_of, reach, upstream_of
from orepass.custody.queries.exports import asking_for_tags, borders, refusing_reuse
from orepass.custody.queries.folding import carriers_of, fold
from orepass.custody.queries.following import asks_custodians
from orepass.custody.queries.history import history_of
from orepass.custody.queries.holds import stopped
from orepass.custody.queries.lot_books import lot_books
from orepass.custody.queries.once import asked_once
from orepass.custody.queries.open_accounts import open_accounts
from orepass.custody.queries.places import site_of
from orepass.custody.queries.promised import promised
from orepass.custody.queries.promises import book_of, issued_from, promises_of
from orepass.custody.queries.resting import came_out_of, claimed_from, credited_by, received_on, taken_from
from orepass.custody.queries.told import numbers_of, one_name_of
from orepass.custody.rules import lineage
from orepass.custody.rules.accounts import Kind, Method, Standing, Unit
from orepass.custody.rules.binding import bound
from orepass.custody.rules.booking import Booking, Books
from orepass.custody.rules.boxes import with_parts_packed
from orepass.custody.rules.case import Case, Rights, Setting
from orepass.custody.rules.checks import event_late, lineage_cycle
from orepass.custody.rules.checks.recovery_exceeded import recoveries
from orepass.custody.rules.epcis.spelling import class_key
from orepass.custody.rules.happening import Event, Happening
from orepass.custody.rules.history import History
from orepass.custody.rules.in_books import books_left, noted_in_books
from orepass.custody.rules.judge import judge
from orepass.custody.rules.lots import Lots, Move
from orepass.custody.rules.movements import Booked, movements, noted
from orepass.custody.rules.one_name import one_name_in, renamed
from orepass.custody.rules.opened import OpenAccount
from orepass.custody.rules.promises import Promises
from orepass.custody.rules.tagging import Tags, untagged
from orepass.custody.rules.taking_back import (
    LEAVES_CLAIMED,
    LEAVES_SHORT,
    LEAVES_TOO_MUCH,
    falls_short,
    left_short,
    lessened,
    too_much,
)
from orepass.kernel.finding import Finding, FindingKind, Severity, has_errors
from orepass.kernel.period import day_of
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor

NOT_YOURS = FindingKind(
    "custody.event.not_yours",
    Severity.ERROR,
    _("There is no event of yours under {event_id}."),
    what_to_do=_("Only who sent an event can declare it an error; dispute it if you are a party to it."),
)

_BOOKED = {Happening.BEGINS, Happening.RECEIVES, Happening.SENDS}


class Court:
    """Everything a run needs to judge events in order."""

    def __init__(
        self, actor: Actor, fresh: Sequence[Taken], at: datetime, unfit: Mapping[str, list[Finding]] | None = None
    ) -> None:
        """Load what the events ask for; ``unfit`` says of events why they cannot be declared errors."""
        setting = asking.setting_for(actor, [taken.event for taken in fresh])
        self.foreign = _foreign_declarations(setting.actor, fresh)
        self.unfit = unfit or {}
        taken_back = (taken.name.event_id for taken in fresh if taken.name.is_declaration)
        self.taken_back = frozenset(taken_back) - self.foreign - self.unfit.keys()
        self.undone = undone = Undone(self.taken_back, _campaigns(fresh))
        named = {uri for taken in fresh for uri in taken.event.lots} | undone.lots
        self.lots: Lots = fold(named, leaving_out=self.taken_back)
        read = [with_parts_packed(event, self.lots) for event in bound([taken.event for taken in fresh], self.lots)]
        for taken, event in zip(fresh, read, strict=True):
            taken.event = event
        self.today = today = day_of(at)
        self.rights: Rights = asking.rights_for(read, setting, today)
        self.bounds = Bounds(today)
        self.asks: dict[str, bool] = {}
        self.history: History = history_of(
            read, self.lots, leaving_out=self.taken_back, campaigns=undone.campaigns.values()
        )
        begun = {portion.tag for event in read for portion in event.begun}
        tags = (begun | {lot.tag for lot in self.lots.known.values()}) - {""}
        self.tags = carriers_of(tags, leaving_out=self.taken_back)
        self.setting: Setting = msgspec.structs.replace(setting, tags=self.tags, held=stopped(self.lots))
        self.setting = msgspec.structs.replace(self.setting, reuse_refused=refusing_reuse(read))
        self.setting = msgspec.structs.replace(self.setting, promised=self._promised(read), today=today, now=at)
        self.asked_long = False
        self.borders = borders(read)
        places = {uri: site_of(uri) for uri in sorted(set(chain.from_iterable(map(_places, read))))}
        books = books_left(read, self.lots, setting.actor)
        also = {*undone.accounts, *books}
        opened = open_accounts(filter(None, places.values()), leaving_out=self.taken_back, also=also)
        self.opened = list(chain.from_iterable(opened.values()))
        if not self.taken_back:
            put_down_long(chain.from_iterable(opened.values()))
        by_place = {uri: opened[site] for uri, site in places.items() if site in opened}
        self.reversals = reversals(chain.from_iterable(opened.values()), self.taken_back, today)
        self.reckoned = undone.reckoned_anew(chain.from_iterable(opened.values()), today)
        self.lessened = lessened(self.reckoned)
        besides = [account for account in chain.from_iterable(opened.values()) if account.id in books]
        sold_at = {place for place, there in by_place.items() if any(a.method is Method.BOOK for a in there)}
        asked = (event for event in read if _asks_for_claims(event, by_place, sold_at) or (besides and _sends(event)))
        self.shares = Shares(self.lots, asked, leaving_out=undone.steps)
        known = lot_books(self.lots.known, leaving_out=self.taken_back) if by_place or besides else {}
        self.books = Books(
            by_place,
            self.shares.of,
            today,
            own_share_of=self.shares.own,
            mass_share_of=self.shares.of_mass,
            lots=known,
            besides=besides,
            promises=self._promises(chain.from_iterable(opened.values()), read, undone),
        )

    def _promises(self, opened: Iterable[OpenAccount], events: Iterable[Event], undone: Undone) -> dict[str, Promises]:
        """Ask what passports claim of the books that the document may sell from, where credits were issued from them.

        Where none were, what is left in an account reaches for all lots of it.
        """
        if not any(map(_sends, events)):
            return {}
        books = {account.id: book_of(account) for account in opened if account.method is Method.BOOK}
        asked = [books[book.id] for book in issued_from(books)]
        found = promises_of(asked, without=self.taken_back, gone=undone.steps) if asked else {}
        for booking in chain(self.reckoned, *self.reversals.values()):
            if booking.account in found:
                found[booking.account].left += booking.entry.amount_mg
        return found

    def hear(self, taken: Taken) -> Iterator[Finding]:
        """Judge one event; when it may be kept, its movements and bookings are remembered for those after it."""
        owners = self.setting.owners
        taken.parties = {owners[uri] for uri in (*taken.event.parties, taken.event.site) if uri in owners}
        if taken.name.is_declaration:
            if taken.name.event_id in self.foreign:
                taken.findings.append(NOT_YOURS.at(f"{taken.where}/eventID", event_id=taken.name.event_id))
                yield taken.findings[-1]
            taken.findings += self.unfit.get(taken.name.event_id, ())
            yield from self.unfit.get(taken.name.event_id, ())
            taken.bookings = self.reversals.get(taken.name.event_id, [])
            if taken.name.event_id in self.taken_back:
                taken.bookings, self.reckoned = [*taken.bookings, *self.reckoned], []
            case = Case(event=taken.event, lots=self.lots)
            taken.correction_days = int(self.bounds.of(case).correction_days)
            return
        if taken.name.event_id in self.taken_back:
            return
        taken.event = with_parts_packed(taken.event, self.lots)
        case = Case(event=taken.event, lots=self.lots, rights=self.rights, setting=self.setting, history=self.history)
        case = msgspec.structs.replace(case, opened=tuple(case.used()))
        self.shares.hear(case)
        case = msgspec.structs.replace(case, limits=self.bounds.of(case), carried=self.shares.carried(case))
        bookings, short = self.books.book(case)
        covered = frozenset(booking.lot for booking in bookings if booking.entry.kind is Kind.CLAIM)
        case = msgspec.structs.replace(case, covered=covered)
        found = [*self._asked_once(judge(case)), *short, *self._loops(case), *self._untagged(case)]
        taken.findings += found
        yield from found
        if has_errors(taken.findings):
            return
        moved = noted(movements(case), self._booked(case.event, bookings))
        taken.movements = noted_in_books(moved, bookings, self.books.accounts, case)
        taken.bookings = bookings
        step = taken.event.campaign or f"new:{taken.where}"
        self.shares.add((step, moved) for moved in taken.movements)
        self.history.keep(case.event, taken.movements)
        for form, share in recoveries(case, named=False).items():
            self.history.keep_recovery(case.place, form, case.event.happened_at, share)
        used = (moved.lot for moved in taken.movements if moved.move is Move.USED)
        before = {lot: self.lots.get(lot).remaining_mg for lot in used}
        self.lots.apply(taken.movements)
        self.books.use(before, self.lots)
        self.books.keep(bookings)
        for portion in taken.event.begun:
            if tag := portion.tag:
                self.tags[tag] = self.tags.get(tag, frozenset()) | {portion.uri}

    def reckon_late(self, fresh: Iterable[Taken]) -> None:
        """Correct what was credited with products of campaigns of which the document tells late, or anew."""
        kept = [taken for taken in fresh if not has_errors(taken.findings)]
        booked = [booking for taken in kept for booking in taken.bookings]
        found = self.undone.reckoned_late(self.opened, self.shares.steps, booked, self.today)
        if found:
            kept[0].bookings = [*kept[0].bookings, *found]

    def left_short(self, fresh: Iterable[Taken]) -> dict[str, list[Finding]]:
        """Look at the books as they stand now without what is taken back: return by event why it cannot be."""
        found: dict[str, list[Finding]] = {}
        if not self.taken_back:
            return found
        short = left_short(fold(self.undone.lots), self.lots)
        for taken in (one for one in fresh if one.name.is_declaration and one.name.event_id in self.taken_back):
            name, where = taken.name.event_id, taken.where
            for lot in (lot for lot in self.undone.lots_of(name) if lot in short):
                events = ", ".join(taken_from(lot, leaving_out=self.taken_back))
                missing_kg = in_unit(Milligrams(short[lot]))
                found.setdefault(name, []).append(LEAVES_SHORT.at(where, lot=lot, missing_kg=missing_kg, events=events))
            campaign = self.undone.campaigns.get(name, "")
            step = self.history.campaigns.get(campaign)
            limits = self.bounds.of(Case(event=taken.event, lots=self.lots))
            if campaign and step and too_much(taken.event, step, limits):
                events = ", ".join(came_out_of(campaign, leaving_out=self.taken_back))
                found.setdefault(name, []).append(LEAVES_TOO_MUCH.at(where, campaign=campaign, events=events))
        indebted = [account for account in self.opened if self._falls_short(account)]
        for taken in (one for one in fresh if indebted and one.name.event_id in self.taken_back):
            if claimed := list(self._claimed(taken, indebted)):
                found.setdefault(taken.name.event_id, []).extend(claimed)
        return found

    def _falls_short(self, account: OpenAccount) -> bool:
        """Say whether more of what was claimed from an account is missing there once the document is taken."""
        known = self.books.standing.get(account.id)
        after = known or Standing(account.entries, account.terms, account.opened_on, account.start)
        entries = rule_entries(account.id)
        day = max([self.today, *(entry.on for entry in (*entries, *account.entries))])
        return falls_short(Standing(entries, account.terms, account.opened_on).balance(day), after.balance(day))

    def _claimed(self, taken: Taken, indebted: Iterable[OpenAccount]) -> Iterator[Finding]:
        """Say which claims stand on an event that is taken back, where its lots would carry their claim again."""
        name = taken.name.event_id
        # A lot that has no beginning left carries nothing, whoever has it.
        if not any(self.lots.get(lot).begun for lot in self.undone.lots_of(name)):
            return
        restored = self.undone.restored_by(name)
        credited = credited_by(self.taken_back)
        for account in indebted:
            lots = {*credited.get(account.id, ()), *self.lessened.get(account.id, ())} & restored
            if not lots:
                continue
            own = self.setting.actor in {"", account.organisation}
            told = claimed_from(account.id, leaving_out=self.taken_back) if own else received_on(account.id, lots)
            yield LEAVES_CLAIMED.at(taken.where, lot=min(lots), told=", ".join(told))

    def _promised(self, events: Iterable[Event]) -> frozenset[str]:
        """Ask which lots have a passport, of those about which an event tells late."""
        lasts = ((event.on, uri, self.lots.get(uri).last_at) for event in events for uri in event.lots)
        late = {uri for on, uri, last in lasts if last is not None and on < day_of(last)}
        return promised(late) if late else frozenset()

    def _booked(self, event: Event, bookings: Iterable[Booking]) -> dict[str, Booked]:
        """Return by lot what an event books, as its movements remember it."""
        found: dict[str, Booked] = {}
        for booking in bookings:
            account, lot = self.books.accounts[booking.account], self.lots.get(booking.lot)
            if account.method is Method.BOOK or not booking.entry.amount_mg:
                continue
            by_content = account.terms.unit is Unit.CONTAINED
            found[booking.lot] = Booked(
                element=account.element,
                pack=account.pack,
                amount_mg=abs(booking.entry.amount_mg),
                content_mg=lot.remaining_content_mg,
                chained=event.happening is Happening.SENDS and self._asks_custodians(account.pack),
                share=None if by_content else Fraction(abs(booking.entry.amount_mg), booking.of_mg or 1),
            )
        return found

    def _asked_once(self, found: list[Finding]) -> Iterator[Finding]:
        """Ask once for a document why it comes so long after it happened, by its first event that is kept."""
        for finding in found:
            if not event_late.is_long(finding):
                yield finding
            elif not self.asked_long and not has_errors(found):
                self.asked_long = True
                yield finding

    def _asks_custodians(self, pack: str) -> bool:
        """Say whether a scheme asks those who handle material for a certificate; asked once for each."""
        if pack not in self.asks:
            self.asks[pack] = bool(pack) and asks_custodians(pack)
        return self.asks[pack]

    def _untagged(self, case: Case) -> Iterator[Finding]:
        """Look at the tags of what leaves the country, where a scheme asks for them."""
        border = self.borders.get(case.event.where)
        if border is None:
            return
        lots = list(dict.fromkeys(leaf for part in case.event.touched for leaf in case.lots.contents(part.uri)))
        told = self.shares.steps
        tags = Tags([*upstream_of({*lots, *(moved.lot for _, moved in told)}), *told])
        asked = asking_for_tags({scheme for lot in lots for scheme in tags.schemes(lot)}, case.event.on)
        yield from untagged(case.event, lots, tags, asked, border[0])

    def _loops(self, case: Case) -> Iterator[Finding]:
        """Look for a late event whose output already went, over any number of steps, into its own input."""
        used = {portion.uri for portion in case.event.used}
        late = [part.uri for part in case.event.begun if used and self.lots.get(part.uri).was_used]
        if not late:
            return
        reached = lineage.affected(*reach([*downstream_of(late), *self.shares.steps]), late)
        if used & reached - set(late):
            yield lineage_cycle.CYCLE.at(case.event.where, lot=late[0])


def _campaigns(fresh: Iterable[Taken]) -> list[tuple[str, datetime]]:
    """Return the campaigns of which a document tells, with the time of each event."""
    return [(taken.event.campaign, taken.event.happened_at) for taken in fresh if taken.event.campaign]


def _places(event: Event) -> Iterator[str]:
    """Return the places whose accounts an event may book on."""
    if event.happening in _BOOKED:
        origins = (portion.facts.origin_site for portion in event.begun)
        yield from filter(None, (event.site, *origins))


def _asks_for_claims(event: Event, by_place: Container[str], sold_at: Container[str]) -> bool:
    if event.happening is Happening.RECEIVES:
        return event.site in by_place
    if _sends(event) and event.site in sold_at:
        return True
    return bool(event.terms.model) and event.happening in {Happening.SENDS, Happening.TRANSFORMS}


def _sends(event: Event) -> bool:
    return event.happening is Happening.SENDS


def judge_all(actor: Actor, fresh: Sequence[Taken], *, at: datetime) -> list[Finding]:
    """Return every finding about the new events, in their order; the journal and the registers are only read."""
    # What happened first is heard first, in whatever order a document tells it; of one instant, what it tells first.
    _name_once(fresh)
    in_time = sorted(fresh, key=lambda taken: taken.event.happened_at)
    unfit: dict[str, list[Finding]] = {}
    checked = [list(taken.findings) for taken in fresh]
    while True:
        with asked_once():
            court = Court(actor, fresh, at, unfit)
            said = {taken.where: list(court.hear(taken)) for taken in in_time}
        # A declaration that cannot be taken leaves its event where it is, and all others are heard again beside it.
        more = court.left_short(fresh)
        if not more:
            break
        unfit |= more
        for taken, findings in zip(fresh, checked, strict=True):
            taken.findings, taken.bookings, taken.movements = list(findings), [], []
    court.reckon_late(fresh)
    return [finding for taken in fresh for finding in said[taken.where]]


def _name_once(fresh: Sequence[Taken]) -> None:
    """Let each class have one name, whichever of its names the events tell."""
    classes = {uri for taken in fresh for uri in taken.event.lots if class_key(uri)}
    if not classes:
        return
    names = one_name_in((taken.event for taken in fresh), one_name_of(classes), numbers_of(classes))
    for taken in fresh if names else ():
        taken.event = renamed(taken.event, names)


def _foreign_declarations(organisation: str, fresh: Sequence[Taken]) -> frozenset[str]:
    declared = [taken.name.event_id for taken in fresh if taken.name.is_declaration]
    if not declared or not organisation:
        return frozenset()
    originals = JournalEvent.objects.filter(event_id__in=declared, is_declaration=False)
    return frozenset(originals.exclude(job__organisation=organisation).values_list("event_id", flat=True))
