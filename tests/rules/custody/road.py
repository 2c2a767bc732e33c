"""A road for claims: certified mines, hands with and without a custody certificate, and what happens on the way."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from orepass.custody.rules.accounts import Entry, Kind, Method, Terms
from orepass.custody.rules.booking import Books
from orepass.custody.rules.case import Case, Rights, Setting, SiteRight
from orepass.custody.rules.claims.carrying import Paths, Turn, turned
from orepass.custody.rules.claims.facts import ClaimFacts
from orepass.custody.rules.claims.held import Parts
from orepass.custody.rules.claims.reading import Claim, SchemeTerms, claimable, read
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.in_books import noted_in_books, own_share
from orepass.custody.rules.lots import Lots, Move
from orepass.custody.rules.movements import Booked, movements, noted
from orepass.custody.rules.opened import Booking, OpenAccount
from orepass.custody.rules.terms import EventTerms, Facts
from orepass.custody.rules.weighing import Step
from orepass.kernel.verdict import no, yes

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
KG = 10**6
PACK = "rules@1"
OTHER = "others@1"
MODELS = ("identity_preserved", "segregated", "controlled_blending", "mass_balance")


class Road:
    """Takes events in the order they are told; every hour something happens, or at the instant that is set."""

    def __init__(
        self,
        *,
        keeping: Iterable[str] = (),
        chained: bool = True,
        models: tuple[str, ...] = MODELS,
        booked_at: Iterable[str] = (),
    ) -> None:
        """Begin with nothing; at the mines named, production comes into a book and claim account."""
        self.keeping = set(keeping)
        self.booked_at = tuple(booked_at)
        self.books = self._no_books()
        self.booked: list[tuple[int, list[Booking]]] = []
        self.issued: list[tuple[str, Entry]] = []
        self.giver = ""
        self.sent: dict[str, int | None] = {}
        self.now: datetime | None = None
        self.chained = chained
        self.terms = SchemeTerms(models=models, levels=("candidate", "certified", "leading"))
        self.lots = Lots()
        self.steps: list[Step] = []
        self.clock = 0

    def _no_books(self) -> Books:
        books = Books({f"urn:org-{at}": [book_at(at)] for at in self.booked_at}, self._nothing, START.date())
        books.own_share_of = self._own
        return books

    def without(self, event: int) -> "Road":
        """Return the same road as if an event had not been told; what was issued as credits stays issued."""
        other = Road(keeping=self.keeping, chained=self.chained, models=self.terms.models, booked_at=self.booked_at)
        other.clock, other.now, other.giver = self.clock, self.now, self.giver
        other.steps = [step for step in self.steps if step[0] != event]
        other.lots.apply(moved for _, moved in sorted(other.steps, key=lambda step: step[1].at))
        other.booked = [(number, booked) for number, booked in self.booked if number != event]
        for _, booked in other.booked:
            other.books.keep(booked)
        for book, entry in self.issued:
            other.books.standing[book].entries.append(entry)
        other.issued = list(self.issued)
        return other

    def mine(self, lot: str, kg: int, *, at: str = "M1", **more: Any) -> None:
        """A lot begins at a mine; ``certified=False`` without a right, ``level``, ``pack`` and ``model`` as given.

        It is all metal, unless another ``content`` is told, or none.
        """
        metal, facts = more.get("content", kg), Facts(element=more.get("element", "Co"))
        content = None if metal is None else metal * KG
        portion = Portion(uri=lot, mass_mg=kg * KG, content_mg=content, facts=facts)
        right = SiteRight(
            yes() if more.get("certified", True) else no("never"),
            f"crt-{at}",
            "certified",
            pack=more.get("pack", PACK),
            level=more.get("level", "certified"),
            chained=self.chained,
            minerals=frozenset({"cobalt", "copper", "lithium"}),
        )
        model = more.get("model", "")
        self._play(Happening.BEGINS, by=f"org-{at}", begun=(portion,), right=right, model=model)

    def hand(self, lot: str, giver: str, receiver: str, *, kg: int | None = None, **more: Any) -> None:
        """A lot is sent and received; ``model`` is what is claimed, ``given`` what an account gives of it."""
        self.send(lot, giver, receiver, kg=kg, **more)
        self.receive(lot, giver, receiver, kg=kg, credited=more.get("credited", ""))

    def issue(self, at: str, kg: Fraction) -> bool:
        """Credits are issued from the account of a mine, unless it has not so much."""
        book = book_at(at)
        entry = Entry(self._today(), -int(kg * KG), Kind.ISSUE)
        standing = self.books.standing[book.id]
        if standing.breaks(entry, until=entry.on):
            return False
        standing.entries.append(entry)
        self.issued.append((book.id, entry))
        return True

    def in_book(self, at: str) -> Fraction:
        """Return what may still be issued or sold of what a mine won, in kilograms."""
        return Fraction(self.books.standing[book_at(at).id].balance(self._today()), KG)

    def _today(self) -> date:
        return (self.now or START + timedelta(hours=self.clock)).date()

    def free(self, lot: str, holder: str = "") -> Fraction:
        """Return which share of a lot may be claimed and stands in no book."""
        return claimable(self.parts(lot, holder), "rules", "cobalt")

    def _own(self, lot: str, account: OpenAccount) -> Fraction:
        before = [step for step in self.steps if self.now is None or step[1].at <= self.now]
        return own_share(Paths(before).of(lot, self.giver, self.sent.get(lot)), account.id, "cobalt")

    def _nothing(self, _lot: str, _scheme: str) -> Fraction:
        return Fraction(0)

    def send(self, lot: str, giver: str, receiver: str, *, kg: int | None = None, **more: Any) -> bool:
        """A lot is sent; say whether it may be."""
        touched = (Portion(uri=lot, mass_mg=None if kg is None else kg * KG),)
        parties: dict[str, Any] = {"sender": giver, "receiver": receiver, "touched": touched}
        booked = {}
        if given := more.get("given"):
            content = (kg or 10**9) * KG
            amount = int(content * given)
            booked = {lot: Booked(element="Co", pack=PACK, amount_mg=amount, content_mg=content, chained=self.chained)}
        said = {"model": more.get("model", ""), "claimed_pct": more.get("claimed_pct")}
        parties["business_step"] = more.get("word", "")
        return self._play(Happening.SENDS, by=giver, booked=booked, at=more.get("at"), **said, **parties)

    def receive(
        self, lot: str, giver: str, receiver: str, *, kg: int | None = None, credited: str = "", word: str = ""
    ) -> None:
        """A lot is received."""
        touched = (Portion(uri=lot, mass_mg=None if kg is None else kg * KG),)
        booked = {lot: Booked(element=credited, pack=PACK, amount_mg=1)} if credited else {}
        parties = {"sender": giver, "receiver": receiver, "touched": touched, "business_step": word}
        self._play(Happening.RECEIVES, by=receiver, booked=booked, **parties)

    def make(self, out: str, kg: int, inputs: dict[str, int], *, by: str, **more: Any) -> None:
        """Something is made of parts of lots; ``content`` as of what is won."""
        used = tuple(Portion(uri=uri, mass_mg=part * KG) for uri, part in inputs.items())
        metal, facts = more.get("content", kg), Facts(element=more.get("element", "Co"))
        content = None if metal is None else metal * KG
        begun = (Portion(uri=out, mass_mg=kg * KG, content_mg=content, facts=facts),)
        self._play(Happening.TRANSFORMS, by=by, used=used, begun=begun, model=more.get("model", ""))

    def lose(self, lot: str, kg: int, *, by: str) -> None:
        """A part of a lot is destroyed."""
        self._play(Happening.ENDS, by=by, touched=(Portion(uri=lot, mass_mg=kg * KG),))

    def look(self, lot: str, by: str) -> None:
        """Somebody samples a lot."""
        self._play(Happening.LOOKS, by=by, touched=(Portion(uri=lot),))

    def claim(self, lot: str, holder: str = "", scheme: str = "") -> Claim:
        """Return what somebody's part of a lot carries."""
        return read(self.parts(lot, holder), lambda _: self.terms, scheme=scheme)

    def parts(self, lot: str, holder: str = "") -> Parts:
        """Return what somebody's part of a lot rests on."""
        return Paths(self.steps).of(lot, holder or self.lots.get(lot).holder)

    def share(self, lot: str, holder: str = "") -> Fraction:
        """Return how much of a lot may be claimed."""
        return self.claim(lot, holder).share

    def arriving(self, lot: str, giver: str, receiver: str, *, kg: int | None = None) -> Fraction:
        """Return the share that an account may be credited with when a lot arrives, the receiver looked at."""
        facts = ClaimFacts(kept_by="rules others" if receiver in self.keeping else "")
        if receiver == self.lots.get(lot).maker:
            facts = ClaimFacts()
        arriving = Paths(self.steps).arriving(lot, receiver, giver, None if kg is None else kg * KG)
        parts = turned(arriving, Turn(facts=facts))
        return claimable(parts, "rules", "cobalt")

    def _play(self, happening: Happening, *, by: str, **more: Any) -> bool:
        self.clock += 1
        right, booked = more.pop("right", None), more.pop("booked", {})
        terms = EventTerms(model=more.pop("model", ""), claimed_pct=more.pop("claimed_pct", None))
        site = more.pop("at", None) or f"urn:{by}"
        at = self.now or START + timedelta(hours=self.clock)
        event = Event(
            where=str(self.clock),
            happening=happening,
            happened_at=at,
            ours=True,
            site=site,
            terms=terms,
            **more,
        )
        kept = {(by, f"urn:{by}", at.date()): "rules others"} if by in self.keeping else {}
        rights = Rights(sites={(f"urn:{by}", at.date()): right} if right else {}, custody=kept)
        setting = Setting(actor=by, owners={f"urn:{by}": by})
        case = Case(event=event, lots=self.lots, rights=rights, setting=setting)
        moved = noted(movements(case), booked)
        if self.books.accounts and happening in {Happening.BEGINS, Happening.SENDS, Happening.TRANSFORMS}:
            self.giver, self.sent = by, {part.uri: part.mass_mg for part in event.touched}
            # What another account gives is charged there: the lot's own claim stays in the book.
            entries, found = ([], []) if booked else self.books.book(case)
            if found:
                return False
            self.books.keep(entries)
            self.booked.append((self.clock, entries))
            moved = noted_in_books(moved, entries, self.books.accounts, case)
        self.steps += [(self.clock, part) for part in moved]
        before = {part.lot: self.lots.get(part.lot).remaining_mg for part in moved if part.move is Move.USED}
        self.lots.apply(moved)
        self.books.use(before, self.lots)
        return True


def book_at(mine: str) -> OpenAccount:
    """Return the book and claim account of a mine, as it is opened."""
    terms = Terms(method=Method.BOOK, life_months=None, overdraft=Decimal(0))
    opened = START.date()
    return OpenAccount(
        id=f"bal-{mine}", organisation=f"org-{mine}", element="Co", pack=PACK, opened_on=opened, terms=terms
    )
