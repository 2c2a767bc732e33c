"""Wire the platform room into Django."""

from orepass.platform import room


class PlatformConfig(room.RoomConfig):
    """The platform room."""

    name = "orepass.platform"
    label = "platform"
    action_modules = ("people", "accounts", "files", "notices")
