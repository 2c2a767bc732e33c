"""Every stoichiometric limit follows from the formula and the standard atomic masses; the printed table is met."""

from decimal import Decimal
from fractions import Fraction

import pytest

from orepass.custody.rules.forms import BY_MASS, FORMS, MINERALS, Form, element_named, step_of
from orepass.custody.rules.plausibility.compounds import atoms, fraction_of
from orepass.kernel.computed import InputRefused

PRINTED = {
    ("Li", "Li2O"): "0.4645",
    ("Li", "Li2CO3"): "0.1879",
    ("Li", "LiOH(H2O)"): "0.1654",
    ("Li", "LiOH"): "0.2898",
    ("Co", "Co(OH)2"): "0.6341",
    ("Co", "CoSO4(H2O)7"): "0.2097",
    ("Co", "Co3O4"): "0.7342",
    ("Co", "CoO"): "0.7865",
    ("Co", "CoCO3"): "0.4955",
    ("Co", "LiCoO2"): "0.6022",
    ("Co", "Li3(NiMnCo)O6"): "0.2037",
    ("Co", "Li(Ni.6Mn.2Co.2)O2"): "0.1216",
    ("Co", "Li(Ni.8Mn.1Co.1)O2"): "0.0606",
    ("Li", "Li(Ni.6Mn.2Co.2)O2"): "0.0716",
    ("Li", "Li(Ni.8Mn.1Co.1)O2"): "0.0713",
    ("Li", "LiFePO4"): "0.0440",
    ("Co", "(Ni.6Mn.2Co.2)(OH)2"): "0.1281",
    ("Nd", "Nd2O3"): "0.8574",
    ("Pr", "Pr6O11"): "0.8277",
    ("Dy", "Dy2O3"): "0.8713",
    ("Tb", "Tb4O7"): "0.8502",
    ("Nd", "Nd2Fe14B"): "0.2668",
    ("Sn", "SnO2"): "0.7877",
    ("Ta", "Ta2O5"): "0.8190",
    ("Nb", "Nb2O5"): "0.6991",
    ("W", "WO3"): "0.7930",
}
"""Domain rules D1, to four decimals."""

ROUNDED = Fraction("0.00005") + Fraction(1, 10**6)
"""Four decimals, and one of them (Nb in Nb2O5, 0.699049) printed upwards."""

OXIDES = {"Li2O": ("Li", "Li2O"), "Ta2O5": ("Ta", "Ta2O5"), "Nb2O5": ("Nb", "Nb2O5"), "WO3": ("W", "WO3")}


def printed(exact: Fraction, told: Decimal) -> bool:
    """Say whether a fraction is the one that is told, to four decimals."""
    return abs(exact - Fraction(told)) <= ROUNDED


@pytest.mark.parametrize("compound", list(PRINTED), ids=" in ".join)
def test_mass_fraction_is_the_printed_one(compound: tuple[str, str]) -> None:
    assert printed(fraction_of(*compound), Decimal(PRINTED[compound]))


def limit_by_formula(form: Form) -> Fraction:
    """The highest grade, in the basis of the form, that the form's compound can hold."""
    share = fraction_of(form.element, form.formula)
    return share / fraction_of(*OXIDES[form.basis]) if form.basis else share


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.formula])
def test_limit_of_a_form_follows_from_its_formula(name: str) -> None:
    assert printed(limit_by_formula(FORMS[name]), FORMS[name].grade_max)


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if not form.formula])
def test_form_without_a_formula_may_be_pure(name: str) -> None:
    assert FORMS[name].grade_max == 1


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.basis in OXIDES])
def test_factor_of_a_basis_is_the_element_in_it(name: str) -> None:
    form = FORMS[name]
    assert printed(fraction_of(*OXIDES[form.basis]), form.factor)


def test_every_form_of_the_printed_table_is_there() -> None:
    told = {(form.element, form.formula) for form in FORMS.values()}
    told |= {OXIDES[form.basis] for form in FORMS.values() if form.basis in OXIDES}
    assert set(PRINTED) - told == set()


def test_every_form_has_a_mineral_a_step_and_six_digits() -> None:
    for name, form in FORMS.items():
        assert step_of(name).startswith(MINERALS[form.element] + ".")
        assert form.hs
        assert all(len(heading) == 6 and heading.isdigit() for heading in form.hs)
    assert step_of("nothing") == ""
    assert {step_of(name) for name in FORMS} >= BY_MASS


@pytest.mark.parametrize(
    "formula",
    ["", "Co)", "(Co", "Xx", "co", "Co0", "C" * 41, "Co-O", "Co(OH)0"],
    ids=lambda text: text[:8] or "nothing",
)
def test_formula_that_cannot_be_read_is_refused(formula: str) -> None:
    with pytest.raises(InputRefused):
        atoms(formula)


def test_brackets_stand_inside_each_other() -> None:
    assert dict(atoms("Ca(Ta(OH)2)2")) == {"Ca": 1, "Ta": 2, "O": 4, "H": 4}


@pytest.mark.parametrize(
    ("said", "element"),
    [("Co", "Co"), ("co", "Co"), (" Cobalt ", "Co"), ("graphite", "C"), ("copper", "Cu"), ("REO", "REO"), ("Xy", "Xy")],
)
def test_an_element_has_one_name(said: str, element: str) -> None:
    assert element_named(said) == element
