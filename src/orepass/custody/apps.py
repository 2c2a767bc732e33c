"""Wire the custody room into Django."""

from orepass.platform import room


class CustodyConfig(room.RoomConfig):
    """The custody room."""

    name = "orepass.custody"
    label = "custody"
