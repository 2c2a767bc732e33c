"""Words for the forms that materials come in, by the names that events give them."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.opening import opened


def form(code: str) -> str:
    """Say a form."""
    tables = (_of_batteries(), _of_rare_earths(), _of_other_metals(), _made())
    table = {name: said for each in tables for name, said in each.items()}
    return opened(table, code)


def _of_batteries() -> dict[str, str]:
    return {
        "cobalt_ore": _("cobalt ore"),
        "cobalt_concentrate": _("cobalt concentrate"),
        "cobalt_hydroxide": _("cobalt hydroxide"),
        "cobalt_sulfate": _("cobalt sulphate"),
        "cobalt_sulphate": _("cobalt sulphate"),
        "cobalt_oxide": _("cobalt oxide"),
        "cobalt_tetroxide": _("cobalt tetroxide"),
        "cobalt_carbonate": _("cobalt carbonate"),
        "cobalt_metal": _("cobalt metal"),
        "cobalt_scrap": _("cobalt scrap"),
        "cobalt_precursor": _("cobalt precursor"),
        "cobalt_cathode": _("cobalt cathode material"),
        "heterogenite": _("heterogenite"),
        "lithium_ore": _("lithium ore"),
        "spodumene": _("spodumene"),
        "spodumene_concentrate": _("spodumene concentrate"),
        "lithium_brine": _("lithium brine"),
        "lithium_oxide": _("lithium oxide"),
        "lithium_carbonate": _("lithium carbonate"),
        "lithium_hydroxide": _("lithium hydroxide"),
        "lithium_anhydrous_hydroxide": _("anhydrous lithium hydroxide"),
        "graphite_ore": _("graphite ore"),
        "natural_graphite": _("natural graphite"),
        "graphite_concentrate": _("graphite concentrate"),
        "graphite_spherical": _("spherical graphite"),
        "spherical_graphite": _("spherical graphite"),
        "graphite_purified": _("purified graphite"),
        "graphite_anode": _("graphite anode material"),
    }


def _of_rare_earths() -> dict[str, str]:
    return {
        "rare_earths_ore": _("rare earth ore"),
        "rare_earths_concentrate": _("rare earth concentrate"),
        "rare_earth_concentrate": _("rare earth concentrate"),
        "rare_earth_oxide": _("rare earth oxide"),
        "neodymium_oxide": _("neodymium oxide"),
        "praseodymium_oxide": _("praseodymium oxide"),
        "dysprosium_oxide": _("dysprosium oxide"),
        "terbium_oxide": _("terbium oxide"),
        "neodymium_metal": _("neodymium metal"),
        "praseodymium_metal": _("praseodymium metal"),
        "dysprosium_metal": _("dysprosium metal"),
        "terbium_metal": _("terbium metal"),
        "neodymium_magnet": _("neodymium magnet"),
        "magnet": _("magnet"),
    }


def _of_other_metals() -> dict[str, str]:
    return {
        "tin_ore": _("tin ore"),
        "tin_concentrate": _("tin concentrate"),
        "cassiterite": _("cassiterite"),
        "tin_metal": _("tin metal"),
        "tantalum_ore": _("tantalum ore"),
        "coltan": _("coltan"),
        "tantalum_concentrate": _("tantalum concentrate"),
        "tantalum_oxide": _("tantalum oxide"),
        "tantalum_metal": _("tantalum metal"),
        "niobium_concentrate": _("niobium concentrate"),
        "niobium_oxide": _("niobium oxide"),
        "tungsten_ore": _("tungsten ore"),
        "scheelite": _("scheelite"),
        "wolframite": _("wolframite"),
        "tungsten_concentrate": _("tungsten concentrate"),
        "tungsten_oxide": _("tungsten oxide"),
        "tungsten_apt": _("ammonium paratungstate"),
        "tungsten_metal": _("tungsten metal"),
        "gold_ore": _("gold ore"),
        "dore": _("doré gold"),
        "gold_dore": _("doré gold"),
        "gold_metal": _("gold metal"),
        "copper_ore": _("copper ore"),
    }


def _made() -> dict[str, str]:
    return {
        "precursor": _("precursor"),
        "nmc622_precursor": _("NMC 622 precursor"),
        "cathode": _("cathode material"),
        "cathode_material": _("cathode material"),
        "nmc111_cathode": _("NMC 111 cathode material"),
        "nmc622_cathode": _("NMC 622 cathode material"),
        "nmc811_cathode": _("NMC 811 cathode material"),
        "lithium_nmc622_cathode": _("NMC 622 cathode material"),
        "lithium_nmc811_cathode": _("NMC 811 cathode material"),
        "lfp_cathode": _("LFP cathode material"),
        "anode": _("anode material"),
        "cell": _("battery cell"),
        "battery_cell": _("battery cell"),
        "battery": _("battery"),
    }
