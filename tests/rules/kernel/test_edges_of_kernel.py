"""Identifiers, days, sums, masses and inputs at the edge of what each can hold."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from orepass.kernel.calculator import InputUnknown, RuleUnknown, calculate, explain, rule_card, scalar, topics
from orepass.kernel.check import failed, not_checked, passed, summaries, undetermined, verified
from orepass.kernel.computed import InputRefused, names_in
from orepass.kernel.identifier import mint, minted_from, random_bits
from orepass.kernel.kept import Kept, exact, keep, recomputed, same
from orepass.kernel.lifecycle import Lifecycle, step
from orepass.kernel.money import LENGTH_MAX, MINOR_MAX, BadMoney, Money, half_up, money, total
from orepass.kernel.period import BeyondCalendar, Period, add_months
from orepass.kernel.quantity import MILLIGRAMS_MAX, BadQuantity, Milligrams, in_unit, mass
from orepass.kernel.refusal import Conflict
from orepass.kernel.suggestion import suggest
from orepass.kernel.verdict import Unknown, all_of, any_of, negate, no, unknown, yes
from orepass.register import rulebook


def test_seeded_bits_are_as_many_as_were_asked_for_and_spread_over_all_of_them() -> None:
    with minted_from("spread"):
        drawn = [random_bits(3) for _ in range(200)]
    assert set(drawn) == set(range(8))


def test_the_demonstration_names_the_same_things_in_every_edition() -> None:
    with minted_from("demonstration only"):
        named = [mint("org"), mint("org")]
    with minted_from("demonstration only"):
        assert [mint("org"), mint("org")] == named
    assert named == ["org-P6JXQAR40GHY3", "org-K1102S7F77K0H"]


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(1, 2, 1), -1, date(1, 1, 1)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 1, 1), 0, date(2025, 1, 1)),
    ],
)
def test_months_are_added_and_clamped_to_the_end_of_the_month(day: date, months: int, found: date) -> None:
    assert add_months(day, months) == found


@pytest.mark.parametrize(("day", "months"), [(date(9999, 12, 1), 1), (date(1, 1, 31), -1)])
def test_a_month_that_no_calendar_holds_is_refused_with_its_reason(day: date, months: int) -> None:
    with pytest.raises(BeyondCalendar) as refused:
        add_months(day, months)
    assert refused.value.params == {"day": day, "months": months}


def test_a_period_holds_its_first_day_and_not_the_day_of_its_end() -> None:
    period = Period(date(2025, 1, 10), date(2025, 1, 12))
    assert [period.holds(date(2025, 1, day)) for day in (9, 10, 11, 12)] == [False, True, True, False]
    assert (period.valid_to, Period(date(2025, 1, 10)).valid_to) == (date(2025, 1, 11), None)
    assert Period(date(2025, 1, 10)).holds(date(9999, 12, 31))


def test_a_sum_is_held_up_to_the_greatest_number_of_minor_units() -> None:
    assert money(Decimal(MINOR_MAX).scaleb(-2), "EUR").minor == MINOR_MAX
    assert money(Decimal(-MINOR_MAX).scaleb(-2), "EUR").minor == -MINOR_MAX
    with pytest.raises(BadMoney):
        money(Decimal(MINOR_MAX + 1).scaleb(-2), "EUR")
    with pytest.raises(BadMoney):
        money(Decimal(-MINOR_MAX - 1).scaleb(-2), "EUR")


def test_an_amount_may_be_written_with_thirty_characters_and_no_more() -> None:
    assert money("1.5".rjust(LENGTH_MAX, "0"), "EUR").minor == 150
    with pytest.raises(BadMoney):
        money("1.5".rjust(LENGTH_MAX + 1, "0"), "EUR")


def test_sums_below_zero_round_away_from_it_and_show_their_sign() -> None:
    assert [half_up(Fraction(number, 4)) for number in (-7, -6, -5, -2, -1, 0, 1, 2, 5)] == [
        -2,
        -2,
        -1,
        -1,
        0,
        0,
        0,
        1,
        1,
    ]
    assert (str(-money("1.5", "EUR")), str(money("1.5", "TND")), str(money(3, "JPY"))) == (
        "-1.50 EUR",
        "1.500 TND",
        "3 JPY",
    )
    assert total([], "EUR") == Money(0, "EUR")
    assert money(1, "EUR") <= money(1, "EUR")
    assert not money(1, "EUR") < money(1, "EUR")


def test_a_mass_is_held_up_to_the_greatest_and_from_nothing() -> None:
    assert mass(str(MILLIGRAMS_MAX), "MGM") == MILLIGRAMS_MAX
    assert mass("0", "TNE") == 0
    assert mass("0.001", "GRM") == 1
    for refused in (str(MILLIGRAMS_MAX + 1), "-1", "0.1"):
        with pytest.raises(BadQuantity):
            mass(refused, "MGM")
    assert [str(in_unit(Milligrams(number))) for number in (0, 1, 2_500_000, 3_000_000)] == [
        "0",
        "0.000001",
        "2.5",
        "3",
    ]


def test_one_no_decides_all_and_one_yes_decides_any() -> None:
    open_, gone = unknown(Unknown.MISSING, "a"), unknown(Unknown.EXPIRED, "b")
    assert all_of([yes("x"), open_, no("y")]) == no("y")
    assert all_of([yes("x"), gone, open_]) == unknown(Unknown.EXPIRED, "b", "a")
    assert any_of([no("x"), open_, yes("y")]) == yes("y")
    assert (all_of([]), any_of([])) == (yes(), no())
    assert [negate(one) for one in (yes("x"), no("x"), open_)] == [no("x"), yes("x"), open_]


def test_nothing_undetermined_is_verified_unless_nobody_needs_it() -> None:
    entry, over, missing = "Entry {index} of the log.", "It was valid until {end}.", "No log was asked."
    fine, open_ = passed("one", entry, index=1), undetermined("two", over)
    assert verified([fine, not_checked("three", missing)]) is True
    assert verified([fine, undetermined("two", over, required=False)]) is True
    assert verified([fine, open_]) is None
    assert verified([open_, failed("four", over)]) is False
    assert verified([]) is True
    assert (fine.required, open_.required, not_checked("three", missing).required) == (True, True, False)
    assert [(each.name, each.result, each.reason) for each in summaries([fine])] == [
        ("one", "passed", "Entry 1 of the log.")
    ]


def test_only_recorded_steps_are_offered_and_taken() -> None:
    table = Lifecycle(
        "t", "a", (step("x.go", "a", "b"), step("x.fall", "b", "c", recorded=False), step("x.back", {"b", "c"}, "a"))
    )
    assert (sorted(table.states), table.allowed("b"), table.allowed("a")) == (["a", "b", "c"], ("x.back",), ("x.go",))
    assert table.state_after(["x.go", "x.back", "x.go"]) == "b"
    assert table.state_after([]) == "a"
    for state, action in (("b", "x.fall"), ("a", "x.back")):
        with pytest.raises(Conflict):
            table.after(state, action)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (date(2025, 1, 10), "2025-01-10"),
        (Decimal("1E+3"), "1000"),
        (Decimal("2.50"), "2.50"),
        (Fraction(27, 2), "27/2"),
        (13, "13"),
        ("word", "word"),
        (None, ""),
        ([1, "a"], '[1,"a"]'),
    ],
)
def test_a_value_is_kept_as_exact_text(value: object, text: str) -> None:
    assert exact(value) == text


def test_texts_of_one_number_are_the_same_and_words_are_not_numbers() -> None:
    assert same("2.50", "5/2")
    assert same("a", "a")
    assert not same("1/0", "2")
    assert not same("a", "b")


def test_a_kept_value_differs_where_the_scheme_says_another_number_or_none() -> None:
    assert rulebook.MODULES
    _computed, kept = keep(
        "months-after", {"start": date(2025, 1, 10), "months": 2}, parameters={"months": "lifecycle.cycle_months"}
    )
    assert recomputed(kept, {"lifecycle.cycle_months": "2.0"}) == []
    (other,) = recomputed(kept, {"lifecycle.cycle_months": 3})
    assert (other.where, other.stored, other.computed) == ("inputs.months", "2", "lifecycle.cycle_months = 3")
    assert [one.computed for one in recomputed(kept)] == ["lifecycle.cycle_months = None"]
    gone = Kept(rule="no-such-rule", inputs={}, value="1", unit="", seal="x")
    assert [(one.where, one.stored) for one in recomputed(gone)] == [("seal", "x"), ("value", "1")]


@pytest.mark.parametrize(
    ("number", "fits"),
    [("1" * 4, True), ("0" * 14 + "1", True), ("0" * 15 + "1", False), ("1e3", False), ("1E3", False)],
)
def test_a_number_has_at_most_fifteen_characters_and_no_exponent(number: str, *, fits: bool) -> None:
    asked = {"n": number}
    if fits:
        assert calculate("sample-md1", asked).value
    else:
        with pytest.raises(InputRefused):
            calculate("sample-md1", asked)


@pytest.mark.parametrize(("word", "value"), [("true", True), ("Yes", True), ("FALSE", False), ("no", False)])
def test_a_truth_is_written_in_either_pair_of_words(word: str, *, value: bool) -> None:
    assert calculate("appeal-stays", {"stays_decision": word}).value is value


def test_a_list_may_be_four_thousand_characters_long_and_a_day_no_longer_than_sixty() -> None:
    names = "a," * 1_999 + "aa"
    assert calculate("panel-impartial", {"panel": names}).value is False
    with pytest.raises(InputRefused):
        calculate("panel-impartial", {"panel": names + "a"})
    padded = "2025-01-10".rjust(60)
    assert calculate("months-after", {"start": padded, "months": "1"}).value == date(2025, 2, 10)
    with pytest.raises(InputRefused) as refused:
        calculate("months-after", {"start": padded + " ", "months": "1"})
    assert refused.value.params["problem"] == "it must be a date such as 2026-01-31"


def test_what_leads_beyond_the_calendar_and_what_is_unknown_is_told_as_such() -> None:
    with pytest.raises(InputRefused) as beyond:
        calculate("complaint-conclude-by", {"received_on": "9999-12-31", "days": "1"})
    assert beyond.value.params["problem"] == "it leads beyond the year 9999"
    with pytest.raises(InputUnknown) as stray:
        calculate("months-after", {"strat": "2025-01-10", "months": "1"})
    assert "start" in stray.value.way_out
    with pytest.raises(RuleUnknown) as misspelt:
        rule_card("months-aftr")
    assert "months-after" in misspelt.value.way_out


def test_each_input_says_where_its_value_came_from() -> None:
    used = explain("complaint-conclude-by", {"received_on": "2025-01-10"}).parameters
    assert [(one.name, one.value, one.origin) for one in used] == [
        ("received_on", "2025-01-10", "given"),
        ("days", "60", "default"),
    ]
    card = rule_card("complaint-conclude-by")
    assert [(one.name, one.kind, one.default) for one in card.inputs] == [
        ("received_on", "a date such as 2026-01-31", None),
        ("days", "a whole number", "60"),
    ]
    assert (card.room, card.topic) == ("engagement", "clocks")
    assert [one.default for one in rule_card("appeal-stays").inputs] == ["false"]
    assert [one.default for one in rule_card("participation-year").inputs] == [None, None]
    assert rule_card("requirement-counts").inputs[-1].default == ""
    assert [one.name for one in rule_card("may").inputs] == ["machine", "from", "step"]


def test_every_topic_has_a_title_without_its_full_stop() -> None:
    titles = {(topic.room, topic.topic): topic.title for topic in topics()}
    assert titles["kernel", "machines"].startswith("Ask any machine of certification")
    assert not [title for title in titles.values() if not title or title.endswith(".")]


def test_a_near_word_is_suggested_and_otherwise_all_are_listed() -> None:
    assert suggest("watr", ["water", "air"]) == "Write “water”."
    assert suggest("xyz", ["water", "air"]) == "Write one of: air, water."
    assert names_in(" a, ,b ,") == ["a", "b"]


def test_a_whole_number_is_shown_as_one_and_a_rule_by_its_first_line() -> None:
    shown = [scalar(value) for value in (Decimal("2.0"), Fraction(4, 2), Decimal("2.5"))]
    assert [(type(value), value) for value in shown] == [(int, 2), (int, 2), (float, 2.5)]
    described = rule_card("audit-interval-state").description
    assert described.startswith("Whether third-party audits and the checks between them are in order")
    assert "interval" not in described
