"""Wire the assurance room into Django."""

from orepass.platform.room import RoomConfig


class AssuranceConfig(RoomConfig):
    """The assurance room."""

    name = "orepass.assurance"
    label = "assurance"
