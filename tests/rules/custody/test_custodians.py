"""Custody is proven when every hand is named, in order, and both sides tell of each transfer (K-06, K-07)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from orepass.custody.rules.custodians import Custody, Hands, Told, custody_of, hands_in

MINE, SMELTER, CARRIER = (Hands(owner=name, possessor=name) for name in ("mine", "smelter", "carrier"))


def told(given: Hands, taken: Hands, *, day: int = 2, sent: bool = True, place: str = "gate") -> Told:
    return Told(at=datetime(2026, 4, day, tzinfo=UTC), sent=sent, given=given, taken=taken, place=place)


def both(given: Hands, taken: Hands, day: int = 2) -> list[Told]:
    return [told(given, taken, day=day), told(given, taken, day=day + 1, sent=False)]


def test_a_lot_that_never_moved_is_with_whoever_it_began_with() -> None:
    found = custody_of("mine", [])
    assert (found.now, found.proven.answer, found.transfers) == (MINE, "yes", ())


def test_where_nobody_recorded_the_beginning_nothing_is_proven() -> None:
    assert custody_of("", []).proven.reasons == ("nobody recorded where it began",)


def test_a_transfer_told_by_both_sides_is_one_and_proven() -> None:
    found = custody_of("mine", both(MINE, SMELTER))
    assert (found.now, found.proven.answer, len(found.transfers)) == (SMELTER, "yes", 1)


def test_a_transfer_told_by_one_side_is_not_known() -> None:
    found = custody_of("mine", [told(MINE, SMELTER)])
    assert (found.now, found.proven.answer) == (SMELTER, "unknown")
    assert found.proven.reasons == ("only one side tells of the transfer of 2026-04-02",)


def test_a_receipt_of_a_transfer_that_is_complete_is_another_one() -> None:
    again = [*both(MINE, SMELTER), told(MINE, SMELTER, day=9, sent=False)]
    assert len(custody_of("mine", again).transfers) == 2


def test_owner_and_possessor_may_differ_and_each_goes_its_way() -> None:
    carried = Hands(owner="smelter", possessor="carrier")
    unloaded = both(Hands(possessor="carrier"), Hands(possessor="smelter"), 5)
    found = custody_of("mine", [*both(MINE, carried), *unloaded])
    assert custody_of("mine", both(MINE, carried)).now == carried
    assert (found.now, found.proven.answer) == (SMELTER, "yes")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (told(Hands(), SMELTER), "nobody is named who gave it away on 2026-04-02"),
        (told(MINE, Hands()), "nobody is named who took it on 2026-04-02"),
        (told(MINE, SMELTER, place=""), "nobody says where it was handed over on 2026-04-02"),
        (told(CARRIER, SMELTER), "on 2026-04-02 it was given away by somebody else than whoever had it"),
    ],
)
def test_a_missing_hand_or_place_means_not_proven(wrong: Told, reason: str) -> None:
    found = custody_of("mine", [wrong])
    assert found.proven.is_no
    assert reason in found.proven.reasons


def test_parts_of_a_lot_may_leave_from_different_hands() -> None:
    parts = [*both(MINE, SMELTER), *both(MINE, CARRIER)]
    assert proven(custody_of("mine", parts, in_parts=True)) == "yes"
    assert proven(custody_of("mine", parts)) == "no"


def proven(found: Custody) -> str:
    return found.proven.answer


@pytest.mark.parametrize("prefix", ["", "https://ref.gs1.org/cbv/SDT-", "urn:epcglobal:cbv:sdt:"])
def test_owner_and_possessor_are_read_from_an_event(prefix: str) -> None:
    owner = {"type": f"{prefix}owning_party", "source": "a"}
    carrier = {"type": f"{prefix}possessing_party", "source": "b"}
    place = {"type": f"{prefix}location", "source": "c"}
    assert hands_in({"sourceList": [owner, carrier, place]}, "source") == Hands(owner="a", possessor="b")
    assert hands_in({}, "destination") == Hands()


def test_k06_a_claim_names_the_place(ledger: Any) -> None:
    ledger.play("""
        2026-04-01  mine  LOT-A  100 kg ore 4 % Co  at nowhere claims identity_preserved
        expect      custody.place.missing  LOT-A
        2026-04-01  mine  LOT-B  100 kg ore 4 % Co  at nowhere
        2026-04-01  mine  LOT-C  100 kg ore 4 % Co  at M1 claims identity_preserved
    """)
