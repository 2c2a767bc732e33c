"""Record what certification costs in a year, complying included, and what it brings (lesson 3, L-03)."""

from datetime import datetime
from decimal import Decimal

import msgspec

from orepass.inclusion.fees.actions.book import DIGITS_MAX, AmountUnusable, organisation_of, own_house
from orepass.inclusion.fees.models import CostSheet
from orepass.inclusion.fees.queries import CostSheetCard
from orepass.inclusion.fees.queries.costs import COSTS, cost_sheet_of
from orepass.kernel.identifier import mint
from orepass.kernel.kept import keep
from orepass.kernel.money import money
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action

RULE = "cost-sheet"
EARLIEST = 1990


class Costs(msgspec.Struct, frozen=True, kw_only=True):
    """What certification cost in a year: fees, audit, complying, and what else there was."""

    currency: str
    fees: Decimal
    audit: Decimal
    compliance: Decimal | None = None
    other: Decimal = Decimal(0)


class YearUnusable(Invalid):
    """The year is none of those that have begun."""

    code = "fees.cost_sheet.year"
    message = _("There is no cost sheet of {year} yet.")
    what_to_do = _("Name a year that has begun, {earliest} or later.")


@action("fees.cost_sheet.record")
def record_cost_sheet(
    actor: Actor, *, year: int, costs: Costs, benefit: str = "none", note: str = "", at: datetime
) -> CostSheetCard:
    """Record what certification cost one's own organisation in a year; a second sheet of the year replaces the first.

    The cost of complying is asked for; a cost that names no benefit is flagged, not refused.

    Raises:
        InputRefused: the cost of complying is missing, a cost is below zero, or there is no such benefit.
        AmountUnusable: an amount is longer than any cost.
        BadMoney: the currency is not known, or an amount is finer than it.
        YearUnusable: the year has not begun.
        NotFound: the actor acts for no organisation.
    """
    house = organisation_of(own_house(actor))
    if not EARLIEST <= year <= day_of(at).year:
        raise YearUnusable(where="year", year=year, earliest=EARLIEST, value=year)
    inputs = {name: _sum(getattr(costs, name), costs.currency, name) for name in COSTS}
    _computed, kept = keep(RULE, {**inputs, "benefit": benefit, "currency": costs.currency})
    mine = CostSheet.objects.filter(organisation=house)
    row = CostSheet.objects.create(
        id=mint("cst"),
        organisation_id=house,
        number=mine.count() + 1,
        year=year,
        currency=costs.currency,
        benefit=benefit,
        computed=msgspec.to_builtins(kept),
        note=note,
        corrects=mine.filter(year=year, corrected_by=None).first(),
        at=at,
        by=actor.pseudonym,
    )
    return cost_sheet_of(row)


def _sum(value: Decimal | None, currency: str, where: str) -> Decimal | None:
    """Return an amount as its currency has it; one below zero is left for the rule to refuse."""
    if value is None:
        return None
    if len(f"{value:f}") > DIGITS_MAX:
        raise AmountUnusable(where=where, amount=f"{value:.20f}"[:60], value=str(value)[:60])
    return money(value, currency).amount
