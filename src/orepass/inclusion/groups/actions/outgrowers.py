"""Declare year by year how much a group bought from outgrowers; whether it was enough is reckoned and kept (F-01)."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import msgspec

from orepass.inclusion.groups.actions.file import open_group
from orepass.inclusion.groups.models import OutgrowerYear
from orepass.inclusion.groups.queries.cards import OutgrowerCard
from orepass.inclusion.groups.queries.outgrowers import outgrower_card_of
from orepass.inclusion.groups.rules.outgrowers import BASES, BUYERS, PUBLISHED, bought_share
from orepass.kernel.computed import Rule
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.kept import keep
from orepass.kernel.period import day_of
from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.scheme.queries import pack_by_digest
from orepass.scheme.rules.parameters import CURRENCIES

RULE: Final = "outgrower-quota-met"
BASIS: Final = "group.outgrower_basis"
MASSES: Final = ("KGM", "GRM", "TNE")
DIGITS_MAX: Final = 15


class Bought(msgspec.Struct, frozen=True, kw_only=True):
    """What was bought in a year, in all and from outgrowers: by volume in a unit of mass, or by value in a currency."""

    basis: str
    unit: str
    total: Decimal
    from_outgrowers: Decimal


class NotABuyer(Conflict):
    """Such a holder buys from nobody."""

    code = "groups.outgrowers.not_a_buyer"
    message = _("A group held by a “{holder}” buys from no outgrowers.")
    what_to_do = _("Only a holder that buys from small producers around it declares what it bought.")


class BoughtUnusable(Invalid):
    """The amounts cannot be compared."""

    code = "groups.outgrowers.bought"
    message = _("What was bought cannot be used: {reason}.")
    what_to_do = _("Give total and part in one unit: KGM, GRM or TNE by volume, a currency by value.")


class YearUnusable(Invalid):
    """The year cannot be declared."""

    code = "groups.outgrowers.year"
    message = _("The year {year} cannot be declared now.")
    what_to_do = _("Declare from the first year on ({first}), and none that has not begun.")


@action("groups.outgrowers.declare")
def declare_outgrowers(
    actor: Actor,
    *,
    group: Identifier,
    year: int,
    bought: Bought,
    planned_percent: Decimal | None = None,
    note: str = "",
    at: datetime,
) -> OutgrowerCard:
    """Declare what a group bought in a year and how much of it from outgrowers; a second time replaces the first.

    The first declared year is year 1; from year 3 on the agreed plan is named, and it rises every year.

    Raises:
        NotABuyer: the group is of a kind that buys from nobody.
        BoughtUnusable: the amounts or their basis cannot be used.
        YearUnusable: the year has not begun, or lies before the first one declared.
        InputRefused: from year 3 on there is no plan, or it does not rise.
        NotFound: there is no such group, or it is not the actor's.
    """
    row = open_group(actor, group)
    if row.holder_type not in BUYERS:
        raise NotABuyer(where="group", holder=row.holder_type, state=row.holder_type)
    declared = list(OutgrowerYear.objects.filter(group=row, corrected_by=None))
    first = min((one.year for one in declared), default=year)
    if not first <= year <= day_of(at).year:
        raise YearUnusable(where="year", year=year, first=first, value=year)
    rules = pack_by_digest(row.pack_digest).standard(row.standard).rules
    _require_comparable(bought, str(rules.value(BASIS, declared[0].basis if declared else bought.basis)))
    paths = {name: path for name, path in Rule.catalogue[RULE].parameters.items() if path in rules}
    inputs: dict[str, Any] = {
        "year": year - first + 1,
        "share": bought_share(Fraction(bought.total), Fraction(bought.from_outgrowers)),
        **{name: rules[path].number for name, path in paths.items()},
    }
    if inputs["year"] > PUBLISHED:
        inputs |= {"planned": planned_percent, "planned_before": _before(declared, year)}
    _computed, kept = keep(RULE, inputs, pack_digest=row.pack_digest, standard=row.standard, parameters=paths)
    made = OutgrowerYear.objects.create(
        id=mint("out"),
        group=row,
        number=OutgrowerYear.objects.filter(group=row).count() + 1,
        year=year,
        basis=bought.basis,
        unit=bought.unit,
        total=f"{bought.total:f}",
        from_outgrowers=f"{bought.from_outgrowers:f}",
        computed=msgspec.to_builtins(kept),
        note=note,
        corrects=next((one for one in declared if one.year == year), None),
        at=at,
        by=actor.pseudonym,
    )
    return outgrower_card_of(made)


def _require_comparable(bought: Bought, basis: str) -> None:
    units = {"volume": MASSES, "value": CURRENCIES}.get(bought.basis, ())
    amounts = (bought.total, bought.from_outgrowers)
    within = bought.total > 0 and 0 <= bought.from_outgrowers <= bought.total
    short = all(len(f"{amount:f}") <= DIGITS_MAX for amount in amounts)
    reasons = (
        (bought.basis not in BASES, _("the basis is volume or value")),
        (bought.basis != basis, _("the scheme, or the year before, counts on the other basis")),
        (bought.unit not in units, _("the unit does not belong to the basis")),
        (not (within and short), _("the part is not within a total above zero")),
    )
    for wrong, reason in reasons:
        if wrong:
            raise BoughtUnusable(where="bought", reason=reason, value=bought.basis[:20])


def _before(declared: list[OutgrowerYear], year: int) -> Fraction | None:
    """Return the plan of the latest year before, if one was agreed by then."""
    plans = [(one.year, one.computed["inputs"].get("planned")) for one in declared if one.year < year]
    agreed = [(of, plan) for of, plan in plans if plan]
    return Fraction(max(agreed)[1]) if agreed else None
