"""A claim travels with its lot: kept by certified hands, lost at one hop, spent by an account, never stronger."""

from datetime import timedelta
from fractions import Fraction

import pytest

from orepass.custody.rules.claims.held import HOP, SPENT, UNDISPATCHED
from orepass.custody.rules.claims.lattice import MODELS, NO_CLAIM, may_become, nearest, strictest_allowed, weaker
from orepass.custody.rules.claims.reading import MIXED, OTHER_SCHEME, WEIGHTED, SchemeTerms, claimable, read
from tests.rules.custody.road import KG, OTHER, PACK, START, Road

IP, SG, CB, MB, BC = MODELS
KEEPING = ("org-M1", "org-smelter", "org-trader", "org-maker")


def test_c5_models_go_sideways_or_down_and_never_up() -> None:
    up = [(first, second) for first in MODELS for second in MODELS if may_become(first, second)]
    chain = [IP, SG, CB, MB]
    down = [(first, second) for at, first in enumerate(chain) for second in chain[at:]]
    assert set(up) == {*down, (BC, BC)}
    assert may_become(NO_CLAIM, BC)
    assert not any(may_become(NO_CLAIM, model) for model in chain)
    assert all(may_become(model, NO_CLAIM) for model in MODELS)


@pytest.mark.parametrize("missing", [[], [""], ["", ""], [IP, ""], ["gold_standard"], [IP, BC], [None]])
def test_unknown_or_missing_model_is_never_the_strictest(missing: list[str]) -> None:
    assert strictest_allowed(missing, sources=1) == NO_CLAIM


def test_the_weaker_of_two_models_and_the_nearest_that_a_scheme_knows() -> None:
    assert (weaker(IP, MB), weaker(CB, SG), weaker(BC, BC), weaker(BC, IP), weaker("", "")) == (MB, CB, BC, "", "")
    assert strictest_allowed([BC, BC], sources=2) == BC
    assert (nearest(IP, [SG]), nearest(IP, [MB]), nearest(MB, [MB]), nearest(CB, [SG, MB])) == (SG, "", MB, "")
    assert (nearest(BC, [BC]), nearest(BC, [MB])) == (BC, "")


def test_a_lot_of_one_certified_mine_keeps_its_identity_over_certified_hands() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 100)
    road.hand("A", "org-M1", "org-trader")
    road.hand("A", "org-trader", "org-smelter")
    road.make("B", 90, {"A": 100}, by="org-smelter")
    claim = road.claim("B")
    assert (claim.model, claim.share, claim.certificates, claim.sites) == (IP, 1, ("crt-M1",), ("urn:org-M1",))
    assert (claim.level, claim.pack, claim.lost, claim.reason) == ("certified", PACK, (), "")


def test_c6_two_certified_sources_become_segregated_with_both_origins() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 40)
    road.mine("B", 60, at="M2", model=SG)
    for lot, mine in (("A", "org-M1"), ("B", "org-M2")):
        road.hand(lot, mine, "org-smelter")
    road.make("C", 100, {"A": 40, "B": 60}, by="org-smelter")
    claim = road.claim("C")
    assert (claim.model, claim.share, claim.sites) == (SG, 1, ("urn:org-M1", "urn:org-M2"))


def test_c13_an_uncertified_part_makes_a_blend_of_the_exact_share_where_the_scheme_knows_blends() -> None:
    for models, model, share in ((MODELS, CB, Fraction(3, 10)), ((IP, SG, MB), "", Fraction(0))):
        road = Road(keeping=KEEPING, models=models)
        road.mine("A", 30)
        road.mine("B", 70, at="M9", certified=False)
        for lot, mine in (("A", "org-M1"), ("B", "org-M9")):
            road.hand(lot, mine, "org-smelter")
        road.make("C", 100, {"A": 30, "B": 70}, by="org-smelter")
        claim = road.claim("C")
        assert (claim.model, claim.share) == (model, share)
        assert dict(claim.lost) == ({"uncertified": Fraction(7, 10)} | ({} if model else {MIXED: Fraction(3, 10)}))


