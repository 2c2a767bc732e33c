"""Mass fractions of compounds from standard atomic masses (IUPAC 2021, conventional), and what they convert into.

Source: domain rules D1 and vectors M4 to M6. Nothing is lost or gained here but what a recovery says.
"""

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from orepass.kernel.computed import PER_CENT, Computed, Source, above_zero, need, not_below_zero, per_cent, rule
from orepass.kernel.text import Said, said
from orepass.kernel.text import marked as _

MASSES: Final = {
    name: Fraction(text)
    for name, text in (
        *(("H", "1.008"), ("Li", "6.94"), ("B", "10.81"), ("C", "12.011"), ("N", "14.007"), ("O", "15.999")),
        *(("Na", "22.98977"), ("Al", "26.981538"), ("Si", "28.085"), ("P", "30.973762"), ("S", "32.06")),
        *(("Cl", "35.45"), ("Ca", "40.078"), ("Mn", "54.938043"), ("Fe", "55.845"), ("Co", "58.933194")),
        *(("Ni", "58.6934"), ("Cu", "63.546"), ("Nb", "92.90637"), ("Sn", "118.71"), ("Pr", "140.90766")),
        *(("Nd", "144.242"), ("Tb", "158.925354"), ("Dy", "162.5"), ("Ta", "180.94788"), ("W", "183.84")),
        ("Au", "196.96657"),
    )
}
"""Standard atomic masses; a formula with another element is refused."""

ATOMIC_MASSES: Final = Source(
    title="Standard atomic weights 2021, conventional (IUPAC)", clause="mass fraction by formula", verified=False
)
FORMULA_MAX: Final = 40
SHOWN: Final = Decimal("0.0001")
_TOKEN: Final = re.compile(r"([A-Z][a-z]?|\(|\))(\d*\.?\d*)")


@cache
def atoms(formula: str) -> tuple[tuple[str, Fraction], ...]:
    """Return how many atoms of each element a formula has; brackets may stand inside each other.

    Raises:
        InputRefused: it cannot be read, or names an element without a mass here.
    """
    stack: list[dict[str, Fraction]] = [{}]
    tokens = list(_TOKEN.finditer(formula))
    sound = 0 < len(formula) <= FORMULA_MAX and "".join(token[0] for token in tokens) == formula
    need(sound, "formula", formula, "write it like CoSO4(H2O)7")
    for token in tokens:
        number = Fraction(token[2]) if token[2] not in {"", "."} else Fraction(1)
        if token[1] == "(":
            stack.append({})
            continue
        if token[1] == ")":
            need(len(stack) > 1, "formula", formula, "a bracket is closed that was not opened")
            group = stack.pop()
        else:
            need(token[1] in MASSES, "formula", formula, "it names an element that is not known here")
            group = {token[1]: Fraction(1)}
        for name, count in group.items():
            stack[-1][name] = stack[-1].get(name, Fraction(0)) + count * number
    need(len(stack) == 1, "formula", formula, "a bracket is not closed")
    need(all(count > 0 for count in stack[0].values()), "formula", formula, "every element must be there")
    return tuple(sorted(stack[0].items()))


def fraction_of(element: str, formula: str) -> Fraction:
    """Return the mass fraction of an element in a compound."""
    counts = dict(atoms(formula))
    need(element in counts, "element", element, "the compound does not contain it")
    return counts[element] * MASSES[element] / sum(count * MASSES[name] for name, count in counts.items())


def shown(value: Fraction) -> Decimal:
    """Round for a reader, to four decimals."""
    return (Decimal(value.numerator) / value.denominator).quantize(SHOWN)


@rule("compound-fraction")
def compound_fraction(*, element: str, formula: str) -> Computed[Decimal]:
    """The mass fraction of an element in a compound, such as Co in CoSO4(H2O)7, to four decimals."""
    value = shown(fraction_of(element, formula))
    words = said(_("{share} of the mass of {code} is {element}."), share=value, code=formula, element=element)
    return Computed(value=value, unit="share", explanation=(words,), sources=(ATOMIC_MASSES,))


def _converted(
    element: str, formula: str, into: str, grade_percent: Fraction, recovery_percent: Fraction
) -> tuple[Fraction, Said]:
    above_zero(grade_percent=grade_percent, recovery_percent=recovery_percent)
    per_cent(grade_percent=grade_percent, recovery_percent=recovery_percent)
    share = fraction_of(element, formula) * grade_percent / PER_CENT * recovery_percent / PER_CENT
    words = said(
        _("{formula} at {grade} %, {element} recovered to {recovery} %, as {into}"),
        formula=formula,
        grade=f"{float(grade_percent):g}",
        element=element,
        recovery=f"{float(recovery_percent):g}",
        into=into,
    )
    return share / fraction_of(element, into), words


@rule("compound-made")
def compound_made(
    *,
    mass: Fraction,
    element: str,
    formula: str,
    into: str,
    grade_percent: Fraction = Fraction(100),
    recovery_percent: Fraction = Fraction(100),
) -> Computed[Decimal]:
    """The mass of a compound that can be made of the element in another, to four decimals, in the unit of the mass."""
    not_below_zero(mass=mass)
    share, words = _converted(element, formula, into, grade_percent, recovery_percent)
    return _of_masses(_("{step}: {value} of {mass}."), words, shown(mass * share), mass)


@rule("compound-needed")
def compound_needed(
    *,
    mass: Fraction,
    element: str,
    formula: str,
    into: str,
    grade_percent: Fraction = Fraction(100),
    recovery_percent: Fraction = Fraction(100),
) -> Computed[Decimal]:
    """The mass of material that is needed to make a compound from the element in it, in the unit of the mass."""
    not_below_zero(mass=mass)
    share, words = _converted(element, formula, into, grade_percent, recovery_percent)
    return _of_masses(_("{step}: {value} for {mass}."), words, shown(mass / share), mass)


def _of_masses(template: str, step: Said, value: Decimal, mass: Fraction) -> Computed[Decimal]:
    words = said(template, step=step, value=value, mass=f"{shown(mass):f}")
    return Computed(value=value, unit="as given", explanation=(words,), sources=(ATOMIC_MASSES,))
