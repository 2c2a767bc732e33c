"""What is impossible is refused and what is unlikely is asked about, told as ledgers."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from orepass.custody.rules.case import Rights

MakeRights = Callable[..., Rights]


def test_more_metal_out_of_a_lot_than_is_in_it_is_refused(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  receive    LOT-A   1,000 kg ore   4.0 % Co   from Kabolela cooperative
        2026-01-05  transform  LOT-A → LOT-B  38 kg Co in hydroxide
        2026-01-06  transform  LOT-A → LOT-C   5 kg Co in hydroxide
        expect      custody.balance.overdrawn  LOT-C  3 kg
    """)
    assert ledger.lots.get("LOT-A").remaining_content_mg == 2_000_000
    assert ledger.lots.get("LOT-C").begun == 0


def test_mass_taken_in_parts_cannot_exceed_the_lot(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       LOT-A  100 kg ore 4 % Co
        2026-01-04  transform  LOT-A 60 kg → LOT-B 60 kg ore 4 % Co
        2026-01-05  transform  LOT-A 41 kg → LOT-C 41 kg ore 4 % Co
        expect      custody.balance.overdrawn  LOT-C
        2026-01-06  transform  LOT-A 40 kg → LOT-D 40 kg ore 4 % Co
        2026-01-07  send       LOT-A
        expect      custody.lot.gone  LOT-A
    """)


def test_m15_output_of_103_for_100_is_impossible_at_a_tolerance_of_two_percent(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-04  mine       BAG-2  1,000 kg ore 10 % Co
        2026-01-05  transform  BAG-1 → LOT-B  103 kg Co in hydroxide
        expect      custody.recovery.exceeded  LOT-B
        2026-01-05  transform  BAG-2 → LOT-C  95 kg Co in hydroxide
    """)


@pytest.mark.parametrize(("content", "asked"), [("60", True), ("99", True), ("90", False)])
def test_recovery_outside_the_usual_range_is_asked_about_and_kept(ledger: Any, content: str, asked: bool) -> None:
    ledger.play(f"""
        2026-01-03  mine       BAG-1  1,000 kg ore 10 % Co
        2026-01-05  transform  BAG-1 → LOT-B  {content} kg Co in hydroxide
        {"expect custody.recovery.unusual LOT-B" if asked else ""}
    """)
    assert "LOT-B" in ledger.lots.known


@pytest.mark.parametrize(
    ("line", "most"),
    [
        ("LOT-S  1 t cobalt_sulfate 22 % Co", "20.9700"),
        ("LOT-S  1 t spodumene_concentrate 8.5 % Li2O", "8.0300"),
        ("LOT-S  100 kg cassiterite 80 % Sn", "78.7700"),
    ],
    ids=["M3", "M7", "M13"],
)
def test_grade_above_stoichiometry_is_impossible(ledger: Any, line: str, most: str) -> None:
    ledger.play(f"""
        2026-01-03  mine  {line}
        expect      custody.grade.impossible  LOT-S
    """)
    assert ledger.kept == []
    assert Decimal(most) < 100


def test_c16_tag_used_on_two_bags_holds_both_lots(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine  BAG-1  50 kg ore 4 % Co  tag T-17
        2026-01-03  mine  BAG-2  50 kg ore 4 % Co  tag T-17
        expect      custody.tag.reused  BAG-2
        2026-01-04  send  BAG-1
        expect      custody.lot.held  BAG-1
        2026-01-04  send  BAG-2
        expect      custody.lot.held  BAG-2
    """)


def test_c16_same_bag_commissioned_twice_is_on_hold(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       BAG-1  50 kg ore 4 % Co
        2026-01-04  mine       BAG-1  50 kg ore 4 % Co
        expect      custody.tag.reused  BAG-1
        2026-01-05  transform  BAG-1 → LOT-B 1 kg Co in hydroxide
        expect      custody.lot.held
        expect      custody.recovery.unusual
    """)


def test_c17_status_on_the_day_of_extraction_decides(ledger: Any, certified: MakeRights) -> None:
    ledger.rights = certified(
        site="RED-MINE", certificate="CRT-1", before="2025-07-01", days=("2025-06-30", "2025-07-02")
    )
    ledger.play("""
        2025-07-02  mine  BAG-1  50 kg ore 4 % Co  at RED-MINE under CRT-1
        expect      custody.certificate.lapsed  BAG-1
        2025-06-30  mine  BAG-2  50 kg ore 4 % Co  at RED-MINE under CRT-1
        2025-07-02  mine  BAG-3  50 kg ore 4 % Co  at RED-MINE
    """)
    assert ledger.lots.get("BAG-2").claim_class == "certified"
    assert ledger.lots.get("BAG-3").claim_class == "uncertified"
    assert ledger.lots.get("BAG-1").begun == 0


