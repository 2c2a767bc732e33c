"""Wire the passport room into Django."""

from orepass.platform import room


class PassportConfig(room.RoomConfig):
    """The passport room."""

    name = "orepass.passport"
    label = "passport"
