"""Wire the stages room into Django."""

from orepass.platform.room import RoomConfig


class StagesConfig(RoomConfig):
    """The stages room."""

    name = "orepass.inclusion.stages"
    label = "stages"
