"""What a certificate is worth for a whole standard: the best line counts, and unknown grants nothing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from orepass.inclusion.recognition.rules.claim import Asked, Ground, Line, Shown, lines, match_of
from orepass.inclusion.recognition.rules.credit import Credit, Standing
from orepass.inclusion.recognition.rules.mapping import Basis, Mapping, Pair, Side

DAY = date(2026, 3, 1)
THEIRS = Side(scheme="theirs", edition="1", standard="T", title="Theirs", requirements={"T1": "One", "T2": "Two"})
OURS = Side(scheme="ours", edition="1", standard="O", title="Ours", requirements={"O1": "One", "O2": "Two"})


def pair(**changes: Any) -> Pair:
    given = {"theirs": "T1", "ours": "O1", "relation": "equal", "coverage": Decimal(1), "evidence": "document"}
    return Pair(**{**given, **changes})


def agreed(*pairs: Pair, **changes: Any) -> Mapping:
    given = {
        "format": 1,
        "title": "T to O",
        "theirs": THEIRS,
        "ours": OURS,
        "level": 1,
        "basis": Basis(title="test", verified=True),
        "pairs": list(pairs) or [pair()],
    }
    return Mapping(**{**given, **changes})


def shown(**changes: Any) -> Shown:
    given = {"status": "active", "covers": True, "audited_on": date(2026, 1, 10), "checked_on": DAY, "party": "third"}
    return Shown(**{**given, "results": {"T1": "full", "T2": "substantial"}, **changes})


def asked(**changes: Any) -> Asked:
    given = {"requirement": "O1", "critical": False, "phase": "monitoring", "accepts": ("document",)}
    return Asked(**{**given, **changes})


def line(
    mapping: Mapping | None = None, certificate: Shown | None = None, about: Asked | None = None, **changes: Any
) -> Line:
    given = {"assurance": "full", "use": "in_force", "on": DAY, **changes}
    ground = Ground(agreed=mapping or agreed(), shown=certificate or shown(), **given)
    return lines(ground, [about or asked()])[0]


def test_a_whole_credit_carries_their_rating() -> None:
    found = line()
    assert (found.credit, found.rating, found.theirs, found.evidence) == (Credit.CREDITED, "full", "T1", "document")
    assert found.why


def test_a_rating_is_never_raised() -> None:
    assert line(certificate=shown(results={"T1": "partial"})).rating == "partial"


def test_without_a_result_the_guarantee_of_the_pair_then_of_the_scheme_counts_and_else_nothing() -> None:
    nothing = shown(results={})
    assert line(agreed(pair(result="full"), pass_result="partial"), nothing).rating == "full"
    assert line(agreed(pass_result="partial"), nothing).rating == "partial"
    silent = line(certificate=nothing)
    assert (silent.credit, silent.rating) == (Credit.GAP, "")


def test_a_result_below_what_the_agreement_asks_for_is_a_gap() -> None:
    found = line(agreed(min_result="substantial"), shown(results={"T1": "partial"}))
    assert (found.credit, found.rating) == (Credit.GAP, "")


def test_g5_narrower_on_a_critical_requirement_is_a_gap() -> None:
    found = line(agreed(pair(relation="narrower", coverage=Decimal("0.95"))), about=asked(critical=True))
    assert (found.credit, found.coverage, found.rating) == (Credit.GAP, Decimal("0.95"), "")


def test_g1_level_two_credits_the_standard_and_tests_its_use() -> None:
    level_two = agreed(level=2)
    assert line(level_two, about=asked(phase="commitment")).credit is Credit.CREDITED
    tested = line(level_two)
    assert (tested.credit, tested.rating) == (Credit.PARTLY, "")


def test_g3_a_suspended_certificate_puts_the_credit_on_hold() -> None:
    found = line(certificate=shown(status="suspended"))
    assert (found.credit, found.rating) == (Credit.HOLD, "full")


def test_g4_what_was_credited_over_there_is_not_credited_again() -> None:
    found = line(certificate=shown(credited_there=frozenset({"T1"})))
    assert found.credit is Credit.GAP
    assert "through others" in found.why[0]


def test_a_kind_of_evidence_that_is_not_accepted_here_is_a_gap() -> None:
    assert line(agreed(pair(evidence="oral"))).credit is Credit.GAP


def test_what_the_agreement_leaves_out_and_what_nothing_stands_for_are_gaps() -> None:
    assert line(agreed(exclusions=["O1"])).credit is Credit.GAP
    assert line(about=asked(requirement="O2")).theirs == ""


def test_several_lines_are_never_added_up_the_best_one_counts() -> None:
    both = agreed(
        pair(relation="overlaps", coverage=Decimal("0.5")),
        pair(theirs="T2", relation="overlaps", coverage=Decimal("0.6")),
    )
    found = line(both)
    assert (found.credit, found.coverage) == (Credit.PARTLY, Decimal("0.6"))
    assert line(agreed(pair(relation="overlaps"), pair(theirs="T2"))).theirs == "T2"


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("in_force", Credit.CREDITED),
        ("grace", Credit.CREDITED),
        ("suspended", Credit.HOLD),
        ("lapsed", Credit.GAP),
        ("not_yet", Credit.GAP),
    ],
)
def test_the_agreement_itself_must_stand(use: str, expected: Credit) -> None:
    assert line(use=use).credit is expected


def test_a_suspended_agreement_does_not_revive_an_ended_certificate() -> None:
    assert line(certificate=shown(status="withdrawn"), use="suspended").credit is Credit.GAP
    assert line(certificate=shown(status="unknown"), use="suspended").credit is Credit.HOLD


def test_a_certificate_that_nobody_looked_up_grants_nothing_yet() -> None:
    found = line(certificate=shown(status="unknown", checked_on=None))
    assert (found.credit, found.rating) == (Credit.UNCHECKED, "full")


def test_weak_assurance_leaves_a_part_and_no_rating() -> None:
    found = line(assurance="partial")
    assert (found.credit, found.rating) == (Credit.PARTLY, "")
    held = line(assurance="partial", certificate=shown(status="suspended"))
    assert (held.credit, held.rating) == (Credit.HOLD, "")


def test_the_match_of_a_claim_tells_gaps_and_critical_misses() -> None:
    ground = Ground(agreed=agreed(), shown=shown(), assurance="full", use="in_force", on=DAY)
    found = match_of(lines(ground, [asked(), asked(requirement="O2", critical=True, weight=Decimal(3))]))
    assert (found.index.share, found.covered, found.critical_misses) == ("1/4", ("O1",), ("O2",))
    assert ground.standing is Standing.COUNTS
