"""Accounts come to the sum of what no later entry corrects; fees are priced by the pack's numbers."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from orepass.inclusion.fees.rules.ledger import EntryKind, Line, counting, owed_by, own_share, standing_of
from orepass.inclusion.fees.rules.pricing import Measure, price
from orepass.inclusion.fees.rules.terms import FeeUnknown, due_days, fee_names, instalments, vote, waiver
from orepass.kernel.computed import InputRefused
from orepass.kernel.kept import said_of
from orepass.kernel.money import Money, money
from orepass.scheme.rules.parameters import Parameter, ParameterMissing, Rules

DAY = date(2026, 3, 2)


def euro(amount: str) -> Money:
    return money(amount, "EUR")


def line(number: int, kind: EntryKind, amount: str, **more: Any) -> Line:
    return Line(id=str(number), kind=kind, amount=euro(amount), on=DAY, **more)


def test_a_corrected_entry_no_longer_counts_and_stays() -> None:
    lines = [
        line(1, EntryKind.CHARGED, "100"),
        line(2, EntryKind.PAID, "60"),
        line(3, EntryKind.PAID, "16", corrects="2"),
        line(4, EntryKind.WAIVED, "4"),
    ]
    standing = standing_of(lines, "EUR")
    assert [one.id for one in counting(lines)] == ["1", "3", "4"]
    assert (standing.due, standing.open) == (euro("96"), euro("80"))
    assert (standing.moved_on, standing.is_sound) == (DAY, True)
    assert standing_of([], "EUR").moved_on is None


@pytest.mark.parametrize(
    "lines",
    [
        [line(1, EntryKind.CHARGED, "1"), line(2, EntryKind.PAID, "1.01")],
        [line(1, EntryKind.CHARGED, "1"), line(2, EntryKind.WAIVED, "2")],
        [line(1, EntryKind.OWED, "1"), line(2, EntryKind.RECEIVED, "1"), line(3, EntryKind.SPENT, "1.01")],
    ],
)
def test_an_account_below_nothing_is_not_sound(lines: list[Line]) -> None:
    assert not standing_of(lines, "EUR").is_sound


def test_each_buyer_owes_its_own() -> None:
    lines = [
        line(1, EntryKind.OWED, "10", party="a"),
        line(2, EntryKind.OWED, "20", party="b"),
        line(3, EntryKind.RECEIVED, "4", party="a"),
    ]
    assert owed_by(lines, "a", "EUR") == euro("6")
    assert owed_by(lines, "c", "EUR") == euro("0")


def test_shares_of_those_who_stay_carry_what_those_who_left_did_not_pay() -> None:
    lines = [
        line(1, EntryKind.CHARGED, "90"),
        line(2, EntryKind.DEDUCTED, "10", party="gone"),
        line(3, EntryKind.DEDUCTED, "30", party="a"),
    ]
    assert own_share(lines, "a", ["a", "b"], "EUR") == (euro("40"), euro("30"))
    assert own_share(lines, "b", ["a", "b"], "EUR") == (euro("40"), euro("0"))


def rules(**values: object) -> Rules:
    made = {
        f"fees.{path.replace('__', '.')}": Parameter(
            path=f"fees.{path.replace('__', '.')}", value=value, unit="EUR", source="s", clause="c", verified=False
        )
        for path, value in values.items()
    }
    return Rules(made)


SCHEDULE = rules(currency="EUR", label__base="100", label__per_volume="0.5", audit__base="400", audit__day_rate="650")


def priced(fee: str, measure: Measure, found: Rules = SCHEDULE) -> Money:
    return price(found, fee, measure, pack_digest="d", standard="S").amount


def test_a_fee_is_priced_from_the_schedule_alone() -> None:
    assert fee_names(SCHEDULE) == ("audit", "label")
    assert priced("label", Measure(volume_t=Decimal("10.001"))) == euro("105.00")
    assert priced("label", Measure(artisanal=True)) == euro("100")
    assert priced("audit", Measure(days=Decimal("0.5"))) == euro("725")
    assert priced("audit", Measure(members=40, days=Decimal(1), travel=Decimal(5))) == euro("1055")
    with pytest.raises(FeeUnknown):
        priced("friendship", Measure())
    with pytest.raises(InputRefused):
        priced("label", Measure(volume_t=Decimal(-1)))
    with pytest.raises(InputRefused):
        priced("label", Measure(revenue=Decimal(1234567890123)))


def test_the_cheaper_auditor_is_quoted_and_a_local_one_only_where_there_is_one() -> None:
    both = {"days": Decimal(1), "travel": Decimal(100), "foreign_travel": Decimal(900)}
    assert priced("audit", Measure(**both)) == euro("1150")
    assert priced("audit", Measure(**{**both, "foreign_travel": Decimal(50)})) == euro("1100")
    assert priced("audit", Measure(days=Decimal(1), foreign_travel=Decimal(900))) == euro("1950")


def test_artisanal_miners_pay_less_and_groups_no_more_than_their_members_alone() -> None:
    found = Rules({**SCHEDULE.parameters, **rules(discount__asm_percent=80, audit__single_days=1).parameters})
    assert priced("label", Measure(artisanal=True), found) == euro("20")
    assert priced("audit", Measure(artisanal=True), found) == euro("400")
    # Two alone: 2 × (400 + 650 + 100); together 30 days would cost more.
    assert priced("audit", Measure(members=2, days=Decimal(30), travel=Decimal(100)), found) == euro("2300")
    assert priced("audit", Measure(members=2, days=Decimal(1), travel=Decimal(100)), found) == euro("1150")


def test_every_step_says_again_what_it_said() -> None:
    steps = price(SCHEDULE, "label", Measure(), pack_digest="d", standard="S").steps
    assert [said_of(step).unit for step in steps] == ["currency", "EUR", "EUR"]
    assert steps[1].parameters == {"base": "fees.label.base"}


def test_a_silent_pack_is_refused() -> None:
    for read in (instalments, vote):
        with pytest.raises(ParameterMissing):
            read(SCHEDULE)
    with pytest.raises(FeeUnknown):
        waiver(SCHEDULE, "pilot")


def test_terms_are_read_from_the_pack() -> None:
    found = rules(
        instalment__sale_percent=10,
        instalment__start_condition="when_paid",
        instalment__default_after_days=90,
        premium__quorum_percent=50,
        premium__majority_percent=50,
        due_days=30,
        waiver__pilot__first_on="2024-09-01",
        waiver__pilot__last_on="2024-12-31",
        waiver__pilot__basis="audit",
    )
    assert instalments(found).default_after_days == 90
    assert due_days(found) == 30
    assert vote(found).quorum_percent == 50
    assert waiver(found, "pilot").last_on == date(2024, 12, 31)
