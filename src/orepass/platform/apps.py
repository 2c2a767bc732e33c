"""Wire the platform room into Django."""

from orepass.platform.room import RoomConfig


class PlatformConfig(RoomConfig):
    """The platform room."""

    name = "orepass.platform"
    label = "platform"
    # The first holds a lookup, which declares itself as actions do.
    action_modules = ("among", "people", "accounts", "files", "notices")
