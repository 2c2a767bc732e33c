"""Wire the fees room into Django."""

from orepass.platform.room import RoomConfig


class FeesConfig(RoomConfig):
    """The fees room."""

    name = "orepass.inclusion.fees"
    label = "fees"