def test_m_07_a_third_bought_without_certificate_leaves_exactly_two_thirds() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 60)
    road.mine("B", 30, at="M2", certified=False)
    road.hand("B", "org-M2", "org-M1")
    road.make("C", 90, {"A": 60, "B": 30}, by="org-M1")
    road.hand("C", "org-M1", "org-smelter")
    road.make("D", 70, {"C": 90}, by="org-smelter")
    assert (road.claim("D").share, road.claim("D").model) == (Fraction(2, 3), CB)


@pytest.mark.parametrize("hop", ["org-trader", "org-smelter"])
def test_k_08_and_m_03_one_hop_without_a_custody_certificate_ends_the_claim_and_nothing_brings_it_back(
    hop: str,
) -> None:
    road = Road(keeping=set(KEEPING) - {hop})
    road.mine("A", 100)
    road.hand("A", "org-M1", "org-trader")
    assert road.claim("A").stands is (hop == "org-smelter")
    road.hand("A", "org-trader", "org-smelter")
    road.make("B", 90, {"A": 100}, by="org-smelter")
    road.hand("B", "org-smelter", "org-maker")
    claim = road.claim("B")
    assert (claim.model, claim.share, claim.lost) == (NO_CLAIM, 0, ((HOP, Fraction(1)),))


def test_a_scheme_that_asks_nobody_keeps_the_claim_over_any_hands() -> None:
    road = Road(chained=False)
    road.mine("A", 100)
    road.hand("A", "org-M1", "org-trader")
    road.make("B", 90, {"A": 100}, by="org-trader")
    assert road.claim("B").model == IP


def test_who_won_it_needs_no_custody_certificate_to_work_on_it_and_to_send_it() -> None:
    road = Road(keeping={"org-smelter"})
    road.mine("A", 100, at="M3")
    road.make("B", 90, {"A": 100}, by="org-M3")
    road.hand("B", "org-M3", "org-smelter")
    assert road.share("B") == 1
    road.mine("C", 100, at="M4")
    road.hand("C", "org-M4", "org-M3")
    road.make("D", 90, {"C": 100}, by="org-M3")
    assert road.claim("D").reason == HOP


def test_a_hop_that_nobody_recorded_as_received_is_looked_at_when_it_is_used_or_sent_on() -> None:
    road = Road(keeping={"org-maker"})
    road.mine("A", 100)
    road.mine("B", 100)
    for lot in ("A", "B"):
        road.send(lot, "org-M1", "org-trader")
    road.make("C", 90, {"A": 100}, by="org-trader")
    road.hand("B", "org-trader", "org-maker")
    assert [road.claim(lot).reason for lot in ("C", "B")] == [HOP, HOP]


def test_what_an_account_was_credited_with_is_spent_and_what_it_gives_is_mass_balance() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 100)
    road.hand("A", "org-M1", "org-smelter", credited="Co")
    assert road.claim("A").lost == ((SPENT, Fraction(1)),)
    road.make("B", 90, {"A": 100}, by="org-smelter")
    assert road.claim("B").reason == SPENT
    road.hand("B", "org-smelter", "org-maker", model=MB, given=Fraction(1))
    claim = road.claim("B")
    assert (claim.model, claim.share, claim.certificates, claim.level) == (MB, 1, (), "")
    road.make("C", 80, {"B": 90}, by="org-maker")
    assert road.claim("C").model == MB


def test_a_part_given_by_an_account_is_claimed_for_that_part_and_for_who_received_it() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 100, certified=False)
    road.send("A", "org-M1", "org-smelter", kg=40, model=MB, given=Fraction(3, 5))
    road.receive("A", "org-M1", "org-smelter", kg=40)
    assert road.share("A", "org-smelter") == Fraction(3, 5)
    assert road.share("A", "org-M1") == 0
    road.make("B", 40, {"A": 40}, by="org-smelter")
    road.make("C", 60, {"A": 60}, by="org-M1")
    assert (road.share("B"), road.share("C")) == (Fraction(3, 5), 0)


