"""Wire the diligence room into Django."""

from orepass.platform.room import RoomConfig


class DiligenceConfig(RoomConfig):
    """The diligence room."""

    name = "orepass.diligence"
    label = "diligence"
