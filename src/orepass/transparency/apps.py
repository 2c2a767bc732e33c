"""Wire the transparency room into Django."""

from orepass.platform import room


class TransparencyConfig(room.RoomConfig):
    """The transparency room."""

    name = "orepass.transparency"
    label = "transparency"