def test_an_account_of_one_element_leaves_what_is_claimed_of_another() -> None:
    road = Road(keeping=KEEPING)
    road.mine("CO", 50)
    road.mine("LI", 50, at="M2", element="Li")
    for lot, mine in (("CO", "org-M1"), ("LI", "org-M2")):
        road.hand(lot, mine, "org-maker")
    road.make("MIX", 100, {"CO": 50, "LI": 50}, by="org-maker")
    road.hand("MIX", "org-maker", "org-trader", credited="Co")
    claim = road.claim("MIX")
    assert (claim.share, dict(claim.lost)) == (Fraction(1, 2), {SPENT: Fraction(1, 2)})
    parts = road.parts("MIX")
    assert (claimable(parts, "rules", "lithium"), claimable(parts, "rules", "cobalt")) == (1, 0)
    assert (claimable(parts, "others", "lithium"), claimable({}, "", "cobalt")) == (0, 0)


def test_a_weaker_model_that_was_claimed_once_holds_from_there_on() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 100)
    road.hand("A", "org-M1", "org-trader", model=SG)
    road.hand("A", "org-trader", "org-smelter", model=IP)
    assert road.claim("A").model == SG
    road.make("B", 90, {"A": 100}, by="org-smelter", model=CB)
    assert road.claim("B").model == CB


def test_levels_of_a_pot_show_the_lowest_or_the_weighted_one_and_unknown_stays_unknown() -> None:
    def level(first: str, second: str, blend_level: str = "lowest") -> str:
        road = Road(keeping=KEEPING)
        road.terms = SchemeTerms(levels=("candidate", "certified", "leading"), blend_level=blend_level)
        road.mine("A", 25, level=first)
        road.mine("B", 75, level=second)
        road.make("C", 100, {"A": 25, "B": 75}, by="org-M1")
        return road.claim("C").level

    assert level("leading", "leading") == "leading"
    assert level("candidate", "leading") == "candidate"
    assert level("candidate", "leading", WEIGHTED) == "certified"
    assert level("leading", "candidate", WEIGHTED) == "candidate"
    assert level("silver", "leading") == ""


def test_what_two_schemes_certified_is_claimed_of_each_apart() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 60)
    road.mine("B", 40, at="M2", pack=OTHER)
    road.hand("B", "org-M2", "org-M1")
    road.make("C", 100, {"A": 60, "B": 40}, by="org-M1")
    best, other = road.claim("C"), road.claim("C", scheme="others")
    assert (best.scheme, best.share, best.reason) == ("rules", Fraction(3, 5), OTHER_SCHEME)
    assert (other.scheme, other.share) == ("others", Fraction(2, 5))
    assert road.claim("C", scheme="third").pack == ""


def test_material_that_nobody_recorded_or_weighed_carries_nothing() -> None:
    road = Road(keeping=KEEPING)
    road.make("B", 10, {"X": 10}, by="org-M1")
    assert road.claim("B").reason == "unknown"
    assert read({}, lambda _: road.terms).stands is False


def test_a_lot_made_from_itself_ends_nowhere() -> None:
    road = Road(keeping=KEEPING)
    road.make("B", 10, {"A": 10}, by="org-M1")
    road.make("A", 10, {"B": 10}, by="org-M1")
    assert road.claim("A").share == 0


def test_parts_of_one_lot_that_reach_the_same_hands_are_mixed_by_mass() -> None:
    for first, second in ((0, 1), (1, 0)):
        road = Road(keeping=KEEPING)
        road.mine("A", 100, certified=False)
        for given in (first, second):
            claimed = {"model": MB, "given": Fraction(given)} if given else {}
            road.send("A", "org-M1", "org-smelter", kg=30, **claimed)
            road.receive("A", "org-M1", "org-smelter", kg=30)
        assert road.share("A", "org-smelter") == Fraction(1, 2)
        assert road.share("A", "org-M1") == 0


