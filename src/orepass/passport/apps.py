"""Wire the passport room into Django."""

from orepass.platform.room import RoomConfig


class PassportConfig(RoomConfig):
    """The passport room."""

    name = "orepass.passport"
    label = "passport"
