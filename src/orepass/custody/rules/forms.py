"""The forms a mineral is traded in: what each contains at most by stoichiometry, and the headings it travels under.

Mass fractions follow from standard atomic masses (domain rules D1; a test computes every one anew from its formula) and
bind every scheme: a grade above them does not exist. Headings are six digits of the Harmonized System 2022; customs
offices differ over some of them, so a heading only ever raises a question.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Final

import msgspec


class Form(msgspec.Struct, frozen=True):
    """One form of a material.

    Attributes:
        element: what is accounted for (chemical symbol; C is carbon, REO all rare earth oxides).
        grade_max: the highest possible grade on dry basis, as a fraction of the grade basis.
        basis: the compound grades are given in (the element itself, or Li2O, TREO …).
        factor: the element's mass fraction in the basis.
        hs: six-digit HS 2022 headings it travels under.
        formula: the compound that sets the highest grade; empty where the element may be pure.
    """

    element: str
    grade_max: Decimal = Decimal(1)
    basis: str = ""
    factor: Decimal = Decimal(1)
    hs: tuple[str, ...] = ()
    formula: str = ""


_LI2O: Final = Decimal("0.4645")
_TA2O5: Final = Decimal("0.8190")
_NB2O5: Final = Decimal("0.6991")
_WO3: Final = Decimal("0.7930")
_CATHODE: Final = ("284190", "284290", "285390")


def _of(element: str, most: str, formula: str, *hs: str) -> Form:
    return Form(element, Decimal(most), hs=hs, formula=formula)


_COBALT: Final = {
    "cobalt_ore": _of("Co", "0.7865", "CoO", "260300", "260500"),
    "heterogenite": _of("Co", "0.6410", "CoO(OH)", "260300", "260500"),
    "cobalt_concentrate": _of("Co", "0.7865", "CoO", "260500"),
    "cobalt_hydroxide": _of("Co", "0.6341", "Co(OH)2", "282200", "810520"),
    "cobalt_sulfate": _of("Co", "0.2097", "CoSO4(H2O)7", "283329"),
    "cobalt_oxide": _of("Co", "0.7865", "CoO", "282200"),
    "cobalt_tetroxide": _of("Co", "0.7342", "Co3O4", "282200"),
    "cobalt_carbonate": _of("Co", "0.4955", "CoCO3", "283699"),
    "cobalt_metal": Form("Co", hs=("810520",)),
    "cobalt_scrap": Form("Co", hs=("810530",)),
    "cobalt_precursor": _of("Co", "0.6341", "Co(OH)2", "285390"),
    "nmc622_precursor": _of("Co", "0.1281", "(Ni.6Mn.2Co.2)(OH)2", "285390"),
    "cobalt_cathode": _of("Co", "0.6022", "LiCoO2", *_CATHODE),
    "nmc111_cathode": _of("Co", "0.2037", "Li3(NiMnCo)O6", *_CATHODE),
    "nmc622_cathode": _of("Co", "0.1216", "Li(Ni.6Mn.2Co.2)O2", *_CATHODE),
    "nmc811_cathode": _of("Co", "0.0606", "Li(Ni.8Mn.1Co.1)O2", *_CATHODE),
}
_LITHIUM: Final = {
    "lithium_ore": Form("Li", Decimal("0.0803"), "Li2O", _LI2O, ("253090",), "LiAlSi2O6"),
    "spodumene": Form("Li", Decimal("0.0803"), "Li2O", _LI2O, ("253090",), "LiAlSi2O6"),
    "spodumene_concentrate": Form("Li", Decimal("0.0803"), "Li2O", _LI2O, ("253090",), "LiAlSi2O6"),
    "lithium_brine": _of("Li", "0.1637", "LiCl", "282739"),
    "lithium_oxide": _of("Li", "0.4645", "Li2O", "282520"),
    "lithium_carbonate": _of("Li", "0.1879", "Li2CO3", "283691"),
    "lithium_hydroxide": _of("Li", "0.1654", "LiOH(H2O)", "282520"),
    "lithium_anhydrous_hydroxide": _of("Li", "0.2898", "LiOH", "282520"),
    "lithium_nmc622_cathode": _of("Li", "0.0716", "Li(Ni.6Mn.2Co.2)O2", *_CATHODE),
    "lithium_nmc811_cathode": _of("Li", "0.0713", "Li(Ni.8Mn.1Co.1)O2", *_CATHODE),
    "lfp_cathode": _of("Li", "0.0440", "LiFePO4", *_CATHODE),
}
_GRAPHITE: Final = {
    "graphite_ore": Form("C", hs=("250410", "250490")),
    "graphite_concentrate": Form("C", hs=("250410",)),
    "graphite_spherical": Form("C", hs=("250410", "380190")),
    "graphite_purified": Form("C", hs=("250410", "380190")),
    "graphite_anode": Form("C", hs=("380190",)),
}
_RARE_EARTHS: Final = {
    "rare_earths_ore": Form("REO", basis="TREO", hs=("253090", "261220")),
    "rare_earths_concentrate": Form("REO", basis="TREO", hs=("253090", "284690")),
    "neodymium_oxide": _of("Nd", "0.8574", "Nd2O3", "284690"),
    "praseodymium_oxide": _of("Pr", "0.8277", "Pr6O11", "284690"),
    "dysprosium_oxide": _of("Dy", "0.8713", "Dy2O3", "284690"),
    "terbium_oxide": _of("Tb", "0.8502", "Tb4O7", "284690"),
    "neodymium_metal": Form("Nd", hs=("280530",)),
    "praseodymium_metal": Form("Pr", hs=("280530",)),
    "dysprosium_metal": Form("Dy", hs=("280530",)),
    "terbium_metal": Form("Tb", hs=("280530",)),
    "neodymium_magnet": _of("Nd", "0.2668", "Nd2Fe14B", "850511"),
}
_TIN_TANTALUM_TUNGSTEN_GOLD: Final = {
    "tin_ore": _of("Sn", "0.7877", "SnO2", "260900"),
    "tin_concentrate": _of("Sn", "0.7877", "SnO2", "260900"),
    "cassiterite": _of("Sn", "0.7877", "SnO2", "260900"),
    "tin_metal": Form("Sn", hs=("800110",)),
    "tantalum_ore": Form("Ta", Decimal(1), "Ta2O5", _TA2O5, ("261590",)),
    "coltan": Form("Ta", Decimal(1), "Ta2O5", _TA2O5, ("261590",)),
    "tantalum_concentrate": Form("Ta", Decimal(1), "Ta2O5", _TA2O5, ("261590",)),
    "tantalum_oxide": _of("Ta", "0.8190", "Ta2O5", "282590"),
    "tantalum_metal": Form("Ta", hs=("810320",)),
    "niobium_concentrate": Form("Nb", Decimal(1), "Nb2O5", _NB2O5, ("261590",)),
    "niobium_oxide": _of("Nb", "0.6991", "Nb2O5", "282590"),
    "tungsten_ore": Form("W", Decimal("0.8052"), "WO3", _WO3, ("261100",), "CaWO4"),
    "scheelite": Form("W", Decimal("0.8052"), "WO3", _WO3, ("261100",), "CaWO4"),
    "wolframite": Form("W", Decimal("0.7657"), "WO3", _WO3, ("261100",), "MnWO4"),
    "tungsten_concentrate": Form("W", Decimal("0.8052"), "WO3", _WO3, ("261100",), "CaWO4"),
    "tungsten_oxide": _of("W", "0.7930", "WO3", "282590"),
    "tungsten_apt": _of("W", "0.7930", "WO3", "284180"),
    "tungsten_metal": Form("W", hs=("810110",)),
    "gold_ore": Form("Au", hs=("261690",)),
    "dore": Form("Au", hs=("710812",)),
    "gold_dore": Form("Au", hs=("710812",)),
    "gold_metal": Form("Au", hs=("710812",)),
}

FORMS: Final[Mapping[str, Form]] = {**_COBALT, **_LITHIUM, **_GRAPHITE, **_RARE_EARTHS, **_TIN_TANTALUM_TUNGSTEN_GOLD}

MINERALS: Final[Mapping[str, str]] = {
    "Co": "cobalt",
    "Li": "lithium",
    "C": "graphite",
    "REO": "rare_earths",
    "Nd": "rare_earths",
    "Pr": "rare_earths",
    "Dy": "rare_earths",
    "Tb": "rare_earths",
    "Sn": "tin",
    "Ta": "tantalum",
    "Nb": "niobium",
    "W": "tungsten",
    "Au": "gold",
}
"""The mineral family of an element, as packs and pages name it."""

OTHER_MINERALS: Final[Mapping[str, str]] = {
    "Ag": "silver",
    "Al": "aluminium",
    "Cr": "chromium",
    "Cu": "copper",
    "Fe": "iron",
    "Mg": "magnesium",
    "Mn": "manganese",
    "Mo": "molybdenum",
    "Ni": "nickel",
    "Pb": "lead",
    "Pt": "platinum",
    "Sb": "antimony",
    "Ti": "titanium",
    "U": "uranium",
    "V": "vanadium",
    "Zn": "zinc",
    **{
        word: word
        for word in (
            *("barite", "bauxite", "coal", "coloured_stones", "diamonds", "feldspar", "fluorspar", "limestone"),
            *("phosphate", "potash", "sand"),
        )
    },
}
"""Minerals whose forms are not measured here, by element or by word: they are told apart by their name alone."""

PRECIOUS: Final = frozenset({"Au"})
"""Elements that are assayed finely enough for the narrow tolerance of a metal balance (domain rules D7)."""

BY_MASS: Final = frozenset({"graphite.spherical", "graphite.purified"})
"""Steps whose yield is told in dry mass of the feed, not in contained element (domain rules D4)."""


def element_named(text: str) -> str:
    """Return the symbol of an element that is written otherwise (“cobalt”, “co”); anything else as it is."""
    return _BY_NAME.get(text.strip().casefold(), text)


_BY_NAME: Final = {
    **{name: symbol for symbol, name in OTHER_MINERALS.items() if symbol != name},
    **{name: symbol for symbol, name in MINERALS.items() if name not in {"rare_earths", "graphite"}},
    **{symbol.casefold(): symbol for symbol in (*MINERALS, *OTHER_MINERALS)},
    "graphite": "C",
    "carbon": "C",
}


def step_of(material: str) -> str:
    """Return the step that makes a form, as packs name it (``cobalt_hydroxide`` → ``cobalt.hydroxide``)."""
    form = FORMS.get(material)
    mineral = MINERALS[form.element] if form else ""
    return f"{mineral}.{material.rpartition('_')[2]}" if mineral else ""


def minerals_told(material: str, element: str, judged: Collection[str] = ()) -> frozenset[str] | None:
    """Return the minerals that the form and the element of a lot speak of; nothing where nobody here knows them.

    A form that has no measures here (``copper_ore``, ``cocoa_beans``) begins with the word of its mineral: one that
    stands in the list above, or that was judged. A word for a mineral with measured forms is none of its forms.
    """
    found: set[str] = set()
    if material in FORMS:
        found.add(MINERALS[FORMS[material].element])
    elif material:
        known = {*OTHER_MINERALS.values(), *judged}.difference(MINERALS.values())
        found.update(word for word in known if f"{material}_".startswith(f"{word}_"))
    if not found and material:
        return None
    if element:
        found.add(MINERALS.get(element) or OTHER_MINERALS.get(element, ""))
    return frozenset(found) if found and "" not in found else None


def forms_of(judged: Collection[str]) -> list[str]:
    """Return the names by which lots of some minerals may begin, for whoever used another."""
    measured = [name for name, form in FORMS.items() if MINERALS[form.element] in judged]
    return measured + [f"{word}_ore" for word in sorted(set(judged).difference(MINERALS.values()))]
