"""Wire the party room into Django."""

from orepass.platform.room import RoomConfig


class PartyConfig(RoomConfig):
    """The party room."""

    name = "orepass.party"
    label = "party"
