"""Forms of material: what they contain at most, by stoichiometry, and how much of it a step may recover.

Mass fractions are computed from standard atomic masses and bind every scheme: a grade above them does not exist. The
ranges of recovery are a scheme's parameters (its pack's ``custody.recovery``); outside of them is a question.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

from orepass.kernel.quantity import Milligrams


class Form(msgspec.Struct, frozen=True):
    """One form of a material.

    Attributes:
        element: what is accounted for (chemical symbol; C is carbon, REO all rare earth oxides).
        grade_max: the highest possible grade on dry basis, as a fraction of the grade basis.
        basis: the compound grades are given in (the element itself, or Li2O, TREO …).
        factor: the element's mass fraction in the basis.
        hs: six-digit HS 2022 headings it travels under.
    """

    element: str
    grade_max: Decimal = Decimal(1)
    basis: str = ""
    factor: Decimal = Decimal(1)
    hs: tuple[str, ...] = ()


_LI2O: Final = Decimal("0.4645")

FORMS: Final[Mapping[str, Form]] = {
    "cobalt_ore": Form("Co", Decimal("0.7865"), hs=("260300", "260500")),
    "cobalt_concentrate": Form("Co", Decimal("0.7865"), hs=("260500",)),
    "cobalt_hydroxide": Form("Co", Decimal("0.6341"), hs=("282200", "810520")),
    "cobalt_sulfate": Form("Co", Decimal("0.2097"), hs=("283329",)),
    "cobalt_oxide": Form("Co", Decimal("0.7865"), hs=("282200",)),
    "cobalt_metal": Form("Co", hs=("810520",)),
    "cobalt_precursor": Form("Co", Decimal("0.6341"), hs=("285390",)),
    "cobalt_cathode": Form("Co", Decimal("0.6022"), hs=("284190",)),
    "lithium_ore": Form("Li", Decimal("0.0803"), "Li2O", _LI2O, ("253090",)),
    "spodumene_concentrate": Form("Li", Decimal("0.0803"), "Li2O", _LI2O, ("253090",)),
    "lithium_carbonate": Form("Li", Decimal("0.1879"), hs=("283691",)),
    "lithium_hydroxide": Form("Li", Decimal("0.1654"), hs=("282520",)),
    "graphite_ore": Form("C", hs=("250410", "250490")),
    "graphite_concentrate": Form("C", hs=("250410",)),
    "graphite_spherical": Form("C", hs=("250410", "380190")),
    "graphite_purified": Form("C", hs=("250410", "380190")),
    "graphite_anode": Form("C", hs=("380190",)),
    "rare_earths_ore": Form("REO", hs=("253090", "261220")),
    "rare_earths_concentrate": Form("REO", hs=("253090", "284690")),
    "neodymium_oxide": Form("Nd", Decimal("0.8574"), hs=("284690",)),
    "praseodymium_oxide": Form("Pr", Decimal("0.8277"), hs=("284690",)),
    "neodymium_metal": Form("Nd", hs=("280530",)),
    "neodymium_magnet": Form("Nd", Decimal("0.2668"), hs=("850511",)),
    "cassiterite": Form("Sn", Decimal("0.7877"), hs=("260900",)),
    "tin_metal": Form("Sn", hs=("800110",)),
    "tantalum_concentrate": Form("Ta", Decimal(1), "Ta2O5", Decimal("0.8190"), ("261590",)),
    "tungsten_concentrate": Form("W", Decimal(1), "WO3", Decimal("0.7930"), ("261100",)),
    "gold_dore": Form("Au", hs=("710812",)),
    "gold_metal": Form("Au", hs=("710812",)),
}

MINERALS: Final[Mapping[str, str]] = {
    "Co": "cobalt",
    "Li": "lithium",
    "C": "graphite",
    "REO": "rare_earths",
    "Nd": "rare_earths",
    "Pr": "rare_earths",
    "Sn": "tin",
    "Ta": "tantalum",
    "W": "tungsten",
    "Au": "gold",
}
"""The mineral family of an element, as packs and pages name it."""


class Range(msgspec.Struct, frozen=True):
    """The recovery that a step is expected to have, as fractions; outside is a question for a person."""

    low: Decimal
    high: Decimal


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The scheme's parameters for the material balance (its pack's ``custody`` block).

    Attributes:
        assay_tolerance: how much more metal may come out than went in before it is impossible (assays err).
        recovery: the expected range by step, ``<mineral>.<form>``.
    """

    assay_tolerance: Decimal = Decimal("0.02")
    recovery: Mapping[str, Range] = {}


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


def step_of(material: str) -> str:
    """Return the step that makes a form, as packs name it (``cobalt_hydroxide`` → ``cobalt.hydroxide``)."""
    form = FORMS.get(material)
    if form is None:
        return ""
    mineral = MINERALS.get(form.element, "")
    return f"{mineral}.{material.rpartition('_')[2]}" if mineral else ""
