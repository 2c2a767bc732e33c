"""Claims on any road: never stronger than before, and never more of them than was certified where it began."""

from collections.abc import Container
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from orepass.custody.rules.claims.lattice import CHAIN, MASS_BALANCE
from orepass.custody.rules.lots import Movement
from orepass.custody.rules.reckoning import Ground, earlier
from orepass.custody.rules.taking_back import falls_short, left_short
from tests.rules.custody.road import KG, PACK, Road, book_at

HANDS = ("org-M1", "org-A", "org-B", "org-C")
YIELDS = st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(1)])


class Play:
    """A road with accounts: what each hop was credited with and gave, and what an error declaration leaves of it."""

    def __init__(self, road: Road) -> None:
        self.road = road
        self.held: dict[str, tuple[str, int]] = {}
        self.gained: dict[int, tuple[Movement, Fraction]] = {}
        self.given: dict[int, tuple[str, Fraction]] = {}
        self.declarable: dict[int, dict[str, tuple[str, int]]] = {}

    def credit(self, who: str) -> Fraction:
        gained = sum((moved.mass_mg or 0) * share for moved, share in self.gained.values() if moved.holder == who)
        return Fraction(gained) / KG - sum(part for giver, part in self.given.values() if giver == who)

    def hand(self, lot: str, receiver: str, said: dict[str, Any], *, sends: bool, spends: bool) -> None:
        giver, kg = self.held[lot]
        share = said.get("given", Fraction(0))
        if sends and not self.road.send(lot, giver, receiver, kg=kg, **said):
            return
        if sends:
            self.declarable[self.road.clock] = {lot: (giver, kg)}
            self.given[self.road.clock] = (giver, share * kg)
        credited = self.road.arriving(lot, giver, receiver, kg=kg) if spends else Fraction(0)
        self.road.receive(lot, giver, receiver, kg=kg, credited="Co" if spends else "")
        self.declarable[self.road.clock] = {lot: (receiver, kg)}
        if spends:
            self.gained[self.road.clock] = (self.road.steps[-1][1], credited)
        self.held[lot] = (receiver, kg)

    def declare(self, event: int) -> None:
        """Declare a hop or a step an error, as far as the rules let it be taken back."""
        after = Play(self.road.without(event))
        after.given = {at: told for at, told in self.given.items() if at != event}
        for at, (moved, share) in self.gained.items():
            if at != event:
                stands = Ground(earlier(after.road.steps, moved, at)).share(moved, book_at("A"))
                after.gained[at] = (moved, min(share, stands))
        if left_short(self.road.lots, after.road.lots):
            return
        if any(falls_short(int(self.credit(who) * KG), int(after.credit(who) * KG)) for who in HANDS):
            return
        self.road, self.given, self.gained = after.road, after.given, after.gained
        self.held |= self.declarable.pop(event)

    def standing(self, booking: Container[str]) -> int:
        """Return what whoever has a part of a lot may claim of it, as far as it stands in no book."""
        found = 0
        for lot, known in self.road.lots.known.items():
            for who in HANDS:
                share = self.road.free(lot, who) if who in booking else self.road.share(lot, who)
                found += int(share * (known.stock.has(who) or 0))
        return found


