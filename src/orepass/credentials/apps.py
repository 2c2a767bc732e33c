"""Wire the credentials room into Django."""

from orepass.platform.room import RoomConfig


class CredentialsConfig(RoomConfig):
    """The credentials room."""

    name = "orepass.credentials"
    label = "credentials"
