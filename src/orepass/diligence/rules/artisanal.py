"""What artisanal and small-scale mining is: by its equipment, by what it wins, and by where it works.

Facts from the study of 2013 on certification of artisanal mining (IIED); what is derived from them says so.
"""

from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, one_of, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import readable, said
from orepass.kernel.works import ASM_STUDY

EQUIPMENT: Final = Source(title=ASM_STUDY, clause="lines 225 to 231, artisanal and small-scale", verified=True)
MINERALS: Final = Source(title=ASM_STUDY, clause="lines 201 to 209, three classes of minerals", verified=True)

RUDIMENTARY: Final = ("shovel", "pick", "machete", "pan", "sieve", "hammer")
ADVANCED: Final = {
    "bulldozer": _("bulldozer"),
    "dump_truck": _("dump truck"),
    "excavator": _("excavator"),
    "drill_rig": _("drill rig"),
    "crusher": _("crusher"),
    "compressor": _("compressor"),
}
TOOLS: Final = (*RUDIMENTARY, *ADVANCED)
"""Equipment by class; the study names shovels, machetes, bulldozers and dump trucks, the others are our choice."""

CLASSES: Final = {
    "low_price_bulk": (_("coal"), "industrial_minerals", _("marble"), _("limestone"), _("sand"), _("clay")),
    "high_unit_value": (_("gold"), _("diamonds"), "coloured_stones"),
    "higher_price_bulk": (_("tin"), _("chrome"), _("coltan"), _("barite"), _("fluorspar")),
}
"""The minerals that artisanal and small-scale miners win, by what a unit of them is worth and where it goes."""

CLASS_TEXT: Final = {
    "low_price_bulk": _("low price bulk"),
    "high_unit_value": _("high unit value"),
    "higher_price_bulk": _("higher price bulk"),
}
SPELLED: Final = (_("industrial minerals"), _("coloured stones"))
"""How two of them are written to a reader, so that they can be said in another language."""


@rule("mining-scale")
def mining_scale(*, equipment: str) -> Computed[str]:
    """Whether a site is artisanal (rudimentary tools alone) or small_scale (more advanced, or mixed); both are ASM."""
    given = names_in(equipment)
    need(bool(given), "equipment", equipment, "name at least one piece of equipment")
    for name in given:
        need(name in TOOLS, "equipment", name, one_of(TOOLS))
    advanced = tuple(ADVANCED[name] for name in given if name in ADVANCED)
    tools = said(_("More advanced: {equipment}."), equipment=advanced)
    words = tools if advanced else said(_("Nothing but rudimentary tools."))
    value = "small_scale" if advanced else "artisanal"
    return Computed(value=value, unit="code", explanation=(words,), sources=(EQUIPMENT, OWN_CHOICE))


@rule("mineral-class")
def mineral_class(*, mineral: str) -> Computed[str]:
    """The class of a mineral: low_price_bulk, high_unit_value or higher_price_bulk; another one is unknown."""
    found = next((name for name, minerals in CLASSES.items() if mineral in minerals), "unknown")
    words = (
        said(_("“{mineral}” is in no class that the study names."), mineral=readable(mineral))
        if found == "unknown"
        else said(_("Named among: {kind}."), kind=CLASS_TEXT[found])
    )
    return Computed(value=found, unit="code", explanation=(words,), sources=(MINERALS,))


@rule("custody-model-proposed")
def custody_model_proposed(*, mineral: str, small_producers: bool = True) -> Computed[str]:
    """The custody model proposed, never forced: mass balance for bulk goods of small producers, else segregation."""
    bulk = any(mineral in CLASSES[name] for name in ("low_price_bulk", "higher_price_bulk"))
    value = "mass_balance" if bulk and small_producers else "segregation"
    words = (
        said(
            _("“{mineral}” is a bulk good.") if bulk else _("“{mineral}” is no bulk good."), mineral=readable(mineral)
        ),
        said(_("Small producers take part.") if small_producers else _("No small producers take part.")),
        said(_("It is a proposal: whoever handles the goods may choose any model that the scheme allows.")),
    )
    return Computed(value=value, unit="code", explanation=words, sources=(MINERALS, OWN_CHOICE))
