"""The days of one whole audit: who counts, several sites, reductions in order, rounding last (IAF MD 1, 5, 11).

The order is fixed: the table, the part of a later audit, the reduction of MD 5, the reduction for an integrated audit,
and only then the half days, so that no rounding is rounded again.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import Computed, Source, need, not_below_zero, one_of, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said, typed
from orepass.scheme.rules.audit_time import (
    INTEGRATED_MOST,
    MANUAL,
    ROUNDING,
    SITE_REDUCTION,
    STAGES,
    audit_time,
    integrated,
    reduced,
)
from orepass.scheme.rules.half_days import exact, half_days
from orepass.scheme.rules.roots import ceiling

PERSONNEL: Final = Source(
    title="IAF MD 5 (audit time)", clause="effective personnel, as quoted by a consultancy", verified=False
)
MULTI_SITE: Final = Source(
    title="European co-operation for Accreditation, answers on IAF MD 1",
    clause="26 sites of five",
    verified=True,
)
MERGING: Final = Source(
    title="European co-operation for Accreditation, answers on IAF MD 1", clause="small sites", verified=True
)
FULL_WEEK: Final = Fraction(40)
WEEK: Final = 7 * 24


@rule("effective-personnel")
def effective_personnel(
    *,
    full_time: int,
    part_time: int = 0,
    part_time_hours: Fraction = Fraction(20),
    week_hours: Fraction = FULL_WEEK,
    seasonal: int = 0,
    temporary: int = 0,
    contractors: int = 0,
) -> Computed[int]:
    """People that count for audit time: all in scope, seasonal, temporary and contracted too; part-timers by hours."""
    counted = {
        "full_time": full_time,
        "part_time": part_time,
        "seasonal": seasonal,
        "temporary": temporary,
        "contractors": contractors,
    }
    not_below_zero(**counted)
    need(0 < week_hours <= WEEK, "week_hours", week_hours, said(_("it must be above 0 and at most {most}"), most=WEEK))
    fits = 0 < part_time_hours <= week_hours
    need(fits, "part_time_hours", part_time_hours, "it must be above 0 and at most a full week")
    by_hours = ceiling(part_time * part_time_hours / week_hours)
    value = full_time + by_hours + seasonal + temporary + contractors
    everybody = _(
        "With {full_time} full-time, {seasonal} seasonal, {temporary} temporary, {contracted} contracted: {value}."
    )
    explanation = (
        said(
            _("{people} part-timers of {hours} hours a week of {week} count as {counted}."),
            people=part_time,
            hours=exact(part_time_hours),
            week=exact(week_hours),
            counted=by_hours,
        ),
        said(
            everybody,
            full_time=full_time,
            seasonal=seasonal,
            temporary=temporary,
            contracted=contractors,
            value=value,
        ),
    )
    return Computed(value=value, unit="persons", explanation=explanation, sources=(PERSONNEL,))


@rule("audit-time-multi-site")
def multi_site(
    *,
    sites: int,
    personnel: int,
    central_personnel: int = 0,
    system: str = "qms",
    lookup: str = "step",
    table: str = "",
    percent: Fraction = Fraction(0),
) -> Computed[Decimal | str]:
    """Days for a sample of like sites and the central function: each site by its own people, at most half taken off."""
    need(sites >= 1, "sites", sites, "there must be at least one site")
    not_below_zero(central_personnel=central_personnel)
    each = audit_time(personnel=personnel, system=system, lookup=lookup, table=table)
    central: Computed[Decimal | str]
    central = Computed(value=Decimal(0), unit="days", explanation=(said(_("No central function is counted.")),))
    if central_personnel:
        central = audit_time(personnel=central_personnel, system=system, lookup=lookup, table=table)
    if MANUAL in {each.value, central.value}:
        told = (*each.explanation, *central.explanation)
        return Computed(value=MANUAL, unit="days", explanation=told, sources=each.sources)
    less = reduced(days=Fraction(each.value), percent=percent, of="site")
    total = sites * Fraction(less.value) + Fraction(central.value)
    value = exact(half_days(total))
    words = said(
        _("{sites} sites of {days} days and {central} for the central function: {total}."),
        sites=sites,
        days=less.value,
        central=central.value,
        total=exact(total),
    )
    in_half_days = said(_("In half days: {value}."), value=value)
    explanation = (*each.explanation, *less.explanation, words, in_half_days)
    return Computed(
        value=value, unit="days", explanation=explanation, sources=(*each.sources, MULTI_SITE, SITE_REDUCTION, ROUNDING)
    )


@rule("audit-sites-counted")
def sites_counted(*, sites: int, claimed: int) -> Computed[int]:
    """The number of sites that counts; small sites are not merged to make a sample or a time smaller."""
    need(sites >= 1, "sites", sites, "there must be at least one site")
    problem = said(_("{sites} sites stay {sites}: small ones are not merged"), sites=sites)
    need(claimed >= sites, "claimed", claimed, problem)
    words = said(_("{claimed} claimed, {sites} on the list: {claimed} count."), claimed=claimed, sites=sites)
    return Computed(value=claimed, unit="sites", explanation=(words,), sources=(MERGING,))


@rule("audit-plan-days")
def plan_days(
    *,
    personnel: int,
    system: str = "qms",
    lookup: str = "step",
    table: str = "",
    stage: str = "initial",
    factor: Fraction | None = None,
    percent: Fraction = Fraction(0),
    integrated_percent: Fraction = Fraction(0),
) -> Computed[Decimal | str]:
    """Days that an audit takes in the end: the table, the stage, a reduction of MD 5, one of MD 11, then half days."""
    need(stage in STAGES, "stage", stage, one_of(STAGES))
    base = audit_time(personnel=personnel, system=system, lookup=lookup, table=table)
    if base.value == MANUAL:
        return base
    most = exact(INTEGRATED_MOST)
    fits = 0 <= integrated_percent <= most
    problem = said(_("at most {most} per cent may be taken off for it"), most=most)
    need(fits, "integrated_percent", integrated_percent, problem)
    part = STAGES[stage] if factor is None else factor
    need(0 < part <= 1, "factor", factor, "it must be above 0 and at most 1")
    later = Fraction(base.value) * part
    less = reduced(days=later, percent=percent)
    # Exact to the end: what is shown on the way has four places, what is rounded has all of them.
    rest = later * (100 - percent) / 100
    joint = integrated(days=rest, percent=integrated_percent)
    days = rest * (100 - integrated_percent) / 100
    value = exact(half_days(days))
    explanation = [*base.explanation]
    if part != 1:
        told = _("{stage}: {part} of it is {days}.")
        explanation.append(said(told, stage=typed(stage), part=f"{float(part):g}", days=exact(later)))
    if percent:
        explanation += less.explanation
    if integrated_percent:
        explanation += joint.explanation
    explanation.append(said(_("In half days, a tie going up: {value}."), value=value))
    sources = (*base.sources, *less.sources, *(joint.sources if integrated_percent else ()), ROUNDING)
    return Computed(value=value, unit="days", explanation=tuple(explanation), sources=sources)
