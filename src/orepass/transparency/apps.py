"""Wire the transparency room into Django."""

from orepass.platform.room import RoomConfig


class TransparencyConfig(RoomConfig):
    """The transparency room."""

    name = "orepass.transparency"
    label = "transparency"
