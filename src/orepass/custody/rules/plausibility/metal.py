"""The metal in a mass, the product a metal yields, and whether a balance of the two can be (domain rules C3, D7).

Units: any unit of mass, the same on both sides. ``reject`` is impossible, ``query`` a question for a person.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from orepass.custody.rules.forms import FORMS, Form
from orepass.custody.rules.plausibility.compounds import ATOMIC_MASSES, shown
from orepass.kernel.computed import (
    OWN_CHOICE,
    PER_CENT,
    Computed,
    Source,
    above_zero,
    need,
    not_below_zero,
    per_cent,
    rule,
)
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

RULE_OF_THUMB: Final = Source(
    title="engineering rule of thumb", clause="usual recoveries and grades, to be reviewed before use", verified=False
)


def form_named(material: str) -> Form:
    """Return a form by name.

    Raises:
        InputRefused: there is none of that name.
    """
    need(material in FORMS, "material", material, "no such form is known; the scheme page lists them")
    return FORMS[material]


@rule("metal-contained")
def metal_contained(
    *, mass: Fraction, material: str, grade_percent: Fraction, moisture_percent: Fraction = Fraction(0)
) -> Computed[Decimal]:
    """The element in a wet mass of a form: mass × (1 − moisture) × grade on dry basis, in the unit of the mass."""
    form = form_named(material)
    not_below_zero(mass=mass)
    per_cent(grade_percent=grade_percent, moisture_percent=moisture_percent)
    dry = mass * (PER_CENT - moisture_percent) / PER_CENT
    value = shown(dry * grade_percent / PER_CENT * Fraction(form.factor))
    words = said(
        _("{mass} dry at {percent} % {basis}: {value} {element}."),
        mass=f"{float(dry):g}",
        percent=f"{float(grade_percent):g}",
        basis=form.basis or form.element,
        value=value,
        element=form.element,
    )
    return Computed(value=value, unit="as given", explanation=(words,), sources=(ATOMIC_MASSES,))


@rule("product-mass")
def product_mass(
    *, metal: Fraction, material: str, grade_percent: Fraction, recovery_percent: Fraction = Fraction(100)
) -> Computed[Decimal]:
    """The dry mass of a form that an amount of its element yields at a grade and a recovery."""
    form = form_named(material)
    not_below_zero(metal=metal)
    above_zero(grade_percent=grade_percent)
    per_cent(grade_percent=grade_percent, recovery_percent=recovery_percent)
    value = shown(metal * recovery_percent / grade_percent / Fraction(form.factor))
    words = said(
        _("{metal} {element}, {percent} % recovered: {value} of {code}."),
        metal=f"{float(metal):g}",
        element=form.element,
        percent=f"{float(recovery_percent):g}",
        value=value,
        code=material,
    )
    return Computed(value=value, unit="as given", explanation=(words,), sources=(ATOMIC_MASSES,))


@rule("metal-balance", parameters={"tolerance_percent": "custody.assay_tolerance_percent"})
def metal_balance(
    *,
    metal_in: Fraction,
    metal_out: Fraction,
    tolerance_percent: Fraction = Fraction(2),
    low_percent: Fraction | None = None,
    high_percent: Fraction | None = None,
) -> Computed[str]:
    """Whether a step can have yielded so much: reject above what assays err, query outside the usual range, else ok."""
    above_zero(metal_in=metal_in)
    not_below_zero(metal_out=metal_out)
    per_cent(tolerance_percent=tolerance_percent, low_percent=low_percent, high_percent=high_percent)
    found = metal_out / metal_in * PER_CENT
    words = said(
        _("{percent} % came out; {most} % is the most that can."),
        percent=shown(found),
        most=f"{float(PER_CENT + tolerance_percent):g}",
    )
    value = "ok"
    if found > PER_CENT + tolerance_percent:
        value = "reject"
    elif (low_percent is not None and found < low_percent) or (high_percent is not None and found > high_percent):
        value = "query"
    return Computed(value=value, unit="code", explanation=(words,), sources=(RULE_OF_THUMB, OWN_CHOICE))


@rule("by-product-most")
def by_product_most(*, metal_in: Fraction, metal_out: Fraction) -> Computed[Decimal]:
    """The most of an element that all by-products of a step can hold: what went in, less what the product holds."""
    not_below_zero(metal_in=metal_in, metal_out=metal_out)
    need(metal_out <= metal_in, "metal_out", metal_out, "more came out than went in")
    value = shown(metal_in - metal_out)
    words = said(
        _("{into} − {out}: {left} are left."), into=f"{float(metal_in):g}", out=f"{float(metal_out):g}", left=value
    )
    return Computed(value=value, unit="as given", explanation=(words,), sources=(ATOMIC_MASSES,))
