"""Wire the recognition room into Django."""

from typing import ClassVar

from orepass.platform.room import RoomConfig


class RecognitionConfig(RoomConfig):
    """The recognition room."""

    name = "orepass.inclusion.recognition"
    label = "recognition"
    action_modules: ClassVar[tuple[str, ...]] = ("actions", "replays", "carrying")
