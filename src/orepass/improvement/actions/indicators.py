"""Define indicators with a target and a period, and report their values."""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from orepass.improvement.actions.entries import check_order, check_text, own_entry
from orepass.improvement.models import Indicator, IndicatorValue
from orepass.improvement.queries import EntryCard, ValueCard, entry_of, value_of
from orepass.improvement.rules.indicator import Better
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence

LARGEST = Decimal(10) ** 14
PERIOD_MONTHS_MAX = 60
STEP = Decimal("0.000001")


class Target(msgspec.Struct, frozen=True):
    """What an indicator should reach: a value in a unit, and which way is better."""

    value: Decimal
    unit: str
    better: Better


class NumberUnusable(Invalid):
    """Targets, values and periods are sensible numbers."""

    code = "improvement.indicator.number"
    message = _("“{value}” cannot be used as {field}.")
    what_to_do = _("Give a plain number with at most six decimals; a period has 1 to 60 months.")


def _usable(field: str, value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) >= LARGEST or value != value.quantize(STEP):
        raise NumberUnusable(where=field, field=field, value=str(value)[:40])
    return value


@action("improvement.indicator.define")
def define_indicator(
    actor: Actor,
    *,
    subject: str,
    name: str,
    target: Target,
    period_months: int = 12,
    started_on: date,
    at: datetime,
) -> EntryCard:
    """Define an indicator of a subject: what is measured, its target and its period.

    Raises:
        NotFound: no organisation.
        TextMissing: no subject, name or unit.
        NumberUnusable: a target or a period that is none.
    """
    entry = own_entry(actor, "ind", subject, (), at)
    check_text("name", name, 200)
    check_text("unit", target.unit, 40)
    if not 1 <= period_months <= PERIOD_MONTHS_MAX:
        raise NumberUnusable(where="period_months", field="period_months", value=period_months)
    row = Indicator.objects.create(
        **entry,
        name=name,
        unit=target.unit,
        better=target.better,
        target=_usable("target", target.value),
        period_months=period_months,
        started_on=started_on,
    )
    return entry_of(row, row.name)


@action("improvement.indicator.report")
def report_value(
    actor: Actor,
    *,
    indicator: Identifier,
    observed_on: date,
    value: Decimal,
    note: str = "",
    evidence: tuple[str, ...] = (),
    at: datetime,
) -> ValueCard:
    """Report a value of an indicator observed on a day; a corrected value is a later report.

    Raises:
        NotFound: no such indicator, or not the actor's, or evidence that was never stored.
        NumberUnusable: the value is no sensible number.
        DaysBackwards: observed in the future.
    """
    found = Indicator.objects.filter(pk=indicator).first()
    if found is None:
        raise NotFound(where="indicator", what=indicator)
    actor.must_be_in(found.organisation_id, indicator)
    check_order(observed_on, at.date(), where="observed_on")
    require_evidence(list(evidence))
    row = IndicatorValue.objects.create(
        id=mint("ivl"),
        indicator=found,
        observed_on=observed_on,
        value=_usable("value", value),
        note=fitting("note", note, NOTE_MAX),
        evidence=list(evidence),
        recorded_by=actor.pseudonym,
        recorded_at=at,
    )
    return value_of(row)
