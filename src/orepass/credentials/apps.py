"""Wire the credentials room into Django."""

from orepass.platform import room


class CredentialsConfig(room.RoomConfig):
    """The credentials room."""

    name = "orepass.credentials"
    label = "credentials"
