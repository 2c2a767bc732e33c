"""Wire the scheme room into Django."""

from django.apps import AppConfig


class SchemeConfig(AppConfig):
    """The scheme room."""

    name = "orepass.scheme"
    label = "scheme"
    default_auto_field = "django.db.models.BigAutoField"
