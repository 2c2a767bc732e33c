"""Wire the groups room into Django."""

from orepass.platform import room


class GroupsConfig(room.RoomConfig):
    """The groups room."""

    name = "orepass.inclusion.groups"
    label = "groups"
