"""Masses in the units of UN/ECE Recommendation 20, exactly; and what looks like one and is none."""

from decimal import Decimal
from fractions import Fraction

import pytest

from orepass.custody.rules.case import Case
from orepass.custody.rules.checks import mass_unread
from orepass.custody.rules.happening import Happening, Portion
from orepass.custody.rules.lots import Lots
from orepass.custody.rules.units import MILLIGRAMS, NOT_OF_A_LOT, SLIPS, told_mass
from orepass.kernel.quantity import MILLIGRAMS_MAX, MILLIGRAMS_PER_UNIT
from tests.rules.custody.happened import event


@pytest.mark.parametrize(
    ("amount", "unit", "milligrams"),
    [
        ("1", "KGM", 1_000_000),
        ("1", "LBR", 453_592),
        ("100000", "LBR", 45_359_237_000),
        ("16", "ONZ", 453_592),
        ("1", "APZ", 31_103),
        ("12", "APZ", 373_241),
        ("1", "LBT", 373_241),
        ("20", "DWT", 31_103),
        ("1", "STN", 907_184_740),
        ("1", "LTN", 1_016_046_908),
        ("1", "QTR", 12_700_586),
        ("1", "DRA", 3_887),
        ("5", "CTM", 1_000),
        ("1500", "MC", 1),
        ("1", "DTN", 100_000_000),
        ("0", "KGM", 0),
        ("0.00000199", "KGM", 1),
    ],
)
def test_what_is_told_in_another_unit_is_as_much_in_milligrams_rounded_down(
    amount: str, unit: str, milligrams: int
) -> None:
    assert told_mass(Decimal(amount), unit) == (milligrams, None)


def test_the_units_fit_each_other() -> None:
    assert all(MILLIGRAMS[unit] == factor for unit, factor in MILLIGRAMS_PER_UNIT.items())
    assert MILLIGRAMS["LTN"] / MILLIGRAMS["CWI"] == MILLIGRAMS["STN"] / MILLIGRAMS["CWA"] == 20
    assert MILLIGRAMS["CWI"] / MILLIGRAMS["QTR"] == 4
    assert MILLIGRAMS["APZ"] / MILLIGRAMS["DRA"] == MILLIGRAMS["APZ"] / MILLIGRAMS["DRM"] == 8
    assert MILLIGRAMS["ONZ"] / MILLIGRAMS["GRN"] == Fraction(875, 2)
    assert not MILLIGRAMS.keys() & (NOT_OF_A_LOT | SLIPS)
    assert not NOT_OF_A_LOT & SLIPS


@pytest.mark.parametrize("unit", ["C62", "MTQ", ""])
def test_an_amount_of_something_else_is_no_mass_and_no_fault(unit: str) -> None:
    assert told_mass(Decimal(10), unit) == (None, None)


@pytest.mark.parametrize(
    ("amount", "unit", "code"),
    [
        ("10", "KG", "custody.mass.unit"),
        ("10", "CTG", "custody.mass.unit"),
        *[("10", unit, "custody.mass.unit") for unit in ("W2", "WB", "WE", "DB", "DT")],
        ("0.0000001", "KGM", "custody.mass.unusable"),
        ("1", "MC", "custody.mass.unusable"),
        ("-1", "KGM", "custody.mass.unusable"),
        ("Infinity", "KGM", "custody.mass.unusable"),
        ("1e400", "MGM", "custody.mass.unusable"),
        ("1e-400", "MGM", "custody.mass.unusable"),
        (str(MILLIGRAMS_MAX + 1), "MGM", "custody.mass.unusable"),
    ],
)
def test_what_cannot_be_read_is_named(amount: str, unit: str, code: str) -> None:
    total, misread = told_mass(Decimal(amount), unit)
    assert total is None
    happened = event(Happening.LOOKS, Portion(uri="A", misread=misread), Portion(uri="B"))
    (found,) = mass_unread.check(Case(event=happened, lots=Lots()))
    assert (found.code, found.params["lot"], found.params["unit"]) == (code, "A", unit)