def test_a_claimed_part_that_was_used_up_lends_nothing_to_what_comes_after_it() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 100, certified=False)
    road.send("A", "org-M1", "org-smelter", kg=30, model=MB, given=Fraction(1))
    road.receive("A", "org-M1", "org-smelter", kg=30)
    road.make("B", 30, {"A": 30}, by="org-smelter")
    road.send("A", "org-M1", "org-smelter", kg=30)
    road.receive("A", "org-M1", "org-smelter", kg=30)
    road.make("C", 30, {"A": 30}, by="org-smelter")
    assert (road.share("B"), road.share("C")) == (1, 0)


def test_two_deliveries_of_one_lot_are_each_credited_for_themselves_and_a_receipt_told_twice_once() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 100)
    for _ in range(2):
        road.send("A", "org-M1", "org-smelter", kg=30)
        assert road.arriving("A", "org-M1", "org-smelter") == 1
        road.receive("A", "org-M1", "org-smelter", kg=30, credited="Co")
        assert road.arriving("A", "org-M1", "org-smelter") == 0
        road.receive("A", "org-M1", "org-smelter", kg=30, credited="Co")
    assert road.claim("A", "org-smelter").reason == SPENT
    assert road.share("A", "org-M1") == 1


def test_a_part_received_without_its_weight_is_the_part_that_was_sent() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 100, certified=False)
    road.send("A", "org-M1", "org-smelter", kg=30, model=MB, given=Fraction(1))
    road.receive("A", "org-M1", "org-smelter")
    assert (road.share("A", "org-smelter"), road.share("A", "org-M1")) == (1, 0)


def test_of_a_part_that_arrives_without_its_holder_sending_it_nothing_is_claimed_until_the_dispatch_is_told() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 100)
    road.receive("A", "org-M1", "org-trader", kg=30)
    road.receive("A", "org-M1", "org-x", kg=20)
    assert (road.share("A", "org-trader"), road.share("A", "org-x"), road.share("A", "org-M1")) == (0, 0, 1)
    assert road.claim("A", "org-trader").reason == UNDISPATCHED
    road.make("B", 20, {"A": 20}, by="org-trader")
    assert (road.claim("B").reason, road.lots.get("A").remaining_mg) == (UNDISPATCHED, 100 * KG)
    road.now = START + timedelta(minutes=90)
    road.send("A", "org-M1", "org-trader", kg=30)
    assert (road.share("A", "org-trader"), road.share("B"), road.share("A", "org-x")) == (1, 1, 0)


def test_a_part_told_of_twice_by_its_receiver_arrives_once() -> None:
    once, twice = Road(keeping=KEEPING), Road(keeping=KEEPING)
    for road in (once, twice):
        road.mine("A", 100)
        road.hand("A", "org-M1", "org-trader", kg=30)
    twice.receive("A", "org-M1", "org-trader", kg=30)
    assert once.parts("A", "org-trader") == twice.parts("A", "org-trader")


def test_looking_at_a_lot_changes_nothing_of_its_claim() -> None:
    road = Road(keeping=KEEPING)
    road.mine("A", 100)
    before = road.parts("A")
    road.look("A", "org-x")
    assert road.parts("A") == before


def test_bags_that_went_the_same_way_are_one_part_of_what_is_made_and_an_empty_bag_is_none() -> None:
    road = Road(keeping=KEEPING)
    bags = {"A1": 10, "A2": 20, "B1": 45, "A3": 0, "B2": 0}
    for bag, kg in bags.items():
        road.mine(bag, kg or 5, at=f"M{bag[0]}", certified=bag[0] == "A")
        road.hand(bag, f"org-M{bag[0]}", "org-smelter")
    road.make("C", 75, bags, by="org-smelter")
    assert road.claim("C").share == Fraction(30, 75)
    parts = road.parts("C")
    assert {(held.site, held.lost): share for held, share in parts.items()} == {
        ("urn:org-MA", ""): Fraction(30, 75),
        ("urn:org-MB", "uncertified"): Fraction(45, 75),
    }
