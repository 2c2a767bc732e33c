"""Wire the improvement room into Django."""

from orepass.platform.room import RoomConfig


class ImprovementConfig(RoomConfig):
    """The improvement room."""

    name = "orepass.improvement"
    label = "improvement"
