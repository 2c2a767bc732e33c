"""Wire the assurance room into Django."""

from orepass.platform import room


class AssuranceConfig(room.RoomConfig):
    """The assurance room."""

    name = "orepass.assurance"
    label = "assurance"
