"""What certification cost in a year: complying belongs to it, a cost without a benefit is asked about (L-03)."""

from decimal import Decimal
from typing import Any

import pytest

from orepass.inclusion.fees.actions.book import AmountUnusable
from orepass.inclusion.fees.actions.costs import Costs, YearUnusable, record_cost_sheet
from orepass.inclusion.fees.models import CostSheet
from orepass.inclusion.fees.queries import CostSheetCard, cost_sheets_for
from orepass.kernel.computed import InputRefused
from orepass.kernel.money import BadMoney, money
from orepass.kernel.refusal import Denied
from orepass.platform.replaying import Result, replay
from tests.actions.fees.conftest import Counter
from tests.certification import refuses

D = Decimal
COSTS = Costs(currency="USD", fees=D(500), audit=D(1500), compliance=D(6000))


def record(world: Counter, costs: Costs = COSTS, **changes: Any) -> CostSheetCard:
    inputs = {"year": 2025, "costs": costs, "benefit": "market_access", "at": world.at, **changes}
    return record_cost_sheet(inputs.pop("actor", world.operator), **inputs)


def test_l03_a_cost_sheet_adds_up_and_records_the_benefit(world: Counter) -> None:
    card = record(world)
    assert (card.total, card.benefit, card.findings) == (money(8000, "USD"), "market_access", ())
    assert card.costs["compliance"] == money(6000, "USD")
    assert [one.result for one in replay(card.id)] == [Result.EQUAL]


def test_l03_a_cost_without_any_benefit_is_flagged_and_stays(world: Counter) -> None:
    card = record(world, benefit="none")
    assert [(found.code, found.where) for found in card.findings] == [("fees.cost.no_benefit", card.id)]
    assert cost_sheets_for(world.operator) == [card]


@pytest.mark.parametrize(
    ("costs", "benefit", "refusal"),
    [
        (Costs(currency="USD", fees=D(500), audit=D(1500)), "market_access", InputRefused),
        (Costs(currency="USD", fees=D(-1), audit=D(1500), compliance=D(1)), "market_access", InputRefused),
        (COSTS, "glory", InputRefused),
        (Costs(currency="ABC", fees=D(1), audit=D(1), compliance=D(1)), "none", BadMoney),
        (Costs(currency="USD", fees=D("0.001"), audit=D(1), compliance=D(1)), "none", BadMoney),
        (Costs(currency="USD", fees=D(10**16), audit=D(1), compliance=D(1)), "none", AmountUnusable),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused(
    world: Counter, costs: Costs, benefit: str, refusal: type[Exception]
) -> None:
    with refuses(refusal):
        record(world, costs, benefit=benefit)
    assert not CostSheet.objects.exists()


def test_a_second_sheet_of_a_year_replaces_the_first_and_a_year_to_come_has_none(world: Counter) -> None:
    first = record(world)
    second = record(world, note="the working time was forgotten")
    old, new = cost_sheets_for(world.operator)
    assert (old.corrected_by, new.corrects) == (second.id, first.id)
    for year in (1989, world.at.year + 1):
        with refuses(YearUnusable):
            record(world, year=year)


def test_only_its_own_people_write_and_read_a_cost_sheet(world: Counter) -> None:
    record(world)
    for actor in (world.staff, world.auditor, world.certifier):
        with refuses(Denied):
            record(world, actor=actor)
    assert cost_sheets_for(world.outsider) == cost_sheets_for(world.staff) == cost_sheets_for(world.auditor) == []