@st.composite
def roads(draw: st.DrawFn) -> tuple[Road, list[str], int, int]:
    """Play some events: lots begin, go over with and without claims, are spent, given and mixed; credits are issued.

    Some are declared errors afterwards. Every account gives at most what it was credited with. A claim is what was
    issued as a credit, retired or not, what accounts gave and may still give or issue, and what the holders of lots may
    claim that stands in no account. Returns the road, its lots, the claims, and what was certified in all.
    """
    booked_at = ("M1",) if draw(st.booleans()) else ()
    booking = {f"org-{at}" for at in booked_at}
    play = Play(Road(keeping=draw(st.sets(st.sampled_from(HANDS))), chained=draw(st.booleans()), booked_at=booked_at))
    certified = issued = 0
    for number in range(draw(st.integers(2, 14))):
        what = draw(st.sampled_from(["mine", "mine", "hand", "hand", "make", "issue", "declare"]))
        name = f"L{number}"
        road, held = play.road, play.held
        if what == "mine" or not held:
            kg, good = draw(st.integers(1, 50)), draw(st.booleans())
            road.mine(name, kg, certified=good)
            held[name] = ("org-M1", kg)
            certified += kg * good
        elif what == "issue":
            kg = draw(st.integers(1, 60))
            issued += kg if booked_at and road.issue("M1", Fraction(kg)) else 0
        elif what == "declare":
            # Most often what an account was credited by: that is where a claim may stand on it.
            credited = [event for event in sorted(play.gained) if event in play.declarable]
            told = credited if credited and draw(st.booleans()) else sorted(play.declarable)
            if told:
                play.declare(draw(st.sampled_from(told)))
        elif what == "hand":
            lot = draw(st.sampled_from(sorted(held)))
            giver, kg = held[lot]
            most = min(max(play.credit(giver), Fraction(0)) / kg, Fraction(1))
            share = most * draw(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1), Fraction(1)]))
            asked = draw(st.sampled_from(["", *CHAIN[:3]]))
            said = {"model": MASS_BALANCE, "given": share} if share else {"model": asked}
            said["claimed_pct"] = draw(st.sampled_from([None, None, Decimal(0), Decimal(50), Decimal("33.3")]))
            sends, spends = draw(st.sampled_from([True, True, True, False])), draw(st.sampled_from([True, True, False]))
            play.hand(lot, draw(st.sampled_from(HANDS)), said, sends=sends, spends=spends)
        else:
            by = held[draw(st.sampled_from(sorted(held)))][0]
            inputs = {lot: kg for lot, (owner, kg) in held.items() if owner == by}
            out = max(int(sum(inputs.values()) * draw(YIELDS)), 1)
            road.make(name, out, inputs, by=by, model=draw(st.sampled_from(["", *CHAIN])))
            play.declarable[road.clock] = {lot: (by, kg) for lot, kg in inputs.items()}
            for lot in inputs:
                del held[lot]
            held[name] = (by, out)
    road = play.road
    # An account that fell short gives nothing; what was claimed from it stays claimed.
    credit = sum(max(play.credit(who), Fraction(0)) for who in HANDS)
    booked = int(road.in_book("M1") * KG) if booked_at else 0
    assert booked >= 0
    claimed = play.standing(booking) + int(credit * KG) + booked + issued * KG
    return road, sorted(play.held), claimed, certified * KG


@settings(max_examples=150, deadline=None)
@given(roads())
def test_what_is_claimed_of_lots_and_accounts_is_never_more_than_was_certified(
    played: tuple[Road, list[str], int, int],
) -> None:
    _road, _lots, claimed, certified = played
    assert claimed <= certified


