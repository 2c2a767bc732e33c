"""An indicator against its target, period by period.

A value is expected for every finished period. A value on the wrong side of the target calls for an action; a finished
period without a value is overdue, which is not the same as bad.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from orepass.kernel.period import MONTHS_PER_YEAR, Period, add_months
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes


class Better(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


class IndicatorFact(msgspec.Struct, frozen=True):
    """An indicator: its target, and the months of a period, counted from its first day."""

    id: str
    name: str
    unit: str
    better: Better
    target: Decimal
    period_months: int
    started_on: date


class ValueFact(msgspec.Struct, frozen=True):
    """A value observed on a day."""

    observed_on: date
    value: Decimal


class IndicatorState(msgspec.Struct, frozen=True):
    """How an indicator stands on a day: whether it meets its target, its newest value, and what is overdue."""

    indicator: IndicatorFact
    meets: Verdict
    latest: ValueFact | None
    overdue: Period | None
    improving: Verdict


def period_of(indicator: IndicatorFact, on: date) -> Period:
    """Return the period a day lies in; days before the first period lie in the first."""
    return _numbered(indicator, _number(indicator, on))


def last_finished(indicator: IndicatorFact, on: date) -> Period | None:
    """Return the newest period that has ended by a day, if any has."""
    number = _number(indicator, on)
    return _numbered(indicator, number - 1) if number else None


def _number(indicator: IndicatorFact, on: date) -> int:
    """Count the periods that have ended by a day."""
    start = indicator.started_on
    months = (on.year - start.year) * MONTHS_PER_YEAR + on.month - start.month
    whole = months // indicator.period_months
    return max(0, whole if add_months(start, whole * indicator.period_months) <= on else whole - 1)


def _numbered(indicator: IndicatorFact, number: int) -> Period:
    months = indicator.period_months
    return Period(
        add_months(indicator.started_on, number * months), add_months(indicator.started_on, (number + 1) * months)
    )


def met(indicator: IndicatorFact, value: Decimal) -> bool:
    """Say whether a value is on the right side of the target."""
    return value >= indicator.target if indicator.better is Better.HIGHER else value <= indicator.target


def state(indicator: IndicatorFact, values: Iterable[ValueFact], on: date) -> IndicatorState:
    """Say how an indicator stands on a day."""
    known = sorted((value for value in values if value.observed_on <= on), key=lambda value: value.observed_on)
    latest = known[-1] if known else None
    expected = last_finished(indicator, on)
    reported = expected is None or any(expected.holds(value.observed_on) for value in known)
    overdue = None if reported else expected
    return IndicatorState(indicator, _meets(indicator, latest, expected), latest, overdue, _improving(indicator, known))


def _meets(indicator: IndicatorFact, latest: ValueFact | None, expected: Period | None) -> Verdict:
    told = str(standing_of(indicator, latest, expected))
    if latest is None:
        return unknown(Unknown.MISSING, told)
    if expected is not None and latest.observed_on < expected.valid_from:
        return unknown(Unknown.EXPIRED, told)
    return yes(told) if met(indicator, latest.value) else no(told)


def standing_of(indicator: IndicatorFact, latest: ValueFact | None, expected: Period | None) -> Said:
    """Say which value is known of an indicator, and the target it is held to."""
    if latest is None:
        return said(_("{indicator}: no value yet"), indicator=indicator.name)
    if expected is not None and latest.observed_on < expected.valid_from:
        return said(_("{indicator}: the newest value is of {day}"), indicator=indicator.name, day=latest.observed_on)
    return said(
        _("{indicator}: {measured} on {day}, target {target}"),
        indicator=indicator.name,
        measured=said("{value} {unit}", value=latest.value, unit=indicator.unit) if indicator.unit else latest.value,
        day=latest.observed_on,
        target=indicator.target,
    )


def _improving(indicator: IndicatorFact, known: Sequence[ValueFact]) -> Verdict:
    if len(known) < 2:  # noqa: PLR2004 - a trend needs two values
        return unknown(Unknown.MISSING, f"{indicator.name}: a trend needs two values")
    before, after = known[-2].value, known[-1].value
    better = after > before if indicator.better is Better.HIGHER else after < before
    told = f"{indicator.name}: from {before} to {after} {indicator.unit}"
    return yes(told) if better else no(told)
