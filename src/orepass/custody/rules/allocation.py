"""Joint products of one input: whose credit is whose, by one basis in a period, and never more than came in.

A step that gives several products shares its credit out by their mass, by the metal they contain, or by their value.
Each product has the conversion factor that was declared for it; what is lost on the way, and energy, is nobody's
credit. Where the scheme lets the certified part be pointed at some of the products freely, the sum stays below
``input x factor``. One rounding rule for all: the largest remainder, so that the parts add up to the whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

from orepass.kernel.computed import (
    OWN_CHOICE,
    Computed,
    Source,
    above_zero,
    need,
    not_below_zero,
    numbers_in,
    one_of,
    per_cent,
    rule,
)
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.kept import exact
from orepass.kernel.quantity import Milligrams, apportion, in_unit
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

PER_CENT: Final = 100
PARTS_MAX: Final = 1_000
ISO_CREDIT: Final = Source(
    title="ISO 22095-2:2026", clause="conversion factors and the attribution of credit to products", verified=False
)


class Basis(StrEnum):
    """By what the credit of one input is shared out among its products."""

    MASS = "mass"
    CONTAINED_METAL = "contained_metal"
    VALUE = "value"


BASIS_TEXT: Final = {
    Basis.MASS: _("mass"),
    Basis.CONTAINED_METAL: _("contained metal"),
    Basis.VALUE: _("value"),
}
BASIS_MIXED = FindingKind(
    "custody.allocation.basis_mixed",
    Severity.ERROR,
    _("Credit is shared out by {basis}, but by {used} earlier in the period from {begins_on} to {last_day}."),
    what_to_do=_("Keep to one basis until the period has ended."),
)
OVER_ATTRIBUTED = FindingKind(
    "custody.allocation.over_attributed",
    Severity.ERROR,
    _("{attributed_kg} kg of credit are given to the products; the input gives {limit_kg} kg at most."),
    what_to_do=_("Give the products less; what is lost in the step is nobody's credit."),
)


def share_out(credit_mg: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Share the credit of one input out by the weights of its products; the parts add up to it."""
    return apportion(credit_mg, weights)


def converted(part_mg: int, factor: Fraction) -> Milligrams:
    """Return the credit that a part gives after the step: times the declared factor, rounded down."""
    exact = part_mg * factor
    return Milligrams(exact.numerator // exact.denominator)


def check_basis(basis: Basis, used: Iterable[str], *, begins_on: object, last_day: object) -> list[Finding]:
    """Return whether another basis was used in the same period."""
    other = sorted({*used} - {basis.value})
    if not other:
        return []
    return [BASIS_MIXED.at("basis", basis=basis, used=other[0], begins_on=begins_on, last_day=last_day)]


def check_attribution(input_mg: int, attributed: Mapping[str, int], factors: Mapping[str, Fraction]) -> list[Finding]:
    """Hold a free attribution to its limit: what the products are given, taken back through their factors, came in."""
    needed = sum((Fraction(amount) / factors[name] for name, amount in attributed.items()), Fraction(0))
    if needed <= input_mg:
        return []
    limit = sum(attributed.values()) * Fraction(input_mg) / needed
    found = {
        "attributed_kg": in_unit(Milligrams(sum(attributed.values()))),
        "limit_kg": in_unit(Milligrams(limit.numerator // limit.denominator)),
    }
    return [OVER_ATTRIBUTED.at("products", **found)]


@rule("custody-joint-share", parameters={"basis": "custody.allocation_basis"})
def joint_share(
    *, credit_mg: int, weights: str, place: int = 1, factor_percent: Fraction = Fraction(100), basis: str = "mass"
) -> Computed[int]:
    """The credit of one of several products of a step; weights are their masses, metal or values, place says which."""
    not_below_zero(credit_mg=credit_mg)
    per_cent(factor_percent=factor_percent)
    need(basis in {*Basis}, "basis", basis, one_of(Basis))
    parts = numbers_in("weights", weights)
    need(all(part >= 0 for part in parts), "weights", weights[:60], "none may be below zero")
    need(len(parts) <= PARTS_MAX and sum(parts) > 0, "weights", weights[:60], "name at least one product above zero")
    need(1 <= place <= len(parts), "place", place, said(_("it must be 1 to {most}"), most=len(parts)))
    shares = share_out(credit_mg, parts)
    value = converted(shares[place - 1], factor_percent / PER_CENT)
    return Computed(
        value=value,
        unit="mg",
        explanation=(
            said(
                _("By {basis}: {equation} mg."),
                basis=BASIS_TEXT[Basis(basis)],
                equation=f"{' + '.join(map(str, shares[:20]))} = {credit_mg}",
            ),
            said(
                _("{mass} mg at {percent} % give {given} mg, rounded down."),
                mass=shares[place - 1],
                percent=exact(factor_percent),
                given=value,
            ),
        ),
        sources=(ISO_CREDIT, OWN_CHOICE),
    )


@rule("custody-attribution-left")
def attribution_left(*, input_mg: int, factor_percent: Fraction = Fraction(100), attributed: str = "") -> Computed[int]:
    """What may still be pointed at a product of a step, after what the products named in attributed were given."""
    not_below_zero(input_mg=input_mg)
    above_zero(factor_percent=factor_percent)
    per_cent(factor_percent=factor_percent)
    given = numbers_in("attributed", attributed)
    need(all(part >= 0 for part in given), "attributed", attributed[:60], "none may be below zero")
    limit = converted(input_mg, factor_percent / PER_CENT)
    left = limit - sum(given, Fraction(0))
    need(
        left >= 0,
        "attributed",
        attributed[:60],
        said(_("the products of the step may be given {limit} mg together"), limit=limit),
    )
    value = left.numerator // left.denominator
    return Computed(
        value=value,
        unit="mg",
        explanation=(
            said(
                _("{mass} mg at {percent} % are {limit} mg; {left} mg are left."),
                mass=input_mg,
                percent=exact(factor_percent),
                limit=limit,
                left=value,
            ),
        ),
        sources=(ISO_CREDIT, OWN_CHOICE),
    )
