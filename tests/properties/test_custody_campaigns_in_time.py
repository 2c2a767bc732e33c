"""In any order of feeds and products no more is claimed than went in certified, however late it is told."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from orepass.custody.queries.cone import graph
from orepass.custody.rules import lineage
from orepass.custody.rules.claims.carrying import Paths
from orepass.custody.rules.claims.facts import ANYBODY, ClaimFacts
from orepass.custody.rules.claims.held import standing_in
from orepass.custody.rules.lots import Move, Movement
from orepass.custody.rules.terms import Facts
from orepass.custody.rules.weighing import Step

START = datetime(2026, 1, 1, tzinfo=UTC)
ORE = Facts(element="Co", material="cobalt_ore")
SCHEMES = ("", "one", "two")
HAPPENS = st.lists(
    st.tuples(st.sampled_from(["feed", "make", "late"]), st.sampled_from(SCHEMES), st.integers(1, 90)), max_size=9
)


def campaign(happens: list[tuple[str, str, int]], *, assayed: bool) -> tuple[list[Step], dict[str, int]]:
    """Feed a pot and take products out of it; returns what was told, and how much of each scheme went in.

    A product takes a part of what is there; a late one may take more than was there on its day, and no more than is fed
    in all (`custody.mass.exceeded`, `custody.recovery.exceeded`).
    """
    steps: list[Step] = []
    certified = dict.fromkeys(SCHEMES, 0)
    pot, left = 0, sum(number for what, _scheme, number in happens if what == "feed")
    for day, (what, scheme, number) in enumerate(happens):
        lot, at = f"L{day}", START + timedelta(days=day)
        if what == "feed":
            pot += number
            certified[scheme] += number
            right = ClaimFacts(pack=f"{scheme}@1", level="certified") if scheme else ClaimFacts()
            began = Movement(
                lot=lot,
                move=Move.BEGUN,
                at=START,
                mass_mg=number * 2,
                content_mg=number if assayed else None,
                holder="org-S",
                facts=ORE,
                claim_class=scheme or "uncertified",
                origin=True,
                claim=right,
            )
            hands = ClaimFacts(by="org-S", kept_by=ANYBODY)
            used = Movement(
                lot=lot,
                move=Move.USED,
                at=at,
                mass_mg=number * 2,
                content_mg=began.content_mg,
                facts=ORE,
                claim=hands,
            )
            steps += [(day, began), ("C", used)]
            continue
        out = min(left, pot * number // 90 if what == "make" else number)
        pot, left = max(0, pot - out), left - out
        made = Movement(
            lot=lot,
            move=Move.BEGUN,
            at=at,
            mass_mg=out * 2,
            content_mg=out if assayed else None,
            holder="org-S",
            facts=ORE,
        )
        if out:
            steps.append(("C", made))
    return steps, certified


def products(steps: list[Step]) -> list[Movement]:
    return [moved for step, moved in steps if step == "C" and moved.move is Move.BEGUN]


@settings(max_examples=200, deadline=None)
@given(HAPPENS, st.booleans())
def test_the_products_of_a_campaign_claim_no_more_than_went_in(
    happens: list[tuple[str, str, int]], assayed: bool
) -> None:
    steps, certified = campaign(happens, assayed=assayed)
    paths, arrays = Paths(steps), lineage.build(*graph(steps))
    claimed = dict.fromkeys(SCHEMES, Fraction(0))
    began = dict.fromkeys((*SCHEMES, "uncertified"), Fraction(0))
    for made in products(steps):
        for scheme, share in standing_in(paths.of(made.lot)).items():
            claimed[scheme] += share * (made.mass_mg or 0) / 2
        for source, share in lineage.exact(arrays, arrays.row_of[made.lot]).items():
            if source:
                began[source.claim_class] += share * (made.mass_mg or 0) / 2
    for scheme in SCHEMES[1:]:
        assert claimed[scheme] <= began[scheme] <= certified[scheme]


@settings(max_examples=100, deadline=None)
@given(HAPPENS, st.booleans(), st.data())
def test_the_order_of_telling_does_not_matter(
    happens: list[tuple[str, str, int]], assayed: bool, data: st.DataObject
) -> None:
    steps, _certified = campaign(happens, assayed=assayed)
    mixed = data.draw(st.permutations(steps))
    before, after = Paths(steps), Paths(mixed)
    for made in products(steps):
        assert before.of(made.lot) == after.of(made.lot)


SELLS = st.lists(st.tuples(st.sampled_from(["begin", "sell"]), st.booleans(), st.integers(1, 90)), max_size=9)


@settings(max_examples=200, deadline=None)
@given(SELLS, st.booleans())
def test_what_is_sold_and_kept_of_a_class_claims_no_more_than_began_certified(
    happens: list[tuple[str, bool, int]], assayed: bool
) -> None:
    steps: list[Step] = []
    kept = certified = 0
    parts: dict[str, int] = {}
    for day, (what, good, number) in enumerate(happens):
        begins = what == "begin"
        mass = number if begins else kept * number // 90
        if not mass:
            continue
        kept += mass if begins else -mass
        certified += mass if begins and good else 0
        right = ClaimFacts(pack="one@1", level="certified") if good else ClaimFacts()
        holder = "org-M" if begins else f"org-{day}"
        parts |= {} if begins else {holder: mass}
        moved = Movement(
            lot="L",
            move=Move.BEGUN if begins else Move.SENT,
            at=START + timedelta(days=day),
            mass_mg=mass,
            content_mg=mass if assayed and begins else None,
            holder=holder,
            facts=ORE if begins else Facts(),
            claim_class="" if good else "uncertified",
            origin=begins,
            claim=right if begins else ClaimFacts(by="org-M", kept_by=ANYBODY),
        )
        steps.append((day, moved))
        # what was sold stays what it was on that day
        before, after = Paths(steps[:-1]), Paths(steps)
        assert all(
            standing_in(before.of("L", who)) == standing_in(after.of("L", who)) for who in parts.keys() - {holder}
        )
    parts["org-M"] = kept
    paths = Paths(steps)
    claimed = sum(standing_in(paths.of("L", who)).get("one", Fraction(0)) * mass for who, mass in parts.items() if mass)
    assert claimed <= certified
