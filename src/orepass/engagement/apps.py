"""Wire the engagement room into Django."""

from orepass.platform.room import RoomConfig


class EngagementConfig(RoomConfig):
    """The engagement room."""

    name = "orepass.engagement"
    label = "engagement"
