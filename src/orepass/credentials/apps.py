"""Wire the credentials room into Django."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """The credentials room."""

    name = "orepass.credentials"
    label = "credentials"
    default_auto_field = "django.db.models.BigAutoField"