def test_c19_delivery_of_a_member_the_day_after_the_suspension_is_refused(ledger: Any, certified: MakeRights) -> None:
    ledger.rights = certified(
        site="DEPOT",
        certificate="CRT-G",
        suspended={"MBR-7": "2026-06-10", "MBR-8": "9999-01-01"},
        days=("2026-06-09", "2026-06-11"),
    )
    ledger.play("""
        2026-06-09  mine  BAG-1  50 kg ore 4 % Co  at DEPOT under CRT-G member MBR-7
        2026-06-11  mine  BAG-2  50 kg ore 4 % Co  at DEPOT under CRT-G member MBR-7
        expect      custody.member.suspended  BAG-2
        2026-06-11  mine  BAG-3  50 kg ore 4 % Co  at DEPOT under CRT-G member MBR-8
        2026-06-11  mine  BAG-4  50 kg ore 4 % Co  at DEPOT member MBR-7
        expect      custody.member.suspended  BAG-4
    """)
    assert [ledger.lots.get(f"BAG-{n}").claim_class for n in (1, 2, 3, 4)] == ["certified", "", "certified", ""]


def test_unknown_right_never_grants_a_class(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine  BAG-1  50 kg ore 4 % Co  at NOWHERE under https://other.example/cert/1
        expect      custody.certificate.unverified  BAG-1
        2026-01-03  mine  BAG-2  50 kg ore 4 % Co  at NOWHERE
    """)
    assert ledger.lots.get("BAG-1").claim_class == "unverified"
    assert ledger.lots.get("BAG-2").claim_class == "uncertified"


def test_c5_custody_model_goes_down_and_never_up(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       LOT-A  100 kg ore 4 % Co  at M1 claims identity_preserved
        2026-01-04  transform  LOT-A 50 kg → LOT-B 50 kg ore 4 % Co  claims segregated
        2026-01-05  transform  LOT-B 20 kg → LOT-C 20 kg ore 4 % Co  claims mass_balance
        2026-01-06  transform  LOT-C 10 kg → LOT-D 10 kg ore 4 % Co  claims segregated
        expect      custody.model.upgraded  LOT-D
        2026-01-06  transform  LOT-C 10 kg → LOT-E 10 kg ore 4 % Co  claims gold_standard
        expect      custody.model.unknown  LOT-E
    """)


def test_c6_identity_of_one_mine_is_lost_when_two_are_mixed(ledger: Any) -> None:
    ledger.play("""
        2026-01-03  mine       LOT-A  40 t ore 4 % Co  at M1 claims identity_preserved
        2026-01-03  mine       LOT-B  60 t ore 4 % Co  at M2 claims segregated
        2026-01-04  transform  LOT-A + LOT-B → LOT-C 100 t ore 4 % Co  claims identity_preserved
        expect      custody.model.upgraded  LOT-C
        2026-01-04  transform  LOT-A + LOT-B → LOT-C 100 t ore 4 % Co  claims segregated
    """)


def test_nothing_is_used_before_it_began_or_made_from_itself(ledger: Any) -> None:
    ledger.play("""
        2026-01-10  mine       LOT-A  100 kg ore 4 % Co
        2026-01-09  transform  LOT-A 10 kg → LOT-B 10 kg ore 4 % Co
        expect      custody.lot.time  LOT-B
        2026-01-11  transform  LOT-A 10 kg → LOT-A 10 kg ore 4 % Co
        expect      custody.lineage.cycle  LOT-A
    """)


def test_destroyed_lot_is_gone_and_a_lot_of_unknown_origin_may_be_used(ledger: Any) -> None:
    ledger.play("""
        2026-01-10  mine       LOT-A  100 kg ore 4 % Co
        2026-01-11  destroy    LOT-A
        2026-01-12  send       LOT-A
        expect      custody.lot.gone  LOT-A
        2026-01-12  transform  LOT-X → LOT-Y 10 kg ore 4 % Co
    """)
    assert ledger.lots.get("LOT-X").begun == 0


def test_bags_of_a_container_are_used_with_it(ledger: Any) -> None:
    ledger.play("""
        2026-01-10  mine       BAG-1  50 kg ore 4 % Co
        2026-01-10  mine       BAG-2  50 kg ore 6 % Co
        2026-01-11  pack       BAG-1  into BOX-1
        2026-01-11  pack       BAG-2  into BOX-1
        2026-01-12  transform  BOX-1 → LOT-H  4.5 kg Co in hydroxide
        2026-01-13  send       BAG-1
        expect      custody.lot.gone  BAG-1
    """)
