"""Wire the custody room into Django."""

from orepass.platform.room import RoomConfig


class CustodyConfig(RoomConfig):
    """The custody room."""

    name = "orepass.custody"
    label = "custody"
