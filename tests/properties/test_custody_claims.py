"""Claims on any road: never stronger than before, and never more of them than was certified where it began."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from orepass.custody.rules.claims.lattice import CHAIN, MASS_BALANCE
from tests.rules.custody.road import KG, PACK, Road

HANDS = ("org-M1", "org-A", "org-B", "org-C")
YIELDS = st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(1)])


@st.composite
def roads(draw: st.DrawFn) -> tuple[Road, list[str], int, int]:
    """Play some events: lots begin, go over with and without claims, are spent, given and mixed; credits are issued.

    Every account gives at most what it was credited with. A claim is what was issued as a credit, retired or not, what
    accounts may still give or issue, and what the holders of lots may claim that stands in no account. Returns the
    road, its lots, the claims, and what was certified in all.
    """
    booked_at = ("M1",) if draw(st.booleans()) else ()
    booking = {f"org-{at}" for at in booked_at}
    road = Road(keeping=draw(st.sets(st.sampled_from(HANDS))), chained=draw(st.booleans()), booked_at=booked_at)
    held: dict[str, tuple[str, int]] = {}
    credit = dict.fromkeys(HANDS, Fraction(0))
    certified = made = issued = 0
    for number in range(draw(st.integers(2, 14))):
        what = draw(st.sampled_from(["mine", "mine", "hand", "hand", "make", "issue"]))
        name = f"L{number}"
        if what == "mine" or not held:
            kg, good = draw(st.integers(1, 50)), draw(st.booleans())
            road.mine(name, kg, certified=good)
            held[name] = ("org-M1", kg)
            certified, made = certified + kg * good, made + 1
        elif what == "issue":
            kg = draw(st.integers(1, 60))
            issued += kg if booked_at and road.issue("M1", Fraction(kg)) else 0
        elif what == "hand":
            lot = draw(st.sampled_from(sorted(held)))
            giver, kg = held[lot]
            receiver = draw(st.sampled_from(HANDS))
            most = min(credit[giver] / kg, Fraction(1))
            share = most * draw(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]))
            asked = draw(st.sampled_from(["", *CHAIN[:3]]))
            said = {"model": MASS_BALANCE, "given": share} if share else {"model": asked}
            said["claimed_pct"] = draw(st.sampled_from([None, None, Decimal(0), Decimal(50), Decimal("33.3")]))
            sends = draw(st.sampled_from([True, True, True, False]))
            if sends and not road.send(lot, giver, receiver, kg=kg, **said):
                continue
            credit[giver] -= share * kg if sends else 0
            spends = draw(st.booleans())
            if spends:
                credit[receiver] += road.arriving(lot, giver, receiver, kg=kg) * kg
            road.receive(lot, giver, receiver, kg=kg, credited="Co" if spends else "")
            held[lot] = (receiver, kg)
        else:
            by = held[draw(st.sampled_from(sorted(held)))][0]
            inputs = {lot: kg for lot, (owner, kg) in held.items() if owner == by}
            out = max(int(sum(inputs.values()) * draw(YIELDS)), 1)
            road.make(name, out, inputs, by=by, model=draw(st.sampled_from(["", *CHAIN])))
            for lot in inputs:
                del held[lot]
            held[name] = (by, out)
    shares = {
        lot: road.free(lot, owner) if owner in booking else road.share(lot, owner) for lot, (owner, _) in held.items()
    }
    standing = sum(int(shares[lot] * kg * KG) for lot, (_, kg) in held.items())
    booked = int(road.in_book("M1") * KG) if booked_at else 0
    assert booked >= 0
    return road, sorted(held), standing + int(sum(credit.values()) * KG) + booked + issued * KG, certified * KG


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
