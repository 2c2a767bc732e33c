"""What may be taken of a lot, by whom and when; and what stands on an event that somebody takes back."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec import structs

from orepass.custody.rules.accounts import Entry, Kind
from orepass.custody.rules.case import Case, Setting
from orepass.custody.rules.checks import (
    balance_overdrawn,
    lot_held,
    lot_not_held,
    lot_of_another,
    receipt_undispatched,
    used_on_the_way,
)
from orepass.custody.rules.claims.carrying import Paths
from orepass.custody.rules.claims.facts import ClaimFacts
from orepass.custody.rules.claims.held import UNTOLD
from orepass.custody.rules.happening import Event, Happening, Portion
from orepass.custody.rules.history import History
from orepass.custody.rules.lots import Lots, Move, Movement
from orepass.custody.rules.materials import Limits
from orepass.custody.rules.movements import brought, movements
from orepass.custody.rules.opened import Booking
from orepass.custody.rules.possible import Part, Throughput
from orepass.custody.rules.taking_back import falls_short, left_short, lessened, missing_in, too_much
from orepass.custody.rules.terms import Facts
from orepass.kernel.finding import Finding
from tests.rules.custody.happened import AT, event
from tests.rules.custody.road import Road

MINE, SMELTER, TRADER = "org-M", "org-S", "org-T"
OWNERS = {"urn:M": MINE, "urn:S": SMELTER, "urn:T": TRADER}
ORE = Facts(element="Co", material="cobalt_ore")
BEGUN, SENT, RECEIVED, USED, ENDED = Move.BEGUN, Move.SENT, Move.RECEIVED, Move.USED, Move.ENDED


def at(hour: int) -> datetime:
    return AT + timedelta(hours=hour)


def moved(hour: int, move: Move, mass: int | None, *, by: str = "", **fields: Any) -> Movement:
    claim = ClaimFacts(by=by) if by else ClaimFacts()
    return Movement(lot="A", move=move, at=at(hour), mass_mg=mass, claim=claim, **fields)


def began(mass: int = 100, **fields: Any) -> Movement:
    return moved(0, BEGUN, mass, **{"content_mg": mass // 2, "holder": MINE, "facts": ORE, "site": "urn:M"} | fields)


def told(*movements_told: Movement) -> Lots:
    found = Lots()
    found.apply(movements_told)
    return found


SENT_60 = moved(1, SENT, 60, by=MINE, holder=SMELTER)
GOT_60 = moved(3, RECEIVED, 60, by=MINE, holder=SMELTER)


def happens(lots: Lots, kind: Happening, hour: int, who: str, mass: int | None = None, **fields: Any) -> Case:
    portion = Portion(uri=fields.pop("lot", "A"), mass_mg=mass)
    parties = {"sender": fields.pop("sender", ""), "receiver": fields.pop("receiver", "")}
    named: dict[str, Any] = {"used": (portion,)} if kind is Happening.TRANSFORMS else {"touched": (portion,)}
    told_of: Event = event(kind, happened_at=at(hour), site=f"urn:{who[-1]}", **named, **parties, **fields)
    return Case(event=told_of, lots=lots, setting=Setting(actor=who, owners=OWNERS))


def codes(findings: Any) -> list[tuple[str, str]]:
    found: list[Finding] = list(findings)
    return [(one.code.removeprefix("custody."), str(one.params.get("missing_kg", ""))) for one in found]


# --- more than somebody has ---


@pytest.mark.parametrize(
    ("lots", "kind", "hour", "who", "mass", "missing"),
    [
        (told(began(), SENT_60), Happening.TRANSFORMS, 2, MINE, 40, ""),
        (told(began(), SENT_60), Happening.TRANSFORMS, 2, MINE, 41, "0.000001"),
        (told(began(), SENT_60), Happening.SENDS, 2, MINE, 60, "0.00002"),
        (told(began(), SENT_60), Happening.ENDS, 2, MINE, 60, "0.00002"),
        (told(began(), SENT_60), Happening.LOOKS, 2, MINE, 60, ""),
        (told(began(), SENT_60, GOT_60), Happening.TRANSFORMS, 4, SMELTER, 60, ""),
        (told(began(), SENT_60, GOT_60), Happening.TRANSFORMS, 4, SMELTER, 61, "0.000001"),
        (told(began(), SENT_60, GOT_60), Happening.TRANSFORMS, 4, SMELTER, 101, "0.000001"),
        (
            told(began(1000), moved(1, SENT, 600, by=MINE, holder=SMELTER)),
            Happening.TRANSFORMS,
            4,
            SMELTER,
            601,
            "0.000001",
        ),
        (
            told(
                began(1000),
                moved(1, SENT, 600, by=MINE, holder=SMELTER),
                moved(2, RECEIVED, 603, by=MINE, holder=SMELTER),
            ),
            Happening.TRANSFORMS,
            4,
            SMELTER,
            603,
            "",
        ),
        # told late, it finds its place before what was recorded since
        (told(began(), moved(3, SENT, 60, by=MINE, holder=SMELTER)), Happening.TRANSFORMS, 1, MINE, 40, ""),
        (told(began(), moved(3, SENT, 60, by=MINE, holder=SMELTER)), Happening.TRANSFORMS, 1, MINE, 50, "0.00001"),
    ],
)
def test_nobody_takes_more_of_a_lot_than_they_have(
    lots: Lots, kind: Happening, hour: int, who: str, mass: int, missing: str
) -> None:
    found = codes(balance_overdrawn.check(happens(lots, kind, hour, who, mass, receiver="urn:T")))
    assert found == ([("balance.overdrawn", missing)] if missing else [])


def test_who_loses_what_its_holder_never_sent_lessens_nothing_of_the_holders() -> None:
    undispatched = moved(1, RECEIVED, 60, by=MINE, holder=SMELTER)
    lots = told(began(), undispatched, moved(2, ENDED, 60, by=SMELTER))
    lot = lots.get("A")
    assert (lot.remaining_mg, lot.used_mass_mg, lot.ended) == (100, 0, False)
    assert told(began(), moved(2, ENDED, 60, by=MINE)).get("A").remaining_mg == 40


def test_all_of_a_lot_is_what_somebody_has_of_it() -> None:
    lots = told(began(), SENT_60, GOT_60)
    assert [part.mass_mg for part in movements(happens(lots, Happening.TRANSFORMS, 4, SMELTER))] == [60]
    (ended,) = movements(happens(lots, Happening.ENDS, 4, SMELTER))
    assert (ended.mass_mg, ended.claim.by) == (60, SMELTER)
    (sent,) = movements(happens(lots, Happening.SENDS, 4, SMELTER, receiver="urn:T"))
    assert (sent.mass_mg, sent.holder) == (60, TRADER)
    lots.apply([ended])
    assert (lots.get("A").ended, lots.get("A").remaining_mg, lots.get("A").stock.has(MINE)) == (False, 40, 40)
    alone = told(began())
    assert movements(happens(alone, Happening.SENDS, 4, MINE, receiver="urn:T"))[0].mass_mg is None
    assert movements(happens(alone, Happening.ENDS, 4, TRADER))[0].mass_mg is None


@pytest.mark.parametrize(("word", "brings"), [("receiving", 0), ("accepting", 0), ("arriving", 0)])
def test_a_receipt_brings_what_was_sent_and_brings_it_once(word: str, brings: int) -> None:
    way = told(began(), SENT_60)
    assert brought(happens(way, Happening.RECEIVES, 3, SMELTER, sender="urn:M"), "A", None) == 60
    assert brought(happens(way, Happening.RECEIVES, 3, SMELTER, sender="urn:M"), "A", 90) == 60
    assert movements(happens(way, Happening.RECEIVES, 3, SMELTER, sender="urn:M"))[0].mass_mg == 60
    assert brought(happens(told(began()), Happening.RECEIVES, 3, SMELTER, sender="urn:M"), "A", 90) == 90
    assert brought(happens(Lots(), Happening.RECEIVES, 3, SMELTER, sender="urn:M"), "A", 90) == 90
    came = moved(3, RECEIVED, 60, by=MINE, holder=SMELTER)
    again = happens(
        told(began(), SENT_60, came), Happening.RECEIVES, 4, SMELTER, 60, sender="urn:M", business_step=word
    )
    assert brought(again, "A", 60) == (60 if word == "receiving" else brings)
    nothing = happens(told(began(), SENT_60, came), Happening.RECEIVES, 4, SMELTER, sender="urn:M")
    assert movements(nothing)[0].mass_mg is None


# --- whose it is ---


@pytest.mark.parametrize(
    ("lots", "kind", "who", "fields", "refused"),
    [
        (told(began(), SENT_60), Happening.SENDS, MINE, {}, False),
        (told(began(), SENT_60), Happening.SENDS, SMELTER, {}, False),
        (told(began(), SENT_60), Happening.SENDS, TRADER, {}, True),
        (told(began(), moved(1, SENT, 1, by=MINE, holder=SMELTER)), Happening.TRANSFORMS, TRADER, {}, True),
        (told(began()), Happening.RECEIVES, TRADER, {"sender": "urn:M"}, False),
        (told(began()), Happening.RECEIVES, TRADER, {"sender": "urn:S"}, True),
        (told(began()), Happening.RECEIVES, TRADER, {"sender": "urn:x"}, True),
        (
            told(began(), moved(1, SENT, 100, by=MINE, holder=SMELTER)),
            Happening.RECEIVES,
            TRADER,
            {"sender": "urn:M"},
            True,
        ),
        (told(began(), moved(1, RECEIVED, 60, by=MINE, holder=TRADER)), Happening.TRANSFORMS, TRADER, {}, False),
        (told(moved(0, RECEIVED, 60, by=MINE, holder=TRADER)), Happening.TRANSFORMS, TRADER, {}, False),
        (told(moved(0, RECEIVED, 60, by=MINE, holder=TRADER)), Happening.TRANSFORMS, MINE, {}, True),
        (told(moved(0, RECEIVED, 60, by=MINE, holder=TRADER)), Happening.RECEIVES, MINE, {"sender": "urn:T"}, False),
    ],
)
def test_a_lot_is_taken_from_whoever_has_it(
    lots: Lots, kind: Happening, who: str, fields: dict[str, Any], refused: bool
) -> None:
    found = codes(lot_not_held.check(happens(lots, kind, 2, who, **fields)))
    assert found == ([("lot.not_held", "")] if refused else [])


def test_what_was_shipped_in_parts_may_be_told_to_depart() -> None:
    whole = told(began(), moved(1, SENT, 100, by=MINE, holder=SMELTER))
    departs = happens(whole, Happening.SENDS, 2, MINE, 100, receiver="urn:S", business_step="departing")
    assert codes(lot_not_held.check(departs)) == []
    elsewhere = happens(whole, Happening.SENDS, 2, MINE, 100, receiver="urn:T", business_step="departing")
    assert codes(lot_not_held.check(elsewhere)) == [("lot.not_held", "")]


@pytest.mark.parametrize(
    ("lots", "who", "site", "instance", "refused"),
    [
        (told(began()), MINE, "", False, False),
        (told(began()), TRADER, "urn:T", False, True),
        (told(began()), TRADER, "", False, True),
        (told(began()), TRADER, "urn:M", False, False),
        (told(began(instance=True)), TRADER, "urn:T", True, False),
        (told(began(instance=True)), TRADER, "urn:T", False, True),
        (told(began()), TRADER, "urn:T", True, True),
        (told(began(holder="urn:x:mine")), TRADER, "urn:T", False, False),
        (told(SENT_60), TRADER, "urn:T", False, False),
        (told(began()), "", "urn:T", False, False),
    ],
)
def test_a_quantity_begins_again_with_whoever_began_it(
    lots: Lots, who: str, site: str, instance: bool, refused: bool
) -> None:
    portion = Portion(uri="A", mass_mg=5, instance=instance)
    again = Case(event=event(Happening.BEGINS, begun=(portion,), site=site), lots=lots, setting=Setting(actor=who))
    assert codes(lot_of_another.check(again)) == ([("lot.of_another", "")] if refused else [])


# --- receipts that nobody dispatched, and uses before the receipt ---


@pytest.mark.parametrize(
    ("lots", "kind", "asked"),
    [
        (told(began()), Happening.RECEIVES, True),
        (told(began()), Happening.LOOKS, False),
        (told(began(), SENT_60), Happening.RECEIVES, False),
        (told(began(holder="")), Happening.RECEIVES, False),
        (told(began(holder="urn:x:mine")), Happening.RECEIVES, True),
        (Lots(), Happening.RECEIVES, False),
        (told(began(), moved(5, SENT, 60, by=MINE, holder=SMELTER)), Happening.RECEIVES, True),
    ],
)
def test_what_its_holder_never_sent_is_asked_about(lots: Lots, kind: Happening, asked: bool) -> None:
    found = codes(receipt_undispatched.check(happens(lots, kind, 3, SMELTER, sender="urn:M")))
    assert found == ([("receipt.undispatched", "")] if asked else [])


@pytest.mark.parametrize(
    ("lots", "kind", "who", "mass", "refused"),
    [
        (told(began(), SENT_60, GOT_60), Happening.TRANSFORMS, SMELTER, 60, True),
        (told(began(), SENT_60, GOT_60), Happening.TRANSFORMS, SMELTER, None, True),
        (told(began(), SENT_60, GOT_60), Happening.SENDS, SMELTER, 5, True),
        (told(began(), SENT_60, GOT_60), Happening.LOOKS, SMELTER, 5, False),
        (told(began(), SENT_60, GOT_60), Happening.TRANSFORMS, MINE, 40, False),
        (told(began(), SENT_60), Happening.TRANSFORMS, SMELTER, 60, False),
        (told(began(), SENT_60, moved(3, SENT, 1, by=MINE, holder=TRADER)), Happening.TRANSFORMS, SMELTER, 60, False),
        (told(began(), GOT_60), Happening.TRANSFORMS, SMELTER, 60, True),
        (told(GOT_60), Happening.TRANSFORMS, SMELTER, 60, False),
        (
            told(began(), SENT_60, moved(1, RECEIVED, 30, by=MINE, holder=SMELTER), GOT_60),
            Happening.TRANSFORMS,
            SMELTER,
            30,
            False,
        ),
        (
            told(began(), SENT_60, moved(1, RECEIVED, 30, by=MINE, holder=SMELTER), GOT_60),
            Happening.TRANSFORMS,
            SMELTER,
            31,
            True,
        ),
        (told(moved(0, BEGUN, None, holder=SMELTER), GOT_60), Happening.TRANSFORMS, SMELTER, 31, False),
    ],
)
def test_nothing_is_used_before_it_was_received(
    lots: Lots, kind: Happening, who: str, mass: int | None, refused: bool
) -> None:
    found = codes(used_on_the_way.check(happens(lots, kind, 2, who, mass, receiver="urn:T")))
    assert found == ([("lot.not_received", "")] if refused else [])


def test_parts_of_a_lot_are_looked_at_together_and_a_box_by_what_is_in_it() -> None:
    early = moved(1, RECEIVED, 30, by=MINE, holder=SMELTER)
    lots = told(began(), SENT_60, early, GOT_60)
    parts = happens(lots, Happening.TRANSFORMS, 2, SMELTER, 20)
    twice = event(Happening.TRANSFORMS, happened_at=at(2), site="urn:S", used=parts.event.used * 2)
    case = Case(event=twice, lots=lots, setting=parts.setting)
    assert codes(used_on_the_way.check(case)) == [("lot.not_received", "")]
    lots.apply([Movement(lot="A", move=Move.PACKED, at=at(4), parent="BOX")])
    boxed = happens(lots, Happening.TRANSFORMS, 2, SMELTER, lot="BOX")
    assert codes(used_on_the_way.check(boxed)) == [("lot.not_received", "")]
    assert [part.mass_mg for part in movements(happens(lots, Happening.TRANSFORMS, 5, SMELTER, lot="BOX"))] == [60]
    assert list(lot_held.check(boxed)) == []


# --- told late ---


@pytest.mark.parametrize(
    ("out", "begins", "missing"),
    [
        ({"content_mg": 5, "facts": ORE}, {"content_mg": 5}, ""),
        ({"content_mg": 6, "facts": ORE}, {"content_mg": 5}, "0.000001"),
        ({"content_mg": 60, "facts": Facts(element="Co", material="cobalt_hydroxide")}, {}, ""),
        ({"content_mg": 70, "facts": ORE}, {"form": "cobalt_hydroxide"}, "0.000007"),
        ({"facts": ORE, "most": (("Co", 65),)}, {"form": "cobalt_hydroxide"}, "0.000001"),
        ({"facts": ORE, "most": (("Co", 64),)}, {"form": "cobalt_hydroxide"}, ""),
        ({"facts": ORE, "most": (("Co", 7),)}, {"content_mg": 5}, "0.000001"),
        ({"mass_mg": 101}, {}, "0.000001"),
        ({"mass_mg": 100}, {}, ""),
    ],
)
def test_what_begins_late_is_compared_with_all_that_was_taken_out_of_it(
    out: dict[str, Any], begins: dict[str, Any], missing: str
) -> None:
    lots = told(Movement(**{"lot": "A", "move": USED, "at": at(3)} | out))
    facts = Facts(element="Co", material=begins.get("form", "cobalt_ore"))
    portion = Portion(uri="A", mass_mg=100, content_mg=begins.get("content_mg"), facts=facts)
    case = Case(event=event(Happening.BEGINS, begun=(portion,)), lots=lots, limits=Limits())
    assert codes(balance_overdrawn.check(case)) == ([("balance.overdrawn", missing)] if missing else [])


def test_nothing_is_claimed_of_a_use_that_was_told_before_the_beginning() -> None:
    road = Road(chained=False)
    road.make("B", 10, {"A": 10}, by="org-M1")
    road.now = AT.replace(year=2025)
    road.mine("A", 100)
    assert (road.claim("B").reason, road.share("A", "org-M1")) == (UNTOLD, 1)
    assert Paths(reversed(road.steps)).of("B")


def test_a_part_that_goes_from_place_to_place_in_the_same_hands_stays_what_it_is() -> None:
    road = Road(chained=False)
    road.mine("A", 100)
    for _ in range(2):
        road.receive("A", "org-M1", "org-M1", kg=30)
        assert road.share("A", "org-M1") == 1


# --- taking back ---


@pytest.mark.parametrize(
    ("movements_left", "missing"),
    [
        ((began(), moved(1, USED, 100, content_mg=50)), 0),
        ((began(), moved(1, USED, 101, content_mg=50)), 1),
        ((began(), moved(1, USED, 5, content_mg=55)), 5),
        (
            (
                began(content_mg=None, most=(("Co", 7), ("\x1fCo", 1))),
                moved(1, USED, 5, most=(("Co", 9), ("\x1fCo", 9))),
            ),
            2,
        ),
        ((began(), SENT_60, moved(2, USED, 50, by=MINE)), 10),
        ((moved(1, USED, 101, content_mg=50),), 0),
        ((moved(0, BEGUN, None, holder=MINE), moved(1, USED, 101)), 0),
    ],
)
def test_what_is_missing_of_a_lot(movements_left: tuple[Movement, ...], missing: int) -> None:
    lots = told(*movements_left)
    assert missing_in(lots.get("A")) == missing
    assert left_short(told(began()), lots) == ({"A": missing} if missing else {})
    assert left_short(lots, lots) == {}


IN, LITTLE = Part(1000, 40, (), ORE), Part(1, 1, (), ORE)
HYDROXIDE = Facts(element="Co", material="cobalt_hydroxide")


@pytest.mark.parametrize(
    ("used", "out", "refusal"),
    [
        ((IN, LITTLE), Part(100, 36, (), HYDROXIDE), ""),
        ((LITTLE,), Part(100, 36, (), HYDROXIDE), "recovery.exceeded"),
        ((IN,), Part(1000, None, (("Co", 40),), ORE), ""),
        ((LITTLE,), Part(1000, None, (("Co", 1),), ORE), "mass.exceeded"),
        ((LITTLE,), Part(1, None, (("Co", 40), ("\x1fCo", 3)), ORE), "declaration.leaves_too_much"),
        ((), Part(100, 36, (), HYDROXIDE), "declaration.leaves_too_much"),
        ((IN,), Part(1000, 50, (), ORE), "plausibility.assay_differs"),
    ],
)
def test_a_campaign_is_judged_by_what_is_left_of_it(used: tuple[Part, ...], out: Part, refusal: str) -> None:
    declared = event(Happening.TRANSFORMS, campaign="urn:x:T")
    found = codes(too_much(declared, Throughput(used, (out,)), Limits(weighbridge_tolerance=Decimal(0))))
    assert [code for code, _ in found] == ([refusal] if refusal else [])
    assert History().campaigns == {}


# --- what was claimed of the credit ---


@pytest.mark.parametrize(
    ("before", "after", "short"),
    [(40, 0, False), (40, -1, True), (0, -1, True), (-5, -5, False), (-5, -6, True), (-5, -1, False)],
)
def test_an_account_falls_short_where_more_is_missing_than_before(before: int, after: int, short: bool) -> None:
    assert falls_short(before, after) is short


def test_lots_whose_credit_becomes_less_are_named_by_account() -> None:
    def corrected(account: str, amount: int, lot: str) -> Booking:
        return Booking(account, Entry(AT.date(), amount, Kind.CORRECTION), lot)

    told_of = [corrected("X", -1, "A"), corrected("X", -2, "B"), corrected("X", 3, "C"), corrected("Y", -4, "A")]
    assert lessened(told_of) == {"X": {"A", "B"}, "Y": {"A"}}


def test_what_a_receipt_was_credited_with_is_not_claimed_by_the_account_and_the_lot() -> None:
    road = Road(chained=False)
    road.mine("A", 100)
    road.send("A", "org-M1", "org-A", kg=100)
    road.receive("A", "org-M1", "org-A", kg=100, credited="Co")
    assert road.share("A", "org-A") == 0
    assert road.without(road.clock).share("A", "org-A") == 1


def test_what_an_event_uses_may_be_looked_up_once() -> None:
    case = happens(told(began(), SENT_60), Happening.TRANSFORMS, 3, SMELTER)
    once = structs.replace(case, opened=tuple(case.used()))
    assert ([part.mass_mg for part, _ in case.used()], once.used()) == ([60], case.used())
    assert structs.replace(once, opened=()).used() == []
