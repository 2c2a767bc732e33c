"""When an account last moved, what takes a missed deduction back, and what of a measure is reckoned with."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from orepass.inclusion.fees.rules.adherence import PlanFact, PlanKind, broken_on
from orepass.inclusion.fees.rules.ledger import EntryKind, Line, own_share, standing_of
from orepass.inclusion.fees.rules.pricing import Measure, Priced, price
from orepass.kernel.computed import InputRefused
from orepass.kernel.money import money
from orepass.scheme.rules.parameters import Parameter, Rules


def line(number: int, kind: EntryKind, amount: str, day: int = 1, party: str = "") -> Line:
    return Line(id=str(number), kind=kind, amount=money(amount, "EUR"), on=date(2026, 1, day), party=party)


def test_an_account_moved_last_on_the_latest_day_on_which_something_was_settled() -> None:
    charged = line(1, EntryKind.CHARGED, "100", 1)
    paid = [line(2, EntryKind.PAID, "10", 5), line(3, EntryKind.DEDUCTED, "10", 9), line(4, EntryKind.PAID, "10", 7)]
    assert standing_of([charged, *paid], "EUR").moved_on == date(2026, 1, 9)
    nothing = [line(5, EntryKind.PAID, "0", 20), line(6, EntryKind.WAIVED, "5", 21), line(7, EntryKind.SPENT, "1", 22)]
    assert standing_of([charged, *paid, *nothing], "EUR").moved_on == date(2026, 1, 9)
    assert standing_of([charged, *nothing], "EUR").moved_on is None


def test_who_paid_more_than_the_others_carries_no_more_and_gets_nothing_back() -> None:
    charged = line(1, EntryKind.CHARGED, "90")
    ahead = [charged, line(2, EntryKind.DEDUCTED, "40", party="a"), line(3, EntryKind.DEDUCTED, "10", party="gone")]
    for who, carries, taken in (("a", "40", "40"), ("b", "40", "0")):
        found = own_share(ahead, who, ["a", "b"], "EUR")
        assert found == (money(carries, "EUR"), money(taken, "EUR"))
    last = [charged, line(2, EntryKind.DEDUCTED, "60", party="a"), line(3, EntryKind.PAID, "25")]
    assert own_share(last, "a", ["a", "b"], "EUR")[0] == money("60", "EUR")
    assert own_share(last, "b", ["a", "b"], "EUR")[0] == money("5", "EUR")


def test_only_an_excuse_takes_a_missed_deduction_back() -> None:
    missed = PlanFact(id="m", kind=PlanKind.MISSED, on=date(2026, 1, 3))
    for kind, broken in ((PlanKind.EXCUSED, None), (PlanKind.CONFIRMED, date(2026, 1, 3))):
        assert broken_on([missed, PlanFact(id="x", kind=kind, on=date(2026, 1, 4), excuses="m")], ()) == broken


RATES = {
    "fees.audit.base": 100,
    "fees.audit.per_site": 20,
    "fees.audit.day_rate": 400,
    "fees.audit.single_days": 1,
    "fees.registration.base": 50,
    "fees.registration.per_member": "0.5",
    "fees.registration.per_volume": 2,
    "fees.registration.minimum": 60,
    "fees.registration.maximum": 90,
    "fees.discount.asm_percent": 50,
}


def priced(fee: str, without: str = "", **measured: Any) -> Priced:
    rates = {path: value for path, value in {**RATES, "fees.currency": "EUR"}.items() if path != without}
    found = {
        path: Parameter(path=path, value=value, unit="EUR", source="-", clause="-", verified=False)
        for path, value in rates.items()
    }
    measure = Measure(**measured)
    return price(Rules(found), fee, measure, pack_digest="d", standard="S")


@pytest.mark.parametrize(
    ("measured", "amount"),
    [
        ({"members": 20}, "60"),
        ({"members": 22}, "61"),
        ({"members": 20, "volume_t": Decimal(10)}, "80"),
        ({"members": 20, "volume_t": Decimal(16)}, "90"),
        ({"members": 22, "artisanal": True}, "30.50"),
        ({"members": 0}, "60"),
    ],
)
def test_a_fee_goes_by_size_within_its_bounds_and_then_less_the_discount(measured: dict[str, Any], amount: str) -> None:
    assert priced("registration", **measured).amount == money(amount, "EUR")


@pytest.mark.parametrize(
    ("measured", "amount", "steps"),
    [
        ({"days": Decimal(2)}, "920", 4),
        ({"days": Decimal(2), "travel": Decimal(30)}, "950", 4),
        ({"days": Decimal(2), "foreign_travel": Decimal(70)}, "990", 4),
        ({"days": Decimal(2), "travel": Decimal(30), "foreign_travel": Decimal(70)}, "950", 6),
        ({"days": Decimal(2), "travel": Decimal(70), "foreign_travel": Decimal(30)}, "950", 6),
        ({"days": Decimal(9), "members": 1}, "3720", 4),
        ({"days": Decimal(9), "members": 2}, "1000", 5),
        ({"days": Decimal(9), "members": 2, "travel": Decimal(5), "foreign_travel": Decimal(3)}, "1006", 7),
    ],
)
def test_an_audit_costs_the_cheaper_quote_and_a_group_no_more_than_its_members_alone(
    measured: dict[str, Any], amount: str, steps: int
) -> None:
    found = priced("audit", **measured)
    assert (found.amount, len(found.steps)) == (money(amount, "EUR"), steps)


def test_without_days_for_one_alone_a_group_is_quoted_as_it_is() -> None:
    found = priced("audit", "fees.audit.single_days", days=Decimal(9), members=2)
    assert found.amount == money("3720", "EUR")


@pytest.mark.parametrize(
    ("measured", "fits"),
    [
        ({"sites": 0}, True),
        ({"sites": -1}, False),
        ({"volume_t": Decimal("123456789.12")}, True),
        ({"volume_t": Decimal("123456789.123")}, False),
        ({"travel": Decimal("-0.01")}, False),
    ],
)
def test_a_measure_is_not_below_zero_and_no_longer_than_twelve_characters(
    measured: dict[str, Any], *, fits: bool
) -> None:
    if fits:
        assert priced("registration", **measured).fee == "registration"
    else:
        with pytest.raises(InputRefused):
            priced("registration", **measured)
