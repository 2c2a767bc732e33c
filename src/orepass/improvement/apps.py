"""Wire the improvement room into Django."""

from orepass.platform import room


class ImprovementConfig(room.RoomConfig):
    """The improvement room."""

    name = "orepass.improvement"
    label = "improvement"
