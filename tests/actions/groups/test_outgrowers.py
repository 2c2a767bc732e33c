"""What a holder declares of its outgrowers: enough or not, kept with its why, corrected by a new declaration (F-01)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from orepass.inclusion.groups.actions import outgrowers
from orepass.inclusion.groups.actions.outgrowers import Bought, BoughtUnusable, NotABuyer, YearUnusable
from orepass.inclusion.groups.models import Group, OutgrowerYear
from orepass.inclusion.groups.queries import OutgrowerCard, outgrowers_for
from orepass.kernel.computed import InputRefused
from orepass.kernel.refusal import Denied, NotFound
from orepass.platform.access import Actor, Role
from orepass.platform.replaying import Result, replay
from tests.beginnings import Teller, Told
from tests.certification import refuses
from tests.cooperative import Cooperative


def buying(coop: Cooperative) -> Cooperative:
    Group.objects.filter(pk=coop.group.id).update(holder_type="supply_chain_group")
    return coop


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Cooperative]:
    return tell(lambda: buying(Cooperative(members=1)))


@pytest.fixture
def coop(told: Told[Cooperative], db: None) -> Cooperative:
    """A group that buys from outgrowers, three years on."""
    world = told.again()
    world.at += timedelta(days=3 * 365)
    return world


def of(share: str, **changes: Any) -> Bought:
    given = {"basis": "volume", "unit": "TNE", "total": Decimal(100), "from_outgrowers": Decimal(share), **changes}
    return Bought(**given)


def declare(coop: Cooperative, year: int, share: str, **changes: Any) -> OutgrowerCard:
    inputs = {"group": coop.group.id, "year": year, "bought": of(share), "at": coop.at, **changes}
    return outgrowers.declare_outgrowers(inputs.pop("actor", coop.operator), **inputs)


@pytest.mark.parametrize(
    ("first", "second", "met"),
    [("9.99", "19.99", (False, False)), ("10.00", "20.00", (True, True))],
)
def test_f01_ten_per_cent_in_the_first_year_and_twenty_in_the_second(
    coop: Cooperative, first: str, second: str, met: tuple[bool, bool]
) -> None:
    one, two = declare(coop, 2026, first), declare(coop, 2027, second)
    assert (one.met, two.met) == met
    assert (one.share_percent, two.share_percent) == (Decimal(first), Decimal(second))
    assert one.kept.parameters == {
        "first": "group.outgrower_first_percent",
        "second": "group.outgrower_second_percent",
    }
    assert "at least 20 are asked in year 2" in two.explanation[0]


def test_f01_from_the_third_year_on_the_plan_rises_every_year(coop: Cooperative) -> None:
    declare(coop, 2026, "10")
    for planned in (None, Decimal(15), Decimal("20.00")):
        with refuses(InputRefused):
            declare(coop, 2028, "50", planned_percent=planned)
    assert declare(coop, 2028, "20.01", planned_percent=Decimal("20.01")).met
    with refuses(InputRefused):
        declare(coop, 2029, "50", planned_percent=Decimal("20.01"))
    assert not declare(coop, 2029, "20.5", planned_percent=Decimal(21)).met


def test_a_second_declaration_of_a_year_replaces_the_first_and_both_stay(coop: Cooperative) -> None:
    wrong = declare(coop, 2026, "5")
    right = declare(coop, 2026, "12", note="a scale was read wrongly")
    old, new = outgrowers_for(coop.operator, coop.group.id)
    assert (old.corrected_by, new.corrects, new.met) == (right.id, wrong.id, True)
    assert declare(coop, 2027, "20").kept.inputs["year"] == "2"


def test_years_begin_with_the_first_declared_and_end_today(coop: Cooperative) -> None:
    declare(coop, 2027, "10")
    for year in (2026, coop.at.year + 1):
        with refuses(YearUnusable):
            declare(coop, year, "10")


@pytest.mark.parametrize(
    "bought",
    [
        of("1", basis="weight"),
        of("1", basis="value", unit="EUR"),
        of("1", unit="EUR"),
        of("101"),
        of("-1"),
        of("0", total=Decimal(0)),
        of("0.12345678901234567"),
    ],
)
def test_amounts_that_cannot_be_compared_are_refused(coop: Cooperative, bought: Bought) -> None:
    with refuses(BoughtUnusable):
        declare(coop, 2026, "1", bought=bought)
    assert not OutgrowerYear.objects.exists()


def test_who_buys_from_nobody_and_who_is_not_of_the_group_declares_nothing(coop: Cooperative) -> None:
    with refuses(Denied):
        declare(coop, 2026, "10", actor=coop.auditor)
    with refuses(NotFound):
        declare(coop, 2026, "10", actor=Actor(coop.outsider.pseudonym, coop.stranger, frozenset({Role.OPERATOR})))
    with refuses(NotFound):
        outgrowers_for(coop.outsider, coop.group.id)
    Group.objects.filter(pk=coop.group.id).update(holder_type="group")
    with refuses(NotABuyer):
        declare(coop, 2026, "10")


def test_a_declared_year_can_be_recomputed(coop: Cooperative) -> None:
    card = declare(coop, 2026, "10")
    assert [(one.kind, one.result) for one in replay(card.id)] == [("groups.outgrowers", Result.EQUAL)]
    OutgrowerYear.objects.update(computed={**OutgrowerYear.objects.get().computed, "value": "false"})
    assert [one.result for one in replay(card.id)] == [Result.DIFFERENT]
