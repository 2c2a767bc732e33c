"""Wire the platform room into Django."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """The platform room."""

    name = "orepass.platform"
    label = "platform"
    default_auto_field = "django.db.models.BigAutoField"
