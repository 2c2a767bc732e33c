"""Chapter four, beside the cobalt: lithium from a mine with an open major, certified graphite, and rare earths."""

from orepass.cli.story.events import Lot, begun, capture, deliver
from orepass.cli.story.teller import Strand, Teller

LITHIUM = Lot(uri="https://serra-lithium.example/lot/lioh-03", kg="3000", material="lithium_hydroxide", grade="16.5")
GRAPHITE = Lot(uri="https://montepuez-flake.example/lot/spg-12", kg="6500", material="graphite_spherical", grade="99.9")
MAGNETS = Lot(uri="https://chambe-earths.example/lot/mag-01", kg="60", material="neodymium_magnet", grade="26")


def supplies(teller: Teller) -> list[Strand[None]]:
    """Bring the other three materials to those who build with them."""
    return [
        _supply(teller, "lithium", LITHIUM, "cathode", 130),
        _supply(teller, "graphite", GRAPHITE, "cell", 120),
        _supply(teller, "earths", MAGNETS, "battery", 58),
    ]


def _supply(teller: Teller, who: str, lot: Lot, buyer: str, before: int) -> Strand[None]:
    yield before
    capture(teller, who, "Production log", [begun(teller, who, lot)])
    yield from deliver(teller, (who, buyer), [lot.quantity()], before=before - 10)
