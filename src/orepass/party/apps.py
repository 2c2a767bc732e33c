"""Wire the party room into Django."""

from orepass.platform import room


class PartyConfig(room.RoomConfig):
    """The party room."""

    name = "orepass.party"
    label = "party"
