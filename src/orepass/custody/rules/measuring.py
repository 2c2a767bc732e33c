"""What an account counts of a lot: the contained element, the mass as it is, or the dry mass; unknown stays unknown."""

from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from orepass.custody.rules.accounts import PER_CENT, Unit
from orepass.custody.rules.happening import Portion
from orepass.custody.rules.lots import Lot, least_known


class Weighed(Protocol):
    """Anything with a mass and a moisture."""

    @property
    def moisture_pct(self) -> Decimal | None:
        """Return the water in per cent of the mass, where somebody said."""


def part_of(lot: Lot, portion_mg: int | None, unit: Unit) -> int | None:
    """Return what a part of a lot comes to, or all that is left of it; ``None`` when nobody knows."""
    if unit is Unit.CONTAINED:
        return lot.remaining_content_mg if portion_mg is None else lot.content_of(portion_mg)
    return _of_mass(lot.remaining_mg if portion_mg is None else portion_mg, lot.facts, unit)


def whole_of(lot: Lot, unit: Unit) -> int | None:
    """Return what the whole lot came to when it began."""
    return lot.content_mg if unit is Unit.CONTAINED else _of_mass(lot.mass_mg, lot.facts, unit)


def assured_of(lot: Lot, portion_mg: int | None, unit: Unit) -> int | None:
    """Return what a part comes to, or all that is left, as far as what the lot was made of can make it up."""
    if unit is Unit.CONTAINED:
        return lot.assured_content_of(portion_mg)
    measured = part_of(lot, portion_mg, unit)
    return None if measured is None else least_known(measured, lot.assured_mass_of(portion_mg))


def begun_of(portion: Portion, unit: Unit) -> int | None:
    """Return what a lot that begins comes to."""
    return portion.content_mg if unit is Unit.CONTAINED else _of_mass(portion.mass_mg, portion.facts, unit)


def at_most(measured: int | None, mass_mg: int | None, unit: Unit) -> int | None:
    """Return the most that an unmeasured lot can come to: no more is contained, and dry, than it weighs."""
    return measured if measured is not None or unit is Unit.MASS else mass_mg


def _of_mass(mass_mg: int | None, facts: Weighed, unit: Unit) -> int | None:
    if mass_mg is None or unit is Unit.MASS:
        return mass_mg
    if facts.moisture_pct is None:
        return None
    return int(mass_mg * (1 - Fraction(facts.moisture_pct) / PER_CENT))
