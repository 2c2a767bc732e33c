"""Words for identified risks, red flags, areas and the five steps."""

from django.utils.translation import gettext as _

from orepass.web.vocabulary.opening import opened


def risk_state(code: str) -> str:
    """Say where an identified risk stands."""
    table = {
        "identified": _("identified, nothing planned"),
        "stopped": _("trade stopped"),
        "planned": _("being mended"),
        "improved": _("improved"),
        "halted": _("trade suspended"),
        "resumed": _("trade resumed"),
        "refuted": _("refuted"),
        "terminated": _("trade ended"),
    }
    return opened(table, code)


def risk_decision(code: str) -> str:
    """Say what a person can decide about an identified risk."""
    table = {
        "suspend": _("suspend the trade"),
        "refute": _("refuted, with the evidence below"),
        "confirm": _("confirmed: the trade ends"),
        "resume": _("resume the trade, with the evidence below"),
        "terminate": _("end the trade: mending has failed"),
    }
    return opened(table, code)


def signal_value(code: str) -> str:
    """Say what a reckoned red flag came to."""
    return opened({"flag": _("red flag"), "none": _("none"), "unknown": _("not known")}, code)


def depth(code: str) -> str:
    """Say how deep diligence has to go."""
    table = {
        "light": _("light: every red flag was looked for, and none stands"),
        "open": _("open: some red flags were not looked for"),
        "enhanced": _("enhanced: a red flag stands"),
    }
    return opened(table, code)


def area_level(code: str) -> str:
    """Say what an area was decided to be."""
    table = {"no": _("not high-risk"), "watch": _("to be watched"), "cahra": _("conflict-affected or high-risk")}
    return opened(table, code)


def accountability(code: str) -> str:
    """Say who answers for a group."""
    table = {"owns": _("the holder answers alone"), "shares": _("the members answer with the holder")}
    return opened(table, code)


def goods(code: str) -> str:
    """Say what kind of goods was imported; a code shows as it was written."""
    table = {
        "tin-ore": _("tin ores and concentrates"),
        "tungsten-ore": _("tungsten ores and concentrates"),
        "gold-unrefined": _("gold below 99.5 per cent"),
        "tungsten-oxide": _("tungsten oxides and hydroxides"),
        "tin-bars": _("tin bars, rods and wires"),
        "tin-articles": _("other articles of tin"),
        "tungsten-wire": _("tungsten wire"),
    }
    return table.get(code, code)
