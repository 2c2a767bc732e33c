"""Wire the scheme room into Django."""

from orepass.platform import room


class SchemeConfig(room.RoomConfig):
    """The scheme room."""

    name = "orepass.scheme"
    label = "scheme"
