"""Wire the recognition room into Django."""

from orepass.platform.room import RoomConfig


class RecognitionConfig(RoomConfig):
    """The recognition room."""

    name = "orepass.inclusion.recognition"
    label = "recognition"
