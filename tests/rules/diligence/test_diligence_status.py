from datetime import date
from itertools import pairwise

import pytest

from orepass.diligence.rules.status import (
    ICGLR_CODES,
    Basis,
    Colour,
    StatusEntry,
    StatusSpan,
    StatusTerms,
    may_deliver,
    status_on,
    timeline,
)
from orepass.kernel.verdict import Unknown


def decided(day: str, colour: Colour | None) -> StatusEntry:
    return StatusEntry(date.fromisoformat(day), colour, "ministry", str(colour))


def on(entries: list[StatusEntry], day: str) -> StatusSpan:
    return status_on(entries, date.fromisoformat(day))


GREEN = decided("2024-06-01", Colour.GREEN)
YELLOW = decided("2025-01-10", Colour.YELLOW)
RED = decided("2025-01-10", Colour.RED)


@pytest.mark.parametrize(
    ("day", "colour", "basis"),
    [
        ("2024-05-31", Colour.BLUE, Basis.NEVER_INSPECTED),
        ("2024-06-01", Colour.GREEN, Basis.DECIDED),
        ("2025-05-31", Colour.GREEN, Basis.DECIDED),
        ("2025-06-01", Colour.BLUE, Basis.EXPIRED),
        ("2028-05-31", Colour.BLUE, Basis.EXPIRED),
        ("2028-06-01", Colour.RED, Basis.LAPSED),
        ("2040-01-01", Colour.RED, Basis.LAPSED),
    ],
)
def test_n8_green_turns_blue_after_a_year_and_red_after_three_more(day: str, colour: Colour, basis: Basis) -> None:
    span = on([GREEN], day)
    assert (span.colour, span.basis) == (colour, basis)


def test_n7_yellow_may_export_until_the_day_it_has_to_be_fixed() -> None:
    assert may_deliver(on([YELLOW], "2025-04-10")).is_yes
    late = on([YELLOW], "2025-04-11")
    assert (late.colour, late.basis) == (Colour.YELLOW, Basis.OVERDUE)
    assert may_deliver(late).unknown is Unknown.EXPIRED


def test_n7_red_stays_for_six_months_and_until_a_clean_inspection() -> None:
    assert may_deliver(on([RED], "2025-07-09")).is_no
    assert may_deliver(on([RED], "2026-07-10")).is_no
    early = [RED, decided("2025-03-01", Colour.GREEN)]
    assert on(early, "2025-07-09").basis is Basis.WAITING
    assert may_deliver(on(early, "2025-07-09")).is_no
    assert may_deliver(on(early, "2025-07-10")).is_yes
    assert may_deliver(on([RED, decided("2025-08-01", Colour.GREEN)], "2025-08-01")).is_yes


def test_second_inspection_in_the_wait_does_not_shorten_it() -> None:
    entries = [RED, decided("2025-02-01", Colour.GREEN), decided("2025-03-01", Colour.YELLOW)]
    assert on(entries, "2025-07-09").colour is Colour.RED
    assert on(entries, "2025-07-10").basis is Basis.OVERDUE


def test_site_without_decisions_is_blue_and_unknown() -> None:
    span = on([], "2026-01-01")
    assert (span.colour, span.basis) == (Colour.BLUE, Basis.NEVER_INSPECTED)
    assert may_deliver(span).unknown is Unknown.MISSING


def test_repeated_blue_does_not_start_the_three_years_anew() -> None:
    entries = [
        decided("2020-01-01", Colour.BLUE),
        decided("2021-01-01", Colour.BLUE),
        decided("2022-06-01", Colour.BLUE),
    ]
    assert on(entries, "2022-12-31").colour is Colour.BLUE
    assert may_deliver(on(entries, "2022-12-31")).unknown is Unknown.UNVERIFIABLE
    assert on(entries, "2023-01-01").basis is Basis.LAPSED


def test_blue_after_an_expired_green_counts_from_the_expiry() -> None:
    assert on([GREEN, decided("2026-01-01", Colour.BLUE)], "2028-06-01").colour is Colour.RED


def test_lapsed_red_ends_with_the_next_inspection_at_once() -> None:
    assert may_deliver(on([GREEN, decided("2029-01-01", Colour.GREEN)], "2029-01-01")).is_yes


def test_of_two_decisions_on_one_day_the_graver_counts() -> None:
    pair = [decided("2025-01-10", Colour.GREEN), decided("2025-01-10", Colour.YELLOW), RED]
    assert on(pair, "2025-01-10").colour is Colour.RED
    assert on(pair[::-1], "2025-01-10").colour is Colour.RED


def test_unreadable_colour_decides_nothing() -> None:
    assert on([GREEN, decided("2024-07-01", None)], "2024-08-01").colour is Colour.GREEN


def test_later_decisions_are_not_known_earlier() -> None:
    assert on([GREEN, decided("2026-01-01", Colour.GREEN)], "2025-12-31").colour is Colour.BLUE


def test_timeline_follows_without_gap_or_overlap() -> None:
    spans = timeline([RED, GREEN, YELLOW, decided("2025-03-01", Colour.GREEN), decided("2026-12-01", Colour.BLUE)])
    for earlier, later in pairwise(spans):
        assert earlier.period.valid_before == later.period.valid_from
    assert spans[-1].period.valid_before is None


def test_scheme_may_set_other_terms() -> None:
    assert status_on([GREEN], date(2025, 1, 1), StatusTerms(green_months=6)).colour is Colour.BLUE


def test_codes_are_those_of_the_region() -> None:
    assert [ICGLR_CODES[colour] for colour in (Colour.BLUE, Colour.GREEN, Colour.YELLOW, Colour.RED)] == [0, 1, 2, 3]