@settings(max_examples=150, deadline=None)
@given(roads(), st.data())
def test_no_hop_and_no_step_makes_a_claim_stronger(
    played: tuple[Road, list[str], int, int], data: st.DataObject
) -> None:
    road, lots, _claimed, _certified = played
    lot = data.draw(st.sampled_from(lots))
    owner = road.lots.get(lot).holder
    before = road.claim(lot)
    asked = data.draw(st.sampled_from(["", *CHAIN]))
    if data.draw(st.booleans()):
        road.hand(lot, owner, data.draw(st.sampled_from(HANDS)), model=asked)
        after = road.claim(lot)
    else:
        kg = road.lots.get(lot).remaining_mg or KG
        road.make("OUT", max(kg // KG, 1), {lot: max(kg // KG, 1)}, by=owner, model=asked)
        after = road.claim("OUT")
    assert after.share <= before.share
    assert not after.stands or CHAIN.index(after.model) >= CHAIN.index(before.model)
    assert after.pack in {"", PACK}


class Parted:
    """Lots that go in parts, to and fro: who has how much, what accounts were credited with, and what they gave."""

    def __init__(self, road: Road) -> None:
        self.road = road
        self.has: dict[tuple[str, str], int] = {}
        self.credit = dict.fromkeys(HANDS, Fraction(0))
        self.lost = Fraction(0)

    def came(self, lot: str, who: str) -> int:
        """Return what somebody received so far: only what comes with a receipt is credited."""
        return self.road.lots.get(lot).stock.got.get(who, 0) or 0

    def draw(self, lot: str, who: str, kg: int) -> None:
        self.has[lot, who] -= kg

    def hand(self, lot: str, ways: tuple[str, str], kg: int, words: tuple["Sends", list[str]], account: Any) -> None:
        """Hand a part over, told in some words; the first word of a receipt may credit an account."""
        (giver, taker), (sends, receives), (given, spends) = ways, words, account
        for number, (word, claimed) in enumerate(sends):
            said = {"model": MASS_BALANCE, "given": given} if given and not number else {}
            self.road.send(lot, giver, taker, kg=kg, word=word, claimed_pct=claimed, **said)
        self.credit[giver] -= given * kg
        for word in receives:
            first = spends and word == receives[0]
            share, before = self.road.arriving(lot, giver, taker, kg=kg), self.came(lot, taker)
            self.road.receive(lot, giver, taker, kg=kg, credited="Co" if first else "", word=word)
            self.credit[taker] += share * (self.came(lot, taker) - before) / KG if first else 0
        self.draw(lot, giver, kg)
        self.has[lot, taker] = self.has.get((lot, taker), 0) + kg

    def standing(self) -> Fraction:
        """Return what may be claimed of all parts, in kilograms."""
        return sum((self.road.share(lot, who) * kg for (lot, who), kg in self.has.items() if kg), Fraction(0))


@st.composite
def parted(draw: st.DrawFn, *, accounts: bool) -> tuple[Parted, Fraction]:
    """Play lots that go in parts, come back, are used and lost; returns what was certified and not lost, in kg.

    What a sender does not claim of a part is lost for who receives it, and for nobody else.
    """
    keeping = draw(st.sets(st.sampled_from(HANDS))) if accounts else HANDS
    play = Parted(Road(keeping=keeping, chained=accounts))
    road, certified = play.road, Fraction(0)
    for number in range(draw(st.integers(1, 3))):
        kg, good = draw(st.integers(2, 20)), draw(st.booleans())
        road.mine(f"L{number}", kg, certified=good)
        play.has[f"L{number}", "org-M1"] = kg
        certified += kg * good
    for number in range(draw(st.integers(1, 10))):
        lot, who = draw(st.sampled_from(sorted(place for place, kg in play.has.items() if kg)))
        kg = draw(st.integers(1, play.has[lot, who]))
        what = draw(st.sampled_from(["hand", "hand", "hand", "make", "lose"]))
        if what == "hand":
            most = min(max(play.credit[who], Fraction(0)) / kg, Fraction(1)) if accounts else Fraction(0)
            given = most * draw(st.sampled_from([0, 1]))
            words = draw(dispatches()), draw(st.sampled_from(RECEIVES))
            least = min(Fraction(1) if claimed is None else Fraction(claimed) / 100 for _, claimed in words[0])
            certified -= 0 if accounts else max(road.share(lot, who) - least, 0) * kg
            taker = draw(st.sampled_from([other for other in HANDS if other != who]))
            play.hand(lot, (who, taker), kg, words, (given, accounts and draw(st.booleans())))
        elif what == "make":
            road.make(f"P{number}", kg, {lot: kg}, by=who)
            play.draw(lot, who, kg)
            play.has[f"P{number}", who] = kg
        elif sum(play.has.values()) > kg:
            certified -= 0 if accounts else road.share(lot, who) * kg
            road.lose(lot, kg, by=who)
            play.draw(lot, who, kg)
    return play, certified


type Sends = list[tuple[str, Decimal | None]]
SENDS = [[""], ["", "departing"], ["departing", ""]]
CLAIMED = st.sampled_from([None, None, Decimal(0), Decimal(50), Decimal("33.3"), Decimal(90)])


@st.composite
def dispatches(draw: st.DrawFn) -> Sends:
    """One dispatch in its words: all claim the same, or of two words each tells its own claim."""
    words, claimed = draw(st.sampled_from(SENDS)), draw(CLAIMED)
    if words == ["", "departing"] and draw(st.booleans()):
        return [(word, draw(CLAIMED)) for word in words]
    return [(word, claimed) for word in words]


RECEIVES = [[""], ["arriving", ""], ["arriving", "", "accepting"]]


@settings(max_examples=150, deadline=None)
@given(parted(accounts=True))
def test_parts_that_go_to_and_fro_claim_no_more_than_was_certified(played: tuple[Parted, Fraction]) -> None:
    play, certified = played
    assert play.standing() + sum(max(left, Fraction(0)) for left in play.credit.values()) <= certified


@settings(max_examples=150, deadline=None)
@given(parted(accounts=False))
def test_parts_that_go_to_and_fro_between_keepers_lose_what_their_senders_did_not_claim_and_nothing_else(
    played: tuple[Parted, Fraction],
) -> None:
    play, certified = played
    assert play.standing() == certified
    for lot, known in play.road.lots.known.items():
        assert all(known.stock.has(who) == play.has.get((lot, who), 0) * KG for who in HANDS)
