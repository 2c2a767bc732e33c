"""Wire the stages room into Django."""

from orepass.platform import room


class StagesConfig(room.RoomConfig):
    """The stages room."""

    name = "orepass.inclusion.stages"
    label = "stages"
