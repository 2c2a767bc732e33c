"""How much of an element is in a mass, what a product weighs, and the limits a scheme sets to both.

Forms and their stoichiometric limits stand in ``forms``. What is usual (grades, recoveries, speeds) is a scheme's
parameter (its pack's ``custody`` block): outside of it is a question, never a refusal.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import msgspec

from orepass.custody.rules.forms import FORMS, MINERALS, PRECIOUS, step_of
from orepass.kernel.quantity import Milligrams

__all__ = ["FORMS", "MINERALS", "Limits", "Range", "contained", "product_of", "step_of"]


class Range(msgspec.Struct, frozen=True):
    """What is usual, as fractions, both ends included; outside is a question for a person."""

    low: Decimal
    high: Decimal


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The scheme's parameters for what is possible and what is usual (its pack's ``custody`` block).

    Every number is stricter when it is lower, so that where several schemes stand behind one step the lowest holds.

    Attributes:
        assay_tolerance: how much more metal may come out than went in before it is impossible (assays err).
        precious_tolerance: the same for precious metals, which are assayed finely.
        recovery: the expected range by step, ``<mineral>.<form>``.
        grade: the usual grade by form, ``<mineral>.<form>``, in the form's grade basis.
        grade_max: the highest grade by material; it can only tighten the stoichiometric limit.
        trend_points: the rise of recovery over three lots, in points, that raises a question.
        weighbridge_tolerance: how far two weighings of one lot may lie apart.
        miner_day_mg: what a miner can win in a day, contained element by mineral.
        capacity_days: days worked in a month.
        capacity_tolerance: how far deliveries may lie above a site's capacity.
        national_tolerance: how far declarations may lie above the world table.
        facility_km: how far away the nearest published facility may be.
        travel_kmh: the fastest a lot can travel, in a straight line, by means of transport.
        late_days: how many days after it happened an event is told without being asked why.
        correction_days: working days in which the receivers are told that an event was an error.
    """

    assay_tolerance: Decimal = Decimal("0.02")
    precious_tolerance: Decimal = Decimal("0.005")
    recovery: Mapping[str, Range] = {}
    grade: Mapping[str, Range] = {}
    grade_max: Mapping[str, Decimal] = {}
    trend_points: Decimal = Decimal(5)
    weighbridge_tolerance: Decimal = Decimal("0.01")
    miner_day_mg: Mapping[str, Decimal] = {}
    capacity_days: Decimal = Decimal(22)
    capacity_tolerance: Decimal = Decimal("0.1")
    national_tolerance: Decimal = Decimal("0.25")
    facility_km: Decimal = Decimal(25)
    travel_kmh: Mapping[str, Decimal] = {}
    late_days: Decimal = Decimal(30)
    correction_days: Decimal = Decimal(5)

    def tolerance(self, element: str) -> Decimal:
        """Return how much more of an element may come out than went in."""
        if element in PRECIOUS:
            return min(self.precious_tolerance, self.assay_tolerance)
        return self.assay_tolerance

    def most(self, material: str) -> Decimal:
        """Return the highest grade of a form: what its compound can hold, or less where the scheme says so."""
        form = FORMS.get(material)
        return min(form.grade_max if form else Decimal(1), self.grade_max.get(material, Decimal(1)))


def contained(mass_mg: int, *, material: str, moisture_pct: Decimal, grade_pct: Decimal) -> Milligrams:
    """Return the element contained in a wet mass, rounded down: there is never more than the assay says.

    ``m × (1 − w) × g``, with the grade's basis turned into the element.
    """
    form = FORMS.get(material)
    water, water_per = moisture_pct.as_integer_ratio()
    grade, grade_per = grade_pct.as_integer_ratio()
    factor, factor_per = form.factor.as_integer_ratio() if form else (1, 1)
    exact = mass_mg * (100 * water_per - water) * grade * factor
    return Milligrams(exact // (100 * water_per * 100 * grade_per * factor_per))


def product_of(element_mg: int, *, material: str, grade_pct: Decimal, recovery: Decimal = Decimal(1)) -> Milligrams:
    """Return the dry mass of a product that an amount of element yields, rounded down."""
    form = FORMS.get(material)
    factor = Fraction(form.factor) if form else Fraction(1)
    exact = Fraction(element_mg) * Fraction(recovery) / (Fraction(grade_pct) / 100 * factor)
    return Milligrams(exact.numerator // exact.denominator)
