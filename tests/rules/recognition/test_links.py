"""The links of a credit, each on both sides of its edges; the whole is its weakest link."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from orepass.inclusion.recognition.rules import combined, credit, matching, validity
from orepass.inclusion.recognition.rules.lifecycles import AGREEMENT
from orepass.kernel.computed import InputRefused
from orepass.kernel.lifecycle import Machine

WORTHS = ("none", "partial", "full")
DAY = date(2026, 3, 1)


def refused(call: Any, **inputs: Any) -> str:
    with pytest.raises(InputRefused) as refusal:
        call(**inputs)
    return refusal.value.where


@pytest.mark.parametrize("links", list(product(WORTHS, repeat=4)))
@pytest.mark.parametrize("critical", [True, False])
def test_a_credit_is_never_better_than_its_weakest_link(links: tuple[str, ...], critical: bool) -> None:
    names = ("mapping", "assurance", "level", "verification")
    found = credit.credit(**dict(zip(names, links, strict=True)), certificate="counts", critical=critical)
    weakest = min(links, key=WORTHS.index)
    expected = {"full": "credited", "partial": "gap" if critical else "partly", "none": "gap"}[weakest]
    assert found.value == expected
    assert found.explanation


@pytest.mark.parametrize(
    ("certificate", "expected"),
    [("counts", "credited"), ("hold", "hold"), ("unchecked", "unchecked"), ("outside", "gap"), ("ended", "gap")],
)
def test_the_certificate_decides_whether_a_whole_credit_counts(certificate: str, expected: str) -> None:
    full = dict.fromkeys(("mapping", "assurance", "level", "verification"), "full")
    assert credit.credit(**full, certificate=certificate, critical=True).value == expected


def test_words_outside_the_vocabulary_are_refused() -> None:
    full = dict.fromkeys(("mapping", "assurance", "level", "verification"), "full")
    assert refused(credit.credit, **full, certificate="lost", critical=False) == "certificate"
    assert refused(credit.credit, **{**full, "level": "two"}, certificate="counts", critical=False) == "level"
    assert refused(credit.mapping_worth, relation="same", coverage=Fraction(1)) == "relation"
    assert refused(credit.mapping_worth, relation="equal", coverage=Fraction(1), obligation="may") == "obligation"
    assert refused(credit.mapping_worth, relation="equal", coverage=Fraction(-1, 9)) == "coverage"
    assert (
        refused(credit.mapping_worth, relation="equal", coverage=Fraction(1), coverage_min=Fraction()) == "coverage_min"
    )
    assert refused(credit.level_worth, level=0, part="standard") == "level"
    assert refused(credit.level_worth, level=2, part="all") == "part"
    assert refused(credit.verification_worth, party="fourth", critical=False) == "party"
    assert refused(credit.credited_rating, theirs="good") == "theirs"
    assert refused(credit.credited_rating, theirs="full", least="unknown") == "least"
    assert refused(credit.prerequisite, status="lost", valid_before=DAY, on=DAY, performs=True) == "status"


def test_a_coverage_of_nothing_is_worth_nothing_whatever_it_is_called() -> None:
    assert credit.mapping_worth(relation="equal", coverage=Fraction()).value == "none"


@pytest.mark.parametrize(("party", "worth"), [("second", "partial"), ("unaccredited", "partial"), ("third", "full")])
def test_only_an_accredited_third_party_carries_a_whole_credit(party: str, worth: str) -> None:
    assert credit.verification_worth(party=party, critical=False).value == worth
    assert credit.verification_worth(party=party, critical=True).value == ("full" if party == "third" else "none")


def scores(**changes: int) -> dict[str, int]:
    items = ("independence", "competence", "sampling", "transparency", "decision", "oversight")
    return {**dict.fromkeys(items, 2), **changes}


def test_limits_of_the_assurance_score_are_the_schemes() -> None:
    assert credit.assurance_worth(**scores(sampling=1), item_min=2).value == "none"
    assert credit.assurance_worth(**scores(sampling=0), item_min=0).value == "full"
    assert credit.assurance_worth(**scores(), mean_min=Fraction(2)).value == "full"
    assert refused(credit.assurance_worth, **scores(oversight=-1)) == "oversight"
    assert refused(credit.assurance_worth, **scores(), item_min=3) == "item_min"
    assert refused(credit.assurance_worth, **scores(), mean_min=Fraction(3)) == "mean_min"


def standing(**changes: Any) -> str:
    facts = {"status": "active", "covers": True, "audited_on": date(2026, 1, 10), "checked_on": DAY, "on": DAY}
    return credit.certificate_standing(**{**facts, **changes}).value


def test_how_a_certificate_stands_on_a_day() -> None:
    assert standing() == "counts"
    assert standing(status="withdrawn") == "ended"
    assert standing(status="suspended", covers=False) == "outside"
    assert standing(audited_on=date(2026, 3, 2)) == "outside"
    assert standing(checked_on=None) == "unchecked"
    assert standing(checked_on=date(2026, 3, 2)) == "unchecked"
    assert standing(status="unknown") == "unchecked"
    with pytest.raises(InputRefused):
        standing(status="fine")
    with pytest.raises(InputRefused):
        standing(age_months_max=0)
    with pytest.raises(InputRefused):
        standing(check_days_max=-1)


def test_the_month_of_an_age_is_clamped_at_its_end() -> None:
    facts = {"audited_on": date(2025, 8, 31), "age_months_max": 6}
    assert standing(**facts, on=date(2026, 2, 28), checked_on=date(2026, 2, 28)) == "counts"
    assert standing(**facts, on=date(2026, 3, 1)) == "ended"


def test_validity_refuses_numbers_below_nothing() -> None:
    assert refused(validity.lapses_on, valid_from=DAY, months=0) == "months"
    assert refused(validity.lapses_on, valid_from=DAY, extension_months=-1) == "extension_months"
    assert refused(validity.grace_before, lapsed_on=DAY, grace_months=-1) == "grace_months"
    assert refused(validity.hold_until, told_on=DAY, hold_days=-1) == "hold_days"


def test_without_grace_a_lapse_is_a_lapse() -> None:
    found = validity.use_on(valid_from=date(2023, 3, 1), lapsed_on=DAY, on=DAY, grace_months=0)
    assert found.value == "lapsed"


@pytest.mark.parametrize(
    "pairs", ["", "3", "a:1", "3:x", "3:1/0", "-1:1", "1:2", "0:1"], ids=lambda text: text or "nothing"
)
def test_a_match_index_needs_pairs_of_weight_and_coverage(pairs: str) -> None:
    assert refused(matching.match_index, pairs=pairs) == "pairs"


def test_equivalence_refuses_impossible_counts() -> None:
    assert refused(matching.equivalent, required=0, covered=0) == "required"
    assert refused(matching.equivalent, required=3, covered=4) == "covered"
    assert refused(matching.equivalent, required=3, covered=3, local_extra=-1) == "local_extra"
    assert refused(matching.shared, kind="margin", partner=True) == "kind"


def test_combined_audits_refuse_impossible_counts() -> None:
    days = {"first_days": Decimal(4), "second_days": Decimal(4), "shared": 1, "second_total": 4}
    assert combined.combined_days(**days).value == Decimal(1)
    assert refused(combined.combined_days, **{**days, "first_days": Decimal(-1)}) == "first_days"
    assert refused(combined.combined_days, **{**days, "second_total": 0}) == "second_total"
    assert refused(combined.combined_days, **{**days, "shared": 5}) == "shared"
    assert refused(combined.discount, days_saved=Decimal(-1), day_rate=Decimal(1)) == "days_saved"
    assert refused(combined.discount, days_saved=Decimal(1), day_rate=Decimal(-1)) == "day_rate"


def test_the_machine_of_an_agreement_is_in_the_catalogue() -> None:
    assert Machine.catalogue["recognition"].lifecycle is AGREEMENT
    expected = {"requested", "assessed", "consulted", "recognised", "recognised_conditional", "refused"}
    assert AGREEMENT.states == expected | {"suspended", "lapsed", "superseded"}
    assert AGREEMENT.allowed("refused") == AGREEMENT.allowed("lapsed") == AGREEMENT.allowed("superseded") == ()
