"""Wire the transparency room into Django."""

from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    """The transparency room."""

    name = "orepass.transparency"
    label = "transparency"
    default_auto_field = "django.db.models.BigAutoField"
