"""Wire the assurance room into Django."""

from typing import ClassVar

from orepass.platform.room import RoomConfig


class AssuranceConfig(RoomConfig):
    """The assurance room."""

    name = "orepass.assurance"
    label = "assurance"
    action_modules: ClassVar[tuple[str, ...]] = ("actions", "replays", "holding")
