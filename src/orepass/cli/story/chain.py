"""Chapter four: cobalt from pits to batteries; certified, suspended and uncertified material meet at the smelter."""

from orepass.cli.story.events import Event, Lot, begun, capture, deliver, made, made_one
from orepass.cli.story.others import GRAPHITE, LITHIUM, MAGNETS
from orepass.cli.story.teller import Strand, Teller

MASS_BALANCE = "mass_balance"


def uri(owner: str, name: str) -> str:
    """Return the URI of a lot of a party of the cast."""
    return f"https://{owner}.example/lot/{name}"


ORE = Lot(uri=uri("lualaba-depot", "ore-01"), kg="2000", material="cobalt_ore", grade="4", moisture="6")
RIDGE = Lot(uri=uri("kasulo-ridge", "conc-07"), kg="20000", material="cobalt_concentrate", grade="8", moisture="10")
WEST = Lot(uri=uri("mupine-west", "conc-02"), kg="8000", material="cobalt_concentrate", grade="7", moisture="10")
OUTSIDE = Lot(
    uri=uri("copperbelt-refining", "in-115"), kg="10000", material="cobalt_concentrate", grade="8", moisture="10"
)
HYDROXIDE = Lot(
    uri=uri("copperbelt-refining", "hyd-31"), kg="14000", material="cobalt_hydroxide", grade="35", moisture="50"
)
SULFATE = Lot(uri=uri("copperbelt-refining", "sul-31"), kg="11590", material="cobalt_sulfate", grade="20.5")
PRECURSOR = Lot(uri=uri("kokkola-precursors", "pre-09"), kg="9400", material="cobalt_precursor", grade="12.81")
CATHODE = Lot(uri=uri("vistula-cathode", "cam-04"), kg="9700", material="cobalt_cathode", grade="12.16")
CELLS = Lot(uri=uri("rhine-cell", "cells-88"), kg="33000")
PACKS = Lot(uri=uri("norrland-battery", "pack-26"), kg="33000")
SULFATE_SOLD_KG = 6000
PACK_KG = 450
BATTERIES = 3


YIELDS = {"smelter": "87.3", "precursor": "98", "cathode": "98"}
"""Percent of the cobalt received that may be claimed in products."""
OPENED = 200


def open_accounts(teller: Teller) -> Strand[None]:
    """Open the cobalt accounts of everyone who works under mass balance."""
    yield OPENED
    for who, percent in YIELDS.items():
        account = teller.act(
            who,
            "custody.account.open",
            site=teller.site(who),
            element="Co",
            opened_on=teller.today.isoformat(),
            yield_percent=percent,
        )
        teller.things[f"account.{who}"] = account["id"]


def concentrates(teller: Teller) -> list[Strand[None]]:
    """Bring two certified concentrates to the smelter; one certificate is suspended later."""
    return [_concentrate(teller, "mine", RIDGE, 150), _concentrate(teller, "west", WEST, 148)]


def _concentrate(teller: Teller, who: str, lot: Lot, before: int) -> Strand[None]:
    yield before
    capture(teller, who, "Concentrate log", [begun(teller, who, lot)])
    yield from deliver(teller, (who, "smelter"), [lot.quantity()], before=before - 5)


def refine(teller: Teller) -> Strand[None]:
    """Buy uncertified concentrate too, and refine all of it: the smelter blends and keeps the books."""
    yield 130
    capture(teller, "smelter", "Weighbridge", [begun(teller, "smelter", OUTSIDE)])
    yield 125
    blend = [lot.quantity() for lot in (RIDGE, WEST, ORE, OUTSIDE)]
    capture(teller, "smelter", "Refinery log", [made(teller, "smelter", blend, [HYDROXIDE], step="cobalt.hydroxide")])
    yield 118
    refined = made(teller, "smelter", [HYDROXIDE.quantity()], [SULFATE], step="cobalt.sulfate")
    capture(teller, "smelter", "Refinery log", [refined])


def build(teller: Teller) -> Strand[None]:
    """Carry the sulfate on under mass balance, through precursor, cathode and cell to the batteries."""
    sold = SULFATE.quantity() | {"quantity": SULFATE_SOLD_KG}
    yield from deliver(teller, ("smelter", "precursor"), [sold], before=110, model=MASS_BALANCE)
    yield from _make(teller, "precursor", [sold], PRECURSOR, before=95, step="cobalt.precursor")
    yield from deliver(teller, ("precursor", "cathode"), [PRECURSOR.quantity()], before=90, model=MASS_BALANCE)
    used = [PRECURSOR.quantity(), LITHIUM.quantity()]
    yield from _make(teller, "cathode", used, CATHODE, before=75, step="cobalt.cathode")
    yield from deliver(teller, ("cathode", "cell"), [CATHODE.quantity()], before=70, model=MASS_BALANCE)
    yield from _make(teller, "cell", [CATHODE.quantity(), GRAPHITE.quantity()], CELLS, before=55)
    yield from deliver(teller, ("cell", "battery"), [CELLS.quantity()], before=50)
    yield from _make(teller, "battery", [CELLS.quantity(), MAGNETS.quantity()], PACKS, before=30)
    yield 28
    serials = [f"https://norrland-battery.example/battery/NB-{number:04}" for number in range(1, BATTERIES + 1)]
    events = [made_one(teller, "battery", [PACKS.quantity() | {"quantity": PACK_KG}], uri, PACK_KG) for uri in serials]
    capture(teller, "battery", "Serial numbers", events)


def _make(teller: Teller, who: str, used: list[Event], lot: Lot, *, before: int, step: str = "") -> Strand[None]:
    yield before
    terms = {"step": step} if step else {}
    capture(teller, who, "Production log", [made(teller, who, used, [lot], **terms)])
