"""What a buying holder takes from outgrowers: a least share in years 1 and 2, then by a plan that rises every year."""

from fractions import Fraction
from typing import Final

from orepass.kernel.computed import PER_CENT, Computed, Source, need, per_cent, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.kernel.works import ASM_STUDY

OUTGROWERS: Final = Source(
    title=ASM_STUDY,
    clause="10 per cent in year 1, 20 per cent in year 2, then by plan",
    verified=True,
)
FIRST, SECOND = Fraction(10), Fraction(20)
PUBLISHED: Final = 2
"""Years whose share was published; later ones go by an agreed plan."""
BUYERS: Final = frozenset({"outgrower_scheme", "supply_chain_group", "host_mine"})
"""Holders that buy from small producers around them."""
BASES: Final = ("volume", "value")


def bought_share(total: Fraction, from_outgrowers: Fraction) -> Fraction:
    """Return the share bought from outgrowers, in per cent."""
    return from_outgrowers / total * PER_CENT


@rule(
    "outgrower-quota-met",
    parameters={"first": "group.outgrower_first_percent", "second": "group.outgrower_second_percent"},
)
def outgrower_quota_met(
    *,
    year: int,
    share: Fraction,
    planned: Fraction | None = None,
    planned_before: Fraction | None = None,
    first: Fraction = FIRST,
    second: Fraction = SECOND,
) -> Computed[bool]:
    """Whether enough was bought from small producers: 10 per cent in year 1, 20 in year 2, then by a rising plan."""
    need(year >= 1, "year", year, "the first year is 1")
    per_cent(share=share, first=first, second=second, planned=planned, planned_before=planned_before)
    published = {1: first, 2: second}
    asked = published[year] if year in published else _planned(planned, planned_before or second)
    words = said(
        _("{share} per cent bought; at least {asked} are asked in year {year}."),
        share=f"{float(share):g}",
        asked=f"{float(asked):g}",
        year=year,
    )
    return Computed(value=share >= asked, unit="boolean", explanation=(words,), sources=(OUTGROWERS,))


def _planned(planned: Fraction | None, before: Fraction) -> Fraction:
    need(planned is not None, "planned", planned, "from year 3 on a plan is agreed")
    least = before if planned is None else planned
    problem = said(_("the plan must rise above the {percent} per cent before"), percent=f"{float(before):g}")
    need(before < least, "planned", least, problem)
    return least
