"""Wire the platform room into Django."""

from orepass.platform.room import RoomConfig


class PlatformConfig(RoomConfig):
    """The platform room."""

    name = "orepass.platform"
    label = "platform"
    action_modules = ("people", "accounts", "files", "notices")
