"""Wire the passport room into Django."""

from typing import ClassVar

from orepass.platform.room import RoomConfig


class PassportConfig(RoomConfig):
    """The passport room."""

    name = "orepass.passport"
    label = "passport"
    action_modules: ClassVar[tuple[str, ...]] = ("actions", "replays", "promising")
