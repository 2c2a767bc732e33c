"""A claim falls where less may be claimed than was said, for a reason that is not another claim of it."""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.passport.rules.fallen import Fall, credited, fallen, grown

F = Fraction


class Now(msgspec.Struct, frozen=True):
    share: Fraction
    lost: dict[str, Fraction]
    holder: str = ""


ALL, NONE = Now(F(1), {}), Now(F(0), {"uncertified": F(1)})
HOP = Now(F(0), {"hop": F(1)})
SPENT = Now(F(0), {"spent": F(1)})
CREDITED = Now(F(1, 4), {"credited": F(3, 4)})


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ([], None),
        ([ALL, ALL], None),
        ([SPENT], None),
        ([CREDITED, ALL], None),
        ([NONE], Fall.OF_ALL),
        ([Now(F(10, 109), {"uncertified": F(99, 109)})], Fall.OF_ALL),
        ([NONE, HOP], Fall.OF_ALL),
        ([NONE, ALL], Fall.OF_A_PART),
        ([NONE, SPENT], Fall.OF_A_PART),
        ([HOP], Fall.ON_THE_WAY),
        ([HOP, ALL], Fall.ON_THE_WAY),
        ([HOP, SPENT], Fall.ON_THE_WAY),
        ([Now(F(0), {"hop": F(1, 2), "uncertified": F(1, 2)})], Fall.OF_ALL),
    ],
)
def test_each_way_in_which_a_claim_can_fall(today: list[Now], told: Fall | None) -> None:
    assert fallen(F(1), {}, today) is told


def test_what_was_lost_when_it_was_said_did_not_fall_since() -> None:
    half = {"hop": F(1, 4), "credited": F(1, 4)}
    assert fallen(F(1, 2), half, [Now(F(1, 2), half)]) is None
    assert fallen(F(1, 2), half, [Now(F(1, 4), half | {"uncertified": F(1, 4)})]) is Fall.OF_ALL
    assert grown("credited", half, [Now(F(1, 2), half)]) == 0
    assert grown("credited", half, [ALL, Now(F(1, 4), half | {"credited": F(1, 2)})]) == F(1, 4)
    assert grown("credited", half, []) == 0


SOLD, KEPT = Now(F(1), {}, "buyer"), Now(F(0), {"credited": F(1)}, "seller")


@pytest.mark.parametrize(
    ("issuer", "today", "told"),
    [
        ("buyer", [SOLD, KEPT], None),
        ("seller", [SOLD, KEPT], Fall.OF_ALL),
        ("gone", [SOLD, KEPT], Fall.OF_A_PART),
        ("gone", [KEPT, KEPT], Fall.OF_ALL),
        ("gone", [SOLD], None),
        ("gone", [], None),
    ],
)
def test_credits_of_what_the_seller_kept_are_nothing_against_whoever_bought_the_rest(
    issuer: str, today: list[Now], told: Fall | None
) -> None:
    assert credited(issuer, {}, today) is told
    assert credited(issuer, {"credited": F(1)}, today) is None


@given(
    then=st.integers(0, 20),
    today=st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["spent", "credited", "hop", "unknown"])), max_size=4),
)
def test_a_claim_that_fell_is_always_told_and_one_that_stands_never(then: int, today: list[tuple[int, str]]) -> None:
    hands = [Now(F(share, 20), {why: 1 - F(share, 20)}) for share, why in today]
    begun = {"unknown": 1 - F(then, 20)}
    less = [why for share, why in today if share < then]
    found = fallen(F(then, 20), begun, hands)
    assert (found is None) == (not {"hop", "unknown"}.intersection(less))
