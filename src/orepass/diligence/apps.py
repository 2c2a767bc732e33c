"""Wire the diligence room into Django."""

from orepass.platform import room


class DiligenceConfig(room.RoomConfig):
    """The diligence room."""

    name = "orepass.diligence"
    label = "diligence"
