"""Wire the groups room into Django."""

from orepass.platform.room import RoomConfig


class GroupsConfig(RoomConfig):
    """The groups room."""

    name = "orepass.inclusion.groups"
    label = "groups"
