"""Wire the scheme room into Django."""

from orepass.platform.room import RoomConfig


class SchemeConfig(RoomConfig):
    """The scheme room."""

    name = "orepass.scheme"
    label = "scheme"
